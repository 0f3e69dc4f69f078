"""Work that a window waits for before it can stand: off the UI thread, with a word about it if it takes long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QThread
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

_T = TypeVar("_T")
_SHOW_AFTER = 400  # milliseconds


class _Thread(QThread):
    """Keeps what the work returned or raised."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self.result: object = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self._work()
        except BaseException as error:  # raised again on the thread that waits
            self.error = error


def patiently(text: str, work: Callable[[], _T], parent: QWidget | None) -> _T:
    """Do `work` on a thread of its own while `text` is shown over `parent`; what it returns or raises.

    Nothing else can be done meanwhile. `work` touches nothing of Qt.
    """
    thread, loop = _Thread(work), QEventLoop()
    thread.finished.connect(loop.quit)
    dialog = QProgressDialog(text, "", 0, 0, parent)
    dialog.setCancelButton(None)
    dialog.setWindowTitle("Nishan")
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(_SHOW_AFTER)
    dialog.setMinimumWidth(dialog.fontMetrics().averageCharWidth() * 60)
    dialog.setValue(0)
    QApplication.setQuitOnLastWindowClosed(False)  # this may be the only window
    try:
        thread.start()
        loop.exec()
        thread.wait()
        dialog.reset()
    finally:
        QApplication.setQuitOnLastWindowClosed(True)
        dialog.deleteLater()
    if thread.error is not None:
        raise thread.error
    return thread.result  # type: ignore[return-value]
