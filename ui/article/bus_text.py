"""The article as a screen reader reads it over AT-SPI: the stored text, with its spans as attributes, not editable.

Offsets on the bus are code points, as ours are; Qt's own answers count UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF

from ui.article import text_parts
from ui.article.spoken import run_at
from ui.article.text_view import TextView

Answer = tuple[Any, ...]
_LANGUAGE = {"language": "ur", "direction": "rtl"}  # of every character, as nothing else is known of it
_KINDS = (
    text_parts.character_at,
    text_parts.word_at,
    text_parts.sentence_part,
    text_parts.line_at,
    text_parts.paragraph_at,
)
_BOUNDARIES = (0, 1, 1, 2, 2, 3, 3)  # the kind of each of the older way of asking, by the start or end of a part
_MOST_LINES = 50  # that are measured of a long stretch
_WINDOW, _PARENT = 1, 2  # whose corner coordinates begin at; the screen's otherwise


class BusText:
    """Answers the methods and properties of `org.a11y.atspi.Text` for one view."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._methods: dict[str, Callable[..., Answer | None]] = {
            "GetText": self._text,
            "GetStringAtOffset": lambda at, kind: self._part(text_parts.part_at, at, _KINDS, kind),
            "GetTextAtOffset": lambda at, kind: self._older(text_parts.part_at, at, kind),
            "GetTextBeforeOffset": lambda at, kind: self._older(text_parts.part_before, at, kind),
            "GetTextAfterOffset": lambda at, kind: self._older(text_parts.part_after, at, kind),
            "GetCharacterAtOffset": lambda at: (ord(view.text[at]) if 0 <= at < len(view.text) else 0,),
            "SetCaretOffset": self._set_caret,
            "GetNSelections": lambda: (int(view.selection is not None),),
            "GetSelection": lambda _number: view.selection or (view.caret, view.caret),
            "AddSelection": lambda start, end: self._select(view.selection is None, start, end),
            "SetSelection": lambda number, start, end: self._select(number == 0, start, end),
            "RemoveSelection": self._let_go,
            "GetAttributes": self._run,
            "GetAttributeRun": self._run,
            "GetAttributeValue": lambda at, name: (self._run(at, True)[0].get(name, ""),),
            "GetDefaultAttributes": lambda: (_LANGUAGE,),
            "GetDefaultAttributeSet": lambda: (_LANGUAGE,),
            "GetCharacterExtents": lambda at, corner: self._extents(at, at + 1, corner),
            "GetRangeExtents": self._extents,
            "GetOffsetAtPoint": self._at_point,
            "ScrollSubstringTo": lambda start, end, _where: (view.bring_into_view(*self._within(start, end)),),
        }

    def answer(self, member: str, arguments: list[Any]) -> Answer | None:
        """Return the arguments of the reply to a method; None where Qt's own answer is as good."""
        method = self._methods.get(member)
        return method(*arguments) if method is not None else None

    def value(self, name: str) -> int | None:
        """Return the value of a property; None for one that is not ours."""
        return {"CharacterCount": len(self._view.text), "CaretOffset": self._view.caret}.get(name)

    def _within(self, start: int, end: int) -> tuple[int, int]:
        length = len(self._view.text)
        end = length if end < 0 else min(end, length)
        return min(max(start, 0), end), end

    def _text(self, start: int, end: int) -> Answer:
        return (self._view.text[slice(*self._within(start, end))],)

    def _older(self, part: Callable[..., text_parts.Part], at: int, boundary: int) -> Answer | None:
        return self._part(part, at, _KINDS, _BOUNDARIES[boundary]) if 0 <= boundary < len(_BOUNDARIES) else None

    def _part(
        self, part: Callable[..., text_parts.Part], at: int, kinds: tuple[text_parts.Kind, ...], kind: int
    ) -> Answer | None:
        if not 0 <= kind < len(kinds):
            return None
        start, end = part(self._view, at, kinds[kind])
        return self._view.text[start:end], start, end

    def _set_caret(self, at: int) -> Answer:
        if not 0 <= at <= len(self._view.text):
            return (False,)
        self._view.show_stretch(at, at)
        return (True,)

    def _select(self, there: bool, start: int, end: int) -> Answer:
        """Select a stretch. The view has one selection; another beside it is refused."""
        start, end = self._within(start, end)
        if not there or start == end:
            return (False,)
        self._view.show_stretch(start, end, select=True)
        return (True,)

    def _let_go(self, number: int) -> Answer:
        had = self._view.selection is not None and number == 0
        if had:
            self._view.select(self._view.caret, self._view.caret)
        return (had,)

    def _run(self, at: int, with_defaults: bool = False) -> tuple[dict[str, str], int, int]:
        view = self._view
        if not 0 <= at < len(view.text):
            at = min(max(at, 0), len(view.text))
            return (_LANGUAGE if with_defaults else {}), at, at
        found, start, end = run_at(view, at, text_parts.paragraph_at(view, at))
        return (_LANGUAGE | found if with_defaults else found), start, end

    def _extents(self, start: int, end: int, corner: int) -> Answer:
        """Return where a stretch is, as x, y, width and height, from the corner that is asked for."""
        place = self._place(*self._within(start, end))
        place.translate(self._in_screen() - self._corner(corner))
        return place.x(), place.y(), place.width(), place.height()

    def _place(self, start: int, end: int) -> QRect:
        """Return where a stretch is in the document, line for line; the caret's place for an empty one."""
        geometry, to_units = self._view.painter.geometry, self._view.offsets.to_utf16
        place = QRectF() if start < end else geometry.caret(to_units(start))
        for _ in range(_MOST_LINES):
            if start >= end:
                break
            after = text_parts.line_at(self._view, start)[1]
            place = place.united(self._view.painter.place(start, min(after, end)))
            start = max(after, start + 1)
        return place.toAlignedRect()

    def _in_screen(self) -> QPoint:
        """Return where on the screen the document begins."""
        return self._view.viewport().mapToGlobal(QPoint(0, -self._view.verticalScrollBar().value()))

    def _corner(self, corner: int) -> QPoint:
        view = self._view
        if corner == _WINDOW:
            return view.window().mapToGlobal(QPoint())
        parent = view.parentWidget()
        return parent.mapToGlobal(QPoint()) if corner == _PARENT and parent is not None else QPoint()

    def _at_point(self, x: int, y: int, corner: int) -> Answer:
        """Return the character at a point; -1 where there is none."""
        point = QPoint(x, y) + self._corner(corner)
        view = self._view
        nearest = view.point_at(QPointF(view.viewport().mapFromGlobal(point)))
        inside = point - self._in_screen()
        for start in {nearest, max(nearest - 1, 0)}:
            end = text_parts.character_at(view, start)[1] if start < len(view.text) else start
            if start < end and self._place(start, end).contains(inside):
                return (start,)
        return (-1,)
