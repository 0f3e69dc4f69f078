"""What a long job did: how far it is, what it counted, and a note for all that it could not keep as it was."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan
from models.base.losses import Losses, short_title
from models.base.reading import Reading

MAX_NOTES = 50_000
"""How many notes a report keeps word by word; those after them are counted by what they say."""

_MAX_DIFFERENCES = 1_000
"""How many notes a report keeps of differences of one kind."""
_MAX_NAMED = 10
"""How many new labels the sentence of a report names."""
_WORDS = 60
"""Characters of a span's words in a note."""
DAMAGED = "damaged"
"""Where a note is about the project itself."""

Progress = Callable[[int, int], None]
"""Called with what is done and the whole of it; raises Cancelled to stop the job."""


def no_progress(_done: int, _whole: int) -> None:
    """For jobs that nobody watches."""


class Watched:
    """The progress of a long job, in whatever `whole` counts."""

    def __init__(self, whole: int, progress: Progress) -> None:
        self._whole, self._done, self._progress = whole, 0, progress
        progress(0, whole)

    def advance(self, count: int) -> None:
        """Add to what is done. Raises Cancelled."""
        self._done += count
        self._progress(self._done, self._whole)


def counted(number: int, singular: str, plural: str = "", *, grouped: bool = False) -> str:
    """Return a number with what is counted: `1 article`, `2 articles`; `grouped` writes `2,000`.

    Without `plural`, it is the singular and an "s". Both are literals at the call wherever they can be, as gettext's
    ngettext wants them; where a verb agrees with the number, it belongs to the forms ("change is", "changes are").
    """
    form = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {form}" if grouped else f"{number} {form}"


def file_name(path: Path) -> str:
    """Return the name of a file as text: bytes in it that are not UTF-8, which no project can hold, become U+FFFD."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def readable_text(text: str) -> str:
    """Return a text that UTF-8 can hold: what stands in it for bytes of names that are not UTF-8 becomes U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


class Difference(StrEnum):
    """How what a file says differs from what is in the project, which stays as it is."""

    NOT_TAKEN = "changed in the file, not taken"
    CHANGED_HERE = "changed here since, left so"
    REMOVED_HERE = "removed here, not brought back"
    NOT_IN_FILE = "here and not in the file, left so"


_LOSSES = ("files_left_out", "left_out", "spans_left_out", "broken_off")
_COUNTS = ("articles", "spans", "article_labels", "rejections", "present", "again", "restored", "duplicates", "labels")
_PLURALS = {"status": "statuses"}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that could not be taken or written as it was. `start` and `end` are code points, -1 without a span."""

    where: str
    what: str
    file: str = ""
    line: int = 0
    article: str = ""  # its source, by which scripts know it; people know its title
    title: str = ""
    start: int = -1
    end: int = -1
    label: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Report:
    """What an import or export did. Every loss has a note."""

    articles: int = 0
    spans: int = 0
    article_labels: int = 0
    rejections: int = 0
    present: int = 0
    """Records of articles that are in the project already, and those of `again`."""
    again: int = 0
    """Records of an article that came before in the same import; a preview counts them as articles, too."""
    files_left_out: int = 0
    """Files of which nothing could be read; the note of each says why, as with those below."""
    left_out: int = 0
    """Records that could not be read."""
    spans_left_out: int = 0
    """Spans that could not be read, of records that were."""
    broken_off: int = 0
    """Files that could be read up to a place in them."""
    first_lost: str = ""
    """The first file or record that could not be read, and why."""
    restored: int = 0
    """Articles that had been removed from the project, and are in it again."""
    duplicates: int = 0
    """New articles whose text is that of another one but for white space, spelling or signs."""
    labels: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)
    """File -> the format it was read as, and why."""
    readings: dict[str, Reading] = field(default_factory=dict)
    """File -> what its columns, fields or layers were taken for."""
    further: Counter[str] = field(default_factory=Counter)
    """What further notes said, once there were too many to keep."""
    files: tuple[Path, ...] = ()
    """The files and folders that were read or written: the report is to replace none of them."""
    differences: dict[Difference, Counter[str]] = field(default_factory=dict)
    """How a file differs from what is here -> span, status, label and so on -> how many."""
    losses: Losses = field(default_factory=Losses)
    """What an exported dataset has no place for; no note says it again."""
    unwritten: Counter[str] = field(default_factory=Counter)
    """Label -> how many of its spans an export left out; the note of each says why."""
    damage: str = ""
    """What of the project is damaged and left out, counted; the first notes name it. Empty for a sound one."""

    split: dict[str, int] = field(default_factory=dict)
    """Of an export with a split: how many groups of articles there were, and what they were made of."""
    kept_together: str = ""
    """The same in words."""
    not_chosen: dict[str, int] = field(default_factory=dict)
    """Of an export of one layer that somebody chose: other people -> articles with their work, which is not in it."""
    empty: str = ""
    """Why a dataset that was exported holds no article."""
    _said: set[tuple[str, str]] = field(default_factory=set, repr=False)

    @property
    def damaged(self) -> list[Note]:
        """The notes that name what is damaged, which are the first ones."""
        return [note for note in self.notes if note.where == DAMAGED]

    @property
    def told(self) -> list[Note]:
        """All that people are shown: what is damaged, then what has no place in the dataset, then the other notes."""
        damaged = self.damaged
        losses = [Note(what, why) for what, why in self.losses.lines()]
        return [*damaged, *losses, *self.notes[len(damaged) :]]

    @property
    def aside(self) -> str:
        """Say whose work is not in an export as another layer was chosen; empty when there is none."""
        most = [*self.not_chosen.items()][:_MAX_NAMED]
        said = [f"{name} ({counted(articles, 'article')})" for name, articles in most]
        more = len(self.not_chosen) - len(most)
        said += [f"{more} more"] if more else []
        return f"work of {', '.join(said)} is not in it, as chosen" if said else ""

    def note_damage(self, what: str, notes: Iterable[str]) -> None:
        """Write down, before anything else, what is left out as it is damaged in the project."""
        self.damage = what
        for note in notes:
            self.note(DAMAGED, note)

    def note(self, where: FileLocation | str, what: str) -> None:
        """Write down a loss or a change at a place of a file, or of anything that has a name."""
        if isinstance(where, FileLocation):
            self._keep(Note(str(where), what, file=where.file, line=where.line))
        else:
            self._keep(Note(where, what))

    def note_once(self, where: str, what: str) -> None:
        """Write down what holds for a whole dataset, and is found again in each part of a split."""
        if (where, what) not in self._said:
            self._said.add((where, what))
            self.note(where, what)

    @property
    def lost(self) -> int:
        """How much could not be read: files, records and spans."""
        return sum(getattr(self, name) for name in _LOSSES)

    def leave_out(self, where: FileLocation | str, reason: str) -> None:
        """Count and note a record that cannot be read; the others go on."""
        self.left_out += 1
        self.first_lost = self.first_lost or f"{where}: {reason}"
        self.note(where, f"left out: {reason}")

    def leave_out_span(self, where: FileLocation | str, reason: str) -> None:
        """Count and note a span that cannot be read; its record goes on."""
        self.spans_left_out += 1
        self.note(where, f"{reason}; the span is left out")

    def leave_out_spans(self, where: FileLocation | str, reason: str, count: int) -> None:
        """Count and note spans of one record that cannot be taken for one reason; the record goes on."""
        self.spans_left_out += count
        self.note(where, f"{reason}; {counted(count, 'span is', 'spans are')} left out")

    def leave_out_file(self, where: FileLocation | str, reason: str) -> None:
        """Count and note a file of which nothing can be read; the others go on."""
        self.files_left_out += 1
        self.first_lost = self.first_lost or f"{where}: {reason}"
        self.note(where, f"the file is left out: {reason}")

    def break_off(self, where: FileLocation | str, reason: str, articles: int) -> None:
        """Count and note a file that cannot be read beyond a place; what stands before it was taken."""
        self.broken_off += 1
        before = counted(articles, "article before it was", "articles before it were")
        self.note(where, f"{reason}; nothing after that was read, the {before} taken")

    def take(self, other: Report) -> None:
        """Add what another report counted and noted of what was read."""
        for name in (*_LOSSES, "articles", "spans", "again"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes
        self.further.update(other.further)
        self.readings |= other.readings
        self.first_lost = self.first_lost or other.first_lost

    def note_span(self, article: AnnotatedArticle, span: LabelledSpan, what: str) -> None:
        """Write down what became of a span that a format cannot hold as it is."""
        self.unwritten[span.label] += what.endswith("left out")
        where = f"{short_title(article.title)} [{span.start}, {span.end}) {span.label}"
        place = {"article": article.source, "title": article.title, "start": span.start, "end": span.end}
        self._keep(Note(where, what, label=span.label, **place))  # type: ignore[arg-type]

    def differ(
        self, kind: Difference, noun: str, where: str, details: str, article: AnnotatedArticle | None = None
    ) -> None:
        """Count and note something that a file has otherwise; `noun` says what it is."""
        source, title = (article.source, article.title) if article else ("", "")
        self._differ(kind, noun, Note(where, _what(kind, details), article=source, title=title))

    def differ_in_span(self, kind: Difference, article: AnnotatedArticle, span: LabelledSpan, details: str) -> None:
        """Count and note a span that a file has otherwise, with its words."""
        words = " ".join(article.text[span.start : min(span.end, span.start + _WORDS)].split())
        where = f"{article.title} [{span.start}, {span.end}) \u2068{words}\u2069 {span.label}"
        place = {"article": article.source, "title": article.title, "start": span.start, "end": span.end}
        self._differ(kind, "span", Note(where, _what(kind, details), label=span.label, **place))  # type: ignore[arg-type]

    def count_difference(self, kind: Difference, noun: str) -> int:
        """Count something that a file has otherwise, and return how many there are of its kind."""
        counts = self.differences.setdefault(kind, Counter())
        counts[noun] += 1
        return counts[noun]

    def _differ(self, kind: Difference, noun: str, note: Note) -> None:
        if self.count_difference(kind, noun) <= _MAX_DIFFERENCES:
            self._keep(note)
        else:
            self.further[f"{noun} {kind}"] += 1

    def count(self, article: AnnotatedArticle) -> None:
        """Count an article that was written with all its layers."""
        self.articles += 1
        self.spans += sum(len(layer.spans) for layer in article.layers)
        self.article_labels += sum(len(layer.labels) for layer in article.layers)

    def _keep(self, note: Note) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(note)
        else:
            self.further[note.what] += 1

    def __str__(self) -> str:
        """One line: `2 articles, 31 spans; 1 article was there already; new labels: CITY`; what is left out first."""
        return self.done("")

    def done(self, verb: str, place: Path | str = "") -> str:
        """Return the line with what was done: `10 records LEFT OUT; imported 90 articles, 31 spans`.

        `place` is where that went; after it comes what has no place there.
        """
        parts = [*self.unread(), f"{verb} {counted(self.articles, 'article')}, {counted(self.spans, 'span')}".strip()]
        if self.article_labels:
            parts[-1] += f", {counted(self.article_labels, 'article label')}"
        if self.rejections:
            parts[-1] += f", {counted(self.rejections, 'rejection')}"
        parts[-1] += f" to {place}" if place else ""
        if self.empty:
            parts.append(f"it is empty: {self.empty}")
        parts += self._met()
        if self.duplicates:
            parts.append(f"{counted(self.duplicates, 'likely duplicate')}")
        if self.labels:
            more = len(self.labels) - _MAX_NAMED
            parts.append(f"new labels: {', '.join(self.labels[:_MAX_NAMED])}{f' and {more} more' * (more > 0)}")
        if self.not_chosen:
            parts.append(self.aside)
        if self.kept_together:
            parts.append(f"kept together in the split: {self.kept_together}")
        return "; ".join(filter(None, [*parts, *self._differing(), self.losses.sentence()]))

    def _met(self) -> list[str]:
        """Return what is said of articles that were there before, and of those that came twice."""
        there, parts = self.present - self.again, list[str]()
        if there:
            parts.append(f"{counted(there, 'article was', 'articles were')} there already")
        if self.restored:
            parts.append(f"{counted(self.restored, 'removed article is', 'removed articles are')} restored")
        if self.again:
            parts.append(f"{counted(self.again, 'record is', 'records are')} of an article that came before")
        return parts

    def unread(self) -> list[str]:
        """Return what could not be read, with which the line begins: `1 file, 10 records LEFT OUT`."""
        nouns = {"file": self.files_left_out, "record": self.left_out, "span": self.spans_left_out}
        losses = [counted(number, noun) for noun, number in nouns.items() if number]
        said = [f"{', '.join(losses)} LEFT OUT"] if losses else []
        return [*said, f"{counted(self.broken_off, 'file')} READ IN PART"] if self.broken_off else said

    def _readings(self) -> dict[str, dict[str, Any]]:
        return {
            file: {"kind": found.kind, "roles": {role: list(names) for role, names in found.roles.items()}}
            for file, found in self.readings.items()
        }

    def _differing(self) -> list[str]:
        """Return each kind of difference with what it counts: `changed in the file, not taken: 7 spans, 1 status`."""
        return [
            f"{kind}: {', '.join(counted(count, noun, _PLURALS.get(noun, '')) for noun, count in counts.items())}"
            for kind in Difference
            if (counts := self.differences.get(kind))
        ]

    def to_json(self) -> dict[str, Any]:
        """Return the whole report for scripts; of a note, only the fields that say something."""
        usual = asdict(Note("", ""))
        notes = [{k: v for k, v in asdict(note).items() if v != usual[k]} for note in self.notes]
        counts = {name: getattr(self, name) for name in (*_LOSSES, *_COUNTS)}
        differences = {kind.value: dict(found) for kind, found in self.differences.items()}
        read = {"formats": self.formats, "readings": self._readings()}
        more = {"notes": notes, "further": dict(self.further), "differences": differences}
        split: dict[str, Any] = {"split": self.split} if self.split else {}
        split |= {"not_chosen": self.not_chosen} if self.not_chosen else {}
        split |= {"empty": self.empty} if self.empty else {}
        return counts | {"damage": self.damage, "losses": self.losses.to_json()} | read | more | split


def _what(kind: Difference, details: str) -> str:
    return f"{kind}: {details}" if details else kind.value
