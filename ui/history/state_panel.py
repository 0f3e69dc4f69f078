"""An earlier state of a layer, with its differences to the current spans."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from models.base.entities import Article, Label, LabelId, Span
from models.base.report import counted
from models.history.states import ArticleState, StateDiff
from models.history.words import EventWording
from models.storage.tables.rows import status_of
from ui.article.reading import Reading
from ui.article.text_view import TextView
from ui.support import theme
from ui.support.bidi import LRM, isolated
from ui.widgets.parts import plain_label
from ui.widgets.tables.row_copy import let_copy_rows

_MOST = 500  # differences that are listed: nobody reads more
_SPAN = Qt.ItemDataRole.UserRole


class StatePanel(QWidget):
    """Shows the text with the spans of an earlier state, and lists the differences to the current ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._article = -1
        self.heading, self.about, self.view, self.list = plain_label(), plain_label(), TextView(), QListWidget()
        self.view.setAccessibleName("The article as it was then")
        self.view.setTabChangesFocus(True)
        Reading(self.view)
        self._follow_theme()
        self.list.setAccessibleName("Differences to the spans of now")
        self.list.setAccessibleDescription("Choosing one shows its place in the article.")
        self.list.currentItemChanged.connect(self._go_to)
        let_copy_rows(self.list)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sides = QSplitter(Qt.Orientation.Vertical)
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.view)
        sides.addWidget(self.list)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(sides, 1)

    def _follow_theme(self) -> None:
        self.view.set_theme(theme.shown(self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "view"):
            self._follow_theme()

    def show_article(self, article: Article | None) -> None:
        """Show the text of another article, without spans yet."""
        key = article.id if article else -1
        if key != self._article:
            self._article = key
            self.view.show_text(article.text if article else "")

    def clear(self, heading: str = "", about: str = "") -> None:
        """Show no spans, with texts that tell why."""
        self.heading.setText(heading)
        self.about.setText(about)
        self.view.show_state((), (), {})
        self._fill([])

    def show_state(
        self,
        heading: str,
        state: ArticleState,
        wanted: StateDiff,
        left: Sequence[Span],
        labels: dict[LabelId, Label],
        place: tuple[int, int] | None,
    ) -> None:
        """Show an earlier state, and what would become what it was then; `place` (code points) is scrolled into view.

        `left`: the spans that cannot become what they were.
        """
        self.heading.setText(f"{heading}\n{LRM}{_summary(state, labels)}")
        self.about.setText(_against_now(wanted, left))
        self.view.show_state(state.spans, wanted.away, labels)
        self._fill(EventWording(self.view.text, labels, isolated).differences(wanted))
        if place is not None:
            self.view.show_stretch(*place, select=True, centred=True)
        else:
            self.view.select(self.view.caret, self.view.caret)

    def _fill(self, rows: list[tuple[str, Span]]) -> None:
        self.list.clear()
        for text, span in rows[:_MOST]:
            item = QListWidgetItem(LRM + text)
            item.setData(_SPAN, (span.start, span.end))
            self.list.addItem(item)
        if len(rows) > _MOST:
            self.list.addItem(f"and {len(rows) - _MOST:,} more")
        self.list.setVisible(bool(rows))

    def _go_to(self, item: QListWidgetItem | None) -> None:
        if item is not None and (reach := item.data(_SPAN)):
            self.view.show_stretch(*reach, select=True, centred=True)


def _summary(state: ArticleState, labels: dict[LabelId, Label]) -> str:
    status = status_of(state.status.value, len(state.spans))
    names = [isolated(labels[label].name) for label in sorted(state.labels) if label in labels]
    whole = f", the article labelled {', '.join(names)}" if names else ""
    return f"{counted(len(state.spans), 'span')}, {status.value}{whole}"


def _against_now(wanted: StateDiff, left: Sequence[Span]) -> str:
    if not wanted:
        return "None of these spans can be brought back." if left else "The spans are now as they were then."
    back, away, changed = len(wanted.back), len(wanted.away), len(wanted.changed)
    parts = [counted(back, "comes back", "come back")] if back else []
    parts += [counted(away, "goes away", "go away")] if away else []
    parts += [counted(changed, "changes", "change")] if changed else []
    return f"If these spans are brought back: {', '.join(parts)}."
