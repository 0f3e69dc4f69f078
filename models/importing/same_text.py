"""Which article of a project a record is that bears another id: the one with its text."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from models.base.documents import AnnotatedArticle
from models.base.report import Report, counted
from models.project.project import Project
from models.storage.tables.rows import text_of, to_json

_OF_LENGTH = (
    "SELECT sha256, id FROM article WHERE id IN (SELECT value FROM json_each(?)) "
    "ORDER BY id IN (SELECT id FROM article INDEXED BY article_deleted WHERE deleted = 1), id"  # removed ones last
)
_MAX_ASKED = 40  # lengths of texts, each a query
_NAMED = 3  # records that a note names


@dataclass
class _Told:
    """Records of which something is to be told once: how many, and the first with the article of each."""

    count: int = 0
    first: list[tuple[str, int]] = field(default_factory=list)

    def add(self, record: str, article: int) -> None:
        self.count += 1
        if self.count <= _NAMED:
            self.first.append((record, article))

    def names(self, project: Project) -> str:
        named = [f"{record} is as {source_of(project, article)}" for record, article in self.first]
        return ", ".join(named) + (f" and {self.count - _NAMED} more" if self.count > _NAMED else "")


class TextsOfFiles:
    """Articles by the SHA-256 of their text, as the records of files bring them.

    Several records of one file that share a text under different ids are articles of their own, as headlines come
    again in a corpus, unless they are the layers of different people. Of articles that were there before, each
    record finds one that no record before it has found, as long as there is one.
    """

    def __init__(self) -> None:
        self._first: dict[bytes, int] = {}
        self._more: defaultdict[bytes, list[int]] = defaultdict(list)
        self._met: set[int] = set()
        self._of_file: dict[int, frozenset[str]] = {}  # article -> whose layers the file has given; "" for nobody's
        # Where to go on looking, as a corpus may have one text thousands of times:
        self._free: dict[bytes, deque[int]] = {}  # those that the file may not have given, the likelier ones first
        self._passed: dict[tuple[bytes, frozenset[str]], int] = {}  # so many are none to which these people can come
        self._people: dict[frozenset[str], frozenset[str]] = {}  # each once: a corpus has millions of articles

    def __contains__(self, sha256: bytes) -> bool:
        """Whether a text is there, among those that were looked for."""
        return sha256 in self._first

    def begin_file(self) -> None:
        """Begin another file."""
        self._of_file.clear()
        self._free.clear()
        self._passed.clear()

    def add(self, sha256: bytes, article: int) -> None:
        """Add an article."""
        if self._first.setdefault(sha256, article) != article:
            self._more[sha256].append(article)
        if sha256 in self._free:
            self._free[sha256].append(article)

    def met(self, article: int, given: AnnotatedArticle) -> None:
        """Take down that a record is this article."""
        self._met.add(article)
        people = frozenset(layer.annotator for layer in given.layers) | self._of_file.get(article, frozenset())
        self._of_file[article] = self._people.setdefault(people, people)

    def find(self, sha256: bytes, given: AnnotatedArticle) -> int | None:
        """Return the article that a record is which has the id of none; None for one of its own."""
        if sha256 not in self._first:
            return None
        free = self._next_free(sha256)
        return self._of_others(sha256, {layer.annotator for layer in given.layers}) if free is None else free

    def _there(self, sha256: bytes) -> Iterator[int]:
        return chain((self._first[sha256],), self._more.get(sha256, ()))

    def _next_free(self, sha256: bytes) -> int | None:
        """Return an article that the file has not given yet, one that no file has given first."""
        waiting = self._free.get(sha256)
        if waiting is None:
            free = [article for article in self._there(sha256) if article not in self._of_file]
            waiting = self._free[sha256] = deque(sorted(free, key=self._met.__contains__))
        while waiting and waiting[0] in self._of_file:
            waiting.popleft()
        return waiting[0] if waiting else None

    def _of_others(self, sha256: bytes, people: set[str]) -> int | None:
        """Return the first article of which the file has given layers, and none of these people or of nobody."""
        if not people or "" in people:
            return None
        key = sha256, frozenset(people)
        more = self._more.get(sha256, [])
        for at in range(self._passed.get(key, 0), len(more) + 1):
            article = more[at - 1] if at else self._first[sha256]
            given = self._of_file[article]
            if given and "" not in given and not people & given:
                return article
            if given and at == self._passed.get(key, 0):  # what has been given stays so
                self._passed[key] = at + 1
        return None


class SameTexts(TextsOfFiles):
    """Those of a project, too, which are asked for by length, each once, when needed."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        lengths: defaultdict[int, list[int]] = defaultdict(list)
        for article, length in project.rows("SELECT id, length FROM article"):
            lengths[length].append(article)
        self._unasked = dict(lengths)
        self._asked = 0
        self._by_text: set[int] = set()  # articles that were found by their text
        self._joined, self._apart = _Told(), _Told()

    def find(self, sha256: bytes, given: AnnotatedArticle) -> int | None:
        """Return the article that a record is which has the id of none; None for one of its own."""
        self._ask(len(given.text))
        chosen = super().find(sha256, given)
        if chosen is not None:
            self._joined.add(given.source, chosen)
            self._by_text.add(chosen)
        elif sha256 in self:
            self._apart.add(given.source, self._first[sha256])
        return chosen

    def _ask(self, length: int) -> None:
        """Look for the texts of a length, and for all others, too, when that was done often."""
        waiting = self._unasked.pop(length, None)
        if waiting is None:
            return
        self._asked += 1
        if self._asked > _MAX_ASKED:
            waiting += [article for others in self._unasked.values() for article in others]
            self._unasked.clear()
        for found, article in self._project.rows(_OF_LENGTH, (to_json(waiting),)):
            self.add(found, article)

    def uid(self, article: int) -> str:
        """Return the id of an article that was found by its text; "" for any other."""
        if article not in self._by_text:
            return ""
        return str(self._project.value("SELECT uid FROM article WHERE id = ?", (article,)))

    def tell(self, report: Report) -> None:
        """Note, once for all records, which were found by their text, and which share one and were kept apart."""
        if self._joined.count:
            many = counted(self._joined.count, "record with an id of its own is", "records with ids of their own are")
            where = "the same text"
            report.note(where, f"{many} by the text what was there already: {self._joined.names(self._project)}")
        if self._apart.count:
            many = counted(self._apart.count, "record has", "records have")
            kept = "the text of another one of the same file under another id; kept as articles of their own"
            report.note("the same text", f"{many} {kept}: {self._apart.names(self._project)}")


def source_of(project: Project, article: int) -> str:
    """Return the id that an article has where it comes from."""
    return text_of(project.value("SELECT source FROM article WHERE id = ?", (article,)))
