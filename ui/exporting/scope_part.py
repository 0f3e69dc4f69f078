"""The scope of an export: the layer and the articles."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from models.base.entities import AnnotatorKind, ArticleId, Status
from models.base.report import counted
from models.exporting.rows import at_work
from models.formats.support.base import Format
from models.project.filters import Filter
from ui.session.session import Session
from ui.support.bidi import isolated
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.parts import Part, choice, offer

_EVERYBODY, _CURATED = "everybody", "curated"


class LayerPart(Part):
    """Asks for the layer: one annotator's, the curator's or all. Its box is laid out in the form of the format."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._session = session
        self.box = choice("Spans of")
        self.box.currentIndexChanged.connect(self.changed)
        self._working = at_work(session.project, session.annotator.id)

    def show_for(self, format_: Format) -> None:
        """Offer the layers that the format can contain; mine first, but chosen only if I have worked or nobody has."""
        me, others = self._session.annotator, self._session.project.annotators()
        people = [found for found in others if found.kind is AnnotatorKind.PERSON and found.id != me.id]
        choices = [(f"{isolated(me.name)} (you)", f"={me.name}")]
        choices += [(isolated(found.name), f"={found.name}") for found in people]
        if any(found.kind is AnnotatorKind.CURATOR for found in others):
            choices.append(("The curator", _CURATED))
        if not format_.one_layer:
            choices.append(("Everybody", _EVERYBODY))
        before = self.box.currentData()
        offer(self.box, choices, keep=True)
        if self.box.currentData() != before and me.id not in self._working and self._working:
            busy = [found for found in others if found.id in self._working]
            names = {_CURATED if found.kind is AnnotatorKind.CURATOR else f"={found.name}" for found in busy}
            usual = [_EVERYBODY] if not format_.one_layer else [value for _, value in choices if value in names]
            self.box.setCurrentIndex(max(self.box.findData(usual[0]), 0) if usual else 0)

    def curated(self) -> bool:
        return bool(self.box.currentData() == _CURATED)

    def annotator(self) -> str:
        """Return the annotator's name; empty for all layers and for the curator's."""
        chosen = str(self.box.currentData())
        return chosen[1:] if chosen.startswith("=") else ""


class ListedArticles(Protocol):
    """The part of the list of articles that an export needs: their number, the filter and those that pass it."""

    @property
    def total(self) -> int: ...

    @property
    def narrowed(self) -> Filter: ...
    def listed(self) -> frozenset[ArticleId]: ...


class ArticlesPart(Part):
    """Asks for all articles or the listed ones, and for their statuses."""

    def __init__(self, listed: ListedArticles) -> None:
        super().__init__()
        self._listed = listed
        narrowed = listed.narrowed != Filter()
        self.all = QRadioButton(f"&All: {counted(listed.total, 'article', grouped=True)}")
        self.shown = QRadioButton("Those in the &list now, as it is filtered")
        self.shown.setEnabled(narrowed)
        self.all.setChecked(True)
        self.statuses = {status: QCheckBox(status.value.capitalize()) for status in Status}
        boxes, row = QWidget(), FlowLayout()
        boxes.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        of_these = QLabel("Of these:")
        of_these.setMinimumHeight(self.all.sizeHint().height())  # on one line with the boxes
        row.addWidget(of_these)
        for status, box in self.statuses.items():
            box.setChecked(True)
            box.setAccessibleName(f"Articles that are {status.value}")
            box.toggled.connect(self.changed)
            row.addWidget(box)
        self.all.toggled.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.all, self.shown, boxes):
            column.addWidget(widget)

    def articles(self) -> frozenset[ArticleId] | None:
        """Return the listed articles, or None for all."""
        return self._listed.listed() if self.shown.isChecked() else None

    def chosen(self) -> frozenset[Status]:
        """Return the checked statuses; none when all are checked."""
        checked = frozenset(status for status, box in self.statuses.items() if box.isChecked())
        return frozenset() if checked == frozenset(Status) else checked

    def trouble(self) -> str:
        some = any(box.isChecked() for box in self.statuses.values())
        return "" if some else "No article is chosen; check at least one status."
