"""Saved web pages: the article in them, without menus, advertising and comments.

What is an article's text is the judgement of trafilatura; pages that an office program saved, and others that have no
menus, are taken whole. A block is a line, and so is a row of a table, its cells parted by tabs. Nothing is fetched
from the network. Title, author, date, site and address of the page go to the title and into `meta`.
"""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Iterator
from typing import Any

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import counted, file_name
from models.formats.documents.text import title_of
from models.formats.markup.page import is_document, lines_of, prepare
from models.formats.support.base import Extra, Format
from models.formats.support.fields import article_text
from models.formats.support.source import Head, SourceFile
from models.text.encodings import checked, decode, encoding_of

_TRAFILATURA = Extra("trafilatura", "trafilatura", "docs")
_MOST = 8 * 1024 * 1024
_PIECES = ("p", "li", "tr", "h1", "h2", "h3", "h4", "blockquote")
_PROLOG = re.compile(r"\s*<\?xml[^>]*>")
_FORMULA = re.compile(r"<(?:m:)?(?:math|oMath)\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""(?:<meta\s[^>]*?charset|\A\s*<\?xml[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE
)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html\b|<html\b[^>]*>\s*<(?:head|body)\b)",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(r"<(script|style|template|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
# trafilatura drops what cannot be printed and composes letters with their signs; Urdu needs both as they are, so
# they go through it as letters that no page here has: those of Linear A.
_KEPT = "\u200c\u200d\u200e\u200f\u0653\u0654\u0655\u061c"
_AWAY = {ord(character): 0x10600 + number for number, character in enumerate(_KEPT)}
_BACK = {stands: ord(character) for character, stands in zip(_KEPT, _AWAY.values(), strict=True)}
# The parser compares every attribute of a tag with all others: 200,000 of them take it minutes.
_CROWDED = re.compile(r"<[a-zA-Z][^\s>]*+(?:\s++[^\s=>]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]++))?+){1000}")
_ENTITY = re.compile(r"&(zwnj|#8204|#x200c|zwj|#8205|#x200d);", re.IGNORECASE)
_META = {"author": "author", "date": "date", "url": "url", "sitename": "site", "description": "description"}


def sniff(head: Head) -> str:
    """Return why this is a web page: how it begins."""
    return "it begins as an HTML page" if _PAGE.match(head.text[:20_000]) else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the article of one page. Raises UserError, also when no article is found in it."""
    _TRAFILATURA.load("html")
    where = source.at()
    page = _decoded(source)
    if _CROWDED.search(page):
        raise UserError(f"{where}: a tag has over 1,000 attributes; save the page's text as .txt and import that.")
    given = _ENTITY.sub(lambda found: html.unescape(found[0].lower()), page).translate(_AWAY)
    try:
        about, lines = _extracted(_PROLOG.sub("", given, count=1), _TRAFILATURA)
    except Exception as error:  # a page can be broken in ways that the library does not foresee
        raise UserError(f"{where}: the page cannot be read; save its text as .txt and import that.") from error
    text = "\n".join(line.strip(" \t") for line in lines).translate(_BACK)
    if not text.strip():
        raise UserError(f"{where}: no article is found in this page; save its text as .txt and import that.")
    if formulas := len(_FORMULA.findall(page)):
        source.report.note(where, f"{counted(formulas, 'formula')}; left out")
    cleaned = article_text(text, where)
    seen = len("".join(_UNSEEN.sub(" ", page).split()))
    taken = len("".join(cleaned.text.split()))
    what = f"{taken} of {seen} characters of the page taken; menus, advertising and comments left out"
    source.report.note(where, what)
    yield AnnotatedArticle(
        source=file_name(source.path),
        title=_line(getattr(about, "title", None)).translate(_BACK) or title_of(cleaned.text),
        text=cleaned.text,
        meta={
            ours: value.translate(_BACK)
            for theirs, ours in _META.items()
            if (value := _line(getattr(about, theirs, None)))
        },
        changes=cleaned.changes,
        where=where,
    )


def _extracted(page: str, library: Extra) -> tuple[Any, list[str]]:
    """Return what the page says of itself, and the lines of its article."""
    trafilatura = library.load("html")
    tree = trafilatura.load_html(page)
    if tree is None:
        return None, []
    about = library.load("html", "trafilatura.metadata").extract_metadata(copy.deepcopy(tree))
    whole = is_document(page, tree)
    prepare(tree)
    body = next(tree.iter("body"), tree)
    if whole:
        return about, lines_of(body, whole=True)
    found = trafilatura.bare_extraction(
        copy.deepcopy(tree), include_comments=False, include_tables=True, include_formatting=False
    )
    if found is None or found.body is None:
        return about, []
    if len(found.body) == 1 and not len(found.body[0]) and sum(1 for _ in body.iter(*_PIECES)) > 1:
        return about, lines_of(_only(tree, "article", "main", "body"))  # it gave up and joined all words
    return about, lines_of(found.body)


def _only(tree: Any, *names: str) -> Any:
    """Return the element of the first of these names that there is just one of; else the whole."""
    found = (list(tree.iter(name)) for name in names)
    return next((elements[0] for elements in found if len(elements) == 1), tree)


def _line(value: Any) -> str:
    """Return a short text on one line; anything else as if it were missing."""
    return " ".join(value.split())[:500] if isinstance(value, str) else ""


def _decoded(source: SourceFile) -> str:
    """Return the page in the encoding that was chosen, that its mark says or that it names itself; else UTF-8."""
    data = source.data(_MOST)
    chosen = source.options.encoding
    named = _CHARSET.search(data[:4096])
    if not chosen and named and encoding_of(data) == "utf-8" and not data.startswith(b"\xef\xbb\xbf"):
        try:
            chosen = checked(named[1].decode())
        except UserError:
            chosen = ""
        if chosen.startswith("utf-16"):  # a page whose bytes spell "charset" is not in it
            chosen = ""
    return decode(data, source.path, chosen).removeprefix("\ufeff").replace("\0", "")


FORMAT = Format("html", "Saved web pages", (".html", ".htm", ".xhtml"), read=read, sniff=sniff, extra=_TRAFILATURA)
