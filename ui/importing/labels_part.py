"""The mapping of the labels in imported files to labels of the project."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QTreeWidgetItem, QVBoxLayout

from models.base.entities import Scope
from models.importing.preview import UsedLabel
from models.labels.toml_file import new_label
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.widgets.parts import FittedTree, Part, choice, offer

_NAME, _SCOPE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_KEEP = None
_OMIT = ""
_ROWS = 4  # labels that are seen at least


class LabelsPart(Part):
    """One row per label, and a box that maps the current one to itself, to another label, or to nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._known = {label.name: label for label in session.project.labels()}
        self._mapping: dict[str, str] = {}
        self._new: tuple[str, ...] = ()
        self.tree, self.become = FittedTree(_ROWS), choice("The label becomes")
        self.tree.setHeaderLabels(["Label", "Uses", "Becomes"])
        self.tree.setAccessibleName("Labels")
        self.tree.setUniformRowHeights(True)
        form = QFormLayout()
        form.addRow("The label be&comes", self.become)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree, 1)
        column.addLayout(form)
        self.become.activated.connect(self._map)
        self.tree.currentItemChanged.connect(self._show_choices)

    @property
    def is_empty(self) -> bool:
        return self.tree.topLevelItemCount() == 0

    def show_found(self, labels: Sequence[UsedLabel]) -> None:
        """Show the labels that are used, those that the project lacks first."""
        item = self.tree.currentItem()
        current = item.data(0, _NAME) if item else ""
        self.tree.clear()
        self._new = tuple(dict.fromkeys(label.name for label in labels if label.name not in self._known))
        used = [label for label in labels if label.count or label.name not in self._known]
        for label in sorted(used, key=lambda one: (self._is_known(one.name, one.scope), -one.count)):
            item = QTreeWidgetItem(self.tree, [isolated(label.name), f"{label.count:,}"])
            item.setData(0, _NAME, label.name)
            item.setData(0, _SCOPE, label.scope.value)
            item.setText(2, self._outcome(item))
        items = self._items()
        names = [item.data(0, _NAME) for item in items]
        if items:
            self.tree.setCurrentItem(items[names.index(current) if current in names else 0])
        for column in (0, 1):
            self.tree.resizeColumnToContents(column)
        self.tree.fit()

    def colors(self) -> dict[str, str]:
        """Return the colour that each label of the files will have, new ones as the import gives them."""
        new = [name for name in self._new if name not in self._mapping]
        there = {name: label.color for name, label in self._known.items()}
        made = dict[str, str]()
        for name in new:
            made[name] = new_label(name, len(there) + len(made), taken=(*there.values(), *made.values())).color
        named = there | made
        return named | {name: there[to] for name, to in self._mapping.items() if to in there}

    def mapping(self) -> dict[str, str]:
        """Return the project's label for each mapped label of the files, "" for none; others are kept as they are."""
        names = {item.data(0, _NAME) for item in self._items()}
        return {name: to for name, to in self._mapping.items() if name in names}

    def trouble(self) -> str:
        for item in self._items():
            if self._has_other_scope(item):
                name, there = item.data(0, _NAME), self._known[item.data(0, _NAME)].scope.value
                return f"{isolated(name)} is a label for {there}s in this project; choose what it becomes."
        return ""

    def _is_known(self, name: str, scope: Scope) -> bool:
        return name in self._known and self._known[name].scope is scope

    def _has_other_scope(self, item: QTreeWidgetItem) -> bool:
        name = item.data(0, _NAME)
        kept = name not in self._mapping
        return kept and name in self._known and not self._is_known(name, Scope(item.data(0, _SCOPE)))

    def _outcome(self, item: QTreeWidgetItem) -> str:
        name = item.data(0, _NAME)
        if name in self._mapping:
            return isolated(self._mapping[name]) if self._mapping[name] else "nothing: its spans are left out"
        if self._has_other_scope(item):
            return f"? a label for {self._known[name].scope.value}s here"
        return "the label of that name" if name in self._known else "a new label"

    def _items(self) -> list[QTreeWidgetItem]:
        rows = range(self.tree.topLevelItemCount())
        return [item for row in rows if (item := self.tree.topLevelItem(row)) is not None]

    def _show_choices(self) -> None:
        item = self.tree.currentItem()
        if item is None:
            return
        name, scope = item.data(0, _NAME), Scope(item.data(0, _SCOPE))
        stays = "the label of that name" if self._is_known(name, scope) else "a new label"
        clash = name in self._known and not self._is_known(name, scope)
        choices: list[tuple[str, object]] = [("choose…" if clash else stays, _KEEP)]
        choices += [
            (isolated(other), other) for other, label in self._known.items() if label.scope is scope and other != name
        ]
        offer(self.become, [*choices, ("nothing: leave it out", _OMIT)])
        self.become.setCurrentIndex(max(self.become.findData(self._mapping.get(name, _KEEP)), 0))

    def _map(self) -> None:
        item = self.tree.currentItem()
        if item is None:
            return
        name, to = item.data(0, _NAME), self.become.currentData()
        self._mapping.pop(name, None)
        if to is not _KEEP:
            self._mapping[name] = str(to)
        for other in self._items():
            if other.data(0, _NAME) == name:  # a name may be used for spans and for articles
                other.setText(2, self._outcome(other))
        self.changed.emit()
