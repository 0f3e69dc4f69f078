"""Universal NER: `number token tag - -`, tabs between them, `# sent_id` and `# text` before each sentence, IOB2.

The form of the files of the Universal NER treebanks: `# newdoc id` begins an article, the last two columns are empty
here (there, the last has who gave the tag). In `# text` a line end or tab is a space. They are read as any other
table of tokens, see `conll2003`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from models.base.documents import AnnotatedArticle
from models.base.losses import Holds
from models.formats.support.base import Format
from models.formats.support.options import Cut, Overlaps, Scheme, Unit
from models.formats.support.sink import Sink
from models.formats.support.tokenized import TaggedTokens, id_line, joined, numbers, one_line, tag_names, tagged


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write the first layer of each article; what tokens cannot hold is noted in the report."""
    names = tag_names(sink.span_labels, sink.report)
    with sink.open() as out:
        for article in articles:
            found = tagged(article, sink.report, sink.options, names, only_tokens=True)
            if not found.texts:
                sink.report.note(article.title, "the article holds no token; left out")
                continue
            out.write(_document(article, found, id_line(article, sink.report)))
            sink.report.articles += 1


def _document(article: AnnotatedArticle, found: TaggedTokens, name: str) -> str:
    before, flat = numbers(found), one_line(article.text)
    behind = ["\tO\t-\t-\n"] * len(before)
    for number, tag in found.marks[0].items():
        behind[number] = f"\t{tag}\t-\t-\n"
    for number, (first, after) in enumerate(pairwise((0, *found.sentences)), 1):
        text = flat[found.starts[first] : found.ends[after - 1]]
        before[first] = f"# sent_id = {name}-{number:04}\n# text = {text}\n1\t"
        behind[after - 1] += "\n"
    return f"# newdoc id = {name}\n{joined(before, found.texts, behind)}"


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
