"""A settings file as the first version of the program wrote it reads the same, and nonsense in it reads as defaults."""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from models.base.entities import Granularity
from models.base.errors import UserError
from models.project.order import Order
from models.project.project import Project
from tests.models.odd_files import make, soon
from ui.support.log import CrashFile, LogFile
from ui.support.settings import Recent, Setting, Settings

WRITTEN = r"""[General]
annotator="ثنا, علی"
project=/data/b.nishan
recent="[[\"/b.nishan\", \"2026-11-30T06:25:35\"], [\"/\\u067e, b.nishan\", \"2026-11-29T06:25:35\"]]"
theme=dark

[article]
chips=urdu
granularity=sentences
hidden=yes
paragraph_numbers=no
points=24
sentence_focus=no
suggestions=no
typeface=Nishan Naskh

[drives]
warned=/mnt/x.nishan, "/mnt/y, z.nishan"

[export]
format=conllu

[interface]
size=150

[keys]
note="Ctrl+,", F9
redo=F5
undo=

[layers]
p1=a b
p2=

[palette]
recent=action:skip

[window]
geometry=@ByteArray(\x1\xd9\xd0\xcb)
"""
VALUES = {
    "annotator": "ثنا, علی",
    "last_project": Path("/data/b.nishan"),
    "recent": (
        Recent(Path("/b.nishan"), datetime(2026, 11, 30, 6, 25, 35)),
        Recent(Path("/پ, b.nishan"), datetime(2026, 11, 29, 6, 25, 35)),
    ),
    "theme": "dark",
    "urdu_chips": True,
    "granularity": Granularity.SENTENCES,
    "points": 24,
    "suggestions": False,
    "hidden": True,
    "sentence_focus": False,
    "paragraph_numbers": False,
    "typeface": "Nishan Naskh",
    "warned_paths": ("/mnt/x.nishan", "/mnt/y, z.nishan"),
    "export_format": "conllu",
    "interface_size": 150,
    "recent_choices": ("action:skip",),
    "order": Order.IMPORT,
    "order_turned": False,
    "window_geometry": QByteArray(b"\x01\xd9\xd0\xcb"),
    "line_spacing": 100,
    "text_width": 0,
    "pane_widths": (230, 280),
    "articles_pane": True,
    "spans_pane": True,
}
DEFAULTS = {
    "annotator": "",
    "last_project": None,
    "recent": (),
    "theme": "system",
    "urdu_chips": False,
    "granularity": Granularity.WORDS,
    "points": 20,
    "suggestions": True,
    "hidden": False,
    "sentence_focus": False,
    "paragraph_numbers": False,
    "typeface": "Nishan Nastaliq",
    "warned_paths": (),
    "export_format": "jsonl",
    "interface_size": 100,
    "recent_choices": (),
    "order": Order.IMPORT,
    "order_turned": False,
    "window_geometry": QByteArray(),
    "line_spacing": 100,
    "text_width": 0,
    "pane_widths": (230, 280),
    "articles_pane": True,
    "spans_pane": True,
}
NAMES = [name for name, found in vars(Settings).items() if isinstance(found, Setting)]


def values(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in NAMES}


def reads(folder: Path, text: str) -> Settings:
    (folder / "settings.ini").write_text(text, encoding="utf-8")
    return Settings(folder)


def families(settings: Settings) -> tuple[object, ...]:
    keys = tuple(settings.keys(action) for action in ("note", "redo", "undo", "new"))
    return keys, tuple(settings.layers(project) for project in ("p1", "p2", "p3"))


LISTS: tuple[object, ...] = (
    (("Ctrl+,", "F9"), ("F5",), (), None),
    (frozenset("ab"), frozenset(), frozenset()),
)


def test_a_file_of_the_first_version_is_read_as_it_was(tmp_path: Path) -> None:
    settings = reads(tmp_path, WRITTEN)
    assert values(settings) == VALUES
    assert families(settings) == LISTS
    assert settings.warned_of(Path("/mnt/y, z.nishan"))


def test_what_is_written_is_the_same_file(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for name, value in VALUES.items():
        setattr(settings, name, value)
    for action, keys in (("note", ["Ctrl+,", "F9"]), ("redo", ["F5"]), ("undo", [])):
        settings.set_keys(action, keys)
    settings.set_layers("p1", ["b", "a"])
    settings.set_layers("p2", [])
    settings.sync()
    written = (tmp_path / "settings.ini").read_text(encoding="utf-8")
    newer = "[articles]\norder=import\nturned=no\n\n"  # than the file of the first version
    before, geometry = WRITTEN.replace("[drives]", f"{newer}[drives]").split("geometry=")
    before = before.replace("paragraph_numbers=", "line_spacing=100\nparagraph_numbers=")
    before = before.replace("typeface=Nishan Naskh\n", "typeface=Nishan Naskh\nwidth=0\n")
    assert written == f"{before}articles=yes\ngeometry={geometry}panes=230 280\nspans=yes\n"
    assert values(Settings(tmp_path)) == VALUES


def test_a_file_that_is_not_there_is_all_defaults(tmp_path: Path) -> None:
    assert values(Settings(tmp_path)) == DEFAULTS


@pytest.mark.parametrize("nonsense", ["a, b", "@Invalid()", "@ByteArray(x)"])
def test_values_of_the_wrong_kind_are_defaults(tmp_path: Path, nonsense: str) -> None:
    keys = {"General": "annotator project recent theme", "export": "format", "interface": "size"}
    keys["article"] = "chips granularity points suggestions typeface"
    lines = [f"[{group}]\n" + "\n".join(f"{key}={nonsense}" for key in names.split()) for group, names in keys.items()]
    assert values(reads(tmp_path, "\n".join(lines))) == DEFAULTS


@pytest.mark.parametrize(
    ("stored", "points", "size"),
    [
        ("3", 12, 100),
        ("999", 40, 200),
        ("-5", 20, 100),
        ("٢٤", 24, 100),
        ("2.5", 20, 100),
        ("", 20, 100),
        ("x", 20, 100),
    ],
)
def test_numbers_are_kept_within_their_limits(tmp_path: Path, stored: str, points: int, size: int) -> None:
    settings = reads(tmp_path, f"[article]\npoints={stored}\n[interface]\nsize={stored}\n")
    assert (settings.points, settings.interface_size) == (points, size)


def test_words_that_are_no_choice_are_defaults(tmp_path: Path) -> None:
    text = "[General]\ntheme=pink\n[article]\nchips=x\nsuggestions=maybe\ntypeface=Arial\ngranularity=x\nhidden=YES\n"
    settings = reads(tmp_path, text)
    assert values(settings) == DEFAULTS


def test_what_is_forgotten_is_no_longer_in_the_file(tmp_path: Path) -> None:
    settings = reads(tmp_path, WRITTEN)
    settings.last_project = None
    settings.set_keys("note", None)
    settings.sync()
    written = (tmp_path / "settings.ini").read_text(encoding="utf-8")
    assert "project=" not in written
    assert "note" not in written


def test_the_lists_have_a_limit(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for number in range(120):
        settings.set_warned_of(Path(f"/{number}.nishan"))
        settings.add_choice(f"action:{number}")
    assert settings.warned_paths == tuple(f"/{number}.nishan" for number in range(20, 120))
    assert settings.recent_choices == tuple(f"action:{number}" for number in range(119, 107, -1))
    settings.add_choice("action:110")
    assert settings.recent_choices[:2] == ("action:110", "action:119")
    assert len(settings.recent_choices) == 12


@pytest.mark.parametrize("name", ["a.nishan", "پہلا منصوبہ.nishan", "a\udcff.nishan", "😀.nishan"])
def test_last_project_is_the_one_of_that_name_even_if_it_is_no_text(tmp_path: Path, name: str) -> None:
    before = Settings(tmp_path)
    before.remember(tmp_path / name)
    before.sync()
    assert Settings(tmp_path).last_project == tmp_path / name
    assert [recent.path for recent in Settings(tmp_path).recent] == [tmp_path / name]


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX")
@pytest.mark.parametrize("name", ["settings.ini", "settings.ini.lock"])
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder", "link to a pipe"])
def test_settings_file_that_is_no_file_is_one_sentence(tmp_path: Path, name: str, kind: str) -> None:
    make(tmp_path / name, kind)
    with soon(), pytest.raises(UserError, match=f"{name}: this is a"):
        Settings(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_settings_are_not_written_over_a_project(tmp_path: Path) -> None:
    Project.create(tmp_path / "p.nishan").close()
    (tmp_path / "settings.ini").symlink_to(tmp_path / "p.nishan")
    with pytest.raises(UserError, match="is a project"):
        Settings(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX")
@pytest.mark.parametrize("kind", ["pipe", "device", "link to a pipe", "project"])
def test_log_that_is_no_file_is_not_written(tmp_path: Path, kind: str) -> None:
    for name in ("nishan.log", "nishan-crash.log"):
        if kind == "project":
            Project.create(tmp_path / f"{name}.nishan").close()
            os.link(tmp_path / f"{name}.nishan", tmp_path / name)
        else:
            make(tmp_path / name, kind)
    before = (tmp_path / "nishan.log").read_bytes() if kind == "project" else b""
    log, crash = LogFile(tmp_path), CrashFile(tmp_path)
    with soon():
        for _ in range(3):
            log.handle(logging.makeLogRecord({"msg": "a bug", "levelno": logging.ERROR}))
        crash.enable()
        crash.disable()
        log.close()
    assert kind != "project" or (tmp_path / "nishan.log").read_bytes() == before
