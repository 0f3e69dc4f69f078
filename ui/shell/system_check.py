"""Checks whether this machine can show a window, before Qt is loaded, which would abort if it cannot.

`python3 -m ui.shell.system_check` prints the Debian packages that are missing. It needs nothing but Python.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

from models.base.program import command_name

# The libraries that Qt loads with and without a display, and those that it loads for each platform plugin besides,
# with the Debian package of each. This is the only list of them.
_FOR_ALL = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
}
_FOR_WAYLAND = {"libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0"}
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
    """Return why no window can be opened, in one sentence with what to do; empty when it can."""
    if not platform.startswith("linux"):
        return ""
    plugins = _plugins(environ)
    if not plugins:
        return (
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); start it from a "
            f"desktop session, or use a command: {command_name()} --help."
        )
    if packages := " ".join(missing_packages(plugins)):
        return f"system libraries for the window are missing; install them with: sudo apt install {packages}."
    if [plugin for plugin in plugins if not _missing_for(plugin)] == ["xcb"] and not _x11_answers():
        display = environ.get("DISPLAY", "")
        return f"the display {display} does not answer; check DISPLAY, or start it from a desktop session."
    return ""


def missing_packages(plugins: Iterable[str]) -> list[str]:
    """Return the packages that the last of the platform plugins lacks; none if any plugin has all its libraries."""
    lacking = [_missing_for(plugin) for plugin in plugins]
    return lacking[-1] if all(lacking) else []


def _plugins(environ: Mapping[str, str]) -> list[str]:
    """Return the platform plugins that Qt will try, in its order: those asked for, else those that can connect."""
    asked = [plugin.partition(":")[0] for plugin in environ.get("QT_QPA_PLATFORM", "").split(";") if plugin]
    if any(plugin not in _LIBRARIES for plugin in asked):
        return asked  # offscreen and the like need no display
    connected = {"wayland": bool(environ.get("WAYLAND_DISPLAY")), "xcb": bool(environ.get("DISPLAY"))}
    return [plugin for plugin in asked or connected if connected[plugin]]


def _missing_for(plugin: str) -> list[str]:
    libraries = _FOR_ALL | _LIBRARIES.get(plugin, {})
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    """Return whether the X server at DISPLAY accepts a connection."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


if __name__ == "__main__" and sys.platform.startswith("linux"):
    sys.stdout.write(" ".join(missing_packages(_plugins(os.environ) or ["xcb"])))
