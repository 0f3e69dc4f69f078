"""The articles of an import as they are taken: in the layers of those whose work they are, and cut after its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report, counted
from models.formats.support.source import SourceFile
from models.importing.cutting import USUAL_CUTS, Cut, Edges, extents, gaps, joined, pieces
from models.importing.detection import DetectedFile
from models.importing.plan import ImportPlan
from models.importing.whose.people import People
from models.importing.whose.people_fields import LOOKED_AT, by_field, has_work, people_fields
from models.text.encodings import WrongEncodingError

LONG = 5_000
"""Words of an article that may be a whole corpus."""


class Taking:
    """What is known of the files of an import beyond each one: whose they are, and where their texts are cut."""

    def __init__(
        self, files: Sequence[DetectedFile], plan: ImportPlan, known: Callable[[], frozenset[bytes]] = frozenset
    ) -> None:
        self.people = People(files, plan, known)
        self.fields: dict[str, None] = {}
        """Fields that look like people, whether they were taken for that or not."""
        self.cuts: dict[Cut, int] = dict.fromkeys(USUAL_CUTS, 0)
        """How many articles each way of cutting would make of what was read, where `counts_cuts`."""
        self.counts_cuts = False
        self.told: set[str] = set()
        self._plan = plan
        self._covered: dict[int, Edges] = {}
        self._wider = False
        self.begin()

    def begin(self) -> None:
        """Forget what was taken, before all files are read once more."""
        self.people.forget()
        self.told.clear()
        self.cuts = dict.fromkeys(USUAL_CUTS, 0)
        self._whole = self._cut = self._made = self._labelled = 0

    def articles(
        self, one: DetectedFile, source: SourceFile, articles: Iterator[AnnotatedArticle]
    ) -> Iterator[AnnotatedArticle]:
        """Yield the articles that were read of a file as they are to be written. Raises UserError."""
        given, last = 0, None
        for article in _with_people(articles, self._plan, source, self):
            given, last = given + 1, article
            yield from self._pieces(self.people.named(one, article))
        if given == 1 and last is not None and self._plan.cut is None:
            _tell_long(last, source)

    def _pieces(self, article: AnnotatedArticle) -> list[AnnotatedArticle]:
        """Return an article in the pieces of the plan, or as it is."""
        if self.counts_cuts:
            for cut in USUAL_CUTS:
                self.cuts[cut] += _count(article, cut)
        if self._plan.cut is None:
            return [article]
        found = pieces(article, self._plan.cut, self._all_covered(article))
        self._whole += 1
        if len(found) > 1:
            self._cut, self._made = self._cut + 1, self._made + len(found)
            self._labelled += any(layer.labels for layer in article.layers)
        return found

    def tell(self, report: Report) -> None:
        """Note whose work was taken for whose, and what was cut. Raises UserError for a field that names nobody."""
        self.people.tell(report)
        if self._plan.cut is None or not self._whole:
            return
        where = f"cut at {self._plan.cut}"
        if not self._cut:
            report.note(where, "no article has a place for that; none was cut")
            return
        into = counted(self._made, "article", grouped=True)
        report.note(where, f"{counted(self._cut, 'article', grouped=True)} became {into}, NAME#1 and on")
        if self._labelled:
            report.note(where, f"labels of {counted(self._labelled, 'whole article')} went to each of its pieces")

    def _all_covered(self, article: AnnotatedArticle) -> Edges:
        """Return what is covered by the spans of all who worked on a text: it is cut alike for each of them."""
        covered, key = extents(article), hash(article.text)
        known = self._covered.get(key)
        if known is not None and known != covered:
            covered = joined([*known, *covered])
            assert self._plan.cut is not None
            spaced = article.meta.get("tokens") == "spaced"
            before, now = (gaps(article.text, self._plan.cut, found, spaced=spaced) for found in (known, covered))
            self._wider = self._wider or before != now
        self._covered[key] = covered
        return covered

    def is_to_be_read_again(self) -> bool:
        """Whether the whole showed something that the articles read before it ought to have known."""
        wider, self._wider = self._wider, False
        again = self.people.found_more() or wider
        if again:
            self.begin()
        return again


def _with_people(
    articles: Iterator[AnnotatedArticle], plan: ImportPlan, source: SourceFile, taking: Taking
) -> Iterator[AnnotatedArticle]:
    """Yield articles with the layers of those whom a field names, chosen or found."""
    start: list[AnnotatedArticle] = []
    failed: UserError | None = None
    try:
        start += islice(articles, LOOKED_AT)
    except WrongEncodingError:  # it will be read again
        raise
    except UserError as error:  # what came before it counts all the same
        failed = error
    fields = people_fields(start)
    taking.fields |= dict.fromkeys(fields)
    field, asked = plan.annotator_field, bool(plan.annotator_field)
    if not asked and fields and not plan.annotator and not plan.annotator_from and _lacks_names(start):
        field = fields[0]
        if field not in taking.told:
            taking.told.add(field)
            what = f'named by the field "{field}" of the records; --annotator or --annotator-from says otherwise'
            source.report.note("annotators", what)
    for article in chain(start, articles):
        yield by_field(article, field, asked=asked) if field else article
    if failed:
        raise failed


def _lacks_names(articles: Sequence[AnnotatedArticle]) -> bool:
    foreign = [article for article in articles if not article.own]
    return has_work(foreign) and not any(layer.annotator for article in articles for layer in article.layers)


def _tell_long(article: AnnotatedArticle, source: SourceFile) -> None:
    """Tell of a file that is one article, as long as a corpus, how it is cut."""
    words = len(article.text.split())
    if words < LONG:
        return
    ways = [f"{cut} ({count:,} articles)" for cut in USUAL_CUTS if (count := _count(article, cut)) > 1]
    how = f"; to cut it: --cut {', '.join(ways)}" if ways else ""
    source.report.note(source.at(), f"one article of {words:,} words{how}")


def _count(article: AnnotatedArticle, cut: Cut) -> int:
    return len(gaps(article.text, cut, extents(article), spaced=article.meta.get("tokens") == "spaced")) + 1
