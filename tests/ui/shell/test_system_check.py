"""Whether a window can open is known before Qt is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell import system_check


@pytest.fixture(autouse=True)
def machine_with_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_check, "_loads", lambda _library: True)
    monkeypatch.setattr(system_check, "_x11_answers", lambda: True)


def without(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(system_check, "_loads", lambda library: library not in libraries)


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland"}])
def test_no_display_is_said(environ: dict[str, str]) -> None:
    sentence = system_check.missing(environ, "linux")
    assert sentence.startswith("there is no display")
    assert "main.py --help" in sentence


@pytest.mark.parametrize(
    "environ",
    [
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "minimal:x=1"},
        {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"},
    ],
)
def test_machine_with_everything_may_open_a_window(environ: dict[str, str]) -> None:
    assert system_check.missing(environ, "linux") == ""


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_need_no_display(platform: str) -> None:
    assert system_check.missing({}, platform) == ""


def test_missing_libraries_are_named_as_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "libEGL.so.1", "libxcb-cursor.so.0")
    assert system_check.missing({"DISPLAY": ":0"}, "linux") == (
        "system libraries for the window are missing; install them with: sudo apt install libegl1 libxcb-cursor0."
    )


@pytest.mark.parametrize("environ", [{"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}])
def test_libraries_of_x11_are_asked_for_only_there(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]) -> None:
    without(monkeypatch, "libxcb-cursor.so.0")
    assert system_check.missing(environ, "linux") == ""


def test_display_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_check, "_x11_answers", lambda: False)
    assert "the display :7 does not answer" in system_check.missing({"DISPLAY": ":7"}, "linux")


def test_library_that_is_not_there_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert not system_check._loads("libno-such-library.so.9")
    assert system_check._loads("libc.so.6")


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's packages")
def test_packages_are_printed_by_python_alone_as_readme_and_ci_ask_for_them() -> None:
    root = Path(__file__).resolve().parents[3]
    command = "python3 -m ui.shell.system_check"
    assert f"$({command})" in (root / "README.md").read_text(encoding="utf-8")
    assert 'QT_QPA_PLATFORM=offscreen "$python" -m ui.shell.system_check' in (root / ".ci/run").read_text(
        encoding="utf-8"
    )
    printed = subprocess.run(
        [sys.executable, "-S", "-m", "ui.shell.system_check"],  # -S: nothing that is installed
        cwd=root,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout == "", "Qt runs in these tests, so nothing is missing"


def test_packages_of_the_platform_that_is_tried_last_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "libwayland-client.so.0", "libxcb-cursor.so.0", "libX11.so.6")
    assert system_check.missing_packages(["wayland", "xcb"]) == ["libx11-6", "libxcb-cursor0"]
    assert system_check.missing_packages(["offscreen"]) == ["libx11-6"]
    without(monkeypatch, "libxcb-cursor.so.0")
    assert system_check.missing_packages(["wayland", "xcb"]) == []
