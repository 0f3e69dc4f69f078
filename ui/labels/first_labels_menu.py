"""The menu of ways to the first labels of a project: templates, a file, the label editor."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMenu

from models.base.errors import UserError
from ui.host.host import Host
from ui.widgets.file_dialogs import ask_open_labels


class FirstLabelsMenu(QMenu):
    """Lists the templates, then a file, then the label editor."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        from models.labels.templates import templates  # noqa: PLC0415 - no part of a start

        self._host = host
        for template in templates():
            action = self.addAction(template.title)
            action.triggered.connect(lambda _checked=False, path=template.path: self.import_file(path))
        self.addSeparator()
        self.addAction("From a labels.toml…").triggered.connect(lambda _checked=False: self._ask())
        editor = host.actions_.get("labels")
        if editor is not None:
            self.addAction(editor)

    def import_file(self, path: Path) -> None:
        """Import the labels of a file in one undo step; an error is shown in the message bar."""
        from models.labels.toml_file import read_fields  # noqa: PLC0415
        from ui.session.label_commands import take_in  # noqa: PLC0415

        session = self._host.session
        try:
            if message := take_in(session, read_fields(path), self._host.keymap.action_with):
                session.status_message.emit(message)
        except UserError as error:
            self._host.messages.show_error(str(error))

    def _ask(self) -> None:
        if path := ask_open_labels(self._host):
            self.import_file(path)
