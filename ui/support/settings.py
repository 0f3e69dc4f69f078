"""What the program remembers between runs, in one file of the data folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from models.base.data_folder import data_folder
from models.base.entities import Granularity
from ui.support import fonts, theme

SAMPLE_NAME = "پہلا منصوبہ.nishan"


_REMEMBERED = 10  # recent projects


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was open once; `at` is when, in local time."""

    path: Path
    at: datetime


class Settings:
    """Typed access to `settings.ini`; whatever in it makes no sense is as if it were not there."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder.absolute() if folder else data_folder()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._store = QSettings(str(self.folder / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def sample(self) -> Path:
        """Where the sample project is, or will be made."""
        return self.folder / SAMPLE_NAME

    def _text(self, key: str, usual: str, among: tuple[str, ...] = ()) -> str:
        value = self._store.value(key, usual)
        return value if isinstance(value, str) and (not among or value in among) else usual

    @property
    def last_project(self) -> Path | None:
        """The project that was open last."""
        value = self._text("project", "")
        return Path(value) if value else None

    @last_project.setter
    def last_project(self, path: Path) -> None:
        self._store.setValue("project", str(path))

    def forget_last(self) -> None:
        """The project was closed on purpose: the next start opens none."""
        self._store.remove("project")

    @property
    def recent(self) -> tuple[Recent, ...]:
        """The projects that were open lately, the last one first."""
        try:
            rows = json.loads(self._text("recent", "[]"))
            return tuple(Recent(Path(str(path)), datetime.fromisoformat(at)) for path, at in rows)
        except (ValueError, TypeError):
            return ()

    def remember(self, path: Path) -> None:
        """`path` has just been opened: the first of the recent projects, and the one to open next time."""
        self.last_project = path
        others = [recent for recent in self.recent if recent.path != path]
        self._keep([Recent(path, datetime.now()), *others][:_REMEMBERED])

    def forget(self, path: Path) -> None:
        """Take a project off the recent ones; its file stays."""
        self._keep([recent for recent in self.recent if recent.path != path])

    def _keep(self, recent: list[Recent]) -> None:
        rows = [(str(found.path), found.at.isoformat(timespec="seconds")) for found in recent]
        self._store.setValue("recent", json.dumps(rows))

    @property
    def annotator(self) -> str:
        """Whose layer is shown and changed; empty until it is known."""
        return self._text("annotator", "")

    @annotator.setter
    def annotator(self, name: str) -> None:
        self._store.setValue("annotator", name)

    @property
    def export_format(self) -> str:
        """The key of the format that was exported last."""
        return self._text("export/format", "jsonl")

    @export_format.setter
    def export_format(self, key: str) -> None:
        self._store.setValue("export/format", key)

    @property
    def theme(self) -> str:
        """One of `theme.CHOICES`."""
        return self._text("theme", "system", theme.CHOICES)

    @theme.setter
    def theme(self, choice: str) -> None:
        self._store.setValue("theme", choice)

    @property
    def typeface(self) -> str:
        """The family of article text."""
        return self._text("article/typeface", fonts.NASTALIQ, (fonts.NASTALIQ, fonts.NASKH))

    @typeface.setter
    def typeface(self, family: str) -> None:
        self._store.setValue("article/typeface", family)

    @property
    def points(self) -> int:
        """The size of article text in points."""
        value = self._text("article/points", "20")
        return min(max(int(value), fonts.SMALLEST), fonts.LARGEST) if value.isdecimal() else 20

    @points.setter
    def points(self, points: int) -> None:
        self._store.setValue("article/points", str(points))

    @property
    def granularity(self) -> Granularity:
        """What a selection snaps to."""
        return Granularity(self._text("article/granularity", Granularity.WORDS, tuple(Granularity)))

    @granularity.setter
    def granularity(self, granularity: Granularity) -> None:
        self._store.setValue("article/granularity", granularity.value)

    @property
    def interface_size(self) -> int:
        """The size of the interface's text in percent of the system's, 100 to 200."""
        value = self._text("interface/size", "100")
        return min(max(int(value), 100), 200) if value.isdecimal() else 100

    @interface_size.setter
    def interface_size(self, percent: int) -> None:
        self._store.setValue("interface/size", str(percent))

    @property
    def urdu_chips(self) -> bool:
        """Whether chips show a label's Urdu name in place of its short one."""
        return self._text("article/chips", "short", ("short", "urdu")) == "urdu"

    @urdu_chips.setter
    def urdu_chips(self, urdu: bool) -> None:
        self._store.setValue("article/chips", "urdu" if urdu else "short")

    def shown(self, overlay: str) -> bool:
        """Whether an overlay of the article is shown: `hidden`, `sentence_focus`, `paragraph_numbers`."""
        return self._text(f"article/{overlay}", "no", ("yes", "no")) == "yes"

    def set_shown(self, overlay: str, shown: bool) -> None:
        """Remember whether an overlay of the article is shown."""
        self._store.setValue(f"article/{overlay}", "yes" if shown else "no")

    @property
    def suggestions(self) -> bool:
        """Whether suggestions are shown in the article."""
        return self._text("article/suggestions", "yes", ("yes", "no")) == "yes"

    @suggestions.setter
    def suggestions(self, shown: bool) -> None:
        self._store.setValue("article/suggestions", "yes" if shown else "no")

    def layers(self, project: str) -> frozenset[str]:
        """The uids of the annotators whose layers are shown beside the own one in the project of that uid."""
        value = self._text(f"layers/{project}", "")
        return frozenset(value.split())

    def set_layers(self, project: str, annotators: Iterable[str]) -> None:
        """Remember whose layers are shown in the project of that uid."""
        self._store.setValue(f"layers/{project}", " ".join(sorted(annotators)))

    def warned_of(self, path: Path) -> bool:
        """Whether the person has been told what kind of drive the project at `path` lies on."""
        return str(path) in self._warned()

    def set_warned_of(self, path: Path) -> None:
        """Remember that the person has been told."""
        self._store.setValue("drives/warned", [*self._warned()[-99:], str(path)])

    def _warned(self) -> list[str]:
        value = self._store.value("drives/warned", [])
        values = [value] if isinstance(value, str) else value
        return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []

    @property
    def recent_choices(self) -> tuple[str, ...]:
        """What was chosen in the command palette, the last first."""
        value = self._store.value("palette/recent", [])
        values = [value] if isinstance(value, str) else value
        return tuple(each for each in values if isinstance(each, str)) if isinstance(values, list) else ()

    def add_choice(self, chosen: str) -> None:
        """Remember a choice of the command palette."""
        others = [each for each in self.recent_choices if each != chosen]
        self._store.setValue("palette/recent", [chosen, *others[:11]])

    def keys(self, gesture: str) -> tuple[str, ...] | None:
        """The keys that the person gave a gesture; None when they are the usual ones."""
        value = self._store.value(f"keys/{gesture}")
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, list) and all(isinstance(key, str) for key in value):
            return tuple(value)
        return None

    def set_keys(self, gesture: str, keys: Sequence[str] | None) -> None:
        """Remember a gesture's keys; None forgets them."""
        if keys is None:
            self._store.remove(f"keys/{gesture}")
        else:
            self._store.setValue(f"keys/{gesture}", list(keys) or "")

    def bytes(self, key: str) -> QByteArray:
        """A stored state of a window; empty when there is none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Store the state of a window."""
        self._store.setValue(key, value)

    def sync(self) -> None:
        """Write now."""
        self._store.sync()
