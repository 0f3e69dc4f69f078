"""OpenDocument files: the sheets of a spreadsheet, the text of a document and what is not in it. No format itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from models.base.errors import UserError
from models.formats.office.sheets import Cells, Sheet, counted_cells
from models.formats.support.safe_xml import tree
from models.formats.support.safe_zip import members
from models.formats.support.source import SourceFile

SPREADSHEET = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_T, _TABLE, _OFFICE, _STYLE = (f"{{{_NS}{name}:1.0}}" for name in ("text", "table", "office", "style"))
_DC = "{http://purl.org/dc/elements/1.1/}"
_FEW = 1024  # repetitions of a row or a cell that somebody typed; sheets end in a million empty ones
_LEFT_OUT = {
    f"{_T}note": "footnote or endnote",
    f"{_OFFICE}annotation": "comment",
    f"{{{_NS}drawing:1.0}}text-box": "text box",
    f"{{{_NS}drawing:1.0}}object": "formula or other object",
}
_UNSEEN = {f"{_T}tracked-changes", f"{_T}ruby-text", f"{_OFFICE}annotation-end", f"{_OFFICE}forms"}
_SIGNS = {f"{_T}tab": "\t", f"{_T}line-break": "\n"}


def parts_of(source: SourceFile) -> dict[str, ET.Element]:
    """Return content, styles and metadata, parsed. Raises UserError for what is no whole file, or a bomb."""
    where = source.at()
    found = {}
    for name, part in members(source.data(), where):
        if name == "META-INF/manifest.xml" and b"encryption-data" in part:
            raise UserError(f"{where}: is encrypted; save it without a password.")
        if name in {"content.xml", "styles.xml", "meta.xml"}:
            found[name] = tree(part, f"{where} ({name})")
    if "content.xml" not in found:
        raise _broken(source)
    return found


def _broken(source: SourceFile) -> UserError:
    return UserError(f"{source.path}: not a whole OpenDocument file; open it in LibreOffice and save it again.")


def sheets_in(source: SourceFile) -> Iterator[Sheet]:
    """Yield the sheets of a spreadsheet. Raises UserError."""
    content = parts_of(source)["content.xml"]
    hidden = {
        style.get(f"{_STYLE}name")
        for style in content.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    for table in content.iter(f"{_TABLE}table"):
        title = table.get(f"{_TABLE}name", "")
        rows = counted_cells(_rows(table), f"{source.path}, sheet {title}")
        yield Sheet(title, rows, table.get(f"{_TABLE}style-name") in hidden, [])


def _rows(table: ET.Element) -> Iterator[tuple[int, Cells]]:
    number = 0
    spanned: dict[int, tuple[int, str]] = {}  # column -> rows still covered, and what stands in them
    for row in table.iter(f"{_TABLE}table-row"):
        many = _many(row, "rows")
        cells = list(_cells(row, spanned))
        for _ in range(many if any(cells) and many <= _FEW else 1):
            number += 1
            yield number, list(cells)
        number += many - 1 if not any(cells) or many > _FEW else 0


def _cells(row: ET.Element, spanned: dict[int, tuple[int, str]]) -> Iterator[str]:
    column = 0
    for cell in row:
        kind = cell.tag.removeprefix(_TABLE)
        if kind not in {"table-cell", "covered-table-cell"}:
            continue
        many = _many(cell, "columns")
        value = _value(cell) if kind == "table-cell" else ""
        if kind == "covered-table-cell" and column in spanned:
            left, value = spanned.pop(column)
            if left > 1:
                spanned[column] = (left - 1, value)
        elif (down := cell.get(f"{_TABLE}number-rows-spanned", "1")).isdecimal() and 1 < int(down) <= _FEW:
            spanned[column] = (int(down) - 1, value)
        shown = many if value and many <= _FEW else min(many, _FEW)
        yield from [value] * shown
        column += shown


def _many(element: ET.Element, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isdecimal() and len(said) < 8 else 1


def _value(cell: ET.Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind in {"float", "currency", "percentage"}:
        return cell.get(f"{_OFFICE}value", "").removesuffix(".0")
    return text_of(cell)[0]


def text_of(body: ET.Element, styles: Iterator[ET.Element] | None = None) -> tuple[str, Counter[str]]:
    """Return the text, a paragraph or heading a line with the marks of lists, and what is left out, counted."""
    writer = _Writer({style.get(f"{_STYLE}name", ""): style for style in styles or ()})
    writer.write(body)
    return "\n".join(writer.lines).strip("\n"), writer.left_out


class _Writer:
    """Writes the lines of a document. `_lists`: the open lists, each with its style and the number of its last item."""

    def __init__(self, styles: dict[str, ET.Element]) -> None:
        self.lines: list[str] = []
        self.left_out: Counter[str] = Counter()
        self._styles = styles
        self._lists: list[list[int | str]] = []
        self._mark = ""

    def write(self, element: ET.Element) -> None:
        """Write an element and all below it."""
        stack: list[tuple[ET.Element, bool]] = [(element, False)]
        while stack:
            one, done = stack.pop()
            if done:
                self._end(one)
                continue
            self._begin(one)
            if self._passed(one):
                continue
            stack.append((one, True))
            stack += [(child, False) for child in reversed(one)]

    def _passed(self, one: ET.Element) -> bool:
        if one.tag in _LEFT_OUT:
            self.left_out[_LEFT_OUT[one.tag]] += 1
        if one.tag == f"{_T}tracked-changes":
            self.left_out["deletion"] += sum(1 for _ in one.iter(f"{_T}deletion"))
        if passed := one.tag in _LEFT_OUT or one.tag in _UNSEEN:
            self._add(one.tail or "")
        return passed

    def _begin(self, one: ET.Element) -> None:
        if one.tag in {f"{_T}p", f"{_T}h"}:
            self.lines.append(self._mark)
            self._mark = ""
            self._add(one.text or "")
        elif one.tag == f"{_T}list":
            style = one.get(f"{_T}style-name") or (self._lists[-1][0] if self._lists else "")
            self._lists.append([style, 0])
        elif one.tag == f"{_T}list-item" and self._lists:
            self._lists[-1][1] = int(self._lists[-1][1]) + 1
            self._mark = self._mark_of()
        elif one.tag == f"{_T}s":
            many = one.get(f"{_T}c", "1")
            self._add(" " * (int(many) if many.isdecimal() and len(many) < 4 else 1), blank=True)
        elif one.tag in _SIGNS:
            self._add(_SIGNS[one.tag], blank=True)
        elif self.lines and one.tag.startswith(_T) and one.tag not in _LEFT_OUT and one.tag not in _UNSEEN:
            self._add(one.text or "")

    def _end(self, one: ET.Element) -> None:
        if one.tag == f"{_T}list" and self._lists:
            self._lists.pop()
        if one.tag not in {f"{_T}p", f"{_T}h", f"{_T}list", f"{_T}list-item"}:
            self._add(one.tail or "")

    def _add(self, text: str, *, blank: bool = False) -> None:
        """Add to the last line; white space of the file itself counts as one space, as the format has it."""
        if not self.lines or not text:
            return
        if not blank:
            text = " ".join(part for part in _split(text))
            if self.lines[-1][-1:] in {"", " "}:
                text = text.removeprefix(" ")
        self.lines[-1] += text

    def _mark_of(self) -> str:
        style, number = self._lists[-1]
        level = str(len(self._lists))
        found = self._styles.get(str(style))
        for kind in found if found is not None else ():
            if kind.get(f"{_T}level") == level:
                if kind.tag == f"{_T}list-level-style-number":
                    return f"{number}{kind.get(f'{_STYLE}num-suffix', '.')} "
                return "• " if kind.tag == f"{_T}list-level-style-bullet" else ""
        return "• "


def _split(text: str) -> list[str]:
    """Return the pieces between white space of the file: an empty one at an end that is white space."""
    for sign in "\t\n\r":
        text = text.replace(sign, " ")
    pieces = [piece for piece in text.split(" ") if piece]
    return [""] * text.startswith(" ") + pieces + [""] * (text.endswith(" ") and bool(pieces))


def about(parts: dict[str, ET.Element]) -> tuple[str, str]:
    """Return title and author as the metadata say them."""
    meta = parts.get("meta.xml")
    if meta is None:
        return "", ""
    found = [next((element.text or "" for element in meta.iter(f"{_DC}{name}")), "") for name in ("title", "creator")]
    return found[0], found[1]


def body_of(parts: dict[str, ET.Element]) -> tuple[str, Counter[str]]:
    """Return the text of a document, and what is left out of it, counted."""
    content = parts["content.xml"]
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    styles = [
        style
        for part in (parts.get("styles.xml"), content)
        if part is not None
        for style in part.iter(f"{_T}list-style")
    ]
    return text_of(body, iter(styles)) if body is not None else ("", Counter())
