"""What an import would bring, before anything is written: formats, encodings, first articles, labels, notes."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from models.base.documents import AnnotatedArticle
from models.base.entities import Scope, article_uid
from models.base.errors import UserError
from models.base.reading import Reading
from models.base.report import Progress, Report, Watched, no_progress
from models.formats.support.source import SourceFile
from models.importing.articles import NO_ARTICLE, apart, articles_of
from models.importing.cutting import Cut
from models.importing.detection import DetectedFile, files_of
from models.importing.plan import PLAIN, ImportPlan
from models.importing.run import nothing_read, size_of
from models.importing.same_text import TextsOfFiles
from models.importing.taking import Taking
from models.importing.whose.owners import without_project_files
from models.importing.whose.people import Person
from models.storage.tables.rows import digest
from models.text.encodings import WrongEncodingError
from models.text.offsets import CHANGES

_BEGINNING = 400  # code points of a text that are shown
_AROUND = 60  # code points before the first span, where it is not in the beginning
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a preview stops: so many articles shown, so many read for their labels, so many seconds."""

    shown: int = 20
    articles: int = 2000
    seconds: float = 3.0


LIMIT = Limit()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text, and (start, end, label) of the spans that lie in it, code points of that part."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewedArticle:
    """An article of a preview. `first`: where its first span is, if not in the `beginning`; `spans`: how many."""

    file: Path
    title: str
    beginning: Excerpt
    rtl: bool
    spans: int
    first: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class UsedLabel:
    """A label that the files use, `count` times as far as they were read."""

    name: str
    scope: Scope
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading the files shows so far.

    `whole`: all of it was read. `labels`: in the order in which they are met. `annotators`: whose layers the files
    name. `foreign`: file -> the encoding that it was read in, being neither UTF-8 nor marked UTF-16; "" where none
    fits. `trouble`: the sentence that an import would end with; what was read before it is here all the same.
    `people`: whose layers the spans go to, with what each brings; `people_from`: what may name them instead, for
    `annotator_from`. `cuts`: how many articles each way of cutting makes of what was read.
    """

    files: tuple[DetectedFile, ...]
    articles: tuple[PreviewedArticle, ...] = ()
    labels: tuple[UsedLabel, ...] = ()
    annotators: tuple[str, ...] = ()
    report: Report = field(default_factory=Report)
    foreign: Mapping[Path, str] = field(default_factory=dict)
    whole: bool = True
    trouble: str = ""
    people: Mapping[str, Person] = field(default_factory=dict)
    people_from: tuple[str, ...] = ()
    cuts: Mapping[Cut, int] = field(default_factory=dict)

    @property
    def reading(self) -> Reading | None:
        """How the first file was read whose parts can be something else, for a person to say so."""
        return next(iter(self.report.readings.values()), None)

    @property
    def has_layers(self) -> bool:
        """Whether the files bring spans, labels or names of annotators."""
        return bool(self.labels or self.annotators)


def preview(
    paths: Iterable[Path],
    plan: ImportPlan = PLAIN,
    limit: Limit = LIMIT,
    progress: Progress = no_progress,
    encoding: str = "",
) -> Preview:
    """Read the beginning of what `import_files` would read, up to `limit`; nothing is written.

    `encoding` is that of files which are neither UTF-8 nor marked UTF-16; without one, one is proposed for each.
    Raises UserError when there is nothing to read, and Cancelled; what is wrong inside a file is its `trouble`.
    """
    report = Report()
    every = files_of(paths, plan.format_key, plan.options.encoding, lambda: progress(0, 0), report)
    files, passed = without_project_files(every)
    for path, why in passed:
        report.note(str(path), f"{why}; passed over")
    taking = Taking(files, plan)
    taking.counts_cuts = True
    encodings: dict[Path, str | WrongEncodingError] = {}
    while True:
        watched = Watched(size_of(files), progress)
        reading = _Reading(plan, limit, encoding, watched, taking, deepcopy(report), encodings)
        try:
            for one in files:
                reading.add(one)
                if reading.trouble or reading.stopped:
                    break
        except _ReadAgain:
            taking.begin()
            continue
        if not taking.is_to_be_read_again():
            return reading.preview(tuple(files))


class _ReadAgain(Exception):  # noqa: N818 - nothing went wrong
    """A file has turned out to be in another encoding after some of its articles were taken for what they are not."""


class _Articles:
    """The articles that records are, as an import into an empty project has them."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._same = TextsOfFiles()

    def begin_file(self) -> None:
        self._same.begin_file()

    def came_before(self, article: AnnotatedArticle) -> bool:
        """Take a record, and return whether one before it was the same article."""
        uid, sha256 = article_uid(article.source, article.text), digest(article.text)
        found = self._known.get(uid)
        key = self._same.find(sha256, article) if found is None else found
        if before := key is not None:
            self._known[uid] = key
        else:
            key = self._known[uid] = len(self._known) + 1
            self._same.add(sha256, key)
        self._same.met(key, article)
        return before


class _Reading:
    """Articles as they are read, one file after the other."""

    def __init__(
        self,
        plan: ImportPlan,
        limit: Limit,
        encoding: str,
        watched: Watched,
        taking: Taking,
        report: Report,
        encodings: dict[Path, str | WrongEncodingError],
    ) -> None:
        """`encodings`: what is known of files that are not in the usual one, from one reading to the next."""
        self._plan, self._limit, self._encoding, self._watched = plan, limit, encoding, watched
        self._taking = taking
        self._until = time.monotonic() + limit.seconds
        self._yielded = 0  # articles of all files, those counted
        self._report = report
        self._shown: list[PreviewedArticle] = []
        self._labels: Counter[tuple[str, Scope]] = Counter()
        self._annotators: dict[str, None] = {}
        self._encodings = encodings
        self._known = _Articles()
        self._taken = False
        self.trouble = ""
        self.stopped = False

    def add(self, one: DetectedFile) -> None:
        """Read a file; one of which nothing can be read is left out, or the trouble of a strict import."""
        lost, before = self._report.lost, self._report.articles
        try:
            self._read_in_some_encoding(one)
        except UserError as error:
            if self._plan.options.strict:
                self.trouble = str(error)
            else:
                self._report.leave_out_file(*apart(error, one.path))
        else:
            if (before, lost) == (self._report.articles, self._report.lost) and not self.stopped:
                self._report.leave_out_file(str(one.path), NO_ARTICLE)

    def _read_in_some_encoding(self, one: DetectedFile) -> None:
        """Read a file in the encoding of the plan, or in what is proposed where it is not in that. Raises UserError."""
        known = self._encodings.get(one.path, self._plan.options.encoding)
        if isinstance(known, WrongEncodingError):
            raise known
        try:
            self._read(one, known)
        except WrongEncodingError as error:
            tried = one.path in self._encodings or bool(self._plan.options.encoding)
            proposed = "" if tried else self._encoding or error.proposed
            self._encodings[one.path] = proposed or error
            if self._taken:
                raise _ReadAgain from error
            self._read_in_some_encoding(one)

    def _read(self, one: DetectedFile, encoding: str) -> None:
        """Keep what a file holds; nothing of it when it is not in that encoding."""
        report, shown, labels = Report(), list[PreviewedArticle](), Counter[tuple[str, Scope]]()
        records: list[AnnotatedArticle] = []
        options = self._plan.options_for(one.path, encoding)
        try:
            source = SourceFile(one.path, report, self._watched.advance, options)
            articles = self._taking.articles(one, source, articles_of(one, source, whole=True))
            for article in self._bounded(articles):
                report.articles += 1
                records.append(article)
                report.spans += sum(len(layer.spans) for layer in article.layers)
                for change in article.changes:
                    report.note(article.where, CHANGES.get(change, change))
                labels.update(_labels_of(article))
                self._annotators |= {layer.annotator: None for layer in article.layers if layer.annotator}
                if len(self._shown) + len(shown) < self._limit.shown:
                    shown.append(_shown(one.path, article))
        except WrongEncodingError:
            self._taken = bool(records)
            raise
        except UserError:
            self._keep(report, shown, labels, records)
            raise
        self._keep(report, shown, labels, records)

    def _keep(
        self,
        report: Report,
        shown: list[PreviewedArticle],
        labels: Counter[tuple[str, Scope]],
        records: list[AnnotatedArticle],
    ) -> None:
        self._known.begin_file()
        report.again = sum(self._known.came_before(article) for article in records)
        self._report.take(report)
        self._shown += shown
        self._labels.update(labels)

    def _bounded(self, articles: Iterator[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
        """Yield the articles, as long as there is time and room for them; whether that was all is `stopped`."""
        yield from islice(self._timely(articles), max(self._limit.articles - self._report.articles, 0))
        if not self.stopped:
            self.stopped = next(articles, None) is not None

    def _timely(self, articles: Iterator[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
        """Yield the articles until time is up: it is once another one is known to be there, and not before."""
        for article in articles:
            if self._yielded and time.monotonic() > self._until:
                self.stopped = True
                return
            self._yielded += 1
            yield article

    def _foreign(self) -> dict[Path, str]:
        if self._plan.options.encoding:
            return {}
        return {path: known if isinstance(known, str) else "" for path, known in self._encodings.items()}

    def preview(self, files: tuple[DetectedFile, ...]) -> Preview:
        """Return all that was read."""
        try:
            self._taking.tell(self._report)
        except UserError as error:
            self.trouble = self.trouble or str(error)
        if self._report.first_lost and not self._report.articles:
            self.trouble = self.trouble or nothing_read(self._report)
        used = [UsedLabel(name, scope, count) for (name, scope), count in self._labels.items()]
        return Preview(
            files,
            tuple(self._shown),
            tuple(used),
            tuple(self._annotators),
            self._report,
            self._foreign(),
            whole=not (self.stopped or self.trouble),
            trouble=self.trouble,
            people=self._taking.people.found,
            people_from=self._taking.people.choices([*self._taking.fields]),
            cuts=self._taking.cuts,
        )


def _labels_of(article: AnnotatedArticle) -> Counter[tuple[str, Scope]]:
    used = Counter((span.label, Scope.SPAN) for layer in article.layers for span in layer.spans)
    used.update((name, Scope.ARTICLE) for layer in article.layers for name in layer.labels)
    used.update({(label.name, label.scope): 0 for label in article.labels})  # an import makes them, used or not
    return used


def _shown(path: Path, article: AnnotatedArticle) -> PreviewedArticle:
    spans = sorted((span.start, span.end, span.label) for layer in article.layers for span in layer.spans)
    beginning, first = _excerpt(article.text, 0, spans), None
    if spans and not beginning.spans:
        start = article.text.rfind("\n", 0, spans[0][0]) + 1  # of its line
        near = article.text.find(" ", max(spans[0][0] - _AROUND, start), spans[0][0])
        first = _excerpt(article.text, start if spans[0][0] - start <= _AROUND else near + 1 or start, spans)
    return PreviewedArticle(path, article.title[:_TITLE], beginning, is_rtl(beginning.text), len(spans), first)


def _excerpt(text: str, start: int, spans: list[tuple[int, int, str]]) -> Excerpt:
    end = start + _BEGINNING
    inside = ((first - start, last - start, label) for first, last, label in spans if start <= first and last <= end)
    return Excerpt(text[start:end], tuple(dict.fromkeys(inside)))


def is_rtl(text: str) -> bool:
    """Whether most letters of a text are written from right to left; an article that begins with "BBC" is, too."""
    kinds = Counter(unicodedata.bidirectional(character) for character in text)
    return kinds["R"] + kinds["AL"] >= max(kinds["L"], 1)
