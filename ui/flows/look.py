"""How things look: theme, typeface, size of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ui import fonts, theme
from ui.flows import Handlers

if TYPE_CHECKING:
    from ui.window import Window

USUAL_POINTS = 20


class LookFlow:
    """The View menu; everything here is remembered."""

    def __init__(self, window: Window) -> None:
        self._window, self._settings = window, window.settings
        window.article_view.zoom_asked.connect(self._zoom)
        QApplication.styleHints().colorSchemeChanged.connect(self.show_theme)

    def handlers(self) -> Handlers:
        """Gesture id -> what it does."""
        return {
            "larger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "usual_size": lambda: self.set_points(USUAL_POINTS),
            "nastaliq": lambda: self.set_typeface(fonts.NASTALIQ),
            "naskh": lambda: self.set_typeface(fonts.NASKH),
            "theme_system": lambda: self.set_theme("system"),
            "theme_light": lambda: self.set_theme("light"),
            "theme_dark": lambda: self.set_theme("dark"),
        }

    def restore(self) -> None:
        """Look as the settings say."""
        self._check()
        self.show_theme()
        self.show_font()

    def _check(self) -> None:
        actions = self._window.actions_
        actions["nastaliq" if self._settings.typeface == fonts.NASTALIQ else "naskh"].setChecked(True)
        actions[f"theme_{self._settings.theme}"].setChecked(True)

    def show_theme(self) -> None:
        """Give the theme that is chosen to everything."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chosen = theme.chosen(self._settings.theme)
        theme.apply(app, chosen)
        self._window.article_view.set_theme(chosen)
        self._window.article_list.model.set_theme(chosen)

    def show_font(self) -> None:
        """Show the article in the font that is chosen."""
        font = fonts.article_font(self._settings.typeface, self._settings.points)
        self._window.article_view.painter.set_urdu(self._settings.urdu_chips)
        self._window.article_view.set_article_font(font)

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
        self._window.session.said.emit(f"{self._settings.points} pt")

    def set_interface_size(self, percent: int) -> None:
        """Show all text but the article's at this size, in percent of the system's, from now on."""
        self._settings.interface_size = percent
        self.show_interface()

    def set_urdu_chips(self, urdu: bool) -> None:
        """Show labels by their Urdu names under spans, or by their short ones."""
        self._settings.urdu_chips = urdu
        self.show_font()

    def _zoom(self, by: int) -> None:
        self.set_points(self._settings.points + by)
