"""Paints spans under the text: a soft fill, a line in the span's own lane, a chip with the label's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from models.base.entities import AnnotatorId, ArticleId, Label, LabelId, Span
from models.text.offsets import Utf16Map
from ui.article.lanes import Lanes
from ui.article.layout import ArticleLayout
from ui.article.span_geometry import DrawnSpan, SpanGeometry, SpanKind, SpanPiece
from ui.article.span_index import IndexedSpan, SpanIndex
from ui.support.bidi import shown_text
from ui.support.theme import LIGHT, Theme, line_on, text_on

_RADIUS = 3.0
_CURRENT_FILL = 0.10
_GRIP = 7.0  # pixels on either side of an edge in which it can be taken hold of
Edge = Literal["start", "end"]
Stretch = tuple[int, int]


class HintLike(Protocol):
    """A suggestion: `[start, end)` in code points, and the label that it would get."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> LabelId: ...


def hint_uid(hint: HintLike) -> str:
    """The id under which a suggestion is drawn."""
    return f"hint {hint.start} {hint.end} {hint.label}"


def _as_span(hint: HintLike) -> Span:
    return Span(hint_uid(hint), ArticleId(0), AnnotatorId(0), hint.start, hint.end, hint.label, origin="suggested")


class SpanPainter:
    """Knows the spans of one document and where they are; draws those that meet a rectangle."""

    def __init__(self, layout: ArticleLayout) -> None:
        self._layout = layout
        self._offsets = Utf16Map("")
        self._own, self._beside = SpanIndex(), SpanIndex()
        self._lanes, self._beside_lanes = Lanes(), Lanes()
        self._hints: dict[str, Span] = {}  # suggestions as they are drawn
        self._others: dict[str, tuple[str, Span]] = {}  # annotator and span
        self._labels: Mapping[LabelId, Label] = {}
        self._theme = LIGHT
        self._font = layout.document().defaultFont()
        self.urdu = False
        self.selected: Span | None = None
        self.hovered: Span | None = None
        self.current = ""  # the uid of the suggestion that stands out
        self.places = SpanGeometry(layout, self._shown)
        self.places.deepest = lambda: max(self._lanes.deepest, self._beside_lanes.deepest)
        layout.room = self.places.room
        layout.spacing = self.places.base_distance(self._font)

    # --- what to draw -----------------------------------------------------------------------------------------

    def set_text(self, offsets: Utf16Map) -> None:
        """Another text is in the document, without spans yet."""
        self._offsets = offsets
        self._own, self._beside = SpanIndex(), SpanIndex()
        self._lanes.forget()
        self._beside_lanes.forget()
        self._hints, self._others = {}, {}
        self.selected = self.hovered = None

    def set_spans(self, spans: Iterable[Span], labels: Mapping[LabelId, Label]) -> list[Stretch]:
        """These are the spans now. Returns the stretches (UTF-16 units) in which something looks different."""
        recolored = {id_ for id_, label in self._labels.items() if labels.get(id_) != label}
        self._labels = labels
        gone, new = self._own.update(spans, self._offsets.to_utf16)
        for placed in gone:
            self._lanes.remove(placed.span.uid)
        self._lanes.place(new, self._own)
        changed = [(placed.start, placed.end) for placed in (*gone, *new)]
        self._make_way(changed)
        changed += [(placed.start, placed.end) for placed in self._all() if placed.span.label in recolored]
        return changed

    def set_hints(self, hints: Iterable[HintLike]) -> list[Stretch]:
        """Draw these suggestions, dashed and unfilled. Returns the stretches that look different (UTF-16 units)."""
        now = {hint_uid(hint): hint for hint in hints}
        gone = [hint for uid, hint in self._hints.items() if uid not in now]
        return self.change_hints(gone, now.values())

    def change_hints(self, gone: Iterable[HintLike], new: Iterable[HintLike]) -> list[Stretch]:
        """Draw the suggestions without those that are gone, and with the new ones. Returns as `set_hints` does."""
        old = [uid for uid in map(hint_uid, gone) if self._hints.pop(uid, None)]
        spans = [_as_span(hint) for hint in new]
        spans = [span for span in spans if span.uid not in self._hints]
        self._hints |= {span.uid: span for span in spans}
        return self._change_beside(old, spans)

    def set_others(self, others: Iterable[tuple[str, Span]]) -> list[Stretch]:
        """Draw these spans of other layers, as (annotator, span), in outline. Returns the stretches that changed."""
        before, now = self._others, {span.uid: (name, span) for name, span in others}
        self._others = now
        gone = [uid for uid, row in before.items() if now.get(uid) != row]
        return self._change_beside(gone, [row[1] for uid, row in now.items() if before.get(uid) != row])

    def _change_beside(self, gone: Iterable[str], new: Iterable[Span]) -> list[Stretch]:
        old = [placed for uid in gone if (placed := self._beside.take(uid))]
        for placed in old:
            self._beside_lanes.remove(placed.span.uid)
        fresh = [self._beside.put(span, self._offsets.to_utf16) for span in new]
        self._beside_lanes.place(fresh, self._beside, self._taken_by_own)
        return [(placed.start, placed.end) for placed in (*old, *fresh)]

    def _taken_by_own(self, placed: IndexedSpan) -> set[int]:
        return self._lanes.taken(placed, self._own)

    def _make_way(self, changed: list[Stretch]) -> None:
        """What is beside goes out of the way of the annotator's own spans, which never move for it."""
        if len(self._beside):
            near = {placed.span.uid: placed for start, end in changed for placed in self._beside.between(start, end)}
            for uid in near:
                self._beside_lanes.remove(uid)
            self._beside_lanes.place(near.values(), self._beside, self._taken_by_own)
            changed += [(placed.start, placed.end) for placed in near.values()]

    def _all(self) -> Iterator[IndexedSpan]:
        yield from self._own
        yield from self._beside

    def _shown(self, start: int, end: int) -> list[DrawnSpan]:
        """What to draw of `[start, end)` (UTF-16 units)."""
        found = []
        for placed in self._own.between(start, end):
            span = placed.span
            name = self._name(span) + (" ?" if span.confidence == "unsure" else "")
            found.append(DrawnSpan(placed, SpanKind.OWN, self._lanes[span.uid], name, bool(span.note)))
        for placed in self._beside.between(start, end) if len(self._beside) else ():
            if placed.span.label not in self._labels:
                continue  # the label has just been deleted
            whose = self.whose(placed.span)
            kind, name = SpanKind.OTHER if whose else SpanKind.HINT, self._name(placed.span)
            found.append(DrawnSpan(placed, kind, self._beside_lanes[placed.span.uid], f"{name} {whose}".rstrip()))
        return found

    def _name(self, span: Span) -> str:
        label = self._labels[span.label]
        return shown_text((self.urdu and label.urdu_name) or label.chip)

    @property
    def own(self) -> SpanIndex:
        """The annotator's own spans by place."""
        return self._own

    def lane_of(self, span: Span) -> int:
        """The lane that a span is drawn in, 0 nearest to the text. Raises KeyError when it is not drawn."""
        return self._lanes[span.uid] if self._own.get(span.uid) else self._beside_lanes[span.uid]

    def stretches(self, *uids: str) -> list[Stretch]:
        """Where the spans and suggestions of these ids are drawn (UTF-16 units); nothing for unknown ones."""
        known = (self._own.get(uid) or self._beside.get(uid) for uid in uids)
        return [(placed.start, placed.end) for placed in known if placed is not None]

    def whose(self, span: Span) -> str:
        """The annotator of a span of another layer; empty for the own ones and for suggestions."""
        return self._others[span.uid][0] if span.uid in self._others else ""

    # --- looks ------------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours."""
        self._theme = theme

    def set_font(self, font: QFont) -> None:
        """The article's font is another now; lines get the room that its chips need."""
        self._font = font
        self.places.set_font(font, urdu=self.urdu)
        self._layout.spacing = self.places.base_distance(font)

    def set_urdu(self, urdu: bool) -> None:
        """Write labels' Urdu names on chips, where they have one."""
        self.urdu = urdu
        self.set_font(self._font)

    # --- drawing ----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw fills first, then lines, then chips, so that none covers another's chip. Coordinates: document."""
        marks = list(self.marks(area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in sorted(marks, key=lambda mark: mark.span.start - mark.span.end):
            self._paint_body(painter, mark)
        painter.setFont(self.places.chip_font)
        for mark in marks:
            self._paint_line(painter, mark)
            if mark.text:
                self._paint_chip(painter, mark)
        for mark in marks:
            if self._is(mark, self.selected):
                self._paint_handles(painter, mark)
        painter.setPen(Qt.PenStyle.NoPen)

    @staticmethod
    def _is(mark: SpanPiece, span: Span | None) -> bool:
        return span is not None and mark.kind is SpanKind.OWN and mark.span.uid == span.uid

    def _color(self, span: Span) -> QColor:
        return QColor(self._labels[span.label].color)

    def _line_color(self, span: Span) -> QColor:
        return line_on(self._color(span), QColor(self._theme.paper))

    def _outline(self, mark: SpanPiece, width: float = 1.0) -> QPen:
        """Dashes of four pixels for a suggestion, a whole line for another layer."""
        pen = QPen(self._line_color(mark.span), width)
        if mark.kind is SpanKind.HINT:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([4 / width, 4 / width])
        return pen

    def _paint_body(self, painter: QPainter, mark: SpanPiece) -> None:
        selected, hovered = self._is(mark, self.selected), self._is(mark, self.hovered)
        fill, pen = QColor(Qt.GlobalColor.transparent), QPen(Qt.PenStyle.NoPen)
        if mark.kind is SpanKind.OWN:
            fill = self._color(mark.span)
            fill.setAlphaF(min(self._theme.fill * (1.9 if selected else 1.4 if hovered else 1.0), 1.0))
        elif mark.span.uid == self.current:
            fill = QColor(self._theme.accent)
            fill.setAlphaF(_CURRENT_FILL)
            pen = self._outline(mark, 2.0)
            pen.setColor(QColor(self._theme.accent))
        else:
            pen = self._outline(mark)
        if selected or hovered:
            pen = QPen(QColor(self._theme.accent if selected else self._theme.faint), 1.5 if selected else 1.0)
        painter.setBrush(fill)
        painter.setPen(pen)
        painter.drawRoundedRect(mark.body, _RADIUS, _RADIUS)

    def _paint_line(self, painter: QPainter, mark: SpanPiece) -> None:
        if mark.kind is SpanKind.HINT:
            painter.setPen(self._outline(mark, mark.underline.height()))
            y = mark.underline.center().y()
            painter.drawLine(QPointF(mark.underline.right(), y), QPointF(mark.underline.left(), y))
        else:
            painter.fillRect(mark.underline, self._line_color(mark.span))

    def _paint_chip(self, painter: QPainter, mark: SpanPiece) -> None:
        color = self._color(mark.span)
        if mark.kind is SpanKind.OWN:
            painter.setBrush(color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(mark.chip, _RADIUS, _RADIUS)
            ink = text_on(color)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if mark.kind is not SpanKind.HINT:  # dashes around so small a name would cover it
                painter.setPen(self._outline(mark))
                painter.drawRoundedRect(mark.chip.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
            ink = QColor(self._theme.ink)
        name = mark.chip.adjusted(self.places.note_width if mark.note else 0, 0, 0, 0)
        painter.setPen(ink)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, mark.text)
        if mark.note:
            self._paint_note(painter, mark.chip, ink)

    def _paint_note(self, painter: QPainter, chip: QRectF, ink: QColor) -> None:
        """A small written page at the chip's left."""
        height = chip.height() * 0.6
        page = QRectF(chip.left() + 4, chip.center().y() - height / 2, self.places.note_width - 4, height)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.0))
        painter.drawRect(page)
        for part in (0.35, 0.65):
            y = page.top() + page.height() * part
            painter.drawLine(QPointF(page.left() + 1.5, y), QPointF(page.right() - 1.5, y))

    def _paint_handles(self, painter: QPainter, mark: SpanPiece) -> None:
        painter.setBrush(QColor(self._theme.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        for x in mark.edges:
            if x is not None:
                painter.drawRoundedRect(QRectF(x - 1.5, mark.body.top(), 3.0, mark.body.height()), 1.5, 1.5)
                painter.drawEllipse(QPointF(x, mark.body.top()), 4.0, 4.0)

    # --- what is where ----------------------------------------------------------------------------------------

    def spans_under(self, point: QPointF) -> list[Span]:
        """The annotator's spans whose chip is at `point`, else those whose words are, inner before outer."""
        return self._under(point, (SpanKind.OWN,))

    def beside_under(self, point: QPointF) -> list[Span]:
        """Suggestions and other layers' spans at `point`, as `spans_under` gives the own ones."""
        return self._under(point, (SpanKind.HINT, SpanKind.OTHER))

    def _under(self, point: QPointF, kinds: Sequence[SpanKind]) -> list[Span]:
        near = [mark for mark in self._near(point) if mark.kind in kinds]
        chips = [mark.span for mark in near if mark.chip.contains(point)]
        bodies = {mark.span.uid: mark.span for mark in near if mark.body.united(mark.underline).contains(point)}
        return chips or sorted(bodies.values(), key=lambda span: (span.end - span.start, span.start, span.uid))

    def _near(self, point: QPointF, reach: float = 1.0) -> list[SpanPiece]:
        return list(self.marks(QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)))

    def edge_at(self, point: QPointF) -> tuple[Span, Edge] | None:
        """The edge of the selected span that can be taken hold of at `point`."""
        for mark in self._near(point) if self.selected else ():
            if self._is(mark, self.selected) and mark.body.top() - 5 <= point.y() <= mark.body.bottom():
                for x, edge in zip(mark.edges, ("start", "end"), strict=True):
                    if x is not None and abs(x - point.x()) <= _GRIP:
                        return mark.span, "start" if edge == "start" else "end"
        return None

    def place_of(self, span: Span) -> QRectF:
        """Where the span's first line is; null when the span is not drawn."""
        known = self._own.get(span.uid) or self._beside.get(span.uid)
        return self.place(span.start, span.end) if known else QRectF()

    def place(self, start: int, end: int) -> QRectF:
        """Where the first line of `[start, end)` (code points) is."""
        start, end = self._offsets.to_utf16(start), self._offsets.to_utf16(end)
        area = QRectF(0, self._layout.line_top(start) + 1, self._layout.documentSize().width(), 1)
        return next(self.places.bodies(start, end, area), QRectF())

    def bodies(self, start: int, end: int, area: QRectF) -> Iterator[QRectF]:
        """What `[start, end)` of the document (UTF-16 units) covers of the lines that meet `area`."""
        return self.places.bodies(start, end, area)

    def caret(self, position: int) -> QRectF:
        """Where the caret before `position` (UTF-16 units) is drawn."""
        return self.places.caret(position)

    def marks(self, area: QRectF) -> Iterator[SpanPiece]:
        """The marks on the lines that meet `area`."""
        return self.places.marks(area)

    def area(self, start: int, end: int) -> QRectF:
        """The full width of the lines that hold `[start, end)` of the document (UTF-16 units), lanes included."""
        return self.places.area(start, end)
