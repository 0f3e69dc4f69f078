"""The keys of each action: its default ones, or those that the annotator gave it. No key ever has two meanings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from models.base.entities import Label
from models.base.errors import UserError
from ui.keys.action_specs import ActionSpec, on_macos
from ui.support.bidi import named
from ui.support.physical_keys import MODIFIERS, fold_key, us_key
from ui.support.settings import Settings


@dataclass(frozen=True, slots=True)
class FixedKeys:
    """Keys that cannot be given to an action: `shown` is for people, `keys` are for comparing."""

    shown: str
    text: str
    keys: tuple[str, ...]


def _combine(keys: Sequence[str], *prefixes: str) -> tuple[str, ...]:
    return tuple(prefix + key for prefix in prefixes for key in keys)


_BY_WORD = ("Ctrl+", "Ctrl+Shift+", *(("Alt+", "Alt+Shift+") if on_macos() else ()))
FIXED = (
    FixedKeys("← →", "caret on and back by a character", _combine(("Left", "Right"), "", "Shift+")),
    FixedKeys("Ctrl+← →", "caret on and back by a word", _combine(("Left", "Right"), *_BY_WORD)),
    FixedKeys("↑ ↓", "caret by a line", _combine(("Up", "Down"), "", "Shift+")),
    FixedKeys("PgUp PgDown", "caret by a page", _combine(("PgUp", "PgDown"), "", "Shift+")),
    FixedKeys("Home End", "caret to the start and the end of the line", _combine(("Home", "End"), "", "Shift+")),
    FixedKeys(
        "Ctrl+Home End", "caret to the start and the end of the text", _combine(("Home", "End"), "Ctrl+", "Ctrl+Shift+")
    ),
    FixedKeys("Tab Shift+Tab", "next and previous span at the caret, or control", ("Tab", "Backtab", "Shift+Tab")),
    FixedKeys("Shift+F1", "what is this? of the control that has the keyboard", ("Shift+F1",)),
    FixedKeys("Esc", "let go of the selection, close what is open", ("Esc",)),
)
_MODIFIER_KEYS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
_MODIFIER_KEYS |= {Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R}
_MODIFIER_KEYS |= {Qt.Key.Key_Hyper_L, Qt.Key.Key_Mode_switch, Qt.Key.Key_Multi_key, Qt.Key.Key_unknown}


def action_name(text: str) -> str:
    """Return the text of an action or a menu without its mnemonic and dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def native_text(key: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def native_words(words: str) -> str:
    """Return words about keys, `Ctrl+wheel`, with the modifiers as this system writes them: `⌘wheel` on macOS."""
    for modifier in ("Ctrl+", "Alt+", "Shift+"):
        words = words.replace(modifier, native_text(f"{modifier}A").removesuffix("A"))
    return words


def pressed(event: QKeyEvent) -> str:
    """Return the key of an event in the portable form of the settings (`Ctrl+M`); empty for a modifier alone.

    With Ctrl, Alt or Meta, a letter of a non-Latin layout is read by its position: Ctrl+ق is Ctrl+Q.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if event.key() == 0 or key in _MODIFIER_KEYS:
        return ""
    modifiers &= MODIFIERS | Qt.KeyboardModifier.ShiftModifier
    if modifiers & MODIFIERS and (letter := _non_latin_key(event)):
        return QKeySequence(f"{_prefix(modifiers)}{letter.upper()}").toString()
    sign = chr(key) if key < 0x01000000 else ""
    if (sign and not sign.isalnum() and not sign.isspace()) or key == Qt.Key.Key_Backtab:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # Shift is part of typing "?"
    return QKeySequence(QKeyCombination(modifiers, key)).toString()


def _non_latin_key(event: QKeyEvent) -> str:
    """Return the US key at the position where the layout has a character beyond ASCII; empty for others."""
    return us_key(event) if 0x7F < event.key() < 0x01000000 else ""


def _prefix(modifiers: Qt.KeyboardModifier) -> str:
    return QKeySequence(QKeyCombination(modifiers, Qt.Key.Key_A)).toString().removesuffix("A")


def _canonical(key: str) -> str:
    """Return a form that is equal for two spellings of one key."""
    portable = QKeySequence(key).toString()
    bare = portable.removeprefix("Shift+")
    return fold_key(bare) if len(bare) == 1 else portable.casefold()


class Keymap(QObject):
    """The keys of all actions, from the settings. Emits `changed` when any of them are others."""

    changed = Signal()

    def __init__(self, settings: Settings, specs: Sequence[ActionSpec], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._specs = {spec.id: spec for spec in specs}
        self._labels: tuple[Label, ...] = ()
        self._keys: dict[str, tuple[str, ...]] = {}
        self._read()

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        return tuple(self._specs.values())

    def keys(self, action: str) -> tuple[str, ...]:
        """Return the keys of an action, as `QKeySequence` reads them."""
        return self._keys[action]

    def hint(self, action: str) -> str:
        """Return the first key of an action in the form that sentences end with, ` (Ctrl+M)`; empty without one."""
        keys = self._keys[action]
        return f" ({native_text(keys[0])})" if keys else ""

    def is_default(self, action: str) -> bool:
        return self._keys[action] == self._defaults(action)

    def set_labels(self, labels: Iterable[Label]) -> None:
        """Reserve the keys of the open project's labels."""
        self._labels = tuple(labels)
        self._read()

    def taken_by(self, key: str, except_for: str = "") -> str:
        """Return the name of what has this key, other than the action `except_for`; empty when the key is free."""
        wanted = _canonical(key)
        if label := next((label for label in self._labels if label.key and _canonical(label.key) == wanted), None):
            return _fixed_use(wanted) or f"the label {named(label.name)}"
        return self.action_with(key, except_for)

    def action_with(self, key: str, except_for: str = "") -> str:
        """Return the name of the action, or of the fixed use, that has this key whatever the labels; empty if none."""
        wanted = _canonical(key)
        names = (
            action_name(spec.text)
            for spec in self.specs
            if spec.id != except_for and wanted in map(_canonical, self._keys[spec.id])
        )
        return _fixed_use(wanted) or next(names, "")

    def action_at(self, event: QKeyEvent) -> str:
        """Return the id of the action of Ctrl, Alt or Meta with a letter of a non-Latin layout; empty for others."""
        if not (event.modifiers() & MODIFIERS and _non_latin_key(event)):
            return ""
        key = pressed(event)
        return next((action for action, keys in self._keys.items() if key in keys), "")

    def conflict(self, key: str, action: str) -> str:
        """Return why an action cannot have this key, in a sentence; empty when it can."""
        name = self.taken_by(key, except_for=action)
        if not name:
            return ""
        fixed = any(name == fixed.text for fixed in FIXED)
        advice = "choose another key." if fixed else "choose another key or change that first."
        return f"{native_text(key)} is taken by {name}; {advice}"

    def assign(self, action: str, keys: Sequence[str]) -> None:
        """Replace the keys of an action; `keys` may be empty. Raises UserError on a conflict."""
        for key in keys:
            if sentence := self.conflict(key, action):
                raise UserError(sentence)
        portable = tuple(dict.fromkeys(_portable(keys)))
        self._settings.set_keys(action, None if portable == self._defaults(action) else portable)
        self._read()

    def reset(self, action: str) -> None:
        """Give an action its default keys. Raises UserError when another action has one of them by now."""
        self.assign(action, self._specs[action].usual_keys)

    def reset_all(self) -> None:
        for action in self._specs:
            self._settings.set_keys(action, None)
        self._read()

    def _defaults(self, action: str) -> tuple[str, ...]:
        return _portable(self._specs[action].usual_keys)

    def _read(self) -> None:
        """Resolve all keys: chosen keys come before default ones, and an action goes without a key that is taken."""
        chosen = {action: self._settings.keys(action) for action in self._specs}
        taken = {_canonical(key) for fixed in FIXED for key in fixed.keys}
        taken |= {_canonical(label.key) for label in self._labels if label.key}
        for action in sorted(self._specs, key=lambda action: chosen[action] is None):
            given, kept = chosen[action], []
            for key in self._defaults(action) if given is None else _portable(given):
                if QKeySequence(key).count() == 1 and _canonical(key) not in taken:
                    taken.add(_canonical(key))
                    kept.append(key)
            self._keys[action] = tuple(kept)
        self.changed.emit()


def _portable(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(QKeySequence(key).toString() for key in keys)


def _fixed_use(wanted: str) -> str:
    """Return what the fixed keys do that a canonical key is one of; empty when it is none of them."""
    return next((fixed.text for fixed in FIXED if wanted in map(_canonical, fixed.keys)), "")
