"""Whether a stretch of the article is in sight: in the viewport, with none of the program's windows over it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtWidgets import QApplication, QWidget

from models.text.offsets import Utf16Map
from ui.article.spans.span_geometry import SpanGeometry
from ui.article.text_view import TextView
from ui.support.bidi import shown_text


def out_of_sight(view: TextView, start: int, end: int) -> str:
    """Say why nobody can see `[start, end)` (code points); empty when some of it is seen. It is scrolled into view."""
    bodies = _bodies(view, start, end)
    if not bodies:
        view.bring_into_view(start, end)
        return "what the key would label was out of sight; here it is: press it again"
    over = next((window for window in _windows_over(view) if all(_covers(window, view, body) for body in bodies)), None)
    if over is None:
        return ""
    over.activateWindow()
    return f"“{shown_text(over.windowTitle())}” lies over what the key would label; close it or move it away first"


def _bodies(view: TextView, start: int, end: int) -> list[QRectF]:
    """Return what is seen of a stretch in the viewport, line by line, in its pixels."""
    port, scroll = QRectF(view.viewport().rect()), view.verticalScrollBar().value()
    geometry: SpanGeometry = view.painter.geometry
    offsets: Utf16Map = view.offsets
    begin, after = offsets.to_utf16(start), offsets.to_utf16(end)
    area = geometry.area(begin, after) & port.translated(0, scroll)
    if area.isEmpty():
        return []
    bodies = (body.translated(0, -scroll) for body in geometry.bodies(begin, after, area))
    return [body & port for body in bodies if port.top() <= body.center().y() <= port.bottom()]


def _windows_over(view: QWidget) -> Iterator[QWidget]:
    """Yield the windows that stay over the one of `view`, as they belong to it."""
    for window in QApplication.topLevelWidgets():
        owner = window.parentWidget()
        while owner is not None and owner is not view.window():
            owner = owner.parentWidget()
        if owner is not None and window.isVisible() and not window.isMinimized() and window.windowTitle():
            yield window


def _covers(window: QWidget, view: TextView, body: QRectF) -> bool:
    centre: QPoint = view.viewport().mapToGlobal(body.center().toPoint())
    return window.frameGeometry().contains(centre)
