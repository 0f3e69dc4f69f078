"""One window per project: a second start asks the window that has the project open to come to the front.

Connecting to its local socket is the request; no data is sent, and only the same user on the same machine can connect.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from models.base.presence import is_folder

_ANSWER = b"here\n"
_CONNECT_TIMEOUT, _ANSWER_TIMEOUT = 300, 700  # milliseconds


class SingleWindow(QObject):
    """Listens for second starts on one project until it is closed."""

    raise_asked = Signal()

    def __init__(self, project: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = _name(project)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left by a killed window: this one has the project's lock
            self._server.listen(name)

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.write(_ANSWER)
            socket.flush()
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.raise_asked.emit()

    def close(self) -> None:
        self._server.close()


def raise_existing(project: Path) -> bool:
    """Ask the window that has the project open to come to the front; return whether it answers within a second."""
    socket = QLocalSocket()
    socket.connectToServer(_name(project))
    try:
        if not socket.waitForConnected(_CONNECT_TIMEOUT) or not _is_ours(socket.fullServerName()):
            return False
        return socket.waitForReadyRead(_ANSWER_TIMEOUT) and bytes(socket.readAll().data()) == _ANSWER
    finally:
        socket.abort()


def _name(project: Path) -> str:
    """Return the socket's name for a user and a file; it may have about a hundred characters."""
    user = os.getuid() if os.name == "posix" else os.environ.get("USERNAME", "")
    identity = f"{user}:{os.path.realpath(project)}"
    name = f"nishan-{hashlib.sha256(identity.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"{folder}/{name}" if Path(folder).is_absolute() and is_folder(Path(folder)) else name


def _is_ours(socket: str) -> bool:
    """Return whether the socket belongs to this user: in a shared folder anybody may create one of that name."""
    if os.name != "posix":
        return True
    try:
        return Path(socket).stat().st_uid == os.getuid()
    except OSError:
        return False
