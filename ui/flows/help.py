"""What there is and how it is done: command palette, shortcut sheet, log file, about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from models.corpus import ArticleId
from ui.bidi import shown_path
from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.dialogs.palette import Palette
    from ui.dialogs.shortcuts import Shortcuts
    from ui.window import Window


class HelpFlow:
    """The Help menu, and the palette."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._palette: Palette | None = None
        self._shortcuts: Shortcuts | None = None

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {
            "palette": self._show_palette,
            "shortcuts": self._show_shortcuts,
            "log": self._show_log,
            "about": self._about,
        }

    def _show_palette(self) -> None:
        if self._palette is None:
            self._palette = self._make_palette()
        if self._palette.isVisible():
            self._palette.close_up()
        else:
            self._palette.open()

    def _make_palette(self) -> Palette:
        from ui.dialogs.palette import Palette  # noqa: PLC0415 - made when first asked for

        window = self._window
        palette = Palette(window.session, window.settings, window.keymap, window.actions_, window)
        palette.label_taken.connect(lambda key: window.article_view.keys.apply_label(window.session.label_with(key)))
        palette.article_taken.connect(lambda article: window.progress.open(ArticleId(article)))
        palette.failed.connect(window.messages.tell)
        return palette

    def _show_shortcuts(self) -> None:
        if self._shortcuts is None:
            from ui.dialogs.shortcuts import Shortcuts  # noqa: PLC0415

            self._shortcuts = Shortcuts(self._window.keymap, self._window.session, self._window)
        self._shortcuts.show_now()
        self._shortcuts.show()
        self._shortcuts.raise_()
        self._shortcuts.activateWindow()

    def _show_log(self) -> None:
        path = self._window.settings.folder / "nishan.log"
        if not path.exists():
            self._window.session.said.emit("nothing has gone wrong yet: there is no log file")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._window.messages.tell(f"The log file is {shown_path(path)}; open it with any editor.")

    def _about(self) -> None:
        QMessageBox.about(
            self._window,
            "About Nishan",
            "Nishan (نشان) annotates Urdu text.\n\nMIT licence. The fonts Nishan Nastaliq and Nishan Naskh are "
            "Noto fonts under the SIL Open Font License 1.1.",
        )
