"""How things look: theme, typeface, size of the text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QToolBar, QToolButton

from ui.host.flow import Handlers
from ui.support import fonts, theme
from ui.support.icons import more_icon

if TYPE_CHECKING:
    from ui.host.host import Host

USUAL_POINTS = 20
OVERLAYS = {
    "hidden": "hidden characters",
    "sentence_focus": "sentence focus",
    "paragraph_numbers": "paragraph numbers",
}


class AppearanceFlow:
    """The View menu; everything here is remembered."""

    def __init__(self, host: Host) -> None:
        self._host, self._settings = host, host.settings
        host.article_view.zoom_asked.connect(self._zoom)
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self.show_theme)
        host.session.closing.connect(lambda: hints.colorSchemeChanged.disconnect(self.show_theme))

    def handlers(self) -> Handlers:
        """Return what each action does, by its id."""
        return {
            "larger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "usual_size": lambda: self.set_points(USUAL_POINTS),
            "nastaliq": lambda: self.set_typeface(fonts.NASTALIQ),
            "naskh": lambda: self.set_typeface(fonts.NASKH),
            "theme_system": lambda: self.set_theme("system"),
            "theme_light": lambda: self.set_theme("light"),
            "theme_dark": lambda: self.set_theme("dark"),
            "urdu_chips": lambda: self.set_urdu_chips(self._host.actions_["urdu_chips"].isChecked()),
            **{overlay: partial(self._toggle, overlay) for overlay in OVERLAYS},
        }

    def restore(self) -> None:
        """Look as the settings say."""
        self._check()
        self.show_theme()
        self.show_font()
        self.show_overlays()
        self.show_chips()

    def _check(self) -> None:
        actions = self._host.actions_
        actions["nastaliq" if self._settings.typeface == fonts.NASTALIQ else "naskh"].setChecked(True)
        actions[f"theme_{self._settings.theme}"].setChecked(True)
        actions["urdu_chips"].setChecked(self._settings.urdu_chips)
        for overlay in OVERLAYS:
            actions[overlay].setChecked(self._settings.shown(overlay))

    def show_theme(self) -> None:
        """Give the theme that is chosen to everything."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chosen = theme.chosen(self._settings.theme)
        theme.apply(app, chosen)
        self._host.article_view.set_theme(chosen)
        self._host.theme_changed.emit(chosen)
        for bar in self._host.findChildren(QToolBar):
            more = bar.findChild(QToolButton, "qt_toolbar_ext_button")  # its own arrow is unseen in the dark
            assert isinstance(more, QToolButton)
            more.setIcon(more_icon(chosen))
            more.setAccessibleName(f"{bar.windowTitle()}: more")

    def show_font(self) -> None:
        """Show the article in the font that is chosen."""
        font = fonts.article_font(self._settings.typeface, self._settings.points)
        self._host.article_view.set_article_font(font)

    def show_interface(self) -> None:
        """Show all other text in the size that is chosen."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        fonts.use_naskh(app, self._settings.interface_size)

    def set_theme(self, choice: str) -> None:
        """Use one of `theme.CHOICES` from now on."""
        self._settings.theme = choice
        self._check()
        self.show_theme()

    def set_typeface(self, family: str) -> None:
        """Show articles in this family from now on."""
        self._settings.typeface = family
        self._check()
        self.show_font()

    def set_points(self, points: int) -> None:
        """Show articles in this size from now on."""
        self._settings.points = min(max(points, fonts.SMALLEST), fonts.LARGEST)
        self.show_font()
        self._host.session.status_message.emit(f"{self._settings.points} pt")

    def set_interface_size(self, percent: int) -> None:
        """Show all text but the article's at this size, in percent of the system's, from now on."""
        self._settings.interface_size = percent
        self.show_interface()

    def set_urdu_chips(self, urdu: bool) -> None:
        """Show labels by their Urdu names under spans, or by their short ones."""
        self._settings.urdu_chips = urdu
        self._check()
        self.show_chips()

    def show_chips(self) -> None:
        """Write on chips what is chosen."""
        if self._host.article_view.painter.urdu != self._settings.urdu_chips:
            self._host.article_view.set_urdu_chips(self._settings.urdu_chips)

    def show_overlays(self) -> None:
        """Show over the article what is chosen."""
        hidden, focus, numbers = (self._settings.shown(overlay) for overlay in OVERLAYS)
        self._host.article_view.set_overlays(hidden=hidden, focus=focus, numbers=numbers)

    def _toggle(self, overlay: str) -> None:
        on = self._host.actions_[overlay].isChecked()
        self._settings.set_shown(overlay, on)
        self.show_overlays()
        self._host.session.status_message.emit(f"{OVERLAYS[overlay]}: {'on' if on else 'off'}")

    def _zoom(self, by: int) -> None:
        self.set_points(self._settings.points + by)
