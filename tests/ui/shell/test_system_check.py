"""Whether a window can open is known before Qt is asked."""

from __future__ import annotations

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
