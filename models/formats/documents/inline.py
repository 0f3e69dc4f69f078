"""Labels marked in running text, as in UNER: `<PERSON>شہباز شریف</PERSON> نے کہا`. Read only; one article a file.

This is no XML: `&` and `<3` are text, and so is HTML, and whatever has a name that the file never both opens and
closes; `models/formats/support/inline_marks.py` says what is a mark. All marks are taken out of the text, which is
what offsets count. White space inside a mark's edges stays in the text and out of the span.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.inline_marks import Mark, is_yedda, marks_in
from models.formats.support.source import Head, SourceFile
from models.text.offsets import trim_space

_DOCUMENT = ("<?xml", "<!doctype", "<html", "<tei", "<xmi:xmi", "<typesystemdescription")
_SUFFIXES = (".txt", ".tagged", ".xml", ".sgm", ".sgml", ".muc", ".yedda", "")


def sniff(head: Head) -> str:
    """Return why this is text with marks: a pair of them in its beginning, in what is no HTML or XML document."""
    if not (head.suffix in _SUFFIXES or _is_of_a_tool(head)):
        return ""
    if head.text.lstrip()[:30].lower().startswith(_DOCUMENT) or (head.suffix == ".xml" and _is_one_element(head.text)):
        return ""
    opened: dict[str, Mark] = {}
    for mark in marks_in(head.text):
        if mark.opens:
            opened.setdefault(mark.key, mark)
        elif not mark.is_outline and (first := opened.get(mark.key)):
            same = first.shown == mark.shown
            return f"it holds {first.shown}" if same else f"it holds {first.shown}…{mark.shown}"
    return ""


def _is_of_a_tool(head: Head) -> bool:
    """Whether a file under another name is YEDDA's, or Rasa's training data."""
    return (head.suffix == ".ann" and is_yedda(head.text)) or (head.suffix == ".md" and "## intent:" in head.text)


def _is_one_element(text: str) -> bool:
    """Whether one tag, not in capitals or with nothing else in it, holds the whole: such a document has elements."""
    whole = text.strip()
    name = whole[1:].split(">")[0].split()[0] if whole.startswith("<") and whole[1:].split() else ""
    return bool(name) and whole.endswith(f"</{name}>") and (not name.isupper() or whole.count("<") == 2)


class _Found(NamedTuple):
    start: int
    end: int
    label: str
    shown: str
    line: int
    attributes: Mapping[str, Any]


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article; marks without their other half, and those that cross, are noted by line and left out.

    Raises UserError for what is empty, too large, or no text in its encoding.
    """
    where = source.at()
    cleaned = article_text(source.text(), where)
    text, found = _Reader(source).take(cleaned.text)
    article_text(text, where)
    spans = []
    for one in sorted(found, key=lambda span: (span.start, -span.end)):
        first, last = trim_space(text, one.start, one.end)
        if first == last:
            source.report.note(source.at(one.line), f"{one.shown} holds no text; left out")
        else:
            spans.append(LabelledSpan(first, last, one.label, attributes=one.attributes))
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=title_of(text),
        text=text,
        changes=cleaned.changes,
        layers=(Layer(spans=tuple(spans)),),
        where=where,
    )


class _Reader:
    """Takes the marks out of a text, and pairs them."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._opened: list[tuple[int, Mark, int]] = []
        self._open_now: Counter[str] = Counter()
        self._found: list[_Found] = []
        self._outline: Counter[str] = Counter()
        self._recommended = self._signs = 0

    def take(self, text: str) -> tuple[str, list[_Found]]:
        """Return the text without marks, and what they label."""
        pieces: list[str] = []
        length = done = counted_to = 0
        line = 1
        for mark in marks_in(text):
            pieces += [text[done : mark.start], mark.sign]
            length, done = length + mark.start - done, mark.end
            line, counted_to = line + text.count("\n", counted_to, mark.start), mark.start
            self._mark(mark, length, line)
            length += len(mark.sign)
            self._signs += bool(mark.sign)
        for _, mark, at in self._opened:
            self._note(at, f"{mark.shown} is never closed; left out")
        self._tell()
        return "".join([*pieces, text[done:]]), self._found

    def _mark(self, mark: Mark, length: int, line: int) -> None:
        """Take a mark after `length` characters of the text without marks."""
        if mark.sign:
            return
        if mark.opens:
            self._opened.append((length, mark, line))
            self._open_now[mark.key] += 1
        elif self._open_now[mark.key]:
            start, first, at = self._close(mark)
            if mark.is_outline:
                self._outline[first.shown.rstrip(">").split(" ")[0] + ">"] += 1
                return
            self._recommended += "recommended" in first.attributes
            label = mark.label if mark.key == "[@" else first.label
            self._found.append(_Found(start, length, label, first.shown, at, first.attributes))
        else:
            self._note(line, f"{mark.shown} closes nothing; left out")

    def _close(self, mark: Mark) -> tuple[int, Mark, int]:
        """Return the innermost open mark that this one closes; those inside it are not closed where they should be."""
        while True:
            start, first, at = self._opened.pop()
            self._open_now[first.key] -= 1
            if first.key == mark.key:
                return start, first, at
            self._note(at, f"{first.shown} is not closed before {mark.shown}; left out")

    def _tell(self) -> None:
        if self._outline:
            names = ", ".join(f"{name} {count}" for name, count in self._outline.items())
            self._note(0, f"tags around whole lines are no labels; taken out of the text: {names}")
        if self._recommended:
            what = counted(self._recommended, "span is", "spans are")
            self._note(0, f"{what} marked [$…*], as YEDDA recommends; read like the others")
        if self._signs:
            self._note(0, f"{counted(self._signs, 'escape')} such as &lt; read as the sign that it stands for")

    def _note(self, line: int, what: str) -> None:
        self._source.report.note(self._source.at(line), what)


FORMAT = Format(
    "inline", "Tags in running text (<PERSON>…</PERSON>, [@…#PER*])", (".tagged",), read=read, sniff=sniff, rank=10
)
