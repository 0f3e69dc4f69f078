"""Settings: a window of their own, which stays beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.dialogs.settings import SettingsDialog
    from ui.window import Window


class PreferencesFlow:
    """Opens the settings."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.dialog: SettingsDialog | None = None

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {"settings": self._show}

    def show_page(self, page: str) -> None:
        """Open the settings at a page: `appearance`, `annotator` or `keys`."""
        self._show()
        if self.dialog is not None:
            self.dialog.tabs.setCurrentWidget(getattr(self.dialog, page))

    def _show(self) -> None:
        if self.dialog is None:
            from ui.dialogs.settings import SettingsDialog  # noqa: PLC0415 - made when first asked for

            window = self._window
            self.dialog = SettingsDialog(window.session, window.settings, window.keymap, window.look, window)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
