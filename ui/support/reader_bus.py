"""Answers of our own to what screen readers ask over AT-SPI, in front of Qt's. On Linux, where one runs.

Qt tells of a text no attributes but those of its font, counts UTF-16 units, and lets even what is read-only be edited.
PySide cannot give it another interface: `interface_cast` and `attributes` are out of Python's reach. The bus is not.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QMetaType
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
        self._texts: dict[int, tuple[QWidget, TextAnswers]] = {}  # by the id of the widget, which is kept

    def add_text(self, widget: QWidget, answers: TextAnswers) -> None:
        """Let these answers be those of the widget's text, as long as the widget is there."""
        key = id(widget)
        self._texts[key] = (widget, answers)
        widget.destroyed.connect(lambda: self._texts.pop(key, None))

    def _text_of(self, found: QAccessibleInterface) -> TextAnswers | None:
        """Return what answers for a text: Qt may make a widget another interface, under another number."""
        kept = self._texts.get(id(found.object()))
        return kept[1] if kept is not None else None

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
        found = QAccessible.accessibleInterface(int(end))
        if found is None or not found.isValid():
            return None
        interface, member, arguments = message.interface(), message.member(), message.arguments()
        if interface == _TEXT:
            text = self._text_of(found)
            return text.answer(member, arguments) if text is not None else None
        if interface == _PROPERTIES:
            return self._property(found, *arguments) if member == "Get" else None
        if interface == _SELECTION:
            return _chosen_item(found, member, arguments)
        return self._of_kind(found, interface, member)

    def _of_kind(self, found: QAccessibleInterface, interface: str, member: str) -> tuple[Any, ...] | None:
        """Answer what a read-only text or a box of choices is; whatever would change such a text is refused."""
        if found.textInterface() is not None and found.state().readOnly:
            if interface == _EDITING:
                return None if member == "CopyText" and self._text_of(found) is None else (False,)
            return (_interfaces(found, "Text"),) if member == "GetInterfaces" else None
        if member == "GetInterfaces" and (box := _box(found)) is not None and not box.isEditable():
            return (_interfaces(found, "Selection"),)
        return None

    def _property(self, found: QAccessibleInterface, interface: str, name: str) -> tuple[Any, ...] | None:
        value: int | str | None = None
        if interface == _TEXT and (text := self._text_of(found)) is not None:
            value = text.value(name)
        elif interface == _ACCESSIBLE and name in _SAID:
            value = said(found, _SAID[name])
        elif interface == _SELECTION and name == "NSelectedChildren" and (box := _box(found)) is not None:
            value = int(box.currentIndex() >= 0)
        return None if value is None else (QDBusVariant(value),)


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


_standing: list[ReaderBus] = []  # the one there is: the bus alone does not keep it


def stand_before() -> ReaderBus | None:
    """Put a `ReaderBus` before Qt's object, until the program ends; None where there is no bus, or no such object."""
    connection = QDBusConnection(_CONNECTION)
    if not connection.isConnected():
        return None
    if _standing:
        return _standing[0]
    theirs = connection.objectRegisteredAt(_ROOT)
    if not isinstance(theirs, QDBusVirtualObject):
        return None
    ours = ReaderBus(theirs)
    if not _register(ours):
        _register(theirs)
        return None
    _standing.append(ours)
    if (application := QCoreApplication.instance()) is not None:
        application.aboutToQuit.connect(lambda: _register(theirs))
    return ours


def _register(answering: QDBusVirtualObject) -> bool:
    """Let this object answer for the whole tree from now on."""
    connection = QDBusConnection(_CONNECTION)
    connection.unregisterObject(_ROOT)
    return connection.registerVirtualObject(_ROOT, answering, QDBusConnection.VirtualObjectRegisterOption.SubPath)
