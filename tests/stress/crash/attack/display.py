"""A screen of our own: Xvfb, a window manager, keys by xdotool, and what is painted, pixel by pixel."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.stress.crash.broken import VARIABLE
from tests.stress.crash.killing import ROOT

TOOLS = ("Xvfb", "openbox", "xdotool")
WIDTH, HEIGHT = 1280, 860
_STATUS = 6, HEIGHT - 24, 47, HEIGHT - 4  # left, top, right, bottom: the first word in the status line
MESSAGE = 6, HEIGHT - 24, 300, HEIGHT - 4  # all of what it says
_CONFIG = """<openbox_config xmlns="http://openbox.org/3.4/rc"><applications><application type="normal">
<decor>no</decor><maximized>yes</maximized><focus>yes</focus></application></applications></openbox_config>"""

_BROKEN = """import sys
from tests.stress.crash.broken import as_asked
as_asked()
from main import main
main(sys.argv[1:])"""
Picture = tuple[bytes, ...]
"""Rows of pixels."""


def is_here() -> bool:
    """Whether this machine has what a screen takes."""
    return sys.platform.startswith("linux") and all(map(shutil.which, TOOLS))


class Display:
    """A screen with a window manager; every window fills it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        screen = ("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(self._folder), "-nolisten", "tcp")
        self._start("Xvfb", "-displayfd", str(writing), *screen, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading, "rb") as number:
            self.environment = os.environ | {"DISPLAY": f":{number.readline().decode().strip()}"}
        self.environment |= {"QT_QPA_PLATFORM": "xcb", "XDG_DATA_HOME": str(self._folder / "home")}
        config = self._folder / "rc.xml"
        config.write_text(_CONFIG)
        self._start("openbox", "--config-file", str(config), env=self.environment)
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def _start(self, *command: str, **more: Any) -> None:
        with (self._folder / "screen.log").open("ab") as log:
            self._processes.append(subprocess.Popen(command, stdout=log, stderr=log, **more))

    def program(self, err: Path, *arguments: object) -> subprocess.Popen[bytes]:
        """Start main.py as a person does, or broken as asked for. What it says on stderr goes to `err`."""
        how = ["-c", _BROKEN] if os.environ.get(VARIABLE) else ["main.py"]
        with err.open("ab") as out:
            command = [sys.executable, *how, *map(str, arguments)]
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)

    def keys(self, *names: str) -> None:
        """Press keys one after another: "ctrl+Home", "2"."""
        self._tool("key", "--clearmodifiers", "--delay", "2", *names)

    def write(self, text: str) -> None:
        self._tool("type", "--delay", "2", text)

    def windows(self) -> list[str]:
        """The titles of all windows that are to be seen."""
        found = self._tool("search", "--onlyvisible", "--name", "").split()
        return [self._tool("getwindowname", number).strip() for number in found]

    def _tool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def picture(self, area: tuple[int, int, int, int] = _STATUS) -> Picture:
        """What is painted in an area, by default the message in the status line."""
        left, top, right, bottom = area
        with (self._folder / "Xvfb_screen0").open("rb") as file:
            head = struct.unpack(">25I", file.read(100))
            begin, line, colors = head[0], head[12], head[19]
            rows = []
            for y in range(top, bottom):
                file.seek(begin + colors * 12 + y * line + left * 4)
                rows.append(file.read((right - left) * 4))
        return tuple(rows)


def wait_for(found: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes true within so many seconds."""
    until = time.monotonic() + seconds
    while not found():
        if time.monotonic() > until:
            return False
        time.sleep(0.004)
    return True
