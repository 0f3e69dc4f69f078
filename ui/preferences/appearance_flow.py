"""Appearance: theme, typeface, sizes of text, overlays and chips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QToolBar, QToolButton, QWidget

from ui.host.flow import Flow, Handlers, Obstacles
from ui.host.host import Host
from ui.support import fonts, theme
from ui.support.glyphs import glyph
from ui.support.settings import LINE_SPACINGS, TEXT_WIDTHS

DEFAULT_POINTS = 20
OVERLAYS = {  # the names of the actions and of the settings, with those of the messages
    "hidden": "hidden characters",
    "sentence_focus": "sentence focus",
    "paragraph_numbers": "paragraph numbers",
}


class AppearanceFlow(Flow):
    """Applies what the View menu and the settings say about appearance, and stores it."""

    def __init__(self, host: Host) -> None:
        self._host, self._settings = host, host.settings
        host.article_view.zoom_asked.connect(self._zoom)
        self.line_menu = _menu("Line spacing", LINE_SPACINGS, self.set_line_spacing, host)
        self.width_menu = _menu("Width of the text", TEXT_WIDTHS, self.set_text_width, host)
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self.show_theme)
        host.session.closing.connect(lambda: hints.colorSchemeChanged.disconnect(self.show_theme))

    def handlers(self) -> Handlers:
        return {
            "larger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "usual_size": lambda: self.set_points(DEFAULT_POINTS),
            "nastaliq": lambda: self.set_typeface(fonts.NASTALIQ),
            "naskh": lambda: self.set_typeface(fonts.NASKH),
            "theme_system": lambda: self.set_theme("system"),
            "theme_light": lambda: self.set_theme("light"),
            "theme_dark": lambda: self.set_theme("dark"),
            "theme_contrast": lambda: self.set_theme("contrast"),
            "line_spacing": lambda: self._pop_up(self.line_menu),
            "text_width": lambda: self._pop_up(self.width_menu),
            "urdu_chips": lambda: self.set_urdu_chips(self._host.actions_["urdu_chips"].isChecked()),
            **{overlay: partial(self._toggle, overlay) for overlay in OVERLAYS},
        }

    def obstacles(self) -> Obstacles:
        points = self._settings.points
        return {
            "larger": "" if points < fonts.LARGEST else "the text is as large as it gets",
            "smaller": "" if points > fonts.SMALLEST else "the text is as small as it gets",
            "usual_size": "" if points != DEFAULT_POINTS else "the text has its usual size",
        }

    def restore(self) -> None:
        self._check()
        self.show_theme()
        self.show_font()
        self.show_lines()
        self.show_overlays()
        self.show_chips()

    def _check(self) -> None:
        actions = self._host.actions_
        actions["nastaliq" if self._settings.typeface == fonts.NASTALIQ else "naskh"].setChecked(True)
        actions[f"theme_{self._settings.theme}"].setChecked(True)
        actions["urdu_chips"].setChecked(self._settings.urdu_chips)
        chosen = {self.line_menu: self._settings.line_spacing, self.width_menu: self._settings.text_width}
        for menu, value in chosen.items():
            for action in menu.actions():
                action.setChecked(action.data() == value)
        for overlay in OVERLAYS:
            actions[overlay].setChecked(getattr(self._settings, overlay))

    def show_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chosen = theme.chosen(self._settings.theme)
        theme.apply(app, chosen)
        self._host.article_view.set_theme(chosen)
        self._host.theme_changed.emit(chosen)
        for bar in self._host.findChildren(QToolBar):
            more = bar.findChild(QToolButton, "qt_toolbar_ext_button")  # its own arrow is unseen in the dark
            assert isinstance(more, QToolButton)
            more.setIcon(glyph("more", app.palette()))
            more.setAccessibleName(f"{bar.windowTitle()}: more")

    def show_font(self) -> None:
        font = fonts.article_font(self._settings.typeface, self._settings.points)
        self._host.article_view.set_article_font(font)

    def show_lines(self) -> None:
        self._host.article_view.set_lines(self._settings.line_spacing, self._settings.text_width)

    def set_line_spacing(self, percent: int) -> None:
        """Choose one of `LINE_SPACINGS`."""
        self._settings.line_spacing = percent
        self._lines_chosen(f"line spacing: {LINE_SPACINGS[percent].lower()}")

    def set_text_width(self, sizes: int) -> None:
        """Choose one of `TEXT_WIDTHS`."""
        self._settings.text_width = sizes
        self._lines_chosen(f"width of the text: {TEXT_WIDTHS[sizes].lower()}")

    def _lines_chosen(self, said: str) -> None:
        self._check()
        self.show_lines()
        self._host.session.status_message.emit(said)

    def _pop_up(self, menu: QMenu) -> None:
        menu.popup(self._host.mapToGlobal(self._host.rect().center()))

    def set_theme(self, choice: str) -> None:
        """Choose one of `theme.CHOICES`."""
        self._settings.theme = choice
        self._check()
        theme.tell_system(choice)
        self.show_theme()

    def set_typeface(self, family: str) -> None:
        self._settings.typeface = family
        self._check()
        self.show_font()

    def set_points(self, points: int) -> None:
        """Choose the font size of articles; it is clamped to what fonts allow."""
        self._settings.points = min(max(points, fonts.SMALLEST), fonts.LARGEST)
        self.show_font()
        self._host.obstacles_changed.emit()
        self._host.session.status_message.emit(f"{self._settings.points} pt")

    def set_interface_size(self, percent: int) -> None:
        """Choose the size of the interface's text, in percent of the system's."""
        self._settings.interface_size = percent
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        fonts.use_naskh(app, percent)
        self.show_font()  # chips grow, too

    def set_urdu_chips(self, urdu: bool) -> None:
        """Choose between Urdu and short names on the chips under spans."""
        self._settings.urdu_chips = urdu
        self._check()
        self.show_chips()

    def show_chips(self) -> None:
        if self._host.article_view.painter.urdu != self._settings.urdu_chips:
            self._host.article_view.set_urdu_chips(self._settings.urdu_chips)

    def show_overlays(self) -> None:
        """Show the chosen overlays of the article."""
        chosen = self._settings
        self._host.article_view.set_overlays(
            hidden=chosen.hidden, focus=chosen.sentence_focus, numbers=chosen.paragraph_numbers
        )

    def _toggle(self, overlay: str) -> None:
        on = self._host.actions_[overlay].isChecked()
        setattr(self._settings, overlay, on)
        self.show_overlays()
        self._host.session.status_message.emit(f"{OVERLAYS[overlay]}: {'on' if on else 'off'}")

    def _zoom(self, by: int) -> None:
        self.set_points(self._settings.points + by)


def _menu(title: str, choices: Mapping[int, str], choose: Callable[[int], object], parent: QWidget) -> QMenu:
    """Return a menu of choices, one of which is ticked; `choose` is called with the value of a chosen one."""
    menu = QMenu(title, parent)
    group = QActionGroup(menu)
    for value, text in choices.items():
        action = menu.addAction(text)
        action.setData(value)
        action.setCheckable(True)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(action.data()))
    return menu
