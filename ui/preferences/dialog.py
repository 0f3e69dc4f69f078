"""The dialog of settings: appearance, annotator, keys. Each change is applied at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from ui.keys.keymap import Keymap
from ui.preferences.annotator_page import AnnotatorPage
from ui.preferences.appearance_flow import AppearanceFlow
from ui.preferences.appearance_page import AppearancePage
from ui.preferences.keys_page import KeysPage
from ui.session.session import Session
from ui.support.settings import Settings
from ui.widgets.fitting import FittedDialog
from ui.widgets.parts import room_for
from ui.widgets.whats_this import explain

_WHAT = (
    "Settings of this program on this machine: who you are, how texts and the window look, and which keys do "
    "what. They take effect at once; the project is not changed."
)


class PreferencesDialog(FittedDialog):
    """The pages as tabs, in a dialog that is not modal, so that changes are seen in the window."""

    def __init__(
        self, session: Session, settings: Settings, keymap: Keymap, flow: AppearanceFlow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setModal(False)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Pages of settings")
        self.appearance, self.annotator = AppearancePage(settings, flow), AnnotatorPage(session, settings)
        self.keys = KeysPage(keymap)
        for page, name in ((self.appearance, "Appearance"), (self.annotator, "Annotator"), (self.keys, "Keys")):
            self.tabs.addTab(page, name)
        buttons = QDialogButtonBox()
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        self._fit_text()
        explain(self, _WHAT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appearance.refresh()
        self.annotator.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Resize for a font of another size; show the current settings when the dialog becomes active."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_text()
        elif event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.appearance.refresh()

    def _fit_text(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        wanted = QSize(letter * 80, letter * 60).expandedTo(self.sizeHint())
        self.resize(wanted.boundedTo(room_for(self)))
        if self.isVisible():  # it must not grow off the screen
            room = self.screen().availableGeometry().bottomRight() - self.frameGeometry().bottomRight()
            self.move(max(self.x() + min(room.x(), 0), 0), max(self.y() + min(room.y(), 0), 0))
