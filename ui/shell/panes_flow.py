"""The actions that hide what is around the article: a pane, or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QLabel, QTabWidget, QWidget

from ui.host.flow import Flow, Handlers
from ui.host.host import Host
from ui.shell.panes import ARTICLES, SPANS, PaneSplitter

_ACTIONS = {"articles_pane": ARTICLES, "spans_pane": SPANS}
_NAMES = {ARTICLES: "articles", SPANS: "spans and guide"}
_SHOWN_IN = {"removed": ARTICLES}  # actions whose outcome a pane shows


@dataclass(frozen=True, slots=True)
class _Before:
    """What was shown before the distraction-free mode."""

    panes: dict[int, bool]
    widgets: tuple[QWidget, ...]
    window: Qt.WindowState
    geometry: QByteArray


class PanesFlow(Flow):
    """Hides panes and shows them again, and has the distraction-free mode."""

    def __init__(self, host: Host, splitter: PaneSplitter, articles: QWidget, tabs: QTabWidget) -> None:
        self._host, self._splitter = host, splitter
        self._articles, self._tabs = articles, tabs
        self._around: Sequence[QWidget] = ()  # what the distraction-free mode hides besides panes and menus
        self._before: _Before | None = None
        self._way_back = QLabel()
        self._way_back.setContentsMargins(8, 0, 8, 0)
        self._way_back.hide()
        splitter.toggled.connect(self._toggled)
        splitter.keyboard_freed.connect(host.article_view.setFocus)

    def handlers(self) -> Handlers:
        return {
            "articles_pane": lambda: self._switch(ARTICLES),
            "spans_pane": lambda: self._switch(SPANS),
            "distraction_free": self.leave_or_enter,
            "next_pane": self._next_pane,
        }

    def restore(self, around: Sequence[QWidget]) -> None:
        """Show the panes as they were when the program was left; the distraction-free mode will hide `around`, too."""
        settings, host, self._around = self._host.settings, self._host, around
        host.statusBar().addPermanentWidget(self._way_back)
        self._way_back.hide()
        self._splitter.set_widths(settings.pane_widths)
        self._splitter.show_pane(ARTICLES, shown=settings.articles_pane)
        self._splitter.show_pane(SPANS, shown=settings.spans_pane)
        for key, side in _SHOWN_IN.items():
            host.actions_[key].triggered.connect(lambda on, side=side: self._bring(side) if on else None)
        for action in host.actions_.values():
            if action.shortcutContext() is Qt.ShortcutContext.WindowShortcut:
                host.addAction(action)  # keys of menus that are hidden do nothing
        self._check()
        host.keymap.changed.connect(self._check)

    def hide_for_now(self, side: int) -> None:
        """Hide a pane that the screen has no room for, without storing that."""
        self._splitter.show_pane(side, shown=False)
        self._check()

    def keep(self) -> None:
        """Store where the window is and how wide the panes are, as the program is left."""
        settings, before = self._host.settings, self._before
        settings.window_geometry = before.geometry if before else self._host.saveGeometry()
        settings.pane_widths = self._splitter.widths

    def _switch(self, side: int) -> None:
        self._splitter.show_pane(side, shown=not self._splitter.is_shown(side))
        self._toggled(side)

    def _bring(self, side: int) -> None:
        if not self._splitter.is_shown(side):
            self._switch(side)

    def _toggled(self, side: int) -> None:
        """Say what has become of a pane, and store it; the distraction-free mode is for now alone."""
        shown = self._splitter.is_shown(side)
        action = next(action for action, of in _ACTIONS.items() if of == side)
        back = "" if shown else f"; they come back{self._host.keymap.hint(action) or ' in the View menu'}"
        self._host.session.status_message.emit(f"{_NAMES[side]}: {'shown' if shown else 'hidden'}{back}")
        if self._before is None:
            settings = self._host.settings
            settings.articles_pane, settings.spans_pane = map(self._splitter.is_shown, (ARTICLES, SPANS))
        self._check()

    def _check(self) -> None:
        """Tick in the menu what is shown, and say at each pane's edge what a double click does."""
        actions, keymap = self._host.actions_, self._host.keymap
        for action, side in _ACTIONS.items():
            shown = self._splitter.is_shown(side)
            actions[action].setChecked(shown)
            does = "hides" if shown else "shows"
            tip = f"Double click {does} the {_NAMES[side]}{keymap.hint(action)}"
            self._splitter.handle(1 if side == ARTICLES else 2).setToolTip(tip)
        actions["distraction_free"].setChecked(self._before is not None)
        key = keymap.hint("distraction_free").strip(" ()")
        self._way_back.setText(f"{key} or Esc brings all back" if key else "Esc brings all back")

    def leave_or_enter(self) -> None:
        """Enter the distraction-free mode, or leave it."""
        if not self.leave():
            self._enter()

    def _enter(self) -> None:
        host, splitter = self._host, self._splitter
        shown = tuple(widget for widget in (host.menuBar(), *self._around) if not widget.isHidden())
        panes = {side: splitter.is_shown(side) for side in _NAMES}
        self._before = _Before(panes, shown, host.windowState(), host.saveGeometry())
        for side in panes:
            splitter.show_pane(side, shown=False)
        for widget in shown:
            widget.hide()
        self._way_back.show()
        host.setWindowState(host.windowState() | Qt.WindowState.WindowFullScreen)
        self._check()
        host.article_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Show again what was shown before the distraction-free mode; return whether it was on."""
        before, self._before = self._before, None
        if before is None:
            return False
        self._way_back.hide()
        for widget in before.widgets:
            widget.show()
        for side, shown in before.panes.items():
            self._splitter.show_pane(side, shown=shown)
        self._host.setWindowState(before.window)
        self._check()
        return True

    def _next_pane(self) -> None:
        """Give the keyboard to the pane after the one that has it; hidden ones are left out."""
        below = [self._host.middle.widget(number) for number in range(1, self._host.middle.count())]
        panes = [pane for pane in (self._articles, self._host.article_view, *below, self._tabs.currentWidget()) if pane]
        panes = [pane for pane in panes if pane.isVisible()]
        focused = self._host.focusWidget()
        at = next((at for at, pane in enumerate(panes) if pane is focused or pane.isAncestorOf(focused)), 0)
        panes[(at + 1) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)
