"""The layers of other annotators, read only while one of them is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from models.base.entities import Annotator, AnnotatorKind, Changes, Span
from ui.session.session import Session


class OtherLayers(QObject):
    """Holds whose layers are shown, and their spans in the open article."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.shown: frozenset[str] = frozenset()  # uids of those whose layers are shown
        self.spans: list[tuple[Annotator, Span]] = []
        session.article_changed.connect(self._read)
        session.project_changed.connect(self._changed)

    def annotators(self) -> list[Annotator]:
        """Return all other annotators but suggesters, whose spans are shown as suggestions."""
        me = self._session.annotator.id
        everybody = self._session.project.annotators()
        return [each for each in everybody if each.id != me and each.kind is not AnnotatorKind.SUGGESTER]

    def show(self, uids: Iterable[str]) -> None:
        """Show the layers of the annotators of these uids, from now on."""
        self.shown = frozenset(uids)
        self._read()

    def _changed(self, changes: Changes) -> None:
        if changes.labels or changes.structure:  # a gesture of one's own leaves all other layers alone
            self._read()

    def _read(self) -> None:
        if not self.shown and not self.spans:
            return
        session = self._session
        by_id = {each.id: each for each in self.annotators() if each.uid in self.shown}
        found: list[Span] = []
        if session.article is not None and by_id:
            found = session.sound(session.project.other_spans(session.article.id, session.annotator.id))
        self.spans = [(by_id[span.annotator], span) for span in found if span.annotator in by_id]
        self.changed.emit()
