"""The command palette: actions, labels and articles by a few letters of their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from models.base.entities import Label
from models.base.errors import UserError
from models.project.titles import find_titles
from ui.keys.keymap import Keymap, action_name, native_text
from ui.labels.chooser import label_rank
from ui.session.session import Session
from ui.support.bidi import LRM, isolated, named, shown_text
from ui.support.fuzzy import rank
from ui.support.label_icons import label_icon
from ui.support.settings import Settings
from ui.widgets.popup_list import Choice, PopupList
from ui.widgets.whats_this import explain

_WIDTH, _MARGIN = 72, 8  # in average letters; in pixels
_MAX_RECENT = 6


_WHAT = (
    "Type a few letters of an action, a label or an article; Enter does or opens the first one. What can do "
    "nothing now is not listed."
)


class CommandPalette(PopupList):
    """Triggers the chosen action, or emits the chosen label or article."""

    label_taken = Signal(int)
    article_taken = Signal(int)
    failed = Signal(str)

    def __init__(
        self, session: Session, settings: Settings, keymap: Keymap, actions: Iterable[QAction], parent: QWidget
    ) -> None:
        super().__init__("Command palette", parent)
        self._session, self._settings, self._keymap = session, settings, keymap
        self._actions = {action.objectName(): action for action in actions}
        self._menus = {spec.id: action_name(spec.menu) for spec in keymap.specs}
        self.field.setPlaceholderText("What to do, or words of an article's title")
        self.activated.connect(self._run)
        explain(self, _WHAT)

    def choices(self, typed: str) -> Sequence[Choice]:
        if not typed.strip():
            return self._all()
        actions = [(found, self._action(action)) for action in self._enabled() if (found := self._rank(typed, action))]
        ranked = sorted(actions, key=lambda each: each[0])
        return [choice for _, choice in ranked] + self._labels(typed) + self._articles(typed)

    def _all(self) -> list[Choice]:
        """Return the recent choices, then all actions in the order of the menus."""
        actions = {f"action:{action.objectName()}": action for action in self._enabled()}
        labels = {f"label:{label.uid}": label for label in self._session.labels}
        recent = [each for each in self._settings.recent_choices if each in actions or each in labels][:_MAX_RECENT]
        first = [self._action(actions[each]) if each in actions else self._label(labels[each]) for each in recent]
        return first + [self._action(action) for key, action in actions.items() if key not in recent]

    def _enabled(self) -> list[QAction]:
        return [action for key, action in self._actions.items() if action.isEnabled() and key != "palette"]

    def _rank(self, typed: str, action: QAction) -> tuple[int, int] | None:
        """Return the cost of matching an action by its name, or by menu and name, and its recency; None if neither."""
        name, menu = action_name(action.text()), self._menus.get(action.objectName(), "")
        by_name, with_menu = rank(typed, name), rank(typed, f"{menu} {name}")
        found = min(
            (found for found in (by_name, None if with_menu is None else with_menu + 4) if found is not None),
            default=None,
        )
        if found is None:
            return None
        recent, key = self._settings.recent_choices, f"action:{action.objectName()}"
        return found, recent.index(key) if key in recent else len(recent)

    def _action(self, action: QAction) -> Choice:
        key = action.objectName()
        keys = " · ".join(native_text(each) for each in self._keymap.keys(key)[:1])
        side = "   ".join(filter(None, (self._menus.get(key, ""), keys)))
        return Choice(f"action:{key}", action_name(action.text()), side)

    def _labels(self, typed: str) -> list[Choice]:
        """Return the labels that match by any of their names, or by the text of the row, such as "label per"."""
        ranked = []
        for label in self._session.labels:
            row = f"Label with {label.name} {label.urdu_name}"
            found = [each for each in (label_rank(typed, label), rank(typed, row)) if each is not None]
            if found:
                ranked.append((min(found), label))
        return [self._label(label) for _, label in sorted(ranked, key=lambda each: each[0])]

    @staticmethod
    def _label(label: Label) -> Choice:
        side = LRM + "   ".join(isolated(part) for part in (label.urdu_name, label.key) if part)
        return Choice(f"label:{label.uid}", f"Label with {named(label.name)}", side, label_icon(label))

    def _articles(self, typed: str) -> list[Choice]:
        try:
            found = find_titles(self._session.project, typed)
        except UserError as error:
            self.failed.emit(str(error))
            return []
        return [Choice(f"article:{article}", shown_text(title), "Article") for article, title in found]

    def _run(self, chosen: str) -> None:
        kind, _, key = chosen.partition(":")
        if kind == "article":
            self.article_taken.emit(int(key))
            return
        self._settings.add_choice(chosen)
        if kind == "action":
            self._actions[key].trigger()
        else:
            self.label_taken.emit(next(label.id for label in self._session.labels if label.uid == key))

    def place(self, size: QSize) -> None:
        width = min(self.fontMetrics().averageCharWidth() * _WIDTH, self.over.width() - 2 * _MARGIN)
        top = min(self.over.height() // 8, max(self.over.height() - size.height() - _MARGIN, _MARGIN))
        self.setGeometry((self.over.width() - width) // 2, top, width, size.height())
