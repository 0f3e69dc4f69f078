"""Names for what is written: files that every system takes, labels without blanks, no two alike. No format itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import chain, count

from models.base.documents import AnnotatedArticle
from models.base.file_names import NO_ARTICLES, RESERVED
from models.base.report import Report

_UNSAFE = re.compile(r'[\s\x00-\x1f\x7f<>:"/\\|?*]+')
_NO_LABEL = re.compile(r"[\s\x00-\x1f\x7f|;,:<>#!*\[\]{}()]+")
_OF_INCEPTION = re.compile("CURATION_USER|INITIAL_CAS")  # whose work a file is, not which article
WRITTEN_AS = ", written as "
"""Stands between an id and the name of its file where a note says both."""
_LONGEST = 120  # bytes: with a number and a suffix far below the 255 that file systems allow


def first_free(name: str, is_taken: Callable[[str], bool], pattern: str = "{} {}") -> str:
    """Return `name`, or the first of `name 2`, `name 3` ... that is not taken."""
    numbered = chain([name], (pattern.format(name, number) for number in count(2)))
    return next(own for own in numbered if not is_taken(own))


class UniqueNames:
    """Gives each name once, also where upper and lower case, or two spellings of a letter, are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """Return `wanted`, or with the first number that makes it new: `news_2`."""
        name, key = wanted, _folded(wanted)
        while _folded(name) in self._taken:
            self._next[key] = self._next.get(key, 1) + 1
            name = f"{wanted}_{self._next[key]}"
        self._taken.add(_folded(name))
        return name

    def file_of(self, article: AnnotatedArticle, suffix: str, report: Report, id_of: Callable[[str], str] = str) -> str:
        """Return the name without `suffix` of the file for an article; one that is not its id is noted.

        `id_of`: which id a reader makes of the whole name.
        """
        stem = self.take(file_stem(article.source, suffix))
        if stem != article.source.removesuffix(suffix):
            where = f"{article.source}{WRITTEN_AS}{stem}{suffix}"  # what all have in common is told in one line
            report.note(where, "its id is no name for a file, which has another")
        elif id_of(f"{stem}{suffix}") != article.source:
            report.note_once("ids of articles", f"some get or lose {suffix} at their end when the files are read again")
        return stem


def _folded(name: str) -> str:
    """Return what the file systems of macOS and Windows take a name for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def file_stem(source: str, suffix: str = ".txt") -> str:
    """Return a file's name without suffix made of an article's id.

    No folders, not hidden, nothing that Windows refuses, or that is known for what lies beside articles.
    """
    stem = _UNSAFE.sub("_", source.removesuffix(suffix)).strip(". ")
    stem = stem.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").rstrip(". ")
    taken = RESERVED.fullmatch(stem) or _OF_INCEPTION.match(stem) or stem.lower() in NO_ARTICLES
    return f"_{stem}" if not stem or taken else stem


class LabelNames:
    """Labels as names without blanks and signs, each label another one; what is renamed gets a note."""

    def __init__(self, report: Report) -> None:
        self._report, self._names = report, UniqueNames()
        self._given: dict[str, str] = {}

    def reserve(self, labels: list[str]) -> None:
        """Give names to those first that can keep theirs."""
        for label in sorted(labels, key=lambda label: bool(_NO_LABEL.search(label))):
            self.of(label)

    def of(self, label: str) -> str:
        """Return the name of a label."""
        if label not in self._given:
            name = self._names.take(_NO_LABEL.sub("_", label).lstrip("-") or "label")
            self._given[label] = name
            if name != label:
                self._report.note_once(f"label {label}", f"cannot be called that here; written as {name}")
        return self._given[label]
