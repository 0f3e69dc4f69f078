"""Spreadsheets (`.xlsx`, `.ods`): every sheet is a table, read as a CSV file with the same cells is.

A table of articles, of tokens or of spans is told by its columns. Hidden and empty sheets are told and left out; of
formulas, the values are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.base.documents import AnnotatedArticle
from models.formats.office.open_document import SPREADSHEET, sheets_in
from models.formats.office.sheets import articles_of_sheets
from models.formats.office.workbook import sheets_of
from models.formats.support.base import Extra, Format
from models.formats.support.source import Head, SourceFile

_EXCEL = Extra("openpyxl", "openpyxl", "docs")


def sniff(head: Head) -> str:
    """Return why this is a spreadsheet: a ZIP archive that names a workbook's folder, or says what it is."""
    if head.start[:2] != b"PK":
        return ""
    if SPREADSHEET in head.start[:200]:
        return "it is a ZIP archive with an OpenDocument spreadsheet"
    return "it is a ZIP archive with a workbook" if b"xl/" in head.start and b"word/" not in head.start else ""


def read(source: SourceFile) -> Iterator[AnnotatedArticle]:
    """Read the articles of every sheet. Raises UserError without openpyxl, and for what is no whole spreadsheet."""
    if SPREADSHEET in source.head().start[:200]:
        yield from articles_of_sheets(source, sheets_in(source))
        return
    yield from articles_of_sheets(source, sheets_of(source, _EXCEL.load("xlsx")))


FORMAT = Format(
    "xlsx",
    "Spreadsheets (Excel, OpenDocument)",
    (".xlsx", ".xlsm", ".ods"),
    read=read,
    sniff=sniff,
    rank=70,
    extra=_EXCEL,
)
