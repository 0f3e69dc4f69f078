"""A second start on a project rings at the window that has it open, which comes to the front.

The ring is the connection itself; it carries nothing, and only the same person on the same machine can ring.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER = b"here\n"
_CONNECT, _WAIT = 300, 700  # milliseconds


class SingleWindow(QObject):
    """Hears who rings for one project, as long as its window stands."""

    rung = Signal()

    def __init__(self, project: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = _name(project)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # of a window that was killed: the project's lock is ours
            self._server.listen(name)

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.write(_ANSWER)
            socket.flush()
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.rung.emit()

    def close(self) -> None:
        """Hear nothing more."""
        self._server.close()


def ring(project: Path) -> bool:
    """Ask the window that has the project open to come to the front; whether it answers, within a second."""
    socket = QLocalSocket()
    socket.connectToServer(_name(project))
    try:
        if not socket.waitForConnected(_CONNECT) or not _is_ours(socket.fullServerName()):
            return False
        return socket.waitForReadyRead(_WAIT) and bytes(socket.readAll().data()) == _ANSWER
    finally:
        socket.abort()


def _name(project: Path) -> str:
    """The same for every start of one person on one file. A socket's name may have about a hundred characters."""
    person = os.getuid() if os.name == "posix" else os.environ.get("USERNAME", "")
    told = f"{person}:{os.path.realpath(project)}"
    name = f"nishan-{hashlib.sha256(told.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"{folder}/{name}" if Path(folder).is_absolute() and Path(folder).is_dir() else name


def _is_ours(socket: str) -> bool:
    """Whether the socket is this person's: in a common folder anybody may make one of that name."""
    if os.name != "posix":
        return True
    try:
        return Path(socket).stat().st_uid == os.getuid()
    except OSError:
        return False
