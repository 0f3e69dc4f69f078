"""Lines of a web page: blocks, rows with all their cells, lists with their marks. No format itself.

It works on trees of lxml: of HTML, and of what trafilatura makes of it, whose elements are those of TEI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 head header hr html item legend li list main ol p pre quote section summary table tbody "
    "tfoot thead title ul".split()
)
_UNSEEN = frozenset(
    "script style template noscript meta link iframe object svg math audio video canvas dialog button select textarea "
    "input nav rt rp map area colgroup".split()
)
_BESIDE = frozenset("aside footer form".split())
"""What stands beside the text of a page."""
_CHROME = frozenset("nav aside footer form header menu".split())
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_WORD = re.compile(
    r'schemas-microsoft-com:office|name="?generator"?\s+content="?(?:microsoft|libreoffice|openoffice)', re.IGNORECASE
)
_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_SYMBOLS = str.maketrans(dict.fromkeys("·o§Øü\uf0b7\uf0a7\uf0d8\uf0fc", "•"))
_SAID_BY = re.compile(
    r"by-?line|date-?line|author|writer|reporter|published|pub-?date|post-?date|timestamp|post-?meta|entry-?meta",
    re.IGNORECASE,
)
_SPACE = re.compile("[ \t\n\r\f]+")
_LONGEST_BYLINE = 200  # characters
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def is_document(page: str, root: Any) -> bool:
    """Whether a page is all text: written by an office program, or without menus and with few links."""
    if _WORD.search(page[:20_000]):
        return True
    if any(_name(element) in _CHROME or element.get("role") == "navigation" for element in root.iter()):
        return False
    whole = len("".join("".join(root.itertext()).split()))
    linked = sum(len("".join("".join(link.itertext()).split())) for link in root.iter("a"))
    return linked * 5 <= whole


def prepare(root: Any) -> None:
    """Write the marks of lists into their items, and let bylines and datelines pass for paragraphs of their article."""
    for element in list(root.iter("li")):
        if mark := _mark_of(element):
            _write_mark(element, mark)
    for element in list(root.iter("rt", "rp")):
        _drop(element)
    for element in list(root.iter()):
        named = f"{element.get('class', '')} {element.get('id', '')} {element.get('rel', '')}" if _name(element) else ""
        if _SAID_BY.search(named) and _is_byline(element):
            for attribute in ("class", "id", "rel", "itemprop"):
                element.attrib.pop(attribute, None)
            if _name(element) in {"span", "time", "address", "a"} and _name(element.getparent()) not in {
                "p",
                "div",
                "span",
            }:
                element.tag = "p"


def _is_byline(element: Any) -> bool:
    """Whether an element is a short line of an article that says who wrote it, when and where."""
    if not 0 < len("".join(element.itertext()).strip()) <= _LONGEST_BYLINE or len(list(element.iter("a", "li"))) > 3:
        return False
    return any(_name(above) in {"article", "main"} for above in element.iterancestors())


def _name(element: Any) -> str:
    """Return the name of an element, "" for comments and the like."""
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _drop(element: Any) -> None:
    """Take an element out; what follows it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _mark_of(item: Any) -> str:
    around = item.getparent()
    if _name(around) != "ol":
        return "- "
    number, wanted = 0, around.get("start", "1")
    number = int(wanted) - 1 if re.fullmatch(r"-?\d{1,6}", wanted) else 0
    for one in around.iterchildren("li"):
        value = one.get("value", "")
        number = int(value) if re.fullmatch(r"-?\d{1,6}", value) else number + 1
        if one is item:
            break
    return f"{_numeral(number, around.get('type', '1'))}. "


def _numeral(number: int, kind: str) -> str:
    if kind in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in {"i", "I"} and 1 <= number < 4000:
        said = ""
        for value, sign in _ROMAN:
            said += sign * (number // value)
            number %= value
        return said.upper() if kind == "I" else said
    return str(number)


def _write_mark(item: Any, mark: str) -> None:
    """Put a mark before the first words of an item, in whatever paragraph they are."""
    place = item
    while (
        not (place.text or "").strip()
        and len(place)
        and _name(place[0]) in {"p", "div", "span", "b", "strong", "a", "i", "em"}
    ):
        place = place[0]
    place.text = mark + (place.text or "").lstrip(" \t\n\r\f")


def lines_of(root: Any, *, whole: bool = False) -> list[str]:
    """Return the lines of a tree; `whole`: with what is put beside a text in pages that have menus."""
    return [line for line in _lines(root, whole=whole, kept=False) if line.strip(" \t")]


def _lines(element: Any, *, whole: bool, kept: bool) -> list[str]:
    """Return the lines of an element; the first and the last one join those beside it, unless it is a block."""
    name = _name(element)
    kept = kept or name in {"pre", "code"}
    if name in {"tr", "row"}:
        return ["", *_row(element, whole=whole, kept=kept), ""]
    lines = [_text(element.text, kept=kept)]
    for child in element:
        inner = [] if _unseen(child, whole=whole) else _inner(child, whole=whole, kept=kept)
        if inner:
            _join(lines, inner)
        _join(lines, _text(child.tail, kept=kept).split("\n") if kept else [_text(child.tail, kept=False)])
    return lines


def _inner(child: Any, *, whole: bool, kept: bool) -> list[str]:
    """Return the lines of a child; those of a block are between two empty ones."""
    name = _name(child)
    if name in {"br", "lb"}:
        return ["", ""]
    if _MARK.search(child.get("style", "")):
        return [" ".join("".join(child.itertext()).translate(_SYMBOLS).replace("\xa0", " ").split()) + " "]
    found = _lines(child, whole=whole, kept=kept)
    return ["", *found, ""] if name in _BLOCKS else found


def _unseen(child: Any, *, whole: bool) -> bool:
    name = _name(child)
    if not name or name in _UNSEEN or (name in _BESIDE and not whole):
        return True
    return child.get("hidden") is not None or bool(_HIDDEN.search(child.get("style", "")))


def _row(element: Any, *, whole: bool, kept: bool) -> Iterator[str]:
    """Yield a row as one line, its cells parted by tabs; as lines of its cells where these are paragraphs."""
    cells = []
    for cell in element:
        if not _unseen(cell, whole=whole):
            cells.append([line.strip(" ") for line in _lines(cell, whole=whole, kept=kept) if line.strip()])
    if all(len(lines) <= 1 for lines in cells):
        yield "\t".join(lines[0] if lines else "" for lines in cells).rstrip("\t")
    else:
        for lines in cells:
            yield from lines


def _join(lines: list[str], more: list[str]) -> None:
    """Add lines, of which the first goes on where the last one ends; two spaces that meet are one."""
    if lines[-1][-1:] in {"", " "} and more[0][:1] == " ":
        more = [more[0][1:], *more[1:]]
    lines[-1] += more[0]
    lines += more[1:]


def _text(text: str | None, *, kept: bool) -> str:
    if not text:
        return ""
    return text.replace("\r\n", "\n") if kept else _SPACE.sub(" ", text)
