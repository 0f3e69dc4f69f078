"""Paints spans under the text: a soft fill, a line in the span's own lane, a chip with the label's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from models.base.entities import AnnotatorId, ArticleId, Label, LabelId, Span, Suggestion
from models.base.short_names import short_names
from models.text.offsets import Utf16Map
from ui.article.layout import ArticleLayout
from ui.article.spans.lanes import Lanes
from ui.article.spans.span_colors import SpanColors
from ui.article.spans.span_geometry import DrawnSpan, SpanGeometry, SpanKind, SpanPiece
from ui.article.spans.span_index import IndexedSpan, SpanIndex
from ui.support.bidi import shown_text
from ui.support.label_icons import paint_pattern
from ui.support.style.measures import RADIUS
from ui.support.theme import LIGHT, Theme

_CURRENT_FILL = 0.10
_PATTERN, _PATTERN_INK = 4.0, 0.5  # pixels of a chip that the pattern of its colour takes, and its opacity
_GRIP = 7.0  # pixels on either side of an edge in which it can be taken hold of
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
Edge = Literal["start", "end"]
_EDGES: tuple[Edge, Edge] = ("start", "end")
Stretch = tuple[int, int]


def suggestion_uid(suggestion: Suggestion) -> str:
    """Return the uid under which a suggestion is drawn."""
    return f"suggestion {suggestion.start} {suggestion.end} {suggestion.label}"


def _as_span(suggestion: Suggestion) -> Span:
    start, end, label = suggestion.start, suggestion.end, suggestion.label
    return Span(suggestion_uid(suggestion), ArticleId(0), AnnotatorId(0), start, end, label, origin="suggested")


def paint_chip(painter: QPainter, chip: QRectF, color: str) -> None:
    """Paint a chip of a label's colour (`#rrggbb`), with its pattern."""
    painter.setBrush(QColor(color))
    painter.setPen(Qt.PenStyle.NoPen)
    shape = QPainterPath()
    shape.addRoundedRect(chip, RADIUS, RADIUS)
    painter.drawPath(shape)
    paint_pattern(painter, shape, color, _PATTERN, _PATTERN_INK)


class SpanPainter:
    """Knows the spans of one document and where they are; draws those that meet a rectangle."""

    def __init__(self, layout: ArticleLayout) -> None:
        self._layout = layout
        self._offsets = Utf16Map("")
        self._own, self._foreign = SpanIndex(), SpanIndex()
        self._lanes, self._foreign_lanes = Lanes(), Lanes()
        self._suggestions: dict[str, Span] = {}  # suggestions as they are drawn
        self._other_layers: dict[str, tuple[str, Span]] = {}  # annotator and span
        self._labels: Mapping[LabelId, Label] = {}
        self.hidden: frozenset[LabelId] = frozenset()  # labels whose spans are not drawn
        self._short: Mapping[LabelId, str] = {}  # what chips say
        self._theme, self._colors = LIGHT, SpanColors(LIGHT)
        self._font = layout.document().defaultFont()
        self.urdu = False
        self.selected: Span | None = None
        self.hovered: Span | None = None
        self.current = ""  # the uid of the suggestion that stands out
        self.geometry = SpanGeometry(layout, self._shown, self._depth)
        self.geometry.deepest = lambda: max(self._lanes.deepest, self._foreign_lanes.deepest)
        layout.room = self.geometry.room
        layout.spacing = self.geometry.base_distance(self._font)

    def set_text(self, offsets: Utf16Map) -> None:
        """Draw over another text, without spans yet."""
        self._offsets = offsets
        self._own, self._foreign = SpanIndex(), SpanIndex()
        self._lanes.forget()
        self._foreign_lanes.forget()
        self._suggestions, self._other_layers = {}, {}
        self.selected = self.hovered = None

    def set_spans(self, spans: Iterable[Span], labels: Mapping[LabelId, Label]) -> list[Stretch]:
        """Draw these spans from now on. Returns the stretches (UTF-16 units) that look different."""
        recolored = self._set_labels(labels)
        changed = self._place_own(*self._own.update(spans, self._offsets.to_utf16))
        if not recolored:
            return changed
        return changed + [(p.start, p.end) for p in (*self._own, *self._foreign) if p.span.label in recolored]

    def change_spans(self, now: Mapping[str, Span | None]) -> list[Stretch]:
        """Draw these spans, given by uid, as they are now, None for those that are gone. Returns as `set_spans`."""
        gone = [placed for uid in now if (placed := self._own.take(uid))]
        new = self._own.add([span for span in now.values() if span], self._offsets.to_utf16)
        return self._place_own(gone, new)

    @property
    def count(self) -> int:
        """Return how many spans of the annotator's own are drawn."""
        return len(self._own)

    def _place_own(self, gone: list[IndexedSpan], new: list[IndexedSpan]) -> list[Stretch]:
        for placed in gone:
            self._lanes.remove(placed.span.uid)
        self._lanes.place(new, self._own)
        changed = [(placed.start, placed.end) for placed in (*gone, *new)]
        self._make_way(changed)
        return changed

    def _set_labels(self, labels: Mapping[LabelId, Label]) -> set[LabelId]:
        """Draw with these labels from now on; return those whose spans look different."""
        before, short = self._labels, self._short
        if labels == before:
            return set()
        self._labels, self._short = labels, short_names(labels.values())
        return {id_ for id_, label in before.items() if labels.get(id_) != label or short[id_] != self._short.get(id_)}

    def change_suggestions(self, gone: Iterable[Suggestion], new: Iterable[Suggestion]) -> list[Stretch]:
        """Draw suggestions without `gone` and with `new`; return the stretches (UTF-16 units) that look different."""
        old = [uid for uid in map(suggestion_uid, gone) if self._suggestions.pop(uid, None)]
        spans = [span for span in map(_as_span, new) if span.uid not in self._suggestions]
        self._suggestions |= {span.uid: span for span in spans}
        return self._change_foreign(old, spans)

    def set_other_layers(self, spans: Iterable[tuple[str, Span]]) -> list[Stretch]:
        """Draw these spans of other layers, as (annotator, span), in outline. Returns as `change_suggestions` does."""
        before, now = self._other_layers, {span.uid: (name, span) for name, span in spans}
        self._other_layers = now
        gone = [uid for uid, row in before.items() if now.get(uid) != row]
        return self._change_foreign(gone, [row[1] for uid, row in now.items() if before.get(uid) != row])

    def _change_foreign(self, gone: Iterable[str], new: Iterable[Span]) -> list[Stretch]:
        old = [placed for uid in gone if (placed := self._foreign.take(uid))]
        for placed in old:
            self._foreign_lanes.remove(placed.span.uid)
        fresh = self._foreign.add(new, self._offsets.to_utf16)
        self._foreign_lanes.place(fresh, self._foreign, self._taken_by_own)
        return [(placed.start, placed.end) for placed in (*old, *fresh)]

    def _taken_by_own(self, placed: IndexedSpan) -> set[int]:
        return self._lanes.taken(placed, self._own)

    def _make_way(self, changed: list[Stretch]) -> None:
        """Move foreign spans out of the way of the annotator's own, which never move for them."""
        if len(self._foreign):
            near = {placed.span.uid: placed for start, end in changed for placed in self._foreign.between(start, end)}
            for uid in near:
                self._foreign_lanes.remove(uid)
            self._foreign_lanes.place([*near.values()], self._foreign, self._taken_by_own)
            changed += [(placed.start, placed.end) for placed in near.values()]

    def _shown(self, start: int, end: int) -> list[DrawnSpan]:
        """Return what to draw of `[start, end)` (UTF-16 units)."""
        found = []
        for placed in self._own.between(start, end):
            span = placed.span
            if span.label in self.hidden:
                continue
            name = self._name(span) + (" ?" if span.confidence == "unsure" else "")
            found.append(DrawnSpan(placed, SpanKind.OWN, self._lanes[span.uid], name, bool(span.note)))
        for placed in self._foreign.between(start, end) if len(self._foreign) else ():
            if placed.span.label not in self._labels or placed.span.label in self.hidden:
                continue  # or the label has just been deleted
            whose = self.whose(placed.span)
            kind, name = SpanKind.OTHER_LAYER if whose else SpanKind.SUGGESTION, self._name(placed.span)
            found.append(DrawnSpan(placed, kind, self._foreign_lanes[placed.span.uid], f"{name} {whose}".rstrip()))
        return found

    def told(self, start: int, end: int) -> Iterator[tuple[Span, Label, bool, str]]:
        """Yield what is drawn of `[start, end)` (UTF-16 units): span, label, whether suggested, and whose."""
        for drawn in self._shown(start, end):
            span, suggested = drawn.placed.span, drawn.kind is SpanKind.SUGGESTION
            yield span, self._labels[span.label], suggested, self.whose(span)

    def _depth(self, start: int, end: int) -> int:
        """Return the deepest lane of what `_shown` gives for a stretch, without making any of it."""
        own = self._lanes.depth(
            self._seen(self._own, start, end) if self.hidden else self._own.uids_between(start, end)
        )
        return max(own, self._foreign_lanes.depth(self._seen(self._foreign, start, end))) if len(self._foreign) else own

    def _seen(self, index: SpanIndex, start: int, end: int) -> Iterator[str]:
        """Yield the uids of the spans of a stretch whose labels are there, and not hidden."""
        labels = self._labels.keys() - self.hidden
        return (placed.span.uid for placed in index.between(start, end) if placed.span.label in labels)

    def _name(self, span: Span) -> str:
        label = self._labels[span.label]
        return shown_text((self.urdu and label.urdu_name) or self._short[label.id])

    def stretches(self, *uids: str) -> list[Stretch]:
        """Return where the spans and suggestions of these ids are drawn (UTF-16 units); nothing for unknown ones."""
        known = (self._own.get(uid) or self._foreign.get(uid) for uid in uids)
        return [(placed.start, placed.end) for placed in known if placed is not None]

    def whose(self, span: Span) -> str:
        """Return the annotator of a span of another layer; empty for the own ones and for suggestions."""
        return self._other_layers[span.uid][0] if span.uid in self._other_layers else ""

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._colors = theme, SpanColors(theme)

    def set_font(self, font: QFont) -> None:
        """Measure for another font of the article; lines get the room that its chips need."""
        self._font = font
        self.geometry.set_font(font, urdu=self.urdu)
        self._layout.spacing = self.geometry.base_distance(font)

    def set_urdu(self, urdu: bool) -> None:
        """Write labels' Urdu names on chips, where they have one."""
        self.urdu = urdu
        self.set_font(self._font)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw fills first, then lines, then chips, so that none covers another's chip. Coordinates: document."""
        pieces = list(self.geometry.pieces(area))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece in sorted(pieces, key=lambda piece: piece.span.start - piece.span.end):
            self._paint_body(painter, piece)
        painter.setFont(self.geometry.chip_font)
        for piece in pieces:
            self._paint_line(painter, piece)
            if piece.text:
                self._paint_chip(painter, piece)
        for piece in pieces:
            if self._is(piece, self.selected):
                self._paint_handles(painter, piece)
        painter.setPen(Qt.PenStyle.NoPen)

    @staticmethod
    def _is(piece: SpanPiece, span: Span | None) -> bool:
        return span is not None and piece.kind is SpanKind.OWN and piece.span.uid == span.uid

    def _color(self, span: Span) -> str:
        return self._labels[span.label].color

    def _outline(self, piece: SpanPiece, width: float = 1.0) -> QPen:
        """Dashes for a suggestion, a whole line for another layer."""
        return self._colors.outline(self._color(piece.span), width, dashed=piece.kind is SpanKind.SUGGESTION)

    def _paint_body(self, painter: QPainter, piece: SpanPiece) -> None:
        selected, hovered = self._is(piece, self.selected), self._is(piece, self.hovered)
        fill, pen = QColor(Qt.GlobalColor.transparent), QPen(Qt.PenStyle.NoPen)
        if piece.kind is SpanKind.OWN:
            fill = QColor(self._color(piece.span))
            fill.setAlphaF(min(self._theme.fill * (1.9 if selected else 1.4 if hovered else 1.0), 1.0))
        elif piece.span.uid == self.current:
            fill = QColor(self._theme.accent)
            fill.setAlphaF(_CURRENT_FILL)
            pen = QPen(self._outline(piece, 2.0))
            pen.setColor(QColor(self._theme.accent))
        else:
            pen = self._outline(piece)
        if selected or hovered:
            pen = QPen(QColor(self._theme.accent if selected else self._theme.faint), 1.5 if selected else 1.0)
        painter.setBrush(fill)
        painter.setPen(pen)
        painter.drawRoundedRect(piece.body, RADIUS, RADIUS)

    def _paint_line(self, painter: QPainter, piece: SpanPiece) -> None:
        if piece.kind is SpanKind.SUGGESTION:
            painter.setPen(self._outline(piece, piece.underline.height()))
            y = piece.underline.center().y()
            painter.drawLine(QPointF(piece.underline.right(), y), QPointF(piece.underline.left(), y))
        else:
            painter.fillRect(piece.underline, self._colors.line(self._color(piece.span)))

    def _paint_chip(self, painter: QPainter, piece: SpanPiece) -> None:
        color = self._color(piece.span)
        if piece.kind is SpanKind.OWN:
            paint_chip(painter, piece.chip, color)
            ink = self._colors.ink(color)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if piece.kind is not SpanKind.SUGGESTION:  # dashes around so small a name would cover it
                painter.setPen(self._outline(piece))
                painter.drawRoundedRect(piece.chip.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
            ink = QColor(self._theme.ink)
        name = piece.chip.adjusted(self.geometry.note_width if piece.note else 0, 0, 0, 0)
        painter.setPen(ink)
        painter.drawText(name, _CENTRED, piece.text)
        if piece.note:
            self._paint_note(painter, piece.chip, ink)

    def _paint_note(self, painter: QPainter, chip: QRectF, ink: QColor) -> None:
        """Draw a small written page at the chip's left."""
        height = chip.height() * 0.6
        page = QRectF(chip.left() + 4, chip.center().y() - height / 2, self.geometry.note_width - 4, height)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.0))
        painter.drawRect(page)
        for part in (0.35, 0.65):
            y = page.top() + page.height() * part
            painter.drawLine(QPointF(page.left() + 1.5, y), QPointF(page.right() - 1.5, y))

    def _paint_handles(self, painter: QPainter, piece: SpanPiece) -> None:
        painter.setBrush(QColor(self._theme.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        for x in piece.edges:
            if x is not None:
                painter.drawRoundedRect(QRectF(x - 1.5, piece.body.top(), 3.0, piece.body.height()), 1.5, 1.5)
                painter.drawEllipse(QPointF(x, piece.body.top()), 4.0, 4.0)

    def spans_under(self, point: QPointF) -> list[Span]:
        """Return the annotator's spans whose chip is at `point`, else those whose words are, inner before outer."""
        return self._under(point, (SpanKind.OWN,))

    def foreign_under(self, point: QPointF) -> list[Span]:
        """Return suggestions and other layers' spans at `point`, as `spans_under` gives the own ones."""
        return self._under(point, (SpanKind.SUGGESTION, SpanKind.OTHER_LAYER))

    def _under(self, point: QPointF, kinds: Sequence[SpanKind]) -> list[Span]:
        near = [piece for piece in self._near(point) if piece.kind in kinds]
        chips = [piece.span for piece in near if piece.chip.contains(point)]
        bodies = {piece.span.uid: piece.span for piece in near if piece.body.united(piece.underline).contains(point)}
        return chips or sorted(bodies.values(), key=lambda span: (span.end - span.start, span.start, span.uid))

    def _near(self, point: QPointF, reach: float = 1.0) -> list[SpanPiece]:
        return list(self.geometry.pieces(QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)))

    def edge_at(self, point: QPointF) -> tuple[Span, Edge] | None:
        """Return the edge of the selected span that can be taken hold of at `point`."""
        for piece in self._near(point) if self.selected else ():
            if self._is(piece, self.selected) and piece.body.top() - 5 <= point.y() <= piece.body.bottom():
                for x, edge in zip(piece.edges, _EDGES, strict=True):
                    if x is not None and abs(x - point.x()) <= _GRIP:
                        return piece.span, edge
        return None

    def place_of(self, span: Span) -> QRectF:
        """Return where the span's first line is; null when the span is not drawn."""
        known = self._own.get(span.uid) or self._foreign.get(span.uid)
        return self.place(span.start, span.end) if known else QRectF()

    def place(self, start: int, end: int) -> QRectF:
        """Return where the first line of `[start, end)` (code points) is."""
        start, end = self._offsets.to_utf16(start), self._offsets.to_utf16(end)
        area = QRectF(0, self._layout.line_top(start) + 1, self._layout.documentSize().width(), 1)
        return next(self.geometry.bodies(start, end, area), QRectF())
