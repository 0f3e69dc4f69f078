"""Whether this machine can show a window at all. Asked before Qt, whose own answer is to abort."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping

# What Qt's GUI library and its X11 plugin load, with the Debian package that holds each.
_FOR_ANY_WINDOW = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
}
_FOR_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_FOR_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

_LIBRARIES = {"wayland": _FOR_WAYLAND, "xcb": _FOR_X11}


def missing(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """What keeps a window from opening, in one sentence with what to do; empty when nothing does."""
    if not platform.startswith("linux"):
        return ""
    ways = _ways(environ)
    if not ways:
        return (
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); start it from a "
            "desktop session, or use a command: main.py --help."
        )
    # Qt falls back from one way to the next: it is enough that one of them has all its libraries.
    lacking = [_packages_missing(_FOR_ANY_WINDOW | _LIBRARIES.get(way, {})) for way in ways]
    if all(lacking):
        packages = " ".join(lacking[-1])
        return f"system libraries for the window are missing; install them with: sudo apt install {packages}."
    usable = [way for way, packages in zip(ways, lacking, strict=True) if not packages]
    if usable == ["xcb"] and not _x11_answers():
        display = environ.get("DISPLAY", "")
        return f"the display {display} does not answer; check DISPLAY, or start it from a desktop session."
    return ""


def _ways(environ: Mapping[str, str]) -> list[str]:
    """The platforms that Qt will try, in its order: those asked for, else those that the session offers."""
    asked = [way.partition(":")[0] for way in environ.get("QT_QPA_PLATFORM", "").split(";") if way]
    if any(way not in _LIBRARIES for way in asked):
        return asked  # offscreen and the like need no display
    offered = {"wayland": bool(environ.get("WAYLAND_DISPLAY")), "xcb": bool(environ.get("DISPLAY"))}
    return [way for way in asked or offered if offered[way]]


def _packages_missing(libraries: Mapping[str, str]) -> list[str]:
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    """Whether the X server behind DISPLAY takes a connection."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused
