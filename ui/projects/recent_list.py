"""The list of recent projects: name, folder and when it was opened; missing files are marked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from models.base.presence import Seen, look
from ui.projects.recent_menu import NOT_THERE
from ui.support.bidi import FSI, LRM, PDI, isolated, shown_path
from ui.support.settings import Recent, Settings
from ui.support.tips import tip
from ui.support.when import day_or_time

_Index = QModelIndex | QPersistentModelIndex
_PATH, _SEEN, _DETAILS = (Qt.ItemDataRole.UserRole + number for number in range(3))
_NAME_SIZE = 1.3  # of the font's size
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class _TwoLines(QStyledItemDelegate):
    """Paints the name, and below it in a fainter colour the folder and the time."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        metrics = QFontMetrics(option.font)
        return QSize(metrics.averageCharWidth() * 30, round(metrics.height() * 3.1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        style = blank.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, blank.widget)
        chosen = bool(blank.state & QStyle.StateFlag.State_Selected)
        name_role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        details_role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        metrics = QFontMetrics(blank.font)
        pad = metrics.averageCharWidth()
        box = blank.rect.adjusted(pad, 0, -pad, 0)
        half = round(box.height() * 0.56)
        name = f"{LRM}{isolated(index.data())}"
        painter.save()
        font = QFont(blank.font)
        font.setPointSizeF(font.pointSizeF() * _NAME_SIZE)
        painter.setFont(font)
        painter.setPen(blank.palette.color(name_role if index.data(_SEEN) is Seen.THERE else details_role))
        self._line(painter, QRect(box.left(), box.top() + 2, box.width(), half), name, Qt.TextElideMode.ElideRight)
        painter.setFont(blank.font)
        painter.setPen(blank.palette.color(details_role))
        below = QRect(box.left(), box.top() + half - 4, box.width(), box.height() - half)
        self._line(painter, below, index.data(_DETAILS), Qt.TextElideMode.ElideMiddle)
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, text: str, elide: Qt.TextElideMode) -> None:
        painter.drawText(box, _LEFT, painter.fontMetrics().elidedText(text, elide, box.width()))


class RecentList(QListWidget):
    """The recent projects. Return or a click opens one, Delete removes it from the list."""

    opened = Signal(Path)
    forgotten = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setItemDelegate(_TwoLines(self))
        self.setAccessibleName("Recent projects")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._open)
        self.read()

    def read(self) -> None:
        """Read the settings again, and check which files exist."""
        row = self.currentRow()
        self.clear()
        recents = self._settings.recent
        seen = look(recent.path for recent in recents)
        for recent in recents:
            self.addItem(self._item(recent, seen[recent.path]))
        self.setCurrentRow(min(max(row, 0), self.count() - 1))

    def _item(self, recent: Recent, seen: Seen) -> QListWidgetItem:
        item = QListWidgetItem(recent.path.stem)
        place = "the sample" if recent.path == self._settings.sample else shown_path(recent.path.parent)
        parts = [place, NOT_THERE.get(seen) or day_or_time(recent.at.isoformat())]
        item.setData(_PATH, recent.path)
        item.setData(_SEEN, seen)
        item.setData(_DETAILS, f"{LRM}{' · '.join(parts)}")
        plain = ", ".join((recent.path.stem, *parts)).translate(dict.fromkeys(map(ord, (LRM, FSI, PDI))))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, plain)
        item.setToolTip(tip(LRM + str(recent.path)))
        return item

    def may_be_there(self) -> bool:
        """Return whether the current project was there when the list was read, or its drive may be back by now."""
        return self.currentItem() is not None and self.currentItem().data(_SEEN) is not Seen.GONE

    def open_current(self) -> None:
        if self.currentItem() is not None:
            self._open(self.currentItem())

    def forget_current(self) -> None:
        """Remove the current project from the list; its file stays."""
        if self.currentItem() is not None:
            self._settings.forget(self.currentItem().data(_PATH))
            self.read()
            self.forgotten.emit()

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_PATH))  # also what was not there: it may be back, and else somebody says why not

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.key() == Qt.Key.Key_Delete:
            self.forget_current()
        else:
            super().keyPressEvent(event)
