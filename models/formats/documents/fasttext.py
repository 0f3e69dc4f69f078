"""fastText: a line an article, its labels before or after the text: `__label__خبر متن`. Read only.

The prefix of labels is found out: `__label__`, or another word between underscores with which most lines begin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from models.base.documents import AnnotatedArticle, Layer
from models.base.errors import UserError
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.support.base import Format
from models.formats.support.fields import article_text
from models.formats.support.source import Head, SourceFile

_PREFIX = re.compile(r'\s*"?(__[^\W\d_][^\W_]*(?:_[^\W_]+)*__)[^\s,]')
_ENOUGH = 0.6  # the share of lines that begin with the prefix; what lacks a label is still an article
_LOOKED_AT = 500  # lines


def sniff(head: Head) -> str:
    """Return why this is fastText's: most lines begin with a label."""
    prefix = _prefix(head.lines)
    return f"its lines begin with {prefix}" if prefix else ""


def _prefix(lines: Iterable[str]) -> str:
    """Return what the labels of most lines begin with; "" where lines do not begin with labels."""
    filled = [line for line in lines if line.strip()][:_LOOKED_AT]
    begun = Counter(found[1] for line in filled if (found := _PREFIX.match(line)))
    prefix, count = max(begun.items(), key=lambda item: item[1], default=("", 0))
    return prefix if count and count >= _ENOUGH * len(filled) else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read an article a line; a line with nothing but labels is left out. Raises UserError."""
    prefix = _prefix(source.head().lines) or "__label__"
    label = re.compile(rf"(?:(?<=\s)|(?<=,)|^){re.escape(prefix)}([^\s,]+(?:,(?!{re.escape(prefix)})[^\s,]+)*),?[ \t]*")
    articles = bare = 0
    for number, line in source.lines():
        text = _unquoted(line.strip())
        if not text:
            continue
        labels = tuple(dict.fromkeys(label.findall(text)))
        where = source.at(number)
        try:
            cleaned = article_text(label.sub("", text).strip(" \t"), where)
        except UserError as error:
            source.leave_out(where, error)
            continue
        articles, bare = articles + 1, bare + (not labels)
        yield AnnotatedArticle(
            source=f"{file_name(source.path)}:{number}",
            title=title_of(cleaned.text),
            text=cleaned.text,
            changes=cleaned.changes,
            layers=(Layer(labels=labels),) if labels else (),
            where=where,
        )
    if bare:
        source.report.note(source.at(), f"{counted(bare, 'line')} without a label; read as articles without any")
    if not articles:
        raise UserError(f"{source.path}: no line of it holds a text beside its labels ({prefix}…); add the texts.")


def _unquoted(line: str) -> str:
    """Return a line without the quotation marks that a table puts around a cell."""
    if line.startswith('"__') and line.endswith('"'):
        return line[1:-1].replace('""', '"')
    return line


FORMAT = Format("fasttext", "fastText (__label__…)", (".ft",), read=read, sniff=sniff, rank=85)
