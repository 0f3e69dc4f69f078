"""Sentences of CoNLL-U: words with the white space around them, as MISC or `# text` have it. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.base.errors import UserError
from models.base.report import counted
from models.formats.support.source import SourceFile
from models.formats.support.token_table.conllu_tags import BARE, Tagging, fields_of, value_in
from models.formats.support.token_table.lines import BOM
from models.formats.support.token_table.oddities import Oddities
from models.formats.support.token_table.schemes import OUTSIDE

ESCAPES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}
_SIGNS = {escape[1]: sign for sign, escape in ESCAPES.items()}
_ESCAPED = re.compile(r"\\(?:([stnrp\\])|u([0-9a-f]{4,6});)")
EXACT = "Nishan"
"""Before SpacesAfter and SpacesBefore: the same with every sign as it is, where MISC must not hold some."""
_SPACED = frozenset({"SpaceAfter", "SpacesAfter", "SpacesBefore", f"{EXACT}SpacesAfter", f"{EXACT}SpacesBefore"})
_KNOWN = frozenset({"newdoc", "newdoc id", "newpar", "newpar id", "text", "sent_id"})


@dataclass
class Sentence:
    """What a sentence says: words with the white space before the first and after each, and their tags."""

    document: int
    name: str = ""
    text: str = ""
    paragraph: bool = False
    before: str = ""
    words: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    spaced: bool = False  # some MISC speaks of white space
    tags: list[list[str]] = field(default_factory=list)  # part by part
    lines: list[int] = field(default_factory=list)
    reach: int = 0  # the last word that a multiword token speaks for

    def describe(self, key: str, value: str) -> None:
        """Take a comment before the words."""
        if key in {"newdoc id", "newdoc"}:
            self.document, self.name = self.document + 1, value
        elif key == "text":
            self.text = value
        elif key.startswith("newpar"):
            self.paragraph = True

    def align(self) -> None:
        """Take the gaps from `# text` where MISC says nothing of white space and the text has the words."""
        if not self.text or self.spaced:
            return
        gaps, position = [], 0
        for word in self.words:
            at = self.text.find(word, position)
            if at < 0 or self.text[position:at].strip():
                return
            gaps.append(self.text[position:at])
            position = at + len(word)
        self.gaps[:-1] = gaps[1:]


def sentences_of(source: SourceFile, tagging: Tagging, told: Oddities) -> Iterator[Sentence]:
    """Yield the sentences of a file. Raises UserError for one that names no column of tokens."""
    columns = list(tagging.columns)
    found = _begun(0, "", tagging)
    lost: set[str] = set()
    for number, whole in source.lines():
        line = whole.lstrip(BOM)
        if line != whole:
            told.count("marks", number)
        if not line.strip():
            if found.words:
                found.align()
                yield found
                found = _begun(found.document, found.name, tagging)
        elif line.startswith("#") and line.count("\t") + 1 != len(columns):
            columns = _comment(found, line, number, columns, source, told)
        else:
            cells = line.split("\t")
            row = dict(zip(columns, cells, strict=False))
            misc = fields_of(row.get("MISC", "_"))
            if why := _lost(columns, cells, misc, tagging, lost):
                source.report.note(source.at(number), why)
            _take(found, row, misc, number, source, tagging)
    if found.words:
        found.align()
        yield found


def _begun(document: int, name: str, tagging: Tagging) -> Sentence:
    return Sentence(document, name, tags=[[] for _ in tagging.tags])


def _comment(
    found: Sentence, line: str, number: int, columns: list[str], source: SourceFile, told: Oddities
) -> list[str]:
    """Take a comment; return the columns, which it may name."""
    key, _, value = (part.strip() for part in line[1:].partition("="))
    if key == "global.columns":
        columns = value.upper().split()
        if "FORM" not in columns:
            raise UserError(f"{source.at(number)}: names no column FORM; there are no tokens without it.")
    elif key not in _KNOWN and not key.startswith("global."):
        told.count("comments", number, line[:20])
    if not found.words:
        found.describe(key, value)
    return columns


def _lost(columns: list[str], cells: list[str], misc: Mapping[str, str], tagging: Tagging, told: set[str]) -> str:
    """Return what of a line is not read, said once a file for each column; empty when nothing is."""
    if len(cells) != len(columns) and any(cells[1:]) and "" not in told:
        told.add("")
        return f"{counted(len(cells), 'cell')} for {len(columns)} columns, here or later, too; read as far as they go"
    read = {"ID", "MISC", tagging.token, *tagging.tags} | told
    filled = [name for name, cell in zip(columns, cells, strict=False) if cell.strip() not in ("", "_", "O", "*")]
    others = [name for name in filled if name not in read]
    more = [f"{BARE}{name}" for name in misc if name not in _SPACED]
    others += [part for part in more if part not in read]
    told.update(others)
    return f"what the column {' and '.join(others)} says, here and later; left out" if others else ""


def _take(
    found: Sentence, row: dict[str, str], misc: Mapping[str, str], number: int, source: SourceFile, tagging: Tagging
) -> None:
    """Take the token of a line; the words of a multiword token give no more than their tag."""
    token_id = row.get("ID", "").strip()
    first, _, last = token_id.partition("-")
    if "." in token_id:  # an empty node: nothing of the text
        return
    tags = [value_in(row, misc, part) for part in tagging.tags]
    if not last and found.words and first.isascii() and first.isdigit() and int(first[:9]) <= found.reach:
        _add_tags(found, tags, number, source, tagging)
        return
    word = row.get(tagging.token, "").strip(" \r")
    if not word.strip():
        source.report.note(source.at(number), "a line without a token; left out")
        return
    if not found.words:
        found.before = _spaces(misc, "SpacesBefore", "")
    found.spaced |= bool(misc.keys() & _SPACED)
    found.words.append(word)
    found.gaps.append(_spaces(misc, "SpacesAfter", "" if misc.get("SpaceAfter") == "No" else " "))
    for column, tag in zip(found.tags, tags, strict=True):
        column.append(tag)
    found.lines.append(number)
    if last.isascii() and last.isdigit():
        found.reach = int(last[:9])


def _add_tags(found: Sentence, tags: list[str], number: int, source: SourceFile, tagging: Tagging) -> None:
    """Take the tags of a word of a multiword token, which is one token here."""
    for column, tag, (scheme, _) in zip(found.tags, tags, tagging.tags.values(), strict=True):
        if tag in OUTSIDE:
            continue
        if scheme is None:
            column[-1] = f"{column[-1]}*{tag}" if column[-1] not in OUTSIDE else tag
        elif column[-1] in OUTSIDE:
            column[-1] = tag
        elif scheme.canonical(tag)[2:] != scheme.canonical(column[-1])[2:]:
            source.report.note(source.at(number), f"{tag} on a part of a word that has {column[-1]}; left out")


def _spaces(misc: Mapping[str, str], name: str, usual: str) -> str:
    given = misc.get(f"{EXACT}{name}", misc.get(name))
    return usual if given is None else _unescape(given)


def _unescape(escaped: str) -> str:
    def sign(match: re.Match[str]) -> str:
        if match[1]:
            return _SIGNS[match[1]]
        code = int(match[2], 16)
        return chr(code) if code < 0x110000 else ""

    return _ESCAPED.sub(sign, escaped)
