"""What a span's looks tell: hovered, selected, noted, unsure, suggested, another's. Never by colour alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from models.base.entities import Span, Suggestion
from tests.ui.conftest import find, point_of
from ui.article.spans.span_geometry import SpanKind, SpanPiece
from ui.session import span_commands as gestures
from ui.shell.window import Window


def label(window: Window, words: str, which: int = 0) -> Span:
    start, end = find(window, words)
    gestures.label(window.session, start, end, window.session.labels[which])
    return next(s for s in window.session.spans if (s.start, s.end) == (start, end))


def pieces(window: Window) -> list[SpanPiece]:
    return list(window.article_view.painter.geometry.pieces(QRectF(0, 0, 10_000, 2_000)))


def hover(window: Window, place: QPoint) -> None:
    port = window.article_view.viewport()
    none = Qt.MouseButton.NoButton
    at = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, at, port.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(port, event)


def picture(window: Window, area: QRectF) -> QImage:
    """The spans alone, without text, of a part of the document."""
    image = QImage(round(area.width()), round(area.height()), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.translate(-area.topLeft())
    window.article_view.painter.paint(painter, area)
    painter.end()
    return image


def test_the_span_under_the_mouse_stands_out_until_it_leaves(window: Window) -> None:
    view = window.article_view
    span = label(window, "پاکستان")
    window.session.select(None)
    body = pieces(window)[0].body
    plain = picture(window, body)
    hover(window, point_of(view, span.start + 2))
    hovered = view.painter.hovered
    assert hovered == span
    assert picture(window, body) != plain
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.painter.hovered is None
    assert picture(window, body) == plain


def test_hovering_paints_only_the_lines_of_the_span(window: Window, qtbot: QtBot) -> None:
    view = window.article_view
    span = label(window, "پاکستان")
    hover(window, QPoint(3, view.viewport().height() - 3))
    qtbot.wait(20)
    painted: list[int] = []

    seen = view.paintEvent

    def watched(event: QPaintEvent) -> None:
        painted.append(event.rect().height())
        seen(event)

    view.paintEvent = watched  # type: ignore[method-assign]
    hover(window, point_of(view, span.start + 2))
    qtbot.waitUntil(lambda: bool(painted))
    assert max(painted) < view.viewport().height() / 2


def test_the_tooltip_says_what_the_chip_has_no_room_for(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    view, said = window.article_view, []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    span = label(window, "پاکستان", 1)
    gestures.set_note(window.session, span, "ملک <b>")
    gestures.toggle_unsure(window.session, window.session.spans[0])
    place = point_of(view, span.start + 2)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place)))
    (text,) = said
    for words in ("LOCATION", "مقام", "پاکستان", "ملک &lt;b&gt;", "unsure"):
        assert words in text


def test_a_note_and_doubt_are_signs_on_the_chip(window: Window) -> None:
    span = label(window, "تھامس ویسٹ")
    window.session.select(None)
    (plain,) = pieces(window)
    assert (plain.text, plain.note) == ("PER", False)
    gestures.toggle_unsure(window.session, span)
    (unsure,) = pieces(window)
    assert unsure.text == "PER ?"
    gestures.set_note(window.session, window.session.spans[0], "کون؟")
    (noted,) = pieces(window)
    assert noted.note
    assert noted.chip.width() > unsure.chip.width() > plain.chip.width()


def test_suggestions_are_dashed_and_another_layer_is_outlined_and_neither_is_filled(window: Window) -> None:
    view = window.article_view
    own = label(window, "امریکہ", 1)
    window.session.select(None)
    start, end = find(window, "پاکستان")
    suggestion = Suggestion(start, end, own.label, "repeat")
    view.change_suggestions([], [suggestion])
    theirs = replace(own, uid="theirs", start=find(window, "بائیڈن")[0], end=find(window, "بائیڈن")[1])
    view.set_other_layers([("bilal", theirs)])
    found = {piece.kind: piece for piece in pieces(window)}
    assert found[SpanKind.OTHER_LAYER].text.endswith("bilal")
    corners = {kind: picture(window, piece.body).pixelColor(8, 12) for kind, piece in found.items()}
    white = corners[SpanKind.SUGGESTION]
    assert white.name() == "#ffffff" == corners[SpanKind.OTHER_LAYER].name() != corners[SpanKind.OWN].name()

    def gaps(piece: SpanPiece) -> int:
        line = picture(window, piece.underline.adjusted(4, 0, -4, 0))
        return sum(line.pixelColor(x, 1).name() == "#ffffff" for x in range(line.width()))

    assert gaps(found[SpanKind.SUGGESTION]) > 5
    assert gaps(found[SpanKind.OTHER_LAYER]) == gaps(found[SpanKind.OWN]) == 0
    assert view.spans_under(QPointF(found[SpanKind.SUGGESTION].body.center())) == []
    assert [span.start for span in view.foreign_under(found[SpanKind.SUGGESTION].body.center())] == [start]
    view.change_suggestions([suggestion], [])
    assert SpanKind.SUGGESTION not in {piece.kind for piece in pieces(window)}


def test_the_edges_of_the_selected_span_can_be_taken_hold_of(window: Window) -> None:
    painter = window.article_view.painter
    span = label(window, "تھامس ویسٹ")
    (piece,) = pieces(window)
    start, end = piece.edges
    assert start is not None
    assert end is not None
    assert start > end, "Urdu begins at the right"
    y = piece.body.center().y()
    window.session.select(span)
    assert painter.edge_at(QPointF(start + 3, y)) == (span, "start")
    assert painter.edge_at(QPointF(end - 3, y)) == (span, "end")
    assert painter.edge_at(piece.body.center()) is None
    window.session.select(None)
    assert painter.edge_at(QPointF(end - 3, y)) is None


def test_urdu_names_on_chips_are_a_toggle_that_is_remembered(window: Window) -> None:
    label(window, "پاکستان", 1)
    before = window.article_view.article_layout.spacing
    window.actions_["urdu_chips"].trigger()
    assert [piece.text for piece in pieces(window)] == ["مقام"]
    assert window.settings.urdu_chips
    assert window.article_view.article_layout.spacing > before, "Urdu needs higher chips"
    window.actions_["urdu_chips"].trigger()
    assert [piece.text for piece in pieces(window)] == ["LOC"]


def test_a_chip_without_room_is_cut_short_with_dots(window: Window) -> None:
    start, _ = find(window, "دہشت گردی")
    location = window.session.labels[1]
    for index in (start, start + 2):
        gestures.label(window.session, index, index + 2, location, exact=True)
    texts = [piece.text for piece in pieces(window)]
    assert any(text != "LOC" for text in texts)
    chips = [piece.chip for piece in pieces(window)]
    assert not chips[0].intersects(chips[1])


@pytest.mark.parametrize("points", [12, 20, 40])
def test_the_dots_of_peh_stay_clear_of_the_chip(window: Window, points: int) -> None:
    window.appearance.set_points(points)
    label(window, "پاکستان")
    window.session.select(None)
    (piece,) = pieces(window)
    view = window.article_view
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setPen(Qt.GlobalColor.black)
    view.article_layout.draw_text(painter, QRectF(image.rect()))
    painter.end()
    rows = range(round(piece.underline.top()), round(piece.chip.bottom()))
    columns = range(round(piece.body.left()), round(piece.body.right()))
    assert not [(x, y) for y in rows for x in columns if image.pixelColor(x, y).lightness() < 200]
