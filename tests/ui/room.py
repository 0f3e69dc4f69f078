"""Whether text has the room that it needs: the walk over the widgets of a window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenuBar,
    QTabBar,
    QWidget,
)

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def clipped(window: QWidget) -> list[str]:
    """A line for each visible widget of `window` whose text is cut."""
    widgets = [window, *window.findChildren(QWidget)]
    return [f"{_told(widget)}: {why}" for widget in widgets if widget.isVisible() for why in _why(widget)]


def _told(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")() or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {text!r} {widget.width()}x{widget.height()}"


def _why(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel():
            yield from _label(widget)
        case QLineEdit() | QAbstractButton() | QComboBox() | QAbstractSpinBox():
            yield from _hint(widget)
        case QHeaderView():
            yield from _header(widget)
        case QAbstractItemView():
            yield from _rows(widget)
        case QTabBar():
            for tab in range(widget.count()):
                if widget.tabRect(tab).height() < widget.fontMetrics().height():
                    yield f"tab {widget.tabText(tab)}"
        case QMenuBar():
            last = widget.actionGeometry(widget.actions()[-1])
            if last.right() > widget.width() or last.height() < widget.fontMetrics().height():
                yield "menus"


def _label(label: QLabel) -> Iterator[str]:
    if label.text() and label.height() < label.fontMetrics().height():
        yield "lower than its text"
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height():
            yield f"needs {label.heightForWidth(label.width())} in height"
    elif label.sizeHint().width() > label.width():
        yield f"needs {label.sizeHint().width()} in width"


def _hint(widget: QWidget) -> Iterator[str]:
    if isinstance(widget.parent(), QComboBox | QAbstractSpinBox):
        return  # the box has been looked at
    least = widget.minimumSizeHint()
    wide = isinstance(widget, QAbstractButton | QAbstractSpinBox)  # in the others text may scroll
    needed = widget.sizeHint().width() if wide else least.width()
    if needed > widget.width():
        yield f"needs {needed} in width"
    if least.height() > widget.height():
        yield f"needs {least.height()} in height"


def _header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is Qt.Orientation.Vertical:
        return
    view = header.parent()
    scrolls = isinstance(view, QAbstractItemView) and view.horizontalScrollBarPolicy() != _NEVER
    if not scrolls and header.length() > header.width() + 1:
        yield f"columns of {header.length()} together"
    for section in range(header.count()):
        if not header.model().headerData(section, Qt.Orientation.Horizontal):
            continue  # what says nothing cannot be cut
        if header.sectionSizeFromContents(section).width() > header.sectionSize(section):
            yield f"section {section} needs {header.sectionSizeFromContents(section).width()}"


def _rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None or not model.rowCount():
        return
    for column in range(1 if isinstance(view, QListView) else model.columnCount()):
        index = model.index(0, column)
        place = view.visualRect(index)
        if place.isValid() and 0 < place.height() < view.fontMetrics().height():
            yield f"row of {place.height()}, text of {view.fontMetrics().height()}"
