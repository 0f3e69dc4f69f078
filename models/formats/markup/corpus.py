"""Articles of an XML corpus: the text of its elements, entities as spans, attributes as fields. No format itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from models.base.documents import AnnotatedArticle, FileLocation, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.reading import Reading
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.markup import elements
from models.formats.markup.elements import Found, is_entity, label_of, name_of
from models.formats.support.fields import article_text
from models.formats.support.source import SourceFile
from models.text.offsets import trim_space

_IDS = ("id", "docid", "doc_id", "n", "docno", "guid", "key")
_SPACE = re.compile("[ \t\r\n]+")
_BLANKS = re.compile(r"[ \t\r]+")
_AROUND_LINE = re.compile(" ?\n ?")
_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_ROLES = ("element", "title", "spans")


@dataclass
class Corpus:
    """The articles of a parsed file. `found`: what its elements are, unless the person chose others."""

    source: SourceFile
    root: Element
    found: Found
    _inline: Counter[str] = field(default_factory=Counter)
    _unread: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Take what was chosen, and tell what is read. Raises UserError for an element that is not there."""
        chosen = {role: self.source.options.roles[role] for role in _ROLES if role in self.source.options.roles}
        for name in (name for names in chosen.values() for name in names):
            if name not in self.found.names:
                there = ", ".join(list(self.found.names)[:30])
                raise UserError(f"{self.source.path}: there is no element {name[:40]}; the elements are {there}.")
        self._chosen = "element" in chosen
        self._text = set(chosen.get("element", self.found.text))
        self._titles = set(chosen.get("title", self.found.titles)) - self._text
        self._spans = set(chosen["spans"]) if "spans" in chosen else None
        if not self._text:
            raise UserError(f"{self.source.path}: no element holds text; check that it is the right file.")

    def articles(self) -> Iterator[AnnotatedArticle]:
        """Yield an article a document; those without text are left out and told."""
        for number, document in enumerate(elements.documents(self.root, self.found.document), 1):
            where = FileLocation(f"{self.source.path}, {name_of(document)} {number}")
            try:
                article = self._article(document, number, where)
            except UserError as error:
                self.source.leave_out(where, error)
            else:
                yield article
        self._tell()

    def _tell(self) -> None:
        names = self.found.names
        spans = self._spans if self._spans is not None else {name for name in names if self._inline[f"span {name}"]}
        roles = {
            "element": tuple(name for name in names if name in self._text),
            "title": tuple(name for name in names if name in self._titles),
            "spans": tuple(name for name in names if name in spans),
        }
        several = frozenset({"element", "title", "spans"})
        self.source.took(Reading("element", tuple(names), (tuple(names.values()),), roles, several))
        if beside := _spans_beside(self.root):
            what = f"{counted(beside, 'span')} in standOff, beside the text: not read; export them in another format"
            self.source.report.note(self.source.at(), what)
        for name, count in self._inline.items():
            if not name.startswith("span "):
                what = f"{counted(count, 'element')} {name} inside the text: the words are read, no spans made of them"
                self.source.report.note(self.source.at(), f"{what}; choose --field spans={name}")
        for name, count in self._unread.items():
            self.source.report.note(
                self.source.at(), f"the text of {counted(count, 'element')} {name} is not read; choose --element {name}"
            )

    def _article(self, document: Element, number: int, where: FileLocation) -> AnnotatedArticle:
        writer = _Writer(self._is_span, self._inline)
        title, meta = "", dict(_facts(document))
        for unit in self._units(document):
            name = name_of(unit)
            if name in self._text:
                writer.unit(unit)
            elif name in self._titles and not title:
                title = " ".join("".join(unit.itertext()).split())
            elif not self._chosen and len(words := " ".join("".join(unit.itertext()).split())) <= 1000:
                meta[name] = f"{meta[name]}; {words}" if name in meta else words
            else:
                self._unread[name] += 1
        text, spans = writer.finished()
        cleaned = article_text(text, where)
        named = next((meta.pop(key) for key in _IDS if key in meta), "")
        title = title or str(meta.pop("title", ""))
        return AnnotatedArticle(
            source=named or f"{file_name(self.source.path)}#{number}",
            title=title or title_of(cleaned.text),
            text=cleaned.text,
            meta=meta,
            changes=cleaned.changes,
            layers=(Layer(spans=tuple(spans)),),
            where=where,
        )

    def _units(self, document: Element) -> Iterator[Element]:
        """Yield the elements of a document that hold words: those that were chosen, however deep, and the others."""
        if not self._chosen:
            yield from elements.units(document)
            return
        stack = [document]
        while stack:
            element = stack.pop()
            if name_of(element) in self._text | self._titles:
                yield element
            elif not any(name_of(inner) in self._text for inner in element.iter()):
                if elements.holds_text(element) or elements.has_tokens(element):
                    yield element
                else:
                    stack += reversed(element)
            else:
                stack += reversed(element)

    def _is_span(self, element: Element) -> bool:
        return is_entity(element) if self._spans is None else name_of(element) in self._spans


def _spans_beside(root: Element) -> int:
    """Return how many spans stand in stand-off elements, with offsets instead of words."""
    stands = [element for element in root.iter() if name_of(element).lower() == "standoff"]
    return sum(name_of(inner).lower() in {"span", "annotation"} for element in stands for inner in element.iter())


def _facts(document: Element) -> Iterator[tuple[str, str]]:
    for key, value in document.attrib.items():
        if value.strip() and not key.startswith("{http://www.w3.org/2001/XMLSchema"):
            name = key.rpartition("}")[2]
            yield name if name.lower() not in {"title", *_IDS} else name.lower(), " ".join(value.split())


class _Writer:
    """Writes the text of units, a block a line, and finds the places of spans in it (code points)."""

    def __init__(self, is_span: Callable[[Element], bool], inline: Counter[str]) -> None:
        self._is_span, self._inline = is_span, inline
        self._pieces: list[str] = []
        self._length = 0
        self._last = "\n"
        self._spans: list[tuple[int, int, str]] = []

    def unit(self, element: Element) -> None:
        """Write an element that holds words."""
        self._line()
        folded = name_of(element).lower()
        lines = folded not in elements.BLOCKS - {"text", "body", "content", "div"}
        self._write(element, kept=element.get(_KEPT) == "preserve", lines=lines)
        self._line()

    def _write(self, element: Element, *, kept: bool, lines: bool) -> None:
        tokens = elements.has_tokens(element)
        kept = kept or element.get(_KEPT) == "preserve"
        self._add("" if tokens else element.text or "", kept=kept, lines=lines)
        glued = True
        for child in element:
            folded = name_of(child).lower()
            if folded == "g" and not len(child) and not (child.text or "").strip():
                glued = True
                continue
            if tokens and not glued and child.get("join") not in {"left", "both"}:
                self._add(" ", kept=False, lines=False)
            self._child(child, folded, kept=kept, lines=lines)
            glued = child.get("join") in {"right", "both"} or child.get("space") == "no"
            self._add("" if tokens else child.tail or "", kept=kept, lines=lines)

    def _child(self, child: Element, folded: str, *, kept: bool, lines: bool) -> None:
        if not folded:
            return
        if folded in elements.BREAKS:
            self._line()
            return
        span = self._is_span(child)
        block = folded in elements.BLOCKS and not span
        if block:
            self._line()
        start = self._length
        self._write(child, kept=kept, lines=lines)
        if block:
            self._line()
        elif span:
            self._inline[f"span {name_of(child)}"] += 1
            self._spans.append((start, self._length, label_of(child)))
        elif folded not in elements.TOKENS:
            self._inline[name_of(child)] += 1

    def _line(self) -> None:
        if self._last != "\n":
            self._put("\n")

    def _add(self, text: str, *, kept: bool, lines: bool) -> None:
        if kept:
            self._put(text)
            return
        text = _AROUND_LINE.sub("\n", _BLANKS.sub(" ", text)) if lines else _SPACE.sub(" ", text)
        self._put(text.lstrip(" ") if self._last in " \n" else text)

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._last = text[-1]

    def finished(self) -> tuple[str, list[LabelledSpan]]:
        """Return the text without blank lines at its ends, and the spans in it without white space at theirs."""
        text = "".join(self._pieces)
        before = len(text) - len(text.lstrip(" \t\n"))
        text = text.strip(" \t\n")
        spans = []
        for start, end, label in self._spans:
            first, last = trim_space(text, max(0, start - before), max(0, min(len(text), end - before)))
            if first < last:
                spans.append(LabelledSpan(first, last, label))
        return text, sorted(spans, key=lambda span: (span.start, -span.end))
