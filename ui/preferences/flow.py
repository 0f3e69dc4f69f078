"""The actions that open the dialog of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.preferences.appearance_flow import AppearanceFlow
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.preferences.dialog import PreferencesDialog


class PreferencesFlow(Flow):
    """Opens the dialog of settings, and keeps it."""

    def __init__(self, host: Host, appearance: AppearanceFlow) -> None:
        self._host, self._appearance = host, appearance
        self.dialog: PreferencesDialog | None = None

    def handlers(self) -> Handlers:
        return {"settings": self._show, "annotator": lambda: self.show_page("annotator")}

    def show_page(self, page: str) -> None:
        """Open the dialog at a page: `appearance`, `annotator` or `keys`."""
        self._show()
        if self.dialog is not None:
            self.dialog.tabs.setCurrentWidget(getattr(self.dialog, page))

    def _show(self) -> None:
        if self.dialog is None:
            from ui.preferences.dialog import PreferencesDialog  # noqa: PLC0415 - made when first asked for

            host = self._host
            self.dialog = PreferencesDialog(host.session, host.settings, host.keymap, self._appearance, host)
        bring_to_front(self.dialog)
