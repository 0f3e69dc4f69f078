"""What the program remembers between runs, in `settings.ini` of the data folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QLockFile, QSettings

from models.base import json_text
from models.base.data_folder import SAMPLE_NAME, make_private_file, open_data_folder
from models.base.entities import Granularity
from models.base.presence import identities, plain
from models.project.order import Order
from models.storage import outputs
from ui.support.fonts import LARGEST, NASKH, NASTALIQ, SMALLEST
from ui.support.theme import CHOICES

LINE_SPACINGS = {100: "Usual", 125: "A quarter more", 150: "Half more", 200: "Double"}  # percent
TEXT_WIDTHS = {0: "The whole window", 44: "Wide", 33: "Medium", 22: "Narrow"}  # sizes of the article's font
_MAX_RECENT, _MAX_CHOICES, _MAX_WARNED, _MAX_PLACES = 10, 12, 100, 1000
_LOCK = "settings.ini.turn"
_TURN = 500  # milliseconds that another window's change of the settings may take
_T = TypeVar("_T")


class Setting(Generic[_T]):
    """A key of the settings file as an attribute: the default, and how a value is parsed and formatted.

    A value that is missing, or that `parse` raises for, reads as the default: anybody may change the file. Assigning
    None removes the key from the file. What is there already is not written: another window may have changed it since.
    """

    def __init__(
        self, key: str, default: _T, parse: Callable[[Any], _T], to_stored: Callable[[_T], object] = str
    ) -> None:
        self._key, self._default, self._parse, self._to_stored = key, default, parse, to_stored

    def __get__(self, settings: Settings, owner: type | None = None) -> _T:
        value = settings.store.value(self._key)
        try:
            return self._default if value is None else self._parse(value)
        except Exception:
            return self._default

    def __set__(self, settings: Settings, value: _T) -> None:
        if value is None:
            settings.store.remove(self._key)
        elif (stored := self._to_stored(value)) != settings.store.value(self._key):
            settings.store.setValue(self._key, stored)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # such as a list that a comma has made
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    return lambda value: choices[choices.index(_text(value))]


def _number(least: int, most: int) -> Callable[[object], int]:
    """Return a parser of decimal digits that clamps the number to `least` and `most`, both included."""

    def parse(value: object) -> int:
        if not _text(value).isdecimal():
            raise ValueError(value)
        return min(max(int(_text(value)), least), most)

    return parse


def _any_of(choices: Iterable[int]) -> Callable[[object], int]:
    known = {str(choice): choice for choice in choices}

    def parse(value: object) -> int:
        if (found := known.get(_text(value))) is None:
            raise ValueError(value)
        return found

    return parse


def _flag(key: str, *, default: bool = False, on: str = "yes", off: str = "no") -> Setting[bool]:
    parse = _one_of(on, off)
    return Setting(key, default, lambda value: parse(value) == on, lambda value: on if value else off)


def _strings(key: str) -> Setting[tuple[str, ...]]:
    def parse(value: object) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value  # QSettings reads a list of one back as a string
        return tuple(each for each in values if isinstance(each, str)) if isinstance(values, list) else ()

    return Setting(key, (), parse, list)


def _widths(value: object) -> tuple[int, int]:
    left, right = map(_number(0, 10_000), _text(value).split())
    return left, right


def _bytes(value: object) -> QByteArray:
    return value if isinstance(value, QByteArray) else QByteArray()


def _path(value: object) -> Path | None:
    path = _text(value)
    return _as_path(json_text.parse(path, halves=True) if path.startswith('"') else path) if path else None


def _as_path(value: object) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError(value)
    return Path(value)


def _dump_path(path: Path | None) -> str:
    """Return the path; one that is not UTF-8, which Qt would shorten, as JSON."""
    text = str(path)
    return text if text.isascii() or text.encode("utf-8", "ignore").decode() == text else json.dumps(text)


def _keys(value: object) -> tuple[str, ...] | None:
    if isinstance(value, list):
        return tuple(map(_text, value))
    return (key,) if (key := _text(value)) else ()


def _recent(value: object) -> tuple[Recent, ...]:
    found = []
    for entry in json_text.parse(_text(value), halves=True):
        with suppress(ValueError, TypeError):  # one that makes no sense is no reason to lose the others
            path, at = entry
            found.append(Recent(_as_path(path), datetime.fromisoformat(at)))
    return tuple(found)


def _dump_recent(projects: tuple[Recent, ...]) -> str:
    return json.dumps([(str(recent.path), recent.at.isoformat(timespec="seconds")) for recent in projects])


def _uids(value: object) -> frozenset[str]:
    return frozenset(_text(value).split())


def _layers_in(project: str) -> Setting[frozenset[str]]:
    return Setting(f"layers/{project}", frozenset(), _uids, lambda uids: " ".join(sorted(uids)))


def _places(value: object) -> tuple[Place, ...]:
    return tuple(Place(*map(int, each.split(":"))) for each in _text(value).split())


def _dump_places(places: Iterable[Place]) -> str:
    return " ".join(f"{place.article}:{place.caret}:{place.top}" for place in places)


def _places_of(project: str, annotator: str) -> Setting[tuple[Place, ...]]:
    return Setting(f"places/{project}/{annotator or 'nobody'}", (), _places, _dump_places)


def _keys_of(action: str) -> Setting[tuple[str, ...] | None]:
    return Setting(f"keys/{action}", None, _keys, lambda keys: list(keys or ()) or "")


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was open once; `at` is when, in local time."""

    path: Path
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article was read: the caret, and the first line in view. `caret` and `top` are code points."""

    article: int
    caret: int
    top: int


class Settings:
    """Typed access to `settings.ini`; a value that makes no sense reads as if it were not there."""

    last_project = Setting[Path | None]("project", None, _path, _dump_path)  # what the next start opens
    recent = Setting[tuple[Recent, ...]]("recent", (), _recent, _dump_recent)  # the project opened last comes first
    annotator = Setting("annotator", "", _text)  # whose layer is shown and changed; empty until it is known
    export_format = Setting("export/format", "jsonl", _text)  # the key of the format that was exported last
    theme = Setting("theme", "system", _one_of(*CHOICES))
    typeface = Setting("article/typeface", NASTALIQ, _one_of(NASTALIQ, NASKH))
    points = Setting("article/points", 20, _number(SMALLEST, LARGEST))
    line_spacing = Setting("article/line_spacing", 100, _any_of(LINE_SPACINGS))  # percent of the usual
    text_width = Setting("article/width", 0, _any_of(TEXT_WIDTHS))  # sizes of the font; 0: the whole window
    granularity = Setting("article/granularity", Granularity.WORDS, Granularity)
    order = Setting("articles/order", Order.IMPORT, Order)
    order_turned = _flag("articles/turned")
    interface_size = Setting("interface/size", 100, _number(100, 200))  # percent of the system's
    urdu_chips = _flag("article/chips", on="urdu", off="short")
    suggestions = _flag("article/suggestions", default=True)
    hidden = _flag("article/hidden")  # whether hidden characters are shown
    sentence_focus = _flag("article/sentence_focus")
    paragraph_numbers = _flag("article/paragraph_numbers")
    recent_choices = _strings("palette/recent")  # of the command palette, the last one first
    warned_paths = _strings("drives/warned")  # projects whose kind of drive the annotator has been warned of
    window_geometry = Setting("window/geometry", QByteArray(), _bytes, QByteArray)
    pane_widths = Setting("window/panes", (230, 280), _widths, lambda widths: " ".join(map(str, widths)))  # pixels
    articles_pane = _flag("window/articles", default=True)  # whether it is shown
    spans_pane = _flag("window/spans", default=True)

    def __init__(self, folder: Path | None) -> None:
        """Open the settings of a data folder, which is made when it is missing.

        Raises UserError, also when the settings file is no file of settings.
        """
        self.folder = self._place = open_data_folder(folder)
        for name in ("settings.ini", "settings.ini.lock", _LOCK):  # Qt would wait for a pipe, and write through a link
            outputs.refuse(self.folder / name)
        file = self.folder / "settings.ini"
        with suppress(OSError):  # Qt keeps the rights of a file that is there
            make_private_file(file)
        self.store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def sample(self) -> Path:
        """Return the path of the sample project, which may not exist yet."""
        return self.folder / SAMPLE_NAME

    def remember(self, path: Path) -> None:
        """Put a project that has just been opened first among the recent ones; the next start opens it."""
        with self._shared():
            self.last_project = path = plain(path)
            recents = (Recent(path, datetime.now()), *self.recent)
            files = identities(recent.path for recent in recents)
            first = {files[recent.path]: recent for recent in reversed(recents)}
            self.recent = tuple(recent for recent in recents if first[files[recent.path]] is recent)[:_MAX_RECENT]

    def forget(self, path: Path) -> None:
        """Take a project off the recent ones; its file stays."""
        with self._shared():
            self.recent = tuple(recent for recent in self.recent if recent.path != path)

    def layers(self, project: str) -> frozenset[str]:
        """Return the uids of the other annotators whose layers are shown in the project of that uid."""
        return _layers_in(project).__get__(self)

    def set_layers(self, project: str, annotators: Iterable[str]) -> None:
        """Store whose layers are shown in the project of that uid."""
        _layers_in(project).__set__(self, frozenset(annotators))

    def places(self, project: str, annotator: str) -> tuple[Place, ...]:
        """Return where the annotator of that uid was in articles of that project, the one read last at the end."""
        return _places_of(project, annotator).__get__(self)

    def set_places(self, project: str, annotator: str, places: Iterable[Place]) -> None:
        """Store where the annotator was in articles, those read last at the end; the first of very many are dropped."""
        _places_of(project, annotator).__set__(self, tuple(places)[-_MAX_PLACES:])

    def warned_of(self, path: Path) -> bool:
        """Return whether the annotator has been warned of the kind of drive that the project lies on."""
        return str(path) in self.warned_paths

    def set_warned_of(self, path: Path) -> None:
        with self._shared():
            self.warned_paths = (*self.warned_paths, str(path))[-_MAX_WARNED:]

    def add_choice(self, chosen: str) -> None:
        """Put a choice of the command palette first among the recent ones."""
        with self._shared():
            self.recent_choices = (chosen, *(each for each in self.recent_choices if each != chosen))[:_MAX_CHOICES]

    def keys(self, action: str) -> tuple[str, ...] | None:
        """Return the keys that the annotator gave an action; None when it has its default keys."""
        return _keys_of(action).__get__(self)

    def set_keys(self, action: str, keys: Sequence[str] | None) -> None:
        """Store an action's keys; None restores its default keys."""
        _keys_of(action).__set__(self, None if keys is None else tuple(keys))

    def sync(self) -> None:
        """Write what has changed here, and read what other windows have changed."""
        self.store.sync()

    @contextmanager
    def _shared(self) -> Iterator[None]:
        """Change a list that other windows of the program change, too: from what it is now, one after the other."""
        turn = QLockFile(str(self._place / _LOCK))
        turn.tryLock(_TURN)  # in a folder that takes no file, without
        try:
            self.sync()
            yield
            self.sync()
        finally:
            turn.unlock()
