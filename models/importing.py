"""Articles and spans into a project, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from models import formats
from models.corpus import Annotated, AnnotatorId, Kind, Label, Layer, Scope, article_uid, span_uid
from models.errors import UserError
from models.formats.base import Format, Progress, Report, Source, file_name, no_progress
from models.labels import is_color, new_label
from models.project import Project
from models.rows import digest, now, to_json
from models.urdu import match_text

_BATCH = 200  # articles written at once


def files_of(paths: Iterable[Path], forced: Format | None = None) -> list[tuple[Path, Format]]:
    """The files to import, folders looked through, each with its format.

    Raises UserError for what is missing, cannot be entered, or has a name that tells no format.
    """
    found: list[tuple[Path, Format]] = []
    for path in paths:
        if _is_folder(path):
            inside = [(file, forced or formats.for_path(file)) for file in _walk(path)]
            known = [(file, format_) for file, format_ in inside if format_]
            if not known:
                suffixes = ", ".join(suffix for reader in formats.readers() for suffix in reader.suffixes)
                raise UserError(f"{path}: the folder holds no file to import ({suffixes}).")
            found += known
            continue
        format_ = forced or formats.for_path(path)
        if format_ is None:
            keys = ", ".join(reader.key for reader in formats.readers())
            raise UserError(f"{path}: the name does not tell the format; say which it is: {keys}.")
        found.append((path, format_))
    return found


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError as error:
        raise UserError(f"{path}: there is no such file or folder; check the name.") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()}).") from error


def _walk(folder: Path) -> list[Path]:
    """Every file below a folder, hidden ones left out, in the order of their names."""

    def refuse(error: OSError) -> None:
        raise UserError(f"{error.filename}: the folder cannot be read ({(error.strerror or '').lower()}).") from error

    files = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    return files


def import_files(
    project: Project,
    paths: Iterable[Path],
    *,
    annotator: str = "",
    default_annotator: str = "annotator",
    format_key: str = "",
    progress: Progress = no_progress,
) -> Report:
    """Import files and folders in one transaction; spans go to `annotator`, or to whom the file names.

    Articles and spans that are there already are left as they are. Raises UserError or Cancelled, and then
    the project is what it was.
    """
    forced = formats.named(format_key, formats.readers()) if format_key else None
    files = files_of(paths, forced)
    report = Report()
    whole = sum(_size(file) for file, _ in files)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(done, whole)

    progress(0, whole)
    with project.transaction():
        writer = _Writer(project, report, annotator, default_annotator)
        for file, format_ in files:
            assert format_.read is not None
            for article in format_.read(Source(file, report, advance)):
                writer.add(article)
        writer.finish([file_name(file) for file, _ in files])
    return report


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # whoever reads it says so
        return 0


class _Writer:
    """Rows of an import, written in batches inside the import's transaction."""

    def __init__(self, project: Project, report: Report, annotator: str, default: str) -> None:
        self._project, self._report = project, report
        self._annotator, self._default = annotator, default
        self._labels = {label.name: (label.id, label.scope) for label in project.labels()}
        self._annotators: dict[str, AnnotatorId] = {}
        self._next = (project.value("SELECT max(id) FROM article") or 0) + 1
        self._new: dict[str, int] = {}
        self._articles: list[tuple[Any, ...]] = []
        self._index: list[tuple[Any, ...]] = []
        self._work: list[tuple[Any, ...]] = []
        self._spans: list[tuple[Any, ...]] = []
        self._marks: list[tuple[Any, ...]] = []  # labels of whole articles

    def add(self, article: Annotated) -> None:
        uid = article_uid(article.source, article.text)
        known = self._new.get(uid) or self._project.value("SELECT id FROM article WHERE uid = ?", (uid,))
        if known:
            self._report.present += 1
        else:
            known, self._next = self._next, self._next + 1
            self._new[uid] = known
            self._report.articles += 1
            self._add_text(known, uid, article)
        for label in article.labels:
            self._label(label.name, label.scope, label)
        seen: set[str] = set()
        for layer in article.layers:
            self._add_layer(known, uid, layer, seen, article.where)
        if len(self._articles) >= _BATCH or len(self._spans) >= 50 * _BATCH:
            self._flush()

    def _add_text(self, key: int, uid: str, article: Annotated) -> None:
        meta, changes = to_json(article.meta), to_json(article.changes)
        row = (key, uid, article.source, article.title, article.text, digest(article.text), len(article.text))
        self._articles.append((*row, meta, changes, now()))
        self._index.append((key, match_text(article.title), match_text(article.text)))
        words = {"bom": "a byte order mark was dropped", "crlf": "CRLF became LF", "cr": "CR became LF"}
        for change in article.changes:
            self._report.note(article.where, words.get(change, change))

    def _add_layer(self, article: int, article_uid_: str, layer: Layer, seen: set[str], where: str) -> None:
        name = self._annotator or layer.annotator or self._default
        annotator = self._annotator_id(name, layer.kind)
        self._work.append((article, annotator, layer.status.value, layer.seconds, now()))
        for span in layer.spans:
            # Under another name, or with an id given before, it is another span: its own id, or one would be lost.
            keeps = span.uid and name == layer.annotator and span.uid not in seen
            own = span.uid if keeps else span_uid(article_uid_, name, span)
            seen.add(own)
            extras = (span.origin, span.note, span.confidence, to_json(span.attributes), span.rev)
            label = self._label_for(span.label, Scope.SPAN, where)
            at = span.updated_at or now()
            self._spans.append((own, article, annotator, span.start, span.end, label, *extras, at))
        for label_name in layer.labels:
            label = self._label_for(label_name, Scope.ARTICLE, where)
            self._marks.append((article, annotator, label, now()))

    def _annotator_id(self, name: str, kind: Kind) -> AnnotatorId:
        if name not in self._annotators:
            self._annotators[name] = self._project.annotator(name, kind).id
        return self._annotators[name]

    def _label_for(self, name: str, scope: Scope, where: str) -> int:
        """The label that a file puts on a span or an article. Raises UserError where it is one for the other."""
        key, found = self._label(name, scope)
        if found is not scope:
            raise UserError(f"{where}: {name} is a label for {found.value}s in this project; rename it there or here.")
        return key

    def _label(self, name: str, scope: Scope, given: Label | None = None) -> tuple[int, Scope]:
        if name not in self._labels:
            label = new_label(name, len(self._labels), scope)
            if given is not None:
                label = replace(given, color=given.color if is_color(given.color) else label.color)
                taken = self._project.value("SELECT 1 FROM label WHERE uid = ?", (label.uid,))
                label = replace(label, uid="") if taken else label
                keys = {found.key for found in self._project.labels()}
                label = replace(label, key="") if label.key in keys or len(label.key) > 1 else label
            self._labels[name] = self._project.add_label(label).id, scope
            self._report.labels.append(name)
        return self._labels[name]

    def _flush(self) -> None:
        write = self._project.write_many
        write(
            "INSERT INTO article (id, uid, source, title, text, sha256, length, meta, changes, imported_at) "
            "VALUES (?,?,?,?,?,?,?,?,?,?)",
            self._articles,
        )
        write("INSERT INTO article_fts (rowid, title, text) VALUES (?,?,?)", self._index)
        write(
            "INSERT INTO work (article_id, annotator_id, status, seconds, updated_at) VALUES (?,?,?,?,?) "
            "ON CONFLICT DO NOTHING",
            self._work,
        )
        self._report.spans += write(
            'INSERT INTO span (uid, article_id, annotator_id, start, "end", label_id, origin, note, confidence, '
            "attributes, rev, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (uid) DO NOTHING",
            self._spans,
        )
        self._report.article_labels += write(
            "INSERT INTO article_label (article_id, annotator_id, label_id, updated_at) VALUES (?,?,?,?) "
            "ON CONFLICT DO NOTHING",
            self._marks,
        )
        for rows in (self._articles, self._index, self._work, self._spans, self._marks):
            rows.clear()

    def finish(self, files: list[str]) -> None:
        self._flush()
        after = {"articles": self._report.articles, "spans": self._report.spans, "files": files[:100]}
        if self._report.articles or self._report.spans or self._report.article_labels:
            row = (now(), "import", "import", to_json(after))
            self._project.write_many("INSERT INTO event (at, gesture, object, after) VALUES (?,?,?,?)", [row])
