"""A start reads no module's source for PySide's sake, and Qt works as before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_START = """
import linecache
from ui.support.import_hook import take_out
take_out()
import ui.shell.app
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
class Sender(QObject):
    sent = Signal(str)
app, sender, heard = QApplication([]), Sender(), []
sender.sent.connect(heard.append)
sender.sent.emit("as ever")
label = QLabel("as ever")
print(heard[0] == label.text(), [name for name in linecache.cache if "/ui/" in name])
"""


def test_no_source_is_read_at_a_start_and_qt_is_as_ever() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _START], cwd=_ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split(maxsplit=1) == ["True", "[]\n"], done.stdout


_ABOVE = """
import builtins, PySide6.QtCore
below, seen = builtins.__import__, []
def above(*given, **more):
    seen.append(given[0])
    return below(*given, **more)
builtins.__import__ = above
from ui.support.import_hook import take_out
take_out()
import colorsys
print("colorsys" in seen)
"""


def test_hook_of_another_above_it_stays() -> None:
    done = subprocess.run([sys.executable, "-c", _ABOVE], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
