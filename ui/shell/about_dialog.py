"""About: which version this is, under which licences, and where it keeps its own data."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.support.bidi import LRM, isolated, shown_path
from ui.support.bug_report import machine, version
from ui.support.file_manager import show_folder
from ui.widgets.announce_text import announce
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import plain_label, resize_to_text
from ui.widgets.whats_this import explain

LIBRARIES = (  # what pyproject.toml asks for, and its licences
    ("PySide6-Essentials", "LGPL 3.0"),
    ("sqlite-utils", "Apache 2.0"),
    ("urduhack", "MIT"),
    ("click", "BSD 3-Clause"),
    ("regex", "Apache 2.0 and CNRI-Python"),
    ("charset-normalizer", "MIT"),
)
FONTS = (("Nishan Nastaliq", "Noto Nastaliq Urdu 3.007"), ("Nishan Naskh", "Noto Naskh Arabic 2.021"))


def about_text(data_folder: Path) -> str:
    """Return all that the dialog says, a line each."""
    libraries = [f"{name} {_version_of(name)}".strip() + f": {licence}" for name, licence in LIBRARIES]
    fonts = [f"{name} ({origin}): SIL Open Font License 1.1" for name, origin in FONTS]
    return "\n".join(
        (
            f"Nishan {version()}: annotates Urdu text",
            "MIT licence",
            "",
            f"Settings, backups and the log: {shown_path(data_folder)}",
            machine(),
            "",
            "Fonts:",
            *fonts,
            "",
            "Libraries:",
            f"Qt {qVersion()}: LGPL 3.0",
            *libraries,
        )
    )


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


_WHAT = (
    "Which version this is, under which licences it and its parts are, and where it keeps settings, backups and "
    "the log. Copy takes all of it for a letter about a bug."
)


class AboutDialog(FittedDialog):
    """Shows the text, copies it, and opens the data folder; it is not modal."""

    def __init__(self, data_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Nishan")
        self._folder = data_folder
        heading = plain_label(f"{LRM}Nishan ({isolated('نشان')})")
        self.text, self.outcome_line = QPlainTextEdit(), plain_label()
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self.text.setPlainText(about_text(data_folder))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Version, licences and folders")
        buttons = QDialogButtonBox()
        self.open_folder = buttons.addButton("&Open the data folder", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy = buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        self.open_folder.clicked.connect(self._open_folder)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        for button in (self.open_folder, self.copy):
            button.setAutoDefault(False)
        self.close_button.setDefault(True)
        column = QVBoxLayout(self)
        for widget in (heading, self.text, self.outcome_line, buttons):
            column.addWidget(widget)
        resize_to_text(self, 80, 26)
        self.close_button.setFocus()
        explain(self, _WHAT)

    def _open_folder(self) -> None:
        self._say("")
        show_folder(self._folder, self._say)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self._say("copied")

    def _say(self, text: str) -> None:
        self.outcome_line.setText(LRM + text)
        announce(self.outcome_line, text)
