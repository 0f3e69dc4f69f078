"""The labels of the open article as chips over the text, grouped by choice."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QToolButton

from models.base.entities import Changes, Label, LabelId
from ui.session.session import Session
from ui.support.bidi import isolated, named, shortened, shown_label
from ui.support.label_icons import label_icon
from ui.support.tips import tip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.whats_this import explain

_MOST = 100  # labels with a chip


_WHAT = "Labels of the article as a whole. A click puts one on or takes it off."


class ArticleLabelChips(QFrame):
    """Shows one chip a label for articles, hidden without any; emits `chosen` with the id of a clicked one."""

    chosen = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.chips: dict[LabelId, QToolButton] = {}
        self._showing = False  # what the article has, by checking it
        self.setAccessibleName("Labels of the article")
        self._row = FlowLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(4)
        session.article_changed.connect(self.show_marks)
        session.project_changed.connect(self._changed)
        session.article_labels_changed.connect(self.show_marks)
        self.show_labels()
        explain(self, _WHAT)

    def show_labels(self) -> None:
        """Read the labels for articles again."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = {}
        # Those of a choice stand together, whatever is between them in the list.
        choices = self._session.article_choices
        order = {name: at for at, name in enumerate(dict.fromkeys(label.choice for label in choices))}
        labels = sorted(choices[:_MOST], key=lambda label: order[label.choice])
        for choice, group in groupby(labels, key=lambda label: label.choice):
            self._row.addWidget(_caption(f"{choice}, one of" if choice else "Article"))
            for label in group:
                self.chips[label.id] = self._chip(label)
                self._row.addWidget(self.chips[label.id])
        if (more := len(choices) - _MOST) > 0:
            self._row.addWidget(_caption(f"and {more:,} more: Space finds them by name"))
        self.show_marks()

    def _chip(self, label: Label) -> QToolButton:
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setAutoRaise(True)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIcon(label_icon(label))
        side = round(chip.fontMetrics().height() * 0.86)
        chip.setIconSize(QSize(side, side))
        chip.setText(shown_label(label).replace("&", "&&"))
        key = f" (key {named(label.key)})" if label.key else ""
        chip.setToolTip(tip(f"{shown_label(label, ' · ')}{key}\n{isolated(label.description)}"))
        chip.setAccessibleName(f"{named(label.choice)}: {named(label.name)}" if label.choice else named(label.name))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.toggled.connect(lambda _on: self._choose(label.id))  # not `clicked`: a screen reader toggles
        return chip

    def _choose(self, label: LabelId) -> None:
        if not self._showing:
            self.chosen.emit(label)
            self.show_marks()  # what Qt has checked by itself may have been refused

    def _changed(self, changes: Changes) -> None:
        if changes.labels or changes.structure:
            self.show_labels()

    def show_marks(self) -> None:
        """Show which labels the open article has."""
        session = self._session
        self.setVisible(bool(self.chips) and session.article is not None)
        if not self.chips or session.article is None:
            return
        put = {mark.label for mark in session.project.article_labels(session.article.id, session.annotator.id)}
        self._showing = True
        for label, chip in self.chips.items():
            chip.setChecked(label in put)
        self._showing = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            side = round(self.fontMetrics().height() * 0.86)
            for chip in self.chips.values():
                chip.setIconSize(QSize(side, side))


def _caption(choice: str) -> QLabel:
    caption = QLabel(f"{isolated(shortened(choice, 40))}:")
    caption.setTextFormat(Qt.TextFormat.PlainText)
    caption.setContentsMargins(4, 4, 4, 4)
    return caption
