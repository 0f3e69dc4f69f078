"""The program as a screen reader finds it over AT-SPI: a real window, a real bus, somebody else's process.

Skipped, with what is missing by its name, where that cannot be had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project

ROOT = Path(__file__).resolve().parents[3]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
TEXT = "😀😀 لاہور میں بارش۔ کراچی\u00a0میں 😀 دھوپ ہے۔\n\nدوسرا پیرا، اسلام آباد۔"
WORDS = "کراچی"
SCRIPT = """
"$LAUNCHER" --launch-immediately & launcher=$!
"$WINDOW_MANAGER" & manager=$!
"$PYTHON" main.py --data-dir "$DATA" "$PROJECT" & program=$!
timeout 120 "$READER" -m tests.ui.walking "$WORDS"; found=$?
kill $program; wait $program
kill $manager $launcher
exit $found
"""


def missing() -> list[str]:
    """Return what the walk needs and is not there."""
    programs = {"Xvfb": "xvfb", "openbox": "openbox", "dbus-run-session": "dbus"}
    lacking = [package for program, package in programs.items() if shutil.which(program) is None]
    if not any(Path(each).exists() for each in LAUNCHERS):
        lacking.append("at-spi2-core")
    probe = "import gi; gi.require_version('Atspi', '2.0')"
    if (
        not Path("/usr/bin/python3").exists()
        or subprocess.run(["/usr/bin/python3", "-c", probe], capture_output=True, check=False).returncode
    ):
        lacking += ["python3-gi", "gir1.2-atspi-2.0"]
    return lacking


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of its own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("AT-SPI is Linux's")
    if lacking := missing():
        pytest.skip(f"the walk over AT-SPI needs {', '.join(lacking)}")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
        server.terminate()


@pytest.fixture(scope="module")
def found(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the walk tells."""
    folder = tmp_path_factory.mktemp("walk")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    project = folder / "پہلا.nishan"
    with Project.create(project, seed_labels()) as made:
        import_files(made, [folder / "a.txt"])
    launcher = next(each for each in LAUNCHERS if Path(each).exists())
    given = {"LAUNCHER": launcher, "WINDOW_MANAGER": "openbox", "PYTHON": sys.executable, "READER": "/usr/bin/python3"}
    given |= {"DATA": str(folder / "data"), "PROJECT": str(project), "WORDS": WORDS, "DISPLAY": display}
    given |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(folder)}
    environment = {name: value for name, value in os.environ.items() if name != "AT_SPI_BUS_ADDRESS"} | given
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", SCRIPT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_article_is_the_stored_text_in_code_points_and_cannot_be_edited(found: dict[str, Any]) -> None:
    article = found["article"]
    assert article["text"] == article["text after"] == TEXT
    assert article["count"] == len(TEXT)
    assert "Text" in article["interfaces"]
    assert "EditableText" not in article["interfaces"]
    assert article["read only"]
    assert article["refused"]


def test_spans_are_attributes_of_the_text(found: dict[str, Any]) -> None:
    start = TEXT.index(WORDS)
    article = found["article"]
    assert article["selection"] == [start, start + len(WORDS)]
    told, *run = article["run"]
    assert told["label"] == "LOCATION"
    assert run == [start, start + len(WORDS)]
    assert article["defaults"] == {"language": "ur", "direction": "rtl"}
    assert article["caret"] == start + len(WORDS)


def test_gestures_and_spans_at_the_caret_are_heard(found: dict[str, Any]) -> None:
    heard = found["heard"]
    assert "label LOCATION, کراچی" in heard
    after = heard[heard.index("label LOCATION, کراچی") :]
    assert after.index("LOCATION") < after.index("end of LOCATION")


def test_what_can_have_the_focus_has_a_name_and_boxes_their_own_beside_their_value(found: dict[str, Any]) -> None:
    tree = found["tree"]
    assert tree["nodes"] > 100
    assert tree["nameless"] == []
    assert tree["turning"] == []
    assert tree["editable"] == []
    assert tree["boxes"]["Show only spans of this label"] == "All labels"
    assert tree["boxes"]["Order of the spans"] == "By place"


def test_the_sheet_of_keys_is_in_the_tree_with_its_keys(found: dict[str, Any]) -> None:
    assert "Undo: Ctrl+Z" in found["keys"]
    assert any(row.startswith("LOCATION") and row.endswith(": 2") for row in found["keys"])
