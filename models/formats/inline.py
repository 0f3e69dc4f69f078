"""Tags in running text, as in UNER: `<PERSON>شہباز شریف</PERSON> نے کہا`. Read only; one article a file.

This is no XML: `&` and `<3` are text, and so is whatever has a name that is not in capitals, or that the file never
both opens and closes. All other tags are taken out of the text, which is what offsets count. White space inside a
tag's edges stays in the text and out of the span.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.report import file_name
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.source import Head, SourceFile
from models.formats.text import title_of
from models.text.offsets import trim_space

_TAG = re.compile(r"<(/?)[ \t]{0,2}([A-Z][A-Z0-9_-]{0,63})[ \t]{0,2}>")
_DOCUMENT = ("<?xml", "<!doctype", "<html")


def sniff(head: Head) -> str:
    """Return why this is text with tags: a pair of them in its beginning, in what is no HTML or XML document."""
    if head.suffix not in (".txt", ".tagged", ".xml", "") or head.text.lstrip()[:9].lower().startswith(_DOCUMENT):
        return ""
    opened: set[str] = set()
    for tag in _TAG.finditer(head.text):
        if tag[1] and tag[2] in opened:
            whole = head.suffix == ".xml" and not (head.text[: tag.start()].strip()[1:]).count("<")
            return "" if whole and not head.text[tag.end() :].strip() else f"it holds <{tag[2]}>…</{tag[2]}>"
        if not tag[1]:
            opened.add(tag[2])
    return ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read one article; tags without their other half, and those that cross, are noted by line and left out.

    Raises UserError for what is empty, too large, or no text in its encoding.
    """
    where = source.at()
    cleaned = article_text(source.text(), where)
    text, found = _without_tags(cleaned.text, source)
    article_text(text, where)
    spans = []
    for start, end, label, line in sorted(found, key=lambda span: (span[0], -span[1])):
        first, last = trim_space(text, start, end)
        if first == last:
            source.report.note(source.at(line), f"<{label}> holds no text; left out")
        else:
            spans.append(LabelledSpan(first, last, label))
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=title_of(text),
        text=text,
        changes=cleaned.changes,
        layers=(Layer(spans=tuple(spans)),),
        where=where,
    )


def _without_tags(text: str, source: SourceFile) -> tuple[str, list[tuple[int, int, str, int]]]:
    """Return the text, and (start, end, label, line) of each pair of tags."""
    pieces: list[str] = []
    found: list[tuple[int, int, str, int]] = []
    opened: list[tuple[int, str, int]] = []
    open_now: Counter[str] = Counter()
    length = done = counted = 0
    line = 1
    for tag in _tags(text):
        pieces.append(text[done : tag.start()])
        length, done = length + tag.start() - done, tag.end()
        line, counted = line + text.count("\n", counted, tag.start()), tag.start()
        if not tag[1]:
            opened.append((length, tag[2], line))
            open_now[tag[2]] += 1
        elif open_now[tag[2]]:
            start, label, at = _close(opened, open_now, tag[2], source)
            found.append((start, length, label, at))
        else:
            source.report.note(source.at(line), f"</{tag[2]}> closes nothing; left out")
    for _, label, at in opened:
        source.report.note(source.at(at), f"<{label}> is never closed; left out")
    return "".join([*pieces, text[done:]]), found


def _tags(text: str) -> list[re.Match[str]]:
    """Return the tags whose name the file both opens and closes."""
    every = list(_TAG.finditer(text))
    names = {tag[2] for tag in every if tag[1]} & {tag[2] for tag in every if not tag[1]}
    return [tag for tag in every if tag[2] in names]


def _close(
    opened: list[tuple[int, str, int]], open_now: Counter[str], name: str, source: SourceFile
) -> tuple[int, str, int]:
    """Return the innermost open tag of that name; those inside it are not closed where they should be."""
    while True:
        start, label, at = opened.pop()
        open_now[label] -= 1
        if label == name:
            return start, label, at
        source.report.note(source.at(at), f"<{label}> is not closed before </{name}>; left out")


FORMAT = Format("inline", "Tags in running text (<PERSON>…</PERSON>)", (".tagged",), read=read, sniff=sniff, rank=10)
