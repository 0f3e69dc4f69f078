"""Answers of our own to what screen readers ask over AT-SPI, in front of Qt's. On Linux, where one runs.

Qt tells of a text no attributes but those of its font, counts UTF-16 units, and lets even what is read-only be edited.
PySide cannot give it another interface: `interface_cast` and `attributes` are out of Python's reach. The bus is not.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

from PySide6.QtCore import QMetaType
from PySide6.QtDBus import (
    QDBusArgument,
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusVariant,
    QDBusVirtualObject,
)
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QWidget

from ui.support.bidi import as_spoken

_CONNECTION, _ROOT = "a11y", "/org/a11y/atspi/accessible"  # as Qt calls them
_ATSPI = "org.a11y.atspi."
_TEXT, _EDITING, _ACCESSIBLE = f"{_ATSPI}Text", f"{_ATSPI}EditableText", f"{_ATSPI}Accessible"
_SELECTION = f"{_ATSPI}Selection"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAID = {"Name": QAccessible.Text.Name, "Description": QAccessible.Text.Description}
_OURS = frozenset({_TEXT, _EDITING, _ACCESSIBLE, _SELECTION, _PROPERTIES})
_STRING = QMetaType(QMetaType.Type.QString)
_log = logging.getLogger(__name__)


class TextAnswers(Protocol):
    """What answers for the text of one widget."""

    def answer(self, member: str, arguments: list[Any]) -> tuple[Any, ...] | None: ...
    def value(self, name: str) -> int | None: ...


class ReaderBus(QDBusVirtualObject):
    """Stands before Qt's own object on the bus of accessibility, which answers whatever is not ours."""

    def __init__(self, theirs: QDBusVirtualObject) -> None:
        super().__init__()
        self._theirs = theirs
        self._texts: dict[int, tuple[QWidget, TextAnswers]] = {}

    def add_text(self, widget: QWidget, answers: TextAnswers) -> None:
        """Let these answers be those of the widget's text, as long as the widget is there."""
        id_ = QAccessible.uniqueId(QAccessible.queryAccessibleInterface(widget))
        self._texts[id_] = (widget, answers)
        widget.destroyed.connect(lambda: self._texts.pop(id_, None))

    def introspect(self, path: str) -> str:
        return self._theirs.introspect(path)

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Answer what is ours, and pass on the rest. A fault of ours is logged, and Qt answers."""
        answer: tuple[Any, ...] | None = None
        if message.interface() in _OURS:
            try:
                answer = self._answer(message)
            except Exception:
                _log.exception("a screen reader asked for %s", message.member())
        if answer is None:
            return self._theirs.handleMessage(message, connection)
        reply = message.createReply()
        reply.setArguments([as_argument(value) for value in answer])
        connection.send(reply)
        return True

    def _answer(self, message: QDBusMessage) -> tuple[Any, ...] | None:
        end = message.path().rpartition("/")[2]
        if not end.isdigit():
            return None
        id_, interface, member = int(end), message.interface(), message.member()
        if interface == _TEXT:
            return self._texts[id_][1].answer(member, message.arguments()) if id_ in self._texts else None
        if interface == _PROPERTIES:
            return self._property(id_, *message.arguments()) if member == "Get" else None
        found = QAccessible.accessibleInterface(id_)
        if found is None or not found.isValid():
            return None
        if interface == _SELECTION:
            return _chosen_item(found, member, message.arguments())
        return self._of_kind(found, id_, interface, member)

    def _of_kind(self, found: QAccessibleInterface, id_: int, interface: str, member: str) -> tuple[Any, ...] | None:
        """Answer what a read-only text or a box of choices is, and what may be done to it."""
        if found.textInterface() is not None and found.state().readOnly:
            if interface == _EDITING:
                return self._refusal(id_, member)
            return (_interfaces(found, "Text"),) if member == "GetInterfaces" else None
        if member == "GetInterfaces" and (box := _box(found)) is not None and not box.isEditable():
            return (_interfaces(found, "Selection"),)
        return None

    def _property(self, id_: int, interface: str, name: str) -> tuple[Any, ...] | None:
        value: int | str | None = None
        if interface == _TEXT and id_ in self._texts:
            value = self._texts[id_][1].value(name)
        elif (found := QAccessible.accessibleInterface(id_)) is not None and found.isValid():
            if interface == _ACCESSIBLE and name in _SAID:
                value = said(found, _SAID[name])
            elif interface == _SELECTION and name == "NSelectedChildren" and (box := _box(found)) is not None:
                value = int(box.currentIndex() >= 0)
        return None if value is None else (QDBusVariant(value),)

    def _refusal(self, id_: int, member: str) -> tuple[Any, ...] | None:
        """Say no to what would change a read-only text: nothing is done. To copy from one is another matter."""
        return None if member == "CopyText" and id_ not in self._texts else (False,)


def said(found: QAccessibleInterface, part: QAccessible.Text) -> str:
    """Return a name or description for the ear. That of a combo box is its own: Qt gives its value in its place."""
    text = found.text(part)
    if part is QAccessible.Text.Name and (box := _box(found)) is not None:
        text = box.accessibleName() or text
    return as_spoken(text)


def _box(found: QAccessibleInterface) -> QComboBox | None:
    widget = found.object() if found.role() is QAccessible.Role.ComboBox else None
    return widget if isinstance(widget, QComboBox) else None


def _chosen_item(found: QAccessibleInterface, member: str, arguments: list[Any]) -> tuple[Any, ...] | None:
    """Answer which item of a box is chosen: its value, now that its name is another."""
    box, items = _box(found), found.child(0)
    if box is None or items is None:
        return None
    if member == "IsChildSelected":
        return (arguments == [box.currentIndex()],)
    if member != "GetSelectedChild" or arguments != [0]:
        return None if member == "GetSelectedChild" else (False,)
    item = items.child(box.currentIndex()) if box.currentIndex() >= 0 else None
    return None if item is None else (item,)


def _interfaces(found: QAccessibleInterface, of_its_own: str) -> list[str]:
    """Return what something is on the bus; a read-only text is all but editable."""
    names = ["Accessible", "Collection", "Component", of_its_own]
    if found.actionInterface() is not None:
        names.append("Action")
    return [_ATSPI + name for name in names]


def as_argument(value: Any) -> Any:
    """Return a value as the bus wants it: lists of strings, dictionaries of them, and what else is in the tree."""
    if not isinstance(value, (dict, list, QAccessibleInterface)):
        return value
    argument = QDBusArgument()
    if isinstance(value, QAccessibleInterface):
        argument.beginStructure()
        argument.appendVariant(QDBusConnection(_CONNECTION).baseService())
        argument.appendVariant(QDBusObjectPath(f"{_ROOT}/{QAccessible.uniqueId(value)}"))
        argument.endStructure()
        return argument
    if isinstance(value, list):
        argument.beginArray(_STRING)
        for each in value:
            argument.appendVariant(each)
        argument.endArray()
        return argument
    argument.beginMap(_STRING, _STRING)
    for pair in value.items():
        argument.beginMapEntry()
        for each in pair:
            argument.appendVariant(each)
        argument.endMapEntry()
    argument.endMap()
    return argument


def stand_before() -> ReaderBus | None:
    """Put a `ReaderBus` before Qt's object; None where there is no such bus, or Qt has something else there."""
    connection = QDBusConnection(_CONNECTION)
    if not connection.isConnected():
        return None
    theirs = connection.objectRegisteredAt(_ROOT)
    if isinstance(theirs, ReaderBus):
        return theirs
    if not isinstance(theirs, QDBusVirtualObject):
        return None
    ours, whole = ReaderBus(theirs), QDBusConnection.VirtualObjectRegisterOption.SubPath
    connection.unregisterObject(_ROOT)
    if connection.registerVirtualObject(_ROOT, ours, whole):
        return ours
    connection.registerVirtualObject(_ROOT, theirs, whole)
    return None


def stand_aside(ours: ReaderBus) -> None:
    """Give Qt's object its place back."""
    connection = QDBusConnection(_CONNECTION)
    if connection.isConnected() and connection.objectRegisteredAt(_ROOT) is ours:
        connection.unregisterObject(_ROOT)
        connection.registerVirtualObject(
            _ROOT,
            ours._theirs,
            QDBusConnection.VirtualObjectRegisterOption.SubPath,
        )
