"""The label chooser: a popup beside the selection, narrowed by typing any name of a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QWidget

from models.base.entities import Label, Scope
from models.text.urdu import match_text
from ui.support.bidi import isolated, named, shown_label, shown_text
from ui.support.fuzzy import rank
from ui.support.label_icons import label_icon
from ui.widgets.popup_list import Choice, PopupList
from ui.widgets.whats_this import explain

_WIDTH, _GAP = 40, 4  # in widths of a letter; in pixels
_NEW = "new "  # and a scope: the row that makes a label
_NEW_TEXTS = {Scope.SPAN: "New label {} …", Scope.ARTICLE: "New label {} for whole articles …"}


def label_rank(typed: str, label: Label) -> int | None:
    """Return how well `typed` fits a label's name, Urdu name, short name or key: 0 is best, None no match."""
    asked = match_text(typed)
    if asked.strip() and asked.strip() == match_text(label.key):
        return 0
    names = (label.name, match_text(label.urdu_name), label.short, label.name.replace("_", " "))
    return min((found for name in names if name and (found := rank(asked, name)) is not None), default=None)


_WHAT = (
    "Type the beginning of a label's name or its key; Enter takes the one that is marked. A name that no label "
    "has can become a new label."
)


class LabelChooser(PopupList):
    """Lists labels under a heading a kind; `chosen` has the id of one, `made` the name and scope of a new one."""

    chosen = Signal(int)
    made = Signal(str, str)

    def __init__(self, labels: Iterable[Label], parent: QWidget) -> None:
        super().__init__("Label", parent)
        self._labels, self._scopes = tuple(labels), tuple[Scope, ...]()
        self._at = QPoint()
        self.field.setPlaceholderText("Name of a label, or of a new one")
        self.activated.connect(self._emit_chosen)
        explain(self, _WHAT)

    def set_labels(self, labels: Iterable[Label], new: Iterable[Scope] = ()) -> None:
        """Offer these labels, and new ones of these scopes for a name that none of them has."""
        self._labels, self._scopes = tuple(labels), tuple(new)

    def _emit_chosen(self, chosen: str) -> None:
        scope = chosen.removeprefix(_NEW)
        if scope == chosen:
            self.chosen.emit(int(chosen))
        else:
            self.made.emit(" ".join(self.field.text().split()), scope)

    def popup_at(self, place: QPoint) -> None:
        """Open just below `place` (on the screen), inside the window."""
        self._at = place
        self.open()

    def choices(self, typed: str) -> Sequence[Choice]:
        ranked = [(found, label) for label in self._labels if (found := label_rank(typed, label)) is not None]
        groups: dict[str, list[Label]] = {}  # the one with the best match comes first
        for _, label in sorted(ranked, key=lambda each: each[0]):
            groups.setdefault(_kind(label), []).append(label)
        headed = len({_kind(label) for label in self._labels}) > 1
        rows = list[Choice]()
        for kind, labels in groups.items():
            rows += [Choice("", kind, heading=True)] if headed else []
            rows += map(self._choice, labels)
        return rows + self._new_ones(typed)

    def _new_ones(self, typed: str) -> list[Choice]:
        """Return a row a scope that makes a label of what is typed, where no label is called so."""
        name = " ".join(typed.split())
        if not name or any(_is_called(name, label) for label in self._labels):
            return []
        return [Choice(_NEW + scope, _NEW_TEXTS[scope].format(isolated(name))) for scope in self._scopes]

    @staticmethod
    def _choice(label: Label) -> Choice:
        described = " ".join(filter(None, (shown_label(label), label.key and f"key {named(label.key)}")))
        return Choice(str(label.id), shown_text(label.name), shown_text(label.urdu_name), label_icon(label), described)

    def empty_text(self, typed: str) -> str:
        if self._labels:
            return super().empty_text(typed)
        return "no labels yet" + ("; type the name of the first" if self._scopes else "")

    def place(self, size: QSize) -> None:
        parent = self.over
        width = min(self.fontMetrics().averageCharWidth() * _WIDTH, parent.width() - 2 * _GAP)
        at = parent.mapFromGlobal(self._at) + QPoint(-width // 2, _GAP)
        at.setX(min(max(at.x(), _GAP), parent.width() - width - _GAP))
        at.setY(min(max(at.y(), _GAP), max(parent.height() - size.height() - _GAP, _GAP)))
        self.setGeometry(at.x(), at.y(), width, size.height())


def _kind(label: Label) -> str:
    """Return the heading under which a label stands."""
    if label.scope is Scope.SPAN:
        return "For the words"
    return f"{named(label.choice)}: one for the article" if label.choice else "For the article"


def _is_called(name: str, label: Label) -> bool:
    asked = match_text(name).strip()
    return asked in {match_text(each).strip() for each in (label.name, label.urdu_name, label.key) if each}
