"""JSON as tools and people write it: what must arrive of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.base.documents import AnnotatedArticle
from models.base.report import Report
from models.formats.records.json_records import FORMAT
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile

TEXT = "زینب نے کراچی میں احمد سے ملاقات کی۔"
WORDS = TEXT.split()
TAGS = ["B-PER", "O", "B-LOC", *["O"] * (len(WORDS) - 3)]
NUMBERS = [1, 0, 3, *[0] * (len(WORDS) - 3)]
NAMES = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
BOTH = [("زینب", "PER"), ("کراچی", "LOC")]

Kind = tuple[Any, list[tuple[str, str]]]


def of(**fields: Any) -> list[dict[str, Any]]:
    """One record of the text."""
    return [{"text": TEXT} | fields]


def spans(*names: str, **more: Any) -> list[dict[str, Any]]:
    """Both spans as objects; the names are those of start, end and label."""
    start, end, label = names
    return [{start: 0, end: 4, label: "PER"} | more, {start: 8, end: 13, label: "LOC"} | more]


LISTS = [[0, 4, "PER"], [8, 13, "LOC"]]
KINDS: dict[str, Kind] = {
    "label first": (of(spans=[["PER", 0, 4], ["LOC", 8, 13]]), BOTH),
    "a score last": (of(entities=[["PER", 0, 4, 0.91], ["LOC", 8, 13, 0.5]]), BOTH),
    "words and label": (of(ner=[["زینب", 0, 4, "PER"], ["کراچی", 8, 13, "LOC"]]), BOTH),
    "begin, end, type": (of(ents=spans("begin", "end", "type")), BOTH),
    "startIndex under a name unknown": (of(foo=spans("startIndex", "endIndex", "tag")), BOTH),
    "names unknown": ([{"متن_خام": TEXT, "نشان": spans("از", "تا", "قسم")}], BOTH),
    "offset and length": (
        of(mentions=[{"offset": 0, "length": 4, "category": "PER"}, {"offset": 8, "length": 5, "category": "LOC"}]),
        BOTH,
    ),
    "edges as text": (
        of(
            result=[
                {"char_start": "0", "char_end": "4", "class": "PER"},
                {"char_start": "8", "char_end": "13", "class": "LOC"},
            ]
        ),
        BOTH,
    ),
    "edges as floats": (of(annotation=[[0.0, 4.0, "PER"], [8.0, 13.0, "LOC"]]), BOTH),
    "several labels": (
        of(annotation=[{"start": 0, "end": 4, "labels": ["PER", "X"]}]),
        [("زینب", "PER"), ("زینب", "X")],
    ),
    "a label as an object": (
        of(
            entities=[
                {"span": {"start": 0, "end": 4}, "label": {"name": "PER"}},
                {"span": [8, 13], "label": {"name": "LOC"}},
            ]
        ),
        BOTH,
    ),
    "entity is what it quotes": (
        of(
            entities=[
                {"entity": "زینب", "type": "PER", "start": 0, "end": 4},
                {"entity": "کراچی", "type": "LOC", "start": 8, "end": 13},
            ]
        ),
        BOTH,
    ),
    "a pipeline of transformers": (
        of(
            entities=[
                {"entity_group": "PER", "score": 0.9, "word": "زینب", "start": 0, "end": 4},
                {"entity_group": "LOC", "score": 0.8, "word": "کراچی", "start": 8, "end": 13},
            ]
        ),
        BOTH,
    ),
    "pairs by label": (of(entities={"PER": [[0, 4]], "LOC": [[8, 13]]}), BOTH),
    "objects by label": (of(entities={"PER": [{"start": 0, "end": 4}], "LOC": [{"start": 8, "end": 13}]}), BOTH),
    "by label and words, ends inside": (of(label={"PER": {"زینب": [[0, 3]]}, "LOC": {"کراچی": [[8, 12]]}}), BOTH),
    "columns": (of(entities={"start": [0, 8], "end": [4, 13], "label": ["PER", "LOC"]}), BOTH),
    "by id": (of(entities=dict(zip(("T1", "T2"), spans("start", "end", "label"), strict=True))), BOTH),
    "JSON as text": (of(entities=json.dumps(LISTS)), BOTH),
    "BigBio": (
        of(
            entities=[
                {"id": "1", "type": "PER", "text": ["زینب"], "offsets": [[0, 4]], "normalized": []},
                {"id": "2", "type": "LOC", "text": ["کراچی"], "offsets": [[8, 13]], "normalized": []},
            ]
        ),
        BOTH,
    ),
    "dataturks": (
        [
            {
                "content": TEXT,
                "extras": None,
                "annotation": [
                    {"label": ["PER"], "points": [{"start": 0, "end": 3, "text": "زینب"}]},
                    {"label": ["LOC"], "points": [{"start": 8, "end": 12, "text": "کراچی"}]},
                ],
            }
        ],
        BOTH,
    ),
    "classes and annotations": ({"classes": ["PER", "LOC"], "annotations": [[TEXT, {"entities": LISTS}], None]}, BOTH),
    "a list in an object": ({"version": "1", "data": of(entities=LISTS)}, BOTH),
    "Rasa": (
        {
            "rasa_nlu_data": {
                "common_examples": of(
                    intent="x",
                    entities=[
                        {"start": 0, "end": 4, "value": "زینب", "entity": "PER"},
                        {"start": 8, "end": 13, "value": "کراچی", "entity": "LOC"},
                    ],
                )
            }
        },
        BOTH,
    ),
    "spaCy's tuples": ([[TEXT, {"entities": LISTS}]], BOTH),
    "spaCy 2 with paragraphs": (
        [
            {
                "id": 0,
                "paragraphs": [
                    {
                        "raw": TEXT,
                        "sentences": [
                            {
                                "tokens": [
                                    {"id": at, "orth": word, "tag": "-", "ner": {0: "U-PER", 2: "U-LOC"}.get(at, "O")}
                                    for at, word in enumerate(WORDS)
                                ]
                            }
                        ],
                    }
                ],
            }
        ],
        BOTH,
    ),
    "records by id": ({"d1": of(entities=LISTS)[0], "d2": {"text": "لاہور", "entities": []}}, BOTH),
    "a data frame by columns": ({"text": {"0": TEXT, "1": "لاہور"}, "entities": {"0": LISTS, "1": []}}, BOTH),
    "a data frame split": ({"columns": ["text", "entities"], "index": [0], "data": [[TEXT, LISTS]]}, BOTH),
    "a span a record": (
        [{"text": TEXT, "start": 0, "end": 4, "label": "PER"}, {"text": TEXT, "start": 8, "end": 13, "label": "LOC"}],
        BOTH,
    ),
    "Comprehend": (
        [
            {
                "Text": TEXT,
                "Entities": [
                    {"BeginOffset": 0, "EndOffset": 4, "Score": 0.9, "Text": "زینب", "Type": "PER"},
                    {"BeginOffset": 8, "EndOffset": 13, "Score": 0.9, "Text": "کراچی", "Type": "LOC"},
                ],
            }
        ],
        BOTH,
    ),
    "AutoML": (
        [
            {
                "text_snippet": {"content": TEXT},
                "annotations": [
                    {"text_extraction": {"text_segment": {"start_offset": 0, "end_offset": 4}}, "display_name": "PER"},
                    {"text_extraction": {"text_segment": {"start_offset": 8, "end_offset": 13}}, "display_name": "LOC"},
                ],
            }
        ],
        BOTH,
    ),
    "Argilla 2": (
        [
            {
                "id": "1",
                "fields": {"text": TEXT},
                "ents.responses": [spans("start", "end", "label")],
                "status": "completed",
            }
        ],
        BOTH,
    ),
    "the first have nothing": (
        [
            {"text": "الف", "ents": None},
            {"text": "ب", "ents": []},
            {"text": "ج"},
            *of(ents=spans("start", "end", "label")),
        ],
        BOTH,
    ),
    "numbers for labels": (of(ents=[[0, 4, 3], [8, 13, 4]]), [("زینب", "3"), ("کراچی", "4")]),
    "tokens and tags": ([{"id": "0", "tokens": WORDS, "ner_tags": TAGS}], BOTH),
    "words and labels": ([{"words": WORDS, "labels": TAGS}], BOTH),
    "names unknown for tokens": ([{"الفاظ": WORDS, "نشانات": TAGS}], BOTH),
    "tags beside a text": ([{"sentence": TEXT, "labels": " ".join(TAGS)}], BOTH),
    "tokens that the text holds": ([{"text": TEXT.replace(" ", "  "), "tokens": WORDS, "tags": TAGS}], BOTH),
    "numbers with names in the file": ({"names": NAMES, "data": [{"tokens": WORDS, "ner_tags": NUMBERS}]}, BOTH),
    "the viewer of a hub": (
        {
            "features": [
                {"feature_idx": 0, "name": "ner_tags", "type": {"feature": {"names": NAMES, "_type": "ClassLabel"}}}
            ],
            "rows": [{"row_idx": 0, "row": {"tokens": WORDS, "ner_tags": NUMBERS}, "truncated_cells": []}],
        },
        BOTH,
    ),
    "pairs of word and tag": ([[*map(list, zip(WORDS, TAGS, strict=True))]], BOTH),
    "blank tokens": ([{"tokens": ["", *WORDS, " "], "ner_tags": ["O", *TAGS, "O"]}], BOTH),
    "DyGIE": (
        [{"doc_key": "a", "sentences": [WORDS, ["لاہور"]], "ner": [[[0, 0, "PER"], [2, 2, "LOC"]], [[8, 8, "LOC"]]]}],
        [*BOTH, ("لاہور", "LOC")],
    ),
    "GLiNER": ([{"tokenized_text": WORDS, "ner": [[0, 0, "PER"], [2, 2, "LOC"]]}], BOTH),
    "SpERT": (
        [{"tokens": WORDS, "entities": [{"type": "PER", "start": 0, "end": 1}, {"type": "LOC", "start": 2, "end": 3}]}],
        BOTH,
    ),
    "CoreNLP": (
        {
            "docId": "x",
            "sentences": [
                {
                    "index": 0,
                    "tokens": [
                        {"index": at, "word": word, "pos": "NN", "ner": {0: "PER", 2: "LOC"}.get(at, "O")}
                        for at, word in enumerate(WORDS)
                    ],
                }
            ],
        },
        BOTH,
    ),
    "predictions alone": (of(prediction=[["PER", 0, 4, 0.9]]), []),
    "words without edges": (of(entities=[{"text": "زینب", "label": "PER"}]), []),
    "nothing but a text": ([{"body": TEXT}], []),
}


def written(folder: Path, value: Any, name: str = "a.json") -> Path:
    """A file of JSON, or of JSON lines when it is named so."""
    lines = name.endswith("l") and isinstance(value, list)
    text = (
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in value) if lines else json.dumps(value, indent=1)
    )
    (folder / name).write_text(text, "utf-8")
    return folder / name


def read(path: Path, **roles: str) -> tuple[list[AnnotatedArticle], Report]:
    """What the reader makes of a file; the roles are what a person says."""
    report = Report()
    options = ReadOptions(roles={role: tuple(name.split("+")) for role, name in roles.items()})
    assert FORMAT.read
    return list(FORMAT.read(SourceFile(path, report, options=options))), report


def labelled(articles: list[AnnotatedArticle]) -> list[tuple[str, str]]:
    """(words, label) of every span."""
    return [(one.text[span.start : span.end], span.label) for one in articles for la in one.layers for span in la.spans]


def told(report: Report) -> str:
    """All notes, a line each."""
    return "\n".join(map(str, report.notes))
