"""Which keys each gesture has now: its own, unless the person gave it others. No key ever means two things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from models.base.entities import Label
from models.base.errors import UserError
from ui.keys.actions import ActionSpec
from ui.support.key_places import folded, place_of
from ui.support.settings import Settings


@dataclass(frozen=True, slots=True)
class Fixed:
    """Keys that the article or every window needs as they are. `keys` are for comparing, `shown` is for people."""

    shown: str
    text: str
    keys: tuple[str, ...]


def _with(keys: Sequence[str], *held: str) -> tuple[str, ...]:
    return tuple(prefix + key for prefix in held for key in keys)


FIXED = (
    Fixed("← →", "caret on and back by a character", _with(("Left", "Right"), "", "Shift+")),
    Fixed("Ctrl+← →", "caret on and back by a word", _with(("Left", "Right"), "Ctrl+", "Ctrl+Shift+")),
    Fixed("↑ ↓", "caret by a line", _with(("Up", "Down"), "", "Shift+")),
    Fixed("PgUp PgDown", "caret by a page", _with(("PgUp", "PgDown"), "", "Shift+")),
    Fixed("Home End", "caret to the start and the end of the line", _with(("Home", "End"), "", "Shift+")),
    Fixed(
        "Ctrl+Home End", "caret to the start and the end of the text", _with(("Home", "End"), "Ctrl+", "Ctrl+Shift+")
    ),
    Fixed("Tab Shift+Tab", "next and previous span at the caret, or control", ("Tab", "Backtab", "Shift+Tab")),
    Fixed("Esc", "let go of the selection, close what is open", ("Esc",)),
)
_LONE = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_unknown}
_LONE |= {Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Hyper_L}
_LONE |= {Qt.Key.Key_Mode_switch, Qt.Key.Key_Multi_key}
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def plain(text: str) -> str:
    """A menu's text as a name: no underlined letter, no dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def pressed(event: QKeyEvent) -> str:
    """The key of an event as settings hold it (`Ctrl+M`); empty for Shift alone and the like.

    With Ctrl, Alt or Meta a letter of an Urdu layout counts by its place: Ctrl+ق is Ctrl+Q.
    """
    key, held = Qt.Key(event.key()), event.modifiers()
    if event.key() == 0 or key in _LONE:
        return ""
    held &= _HELD | Qt.KeyboardModifier.ShiftModifier
    place = place_of(event) if held & _HELD and 0x7F < event.key() < 0x01000000 else ""
    if place:
        return QKeySequence(f"{_held(held)}{place.upper()}").toString()
    sign = chr(key) if key < 0x01000000 else ""
    if (sign and not sign.isalnum() and not sign.isspace()) or key == Qt.Key.Key_Backtab:
        held &= ~Qt.KeyboardModifier.ShiftModifier  # Shift is part of typing "?"
    return QKeySequence(QKeyCombination(held, key)).toString()


def _held(held: Qt.KeyboardModifier) -> str:
    return QKeySequence(QKeyCombination(held, Qt.Key.Key_A)).toString().removesuffix("A")


def _same(key: str) -> str:
    """What two names of one key have in common."""
    written = QKeySequence(key).toString()
    bare = written.removeprefix("Shift+")
    return folded(bare) if len(bare) == 1 else written.casefold()


class Keymap(QObject):
    """The keys of all gestures, from the settings. Whoever shows or obeys keys reads again on `changed`."""

    changed = Signal()

    def __init__(self, settings: Settings, gestures: Sequence[ActionSpec], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._gestures = {gesture.id: gesture for gesture in gestures}
        self._labels: tuple[Label, ...] = ()
        self._keys: dict[str, tuple[str, ...]] = {}
        self._read()

    @property
    def gestures(self) -> tuple[ActionSpec, ...]:
        """All gestures in the order of the menus."""
        return tuple(self._gestures.values())

    def keys(self, gesture: str) -> tuple[str, ...]:
        """The keys of a gesture, as `QKeySequence` reads them."""
        return self._keys[gesture]

    def told(self, gesture: str) -> str:
        """The first key of a gesture as sentences say it, ` (Ctrl+M)`; empty when it has none."""
        keys = self._keys[gesture]
        return f" ({native(keys[0])})" if keys else ""

    def is_usual(self, gesture: str) -> bool:
        """Whether the gesture has the keys that it comes with."""
        return self._keys[gesture] == self._usual(gesture)

    def set_labels(self, labels: Iterable[Label]) -> None:
        """The labels of the open project: their keys are theirs."""
        self._labels = tuple(labels)
        self._read()
        self.changed.emit()

    def holder(self, key: str, but: str = "") -> str:
        """The name of what has this key, other than gesture `but`; empty when it is free."""
        asked = _same(key)
        if fixed := next((fixed for fixed in FIXED if asked in map(_same, fixed.keys)), None):
            return fixed.text
        if label := next((label for label in self._labels if label.key and _same(label.key) == asked), None):
            return f"the label {label.name}"
        return self._action_with(asked, but)

    def action_with(self, key: str) -> str:
        """The name of the action, or of the fixed use, that has this key whatever the labels; empty when none has."""
        asked = _same(key)
        fixed = next((fixed.text for fixed in FIXED if asked in map(_same, fixed.keys)), "")
        return fixed or self._action_with(asked, "")

    def _action_with(self, asked: str, but: str) -> str:
        others = (gesture for gesture in self.gestures if gesture.id != but)
        return next((plain(g.text) for g in others if asked in map(_same, self._keys[g.id])), "")

    def gesture_at(self, event: QKeyEvent) -> str:
        """The gesture that a letter of a non-Latin layout stands for with Ctrl, Alt or Meta held; empty for others."""
        if not (event.modifiers() & _HELD and place_of(event) and 0x7F < event.key() < 0x01000000):
            return ""
        asked = pressed(event)
        return next((gesture for gesture, keys in self._keys.items() if asked in keys), "")

    def clash(self, key: str, gesture: str) -> str:
        """Why a gesture cannot have this key, in a sentence; empty when it can."""
        name = self.holder(key, but=gesture)
        if not name:
            return ""
        fixed = any(name == fixed.text for fixed in FIXED)
        advice = "choose another key." if fixed else "choose another key or change that first."
        return f"{native(key)} is taken by {name}; {advice}"

    def give(self, gesture: str, keys: Sequence[str]) -> None:
        """Give a gesture these keys in place of those it had; none is possible too. Raises UserError on a clash."""
        for key in keys:
            if sentence := self.clash(key, gesture):
                raise UserError(sentence)
        usual = self._gestures[gesture].keys
        written = tuple(dict.fromkeys(QKeySequence(key).toString() for key in keys))
        self._settings.set_keys(gesture, None if written == self._written(usual) else written)
        self._read()
        self.changed.emit()

    def reset(self, gesture: str) -> None:
        """Give a gesture the keys that it comes with. Raises UserError when another has one of them by now."""
        self.give(gesture, self._gestures[gesture].keys)

    def reset_all(self) -> None:
        """Every gesture has the keys that it comes with."""
        for gesture in self._gestures:
            self._settings.set_keys(gesture, None)
        self._read()
        self.changed.emit()

    # --- the inside -------------------------------------------------------------------------------------------

    @staticmethod
    def _written(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(QKeySequence(key).toString() for key in keys)

    def _usual(self, gesture: str) -> tuple[str, ...]:
        return self._written(self._gestures[gesture].keys)

    def _read(self) -> None:
        """What the person chose comes first; whatever else wants a key that is taken goes without it."""
        chosen = {gesture: self._settings.keys(gesture) for gesture in self._gestures}
        taken = {_same(key) for fixed in FIXED for key in fixed.keys}
        taken |= {_same(label.key) for label in self._labels if label.key}
        for gesture in sorted(self._gestures, key=lambda gesture: chosen[gesture] is None):
            given = chosen[gesture]
            wanted = self._usual(gesture) if given is None else self._written(given)
            kept = []
            for key in wanted:
                if QKeySequence(key).count() == 1 and _same(key) not in taken:
                    taken.add(_same(key))
                    kept.append(key)
            self._keys[gesture] = tuple(kept)
