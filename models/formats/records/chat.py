"""Conversations for fine-tuning language models: JSON lines `{"messages": [system, user, assistant]}`.

The system's message says what to do, with the labels and the beginning of the guidelines; the user's is the text, and
the assistant answers with a JSON list of the entities in the order of the text, `{"text", "label", "start"}`: `start`
counts code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from models.base.documents import AnnotatedArticle
from models.base.entities import Label
from models.base.json_lines import line_of
from models.base.losses import Holds
from models.base.report import counted
from models.formats.support.base import Format
from models.formats.support.options import Unit
from models.formats.support.sink import Sink

LONGEST_ABOUT, LONGEST_LABELS, LONGEST_GUIDELINES = 300, 4_000, 4_000
"""Characters of a label's description, of all labels, and of the guidelines that go into each record."""

_TASK = """\
You mark named entities in Urdu text. Answer with a JSON list alone, one object for each entity in the order of the \
text: "text" is the entity exactly as it stands there, "label" one of the labels below, "start" the number of \
characters (Unicode code points) before it. Entities may lie inside others. Without any entity, answer []."""


def write(articles: Iterable[AnnotatedArticle], sink: Sink) -> None:
    """Write one conversation a line."""
    system = {"role": "system", "content": instructions(sink)}
    with sink.open() as out:
        for article in articles:
            user = {"role": "user", "content": article.text}
            assistant = {"role": "assistant", "content": answer(article)}
            out.write(line_of({"messages": [system, user, assistant]}))
            sink.report.articles += 1
            sink.report.spans += len(article.layers[0].spans) if article.layers else 0


def answer(article: AnnotatedArticle) -> str:
    """Return the entities of the first layer as JSON, outer before inner."""
    spans = article.layers[0].spans if article.layers else ()
    rows: list[dict[str, Any]] = [
        {"text": article.text[span.start : span.end], "label": span.label, "start": span.start}
        for span in sorted(spans, key=lambda span: (span.start, -span.end))
    ]
    return json.dumps(rows, ensure_ascii=False)


def instructions(sink: Sink) -> str:
    """Return the system's message, bounded in length; what is not in it is noted."""
    parts = [_TASK, "Labels:\n" + _labels(sink)]
    given = sink.guidelines.strip()
    if given:
        said = _beginning(given, LONGEST_GUIDELINES)
        parts.append(f"Guidelines:\n{said}")
        if said != given:
            what = f"of {counted(len(given), 'character')}, the first {len(said)} are in each record"
            sink.report.note_once("the guidelines", what)
    return "\n\n".join(parts)


def _labels(sink: Sink) -> str:
    lines = [_label(label) for label in sink.span_labels]
    if sum(map(len, lines)) > LONGEST_LABELS:
        lines = [f"- {label.name}" for label in sink.span_labels]
        what = "too many to describe in each record; named there alone"
        sink.report.note_once("the labels", what)
    return "\n".join(lines)


def _label(label: Label) -> str:
    urdu = f" ({label.urdu_name})" if label.urdu_name else ""
    about = _beginning(" ".join(label.description.split()), LONGEST_ABOUT)
    return f"- {label.name}{urdu}" + (f": {about}" if about else "")


def _beginning(text: str, most: int) -> str:
    """Return the beginning of a text, up to the end of a line, or of a word, if there is one."""
    if len(text) <= most:
        return text
    start = text[:most]
    end = max(start.rfind("\n"), 0) or max(start.rfind(" "), 0)
    return start[: end or most].rstrip()


FORMAT = Format(
    "chat",
    "chat messages for fine-tuning (JSON lines)",
    (".jsonl",),
    write=write,
    one_layer=True,
    holds=frozenset({Holds.NESTING}),
    units=(Unit.ARTICLE, Unit.SENTENCE),
)
