"""The rows of an import, written in batches inside the import's transaction, while the next batch is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from types import TracebackType
from typing import Any, Self

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer, SpanColumns, span_uid, uid_head
from models.base.entities import AnnotatorId, AnnotatorKind, ArticleFacts, ArticleId, LabelId, article_uid
from models.base.errors import UserError
from models.base.report import Report, counted
from models.history.imports import article_events
from models.importing.batch import Batch, full_row, meta_json
from models.importing.differences import Differences, LayerHere
from models.importing.labels import ImportLabels
from models.importing.likely import LikelyDuplicates
from models.importing.plan import ImportPlan
from models.importing.same_text import SameTexts
from models.importing.span_rows import Kind, plain_rows
from models.importing.whose.unnamed import Place, UnnamedLayers
from models.project.facts import removed_articles, write_facts
from models.project.project import Project
from models.project.writer import write_events
from models.storage.tables.checksums import checksum, in_article, span_checksum, span_head
from models.storage.tables.rows import digest, from_json, now, to_json
from models.text.offsets import CHANGES
from models.text.urdu import match_text


class ImportWriter:
    """Takes articles one by one; `finish` writes what is left. Used inside the project's transaction."""

    def __init__(self, project: Project, report: Report, plan: ImportPlan) -> None:
        self._project, self._report, self._plan = project, report, plan
        self._differences = Differences(project, report)
        strict = plan.options.strict
        self._labels = ImportLabels(project, report, self._differences, plan.labels, create=plan.create, strict=strict)
        self._annotators: dict[tuple[str, AnnotatorKind], AnnotatorId] = {}
        known = project.rows("SELECT uid, id FROM article")
        self._known: dict[str, int] = dict(known)
        self._next = max(self._known.values(), default=0) + 1
        self._first = self._next  # articles from here on are new
        self._same, self._likely = SameTexts(project), LikelyDuplicates(project, self._first)
        self._removed = set(removed_articles(project))
        self._unnamed = UnnamedLayers(project, plan.default_annotator)
        self._touched: dict[int, None] = {}  # those that were there before, and were given again
        self._span_before: int = project.value("SELECT max(id) FROM span") or 0
        self._at = now()
        self._batch = Batch()
        self._waiting: set[int] = set()  # articles that the batch has rows of
        self._thread = ThreadPoolExecutor(1) if sqlite3.threadsafety == 3 else None
        self._writing: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._thread.shutdown()  # before the transaction ends, however it ends

    def begin_file(self) -> None:
        """Begin another file."""
        self._same.begin_file()

    def add(self, article: AnnotatedArticle) -> None:
        """Write an article and its layers; one of which something cannot be kept is left out. Raises UserError."""
        try:
            meta = meta_json(article)
        except UserError as error:
            if self._plan.options.strict:
                raise
            self._report.leave_out(article.where, str(error).removeprefix(f"{article.where}: ").removesuffix("."))
            return
        uid = article_uid(article.source, article.text)
        key, present = self._known.get(uid), True
        if key is None:
            sha256 = digest(article.text)
            key = self._same.find(sha256, article)
            if key is None:
                key, present = self._new(uid, sha256, meta, article), False
            self._known[uid] = key
        self._same.met(key, article)
        if present:
            self._again(key, article)
            uid = self._same.uid(key) or uid
        self._labels.describe(article.labels)
        seen: set[str] = set()
        for layer in article.layers:
            self._add_layer(key, uid, layer, article, seen, present=present)
        self._waiting.add(key)
        if self._batch.is_full:
            self._flush()

    def _again(self, key: int, article: AnnotatedArticle) -> None:
        """Compare an article with what is there."""
        self._report.present += 1
        if key >= self._first or key in self._touched:
            self._report.again += 1
        if key < self._first:
            self._touched[key] = None
        elif key in self._waiting:  # given twice: what was given first has to be there to be compared
            self._flush()
        self._wait()
        self._bring_back(key, article)
        self._differences.article(key, article)

    def _bring_back(self, key: int, article: AnnotatedArticle) -> None:
        """Restore an article that was removed, as somebody gives it again."""
        if key not in self._removed:
            return
        self._removed.discard(key)
        ((title, meta),) = self._project.rows("SELECT title, meta FROM article WHERE id = ?", (key,))
        known = from_json(meta, f"{title[:80]}: what is kept with the text", dict)
        facts = ArticleFacts(ArticleId(key), AnnotatorId(0), title, known)
        events: list[tuple[Any, ...]] = []

        def log(name: str, before: dict[str, Any] | None, after: dict[str, Any], *_: object) -> None:
            rows = (before and to_json(before), to_json(after))
            events.append((self._at, "import", None, key, name, *rows, None, None))

        write_facts(self._project, facts, self._at, log)
        write_events(self._project, events)
        self._report.note(article.where, "was removed from the project; it is restored")
        self._report.restored += 1

    def _new(self, uid: str, sha256: bytes, meta: str, article: AnnotatedArticle) -> int:
        key, self._next = self._next, self._next + 1
        self._report.articles += 1
        text, changes = article.text, tuple(dict.fromkeys((*article.past, *article.changes)))
        end = (len(text), meta, to_json(changes), self._at)
        row_checksum = checksum("article", (key, uid, article.source, article.title, sha256, *end))
        self._batch.articles.append((key, uid, article.source, article.title, text, sha256, *end, row_checksum))
        matched = match_text(text)
        self._batch.index.append((key, match_text(article.title), matched))
        if sha256 not in self._same:
            self._likely.add(key, matched)
        self._same.add(sha256, key)
        for change in article.changes:
            self._report.note(article.where, CHANGES.get(change, change))
        return key

    def _add_layer(
        self, key: int, uid: str, layer: Layer, article: AnnotatedArticle, seen: set[str], *, present: bool
    ) -> None:
        if key < self._first and not (layer.annotator or self._plan.annotator or self._plan.suggestions):
            rest = self._unnamed.rest(key, layer, self._places(layer, article))
            if rest is None:
                return
            layer = rest
        name = self._plan.annotator or layer.annotator or self._plan.default_annotator
        kind = AnnotatorKind.SUGGESTER if self._plan.suggestions else layer.kind
        annotator = self._annotator_id(name, kind)
        work, seconds = (key, annotator, layer.status.value), float(layer.seconds)
        self._batch.work.append((*work, seconds, self._at, checksum("work", (*work, seconds, 1, self._at))))
        here = self._layer_here(key, annotator) if present else None
        self._add_spans(key, uid, annotator, layer, article, name, seen, here)
        rejected = self._add_rejections(key, annotator, layer.rejections, article)
        chosen: list[LabelId] = []
        if kind is AnnotatorKind.SUGGESTER and layer.labels:
            self._report.note(article.where, f"labels of the whole article left out: {', '.join(layer.labels)}")
        elif layer.labels:
            chosen = self._labels.article_labels(layer.labels, key, annotator, article.where)
            marks = [(key, annotator, label) for label in chosen]
            self._batch.marks += [(*row, self._at, checksum("article_label", (*row, 1, self._at, 0))) for row in marks]
        if here is not None:
            self._compare(here, layer, article, name, chosen, rejected)

    def _add_spans(
        self,
        key: int,
        uid: str,
        annotator: AnnotatorId,
        layer: Layer,
        article: AnnotatedArticle,
        name: str,
        seen: set[str],
        here: LayerHere | None,
    ) -> None:
        own_layer = name == layer.annotator

        @cache
        def kind_of(label: str, origin: str, at: str) -> Kind:
            return self._kind(label, origin, at, key, annotator, article.where)

        head_of = cache(partial(uid_head, uid, name))

        rows = None
        if here is None and isinstance(layer.spans, SpanColumns):
            rows = plain_rows(layer.spans, key, annotator, kind_of, head_of, seen, keeps_ids=own_layer)
        if rows is None:
            self._add_each(key, annotator, layer, article, kind_of, head_of, seen, here, own_layer=own_layer)
        else:
            self._batch.spans += rows

    def _add_each(
        self,
        key: int,
        annotator: AnnotatorId,
        layer: Layer,
        article: AnnotatedArticle,
        kind_of: Callable[[str, str, str], Kind],
        head_of: Callable[[str], str],
        seen: set[str],
        here: LayerHere | None,
        *,
        own_layer: bool,
    ) -> None:
        where, length = article.where, len(article.text)
        left_out, twice, plain = dict[str, int](), 0, self._batch.spans.append
        for span in layer.spans:
            start, end, label_name, given, origin, note, confidence, attributes, rev, at = span
            if not 0 <= start < end <= length:
                raise UserError(f"{where}: the span [{start}, {end}) does not lie in the text of {length}.")
            label, checked, at = kind_of(label_name, origin, at)
            if label is None:
                left_out[label_name] = left_out.get(label_name, 0) + 1
                if here is not None:
                    here.met.add(given)
                continue
            # Under another name, or with an id given before, it is another span: its own id, or one would be lost.
            own = given if given and own_layer and given not in seen else span_uid(head_of(label_name), start, end)
            if own in seen:
                twice += 1
                continue
            seen.add(own)
            if here is not None and self._differences.span(here, span, own, label, article):
                continue
            if note or confidence or attributes or rev != 1:
                row = (own, key, annotator, start, end, label, origin, at, 0, note, confidence)
                self._batch.full_spans.append(full_row(row, attributes, rev, article))
                self._batch.before_full.append(len(self._batch.spans))
                continue
            plain((own, key, annotator, start, end, label, origin, at, span_checksum(checked, start, end, own)))
        self._note_left_out(where, left_out, twice)

    def _kind(
        self, name: str, origin: str, at: str, key: int, annotator: AnnotatorId, where: FileLocation | str
    ) -> Kind:
        """Return what spans of a layer share that have label, origin and time in common."""
        label, at = self._labels.span_label(name, where), at or self._at
        checked = 0 if label is None else in_article(span_head(annotator, label, origin, at), key)
        return Kind(label, checked, at)

    def _note_left_out(self, where: FileLocation | str, left_out: dict[str, int], twice: int) -> None:
        for label_name, count in left_out.items():
            if why := self._labels.clashes.get(label_name):
                self._report.leave_out_spans(where, why, count)
                continue
            self._report.note(where, f"{counted(count, 'span')} of {label_name} left out: no label for them")
        if twice:
            self._report.note(where, f"{counted(twice, 'span')} given twice: taken once")

    def _places(self, layer: Layer, article: AnnotatedArticle) -> list[Place | None]:
        """Return place and label of each span; None for one without a label here."""
        labels = {span.label: self._labels.span_label(span.label, article.where) for span in layer.spans}
        return [
            None if (label := labels[span.label]) is None else (span.start, span.end, label) for span in layer.spans
        ]

    def _layer_here(self, article: int, annotator: AnnotatorId) -> LayerHere:
        """Return what the annotator has, or had, labelled there already: what was taken away does not come back."""
        self._wait()
        return LayerHere(self._project, article, annotator)

    def _compare(
        self,
        here: LayerHere,
        layer: Layer,
        article: AnnotatedArticle,
        name: str,
        labels: list[LabelId],
        rejected: list[tuple[int, int, LabelId]],
    ) -> None:
        """Note what else differs in a layer that was here before, or that the files give a second time."""
        whole = layer.whole and name == layer.annotator
        self._differences.status(here, layer.status, article, name)
        self._differences.seconds(here, layer.seconds, article, name)
        self._differences.rejections(here, rejected, article, whole=whole)
        self._differences.article_labels(here, labels, article, whole=whole)
        if whole:
            self._differences.missing(here, article)

    def _add_rejections(
        self, article: int, annotator: AnnotatorId, rejections: tuple[LabelledSpan, ...], given: AnnotatedArticle
    ) -> list[tuple[int, int, LabelId]]:
        kept = []
        for span in rejections:
            label = self._labels.span_label(span.label, given.where)
            if label is not None:
                row = (article, annotator, span.start, span.end, label)
                self._batch.rejections.append((*row, self._at, checksum("rejection", (*row, 1, self._at, 0))))
                kept.append((span.start, span.end, label))
        return kept

    def _annotator_id(self, name: str, kind: AnnotatorKind) -> AnnotatorId:
        if (name, kind) not in self._annotators:
            known, own = self._project.annotator_named(name), name
            if kind is AnnotatorKind.SUGGESTER and known is not None and known.kind is not kind:
                own = f"{name} (suggestions)"  # what a person has marked is data, suggestions are not
            elif known is not None and known.kind is AnnotatorKind.SUGGESTER and kind is not AnnotatorKind.SUGGESTER:
                raise UserError(f"{name}: makes suggestions in this project; import its spans as suggestions.")
            self._annotators[name, kind] = self._project.annotator(own, kind).id
        return self._annotators[name, kind]

    def _wait(self) -> None:
        """Wait until what was handed over is written. Raises what writing raised."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _flush(self) -> None:
        self._wait()
        batch, self._batch = self._batch, Batch()
        self._waiting.clear()
        if self._thread is None:
            batch.write(self._project, self._report)
        else:
            self._writing = self._thread.submit(batch.write, self._project, self._report)

    def finish(self, files: list[str]) -> None:
        """Write the rest, and the event that says what was imported."""
        self._flush()
        self._wait()
        self._tell()
        after = {"articles": self._report.articles, "spans": self._report.spans, "files": files[:100]}
        if self._report.articles or self._report.spans or self._report.article_labels or self._report.rejections:
            write_events(self._project, [(now(), "import", None, None, "import", None, to_json(after), None, None)])
        write_events(self._project, article_events(self._project, [*self._touched], self._span_before, self._at, files))

    def _tell(self) -> None:
        """Note what is told once for all files."""
        for one in (self._same, self._unnamed, self._likely):
            one.tell(self._report)
