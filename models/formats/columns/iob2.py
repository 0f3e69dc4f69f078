"""Universal NER: `number token tag - -`, tabs between them, `# sent_id` and `# text` before each sentence, IOB2.

The form of the files of the Universal NER treebanks: `# newdoc id` begins an article, the last two columns are empty
here (there, the last has who gave the tag). In `# text` a line end or tab is a space. They are read as any other
table of tokens, see `conll2003`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.base.documents import AnnotatedArticle
from models.base.losses import Holds
from models.formats.support.base import Format
from models.formats.support.options import Cut, Overlaps, Scheme, Unit
from models.formats.support.sink import Sink
from models.formats.support.tokenized import TaggedTokens, id_line, numbers, one_line, tag_names, tagged


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = tag_names(sink.span_labels, sink.report)
    with sink.open() as out:
        for article in articles:
            found = tagged(article, sink.report, sink.options, names, only_tokens=True)
            if not found.texts:
                sink.report.note(article.title, "the article holds no token; left out")
                continue
            out.write("".join(_document(article, found, id_line(article, sink.report))))
            sink.report.articles += 1


def _document(article: AnnotatedArticle, found: TaggedTokens, name: str) -> Iterator[str]:
    first = 0
    ends = {tag: f"\t{tag}\t-\t-\n" for tag in set(found.tags[0])}
    yield f"# newdoc id = {name}\n"
    for number, after in enumerate(found.sentences, 1):
        text = article.text[found.starts[first] : found.ends[after - 1]]
        yield f"# sent_id = {name}-{number:04}\n# text = {one_line(text)}\n"
        rows = zip(numbers(after - first), found.texts[first:after], found.tags[0][first:after], strict=False)
        yield "".join([f"{number}\t{word}{ends[tag]}" for number, word, tag in rows])
        yield "\n"
        first = after


FORMAT = Format(
    "iob2",
    "Universal NER (IOB2)",
    (".iob2",),
    write=write,
    holds=frozenset({Holds.ID}),
    one_layer=True,
    exact=False,
    overlaps=(Overlaps.OUTERMOST, Overlaps.INNERMOST),
    schemes=(Scheme.IOB2,),
    units=(Unit.SENTENCE, Unit.ARTICLE),
    cuts=(Cut.WHOLE, Cut.SPLIT),
)
