"""The command palette and the Help menu: shortcut sheet, log file, about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWhatsThis

from models.base.entities import ArticleId
from models.base.presence import exists
from ui.host.flow import Flow, Handlers, Obstacles
from ui.host.host import Host
from ui.support.bidi import shown_path
from ui.support.file_manager import open_path
from ui.widgets.parts import bring_to_front

if TYPE_CHECKING:
    from ui.shell.about_dialog import AboutDialog
    from ui.shell.command_palette import CommandPalette
    from ui.shell.shortcut_sheet import ShortcutSheet


class HelpFlow(Flow):
    """Opens the command palette and what is in the Help menu."""

    def __init__(self, host: Host, open_article: Callable[[ArticleId], object]) -> None:
        self._host, self._open_article = host, open_article
        self._palette: CommandPalette | None = None
        self._shortcuts: ShortcutSheet | None = None
        self._about: AboutDialog | None = None

    def handlers(self) -> Handlers:
        return {
            "palette": self._show_palette,
            "shortcuts": self._show_shortcuts,
            "whats_this": QWhatsThis.enterWhatsThisMode,
            "log": self._show_log,
            "about": self._show_about,
        }

    def obstacles(self) -> Obstacles:
        return {"log": "" if exists(self._log) else "nothing has gone wrong yet: there is no log file"}

    @property
    def _log(self) -> Path:
        return self._host.settings.folder / "nishan.log"

    def _show_palette(self) -> None:
        self._palette = self._palette or self._make_palette()
        if self._palette.isVisible():
            self._palette.close_up()
        else:
            self._palette.open()

    def _make_palette(self) -> CommandPalette:
        from ui.shell.command_palette import CommandPalette  # noqa: PLC0415 - made when first asked for

        host = self._host
        palette = CommandPalette(host.session, host.settings, host.keymap, host.actions_.values(), host)
        palette.label_taken.connect(lambda key: host.article_view.keys.apply_label(host.session.label_with(key)))
        palette.article_taken.connect(lambda article: self._open_article(ArticleId(article)))
        palette.failed.connect(host.messages.show_error)
        return palette

    def _show_shortcuts(self) -> None:
        if self._shortcuts is None:
            from ui.shell.shortcut_sheet import ShortcutSheet  # noqa: PLC0415

            self._shortcuts = ShortcutSheet(self._host.keymap, self._host.session, self._host)
        self._shortcuts.show_now()
        bring_to_front(self._shortcuts)

    def _show_log(self) -> None:
        said = f"The log file is {shown_path(self._log)}; open it with any editor."
        open_path(self._log, lambda: self._host.messages.show_error(said))

    def _show_about(self) -> None:
        if self._about is None:
            from ui.shell.about_dialog import AboutDialog  # noqa: PLC0415

            self._about = AboutDialog(self._host.settings.folder, self._host)
        bring_to_front(self._about)
