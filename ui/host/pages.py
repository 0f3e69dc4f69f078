"""Pages on paper: what can be printed, and how it becomes a PDF or goes to a printer. Pixels are 1/96 inch."""

from __future__ import annotations

import errno
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from models.base.report import Progress, no_progress
from ui.support.bidi import shown_text
from ui.support.fonts import NASKH

_PIXELS = 96  # an inch
_RESOLUTION = 1200  # of a PDF
_MARGIN = 18.0  # millimetres
_FOOT = 28.0  # pixels that the line under each page takes
_INK, _FAINT = QColor("#1c1b19"), QColor("#66635c")


class Pages(Protocol):
    """What can be printed. `title` goes into the line under each page, and names the job or the file."""

    title: str

    def lay_out(self, size: QSizeF) -> int:
        """Break it into pages of this size; return how many."""
        ...

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint one page, the first is 0; the painter's origin is its upper left corner."""
        ...


def pdf(pages: Pages, progress: Progress = no_progress) -> bytes:
    """Return pages as a PDF, A4. Raises what `progress` raises."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(pages.title)
    writer.setCreator("Nishan")
    writer.setResolution(_RESOLUTION)
    set_up(writer)
    paint(pages, writer, progress=progress)
    del writer  # which ends the file
    return bytes(buffer.data().data())


def set_up(device: QPagedPaintDevice) -> None:
    """Give a device A4 paper and our margins."""
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    size = QPageSize(QPageSize.PageSizeId.A4)
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))


def paint(
    pages: Pages, device: QPagedPaintDevice, only: tuple[int, int] = (0, 0), progress: Progress = no_progress
) -> None:
    """Paint pages on a device, each with its title and number at its foot. `only`: the first and last, from 1.

    Raises OSError when the device takes no page, or no more, and what `progress` (pages done, and all) raises.
    """
    scale = device.logicalDpiX() / _PIXELS
    room = device.pageLayout().paintRectPixels(device.logicalDpiX()).size()
    size = QSizeF(room.width() / scale, room.height() / scale - _FOOT)
    count = pages.lay_out(size)
    wanted = range(max(only[0] - 1, 0), min(only[1] or count, count))
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(errno.EIO, "it takes no pages")
    try:
        painter.scale(scale, scale)
        for page in wanted:
            progress(page - wanted.start, len(wanted))
            if page > wanted.start and not device.newPage():
                raise OSError(errno.EIO, "it takes no more pages")
            painter.save()
            painter.setPen(_INK)
            pages.paint(painter, page)
            painter.restore()
            foot = QRectF(QPointF(0, size.height()), QSizeF(size.width(), _FOOT))
            _paint_foot(painter, foot, pages.title, f"{page + 1} / {count}")
    finally:
        painter.end()


def _paint_foot(painter: QPainter, place: QRectF, title: str, number: str) -> None:
    font = QFont(NASKH)
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(_FAINT)
    aside = painter.fontMetrics().horizontalAdvance(number) + 16
    room = place.adjusted(aside, 0, 0, 0)
    shown = painter.fontMetrics().elidedText(shown_text(title), Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, number)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, shown)
