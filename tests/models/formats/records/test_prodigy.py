"""Prodigy: each documented field of a task, and what its answers and sessions say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import Report
from models.formats.records.prodigy import FORMAT
from models.formats.support.options import ReadOptions
from models.formats.support.sink import Sink
from models.formats.support.source import SourceFile
from models.formats.support.tokenized import SPACED
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import HARD, article
from tests.models.formats.test_every_format import articles
from tests.selection import examples

TEXT = "شہباز شریف نے، کہا۔"
SPAN = {"start": 0, "end": 10, "token_start": 0, "token_end": 1, "label": "PERSON"}
TOKENS = [
    {"text": "شہباز", "start": 0, "end": 5, "id": 0, "ws": True},
    {"text": "شریف", "start": 6, "end": 10, "id": 1, "ws": True},
]


def exported(
    folder: Path, *articles: AnnotatedArticle, labels: tuple[Label, ...] = ()
) -> tuple[list[dict[str, Any]], Report]:
    report = Report()
    assert FORMAT.write
    FORMAT.write(articles, Sink(folder / "out.jsonl", labels, report))
    return [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()], report


def read(folder: Path, *records: dict[str, Any]) -> tuple[list[AnnotatedArticle], Report]:
    file, report = folder / "a.jsonl", Report()
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert FORMAT.read
    return list(FORMAT.read(SourceFile(file, report))), report


def edges(one: AnnotatedArticle) -> list[tuple[int, int, str]]:
    return [span[:3] for layer in one.layers for span in layer.spans]


def test_bytes_of_a_task(tmp_path: Path) -> None:
    exported(tmp_path, article("علی", [(0, 3, "PERSON")], "1"))
    assert (tmp_path / "out.jsonl").read_bytes().decode() == (
        '{"id":"1","title":"علی","text":"علی","meta":{},'
        '"tokens":[{"text":"علی","start":0,"end":3,"id":0,"ws":false}],'
        '"spans":[{"start":0,"end":3,"token_start":0,"token_end":0,"label":"PERSON"}]}\n'
    )


def test_tasks_have_the_documented_fields(tmp_path: Path) -> None:
    (task,), report = exported(tmp_path, article(TEXT, [(0, 10, "PERSON"), (15, 18, "X")]))
    assert (task["text"], task["meta"], "answer" in task) == (TEXT, {}, False)
    assert [token["text"] for token in task["tokens"]] == ["شہباز", "شریف", "نے", "،", "کہا", "۔"]
    assert [token["id"] for token in task["tokens"]] == list(range(6))
    assert [token["ws"] for token in task["tokens"]] == [True, True, False, True, False, False]
    for token in task["tokens"]:
        assert token.keys() == {"text", "start", "end", "id", "ws"}
        assert TEXT[token["start"] : token["end"]] == token["text"]
    assert task["spans"] == [SPAN, {"start": 15, "end": 18, "token_start": 4, "token_end": 4, "label": "X"}]
    for span in task["spans"]:
        assert task["tokens"][span["token_start"]]["start"] == span["start"]
        assert task["tokens"][span["token_end"]]["end"] == span["end"]  # inclusive
    assert (report.spans, report.notes) == (2, [])


def rebuilt(task: dict[str, Any]) -> str:
    """The text as spaCy makes it of words and spaces: `Doc(words=..., spaces=...)`."""
    return "".join(token["text"] + " " * token["ws"] for token in task["tokens"])


def test_tokens_are_split_where_spans_begin_or_end_and_no_span_moves(tmp_path: Path) -> None:
    spans = [(1, 4, "A"), (5, 11, "B"), (5, 6, "C"), (0, 5, "A"), (6, 10, "B")]
    (task,), report = exported(tmp_path, article(TEXT, spans))
    assert [(span["start"], span["end"], span["label"]) for span in task["spans"]] == spans
    words = [(token["text"], token["ws"]) for token in task["tokens"]][:5]
    assert words == [("ش", False), ("ہبا", False), ("ز", False), (" ", False), ("شریف", False)]
    assert rebuilt(task) == TEXT
    assert [note.what for note in report.notes] == [
        "some spans overlap; Prodigy takes them for spans.manual and spancat, not for ner",
        "some spans begin or end with white space, as they are; spaCy learns no entity from those",
    ]


@pytest.mark.parametrize("text", [text for text, _ in HARD] + ["ا\u00a0ب  ج\n\n\u200cد\u200b ہ\u2028و \t😀", " \n ا  "])
def test_tokens_and_their_spaces_are_the_text(tmp_path: Path, text: str) -> None:
    (task,), _ = exported(tmp_path, article(text, []))
    assert rebuilt(task) == text
    assert all(text[token["end"]] == " " for token in task["tokens"] if token["ws"])


@given(made=articles())
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_anywhere_are_tokens_of_the_text(tmp_path: Path, made: list[AnnotatedArticle]) -> None:
    tasks, report = exported(tmp_path, *made)
    assert [note for note in report.notes if note.start >= 0] == []
    for one, task in zip(made, tasks, strict=True):
        assert rebuilt(task) == one.text
        assert sorted(edges(one)) == sorted((span["start"], span["end"], span["label"]) for span in task["spans"])
        for span in task["spans"]:
            assert task["tokens"][span["token_start"]]["start"] == span["start"]
            assert task["tokens"][span["token_end"]]["end"] == span["end"]


def test_spacy_makes_the_text_and_the_spans_of_tokens(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    made = [article(text, spans, str(number)) for number, (text, spans) in enumerate(HARD)]
    made.append(article("سلیمکو\u00a0پیش  کیا", [(0, 4, "PERSON"), (2, 9, "X")]))
    for one, task in zip(made, exported(tmp_path, *made)[0], strict=True):
        words, spaces = zip(*((token["text"], token["ws"]) for token in task["tokens"]), strict=True)
        doc = spacy.tokens.Doc(spacy.blank("ur").vocab, words=list(words), spaces=list(spaces))
        assert doc.text == one.text
        assert [token.idx for token in doc] == [token["start"] for token in task["tokens"]]
        for span in task["spans"]:
            found = doc.char_span(span["start"], span["end"], label=span["label"])
            assert (found.start, found.end - 1) == (span["token_start"], span["token_end"])


def test_tokens_of_an_article_that_has_its_own_are_kept(tmp_path: Path) -> None:
    one = replace(article("کراچی، اور", [(0, 6, "X")]), meta=dict(SPACED))
    (task,), _ = exported(tmp_path, one)
    assert [token["text"] for token in task["tokens"]] == ["کراچی،", "اور"]


def test_labels_of_articles_are_the_choice_and_come_back(tmp_path: Path) -> None:
    one = AnnotatedArticle("1", "T", "علی", {"url": "u"}, layers=(Layer(labels=("Topic",)),))
    (task,), report = exported(tmp_path, one, labels=(Label("Topic", scope=Scope.ARTICLE),))
    assert (task["options"], task["accept"]) == ([{"id": "Topic", "text": "Topic"}], ["Topic"])
    (again,), _ = read(tmp_path, task)
    assert (again.source, again.title, again.meta, again.layers[0].labels) == ("1", "T", {"url": "u"}, ("Topic",))
    assert report.article_labels == 1


@pytest.mark.parametrize("missing", [[], ["tokens"], ["token_start", "token_end"], ["start", "end"], ["answer"]])
def test_task_is_read_with_and_without_what_may_lack(tmp_path: Path, missing: list[str]) -> None:
    task = {"text": TEXT, "tokens": TOKENS, "spans": [SPAN], "answer": "accept"}
    span = {name: value for name, value in SPAN.items() if name not in missing}
    (one,), report = read(tmp_path, {name: v for name, v in task.items() if name not in missing} | {"spans": [span]})
    assert (edges(one), report.notes) == ([(0, 10, "PERSON")], [])


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_answers_other_than_accept_are_no_data(project: Project, tmp_path: Path, answer: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": TEXT, "spans": [SPAN], "answer": answer}))
    report = import_files(project, [file])
    assert (report.articles, report.spans) == (1, 0)
    assert report.notes[0].what == f'its answer is "{answer}", so it is no data; 1 span left out'


def test_sessions_are_layers_of_one_article(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    common = {"text": TEXT, "_input_hash": -17, "answer": "accept"}
    other = {"start": 6, "end": 10, "label": "X"}
    tasks = [
        common | {"spans": [SPAN], "_annotator_id": "news-علی", "_session_id": "news-علی", "_task_hash": 1},
        common | {"spans": [other], "_session_id": "news-زینب", "_task_hash": 2},
        common | {"spans": [other], "_session_id": "2024-05-01_10-11-12", "_task_hash": 3},
    ]
    file.write_text("".join(json.dumps(task) + "\n" for task in tasks))
    report = import_files(project, [file])
    assert (report.articles, report.spans) == (1, 3)
    assert {who.name for who in project.annotators()} == {"news-علی", "news-زینب", "annotator"}


def test_what_cannot_be_taken_is_noted(tmp_path: Path) -> None:
    spans = [SPAN | {"end": 5, "score": 0.5}, {"start": 0, "end": 5}]
    task = {"text": TEXT, "tokens": TOKENS, "spans": spans, "relations": [{}], "accept": [3], "_view_id": "ner"}
    (one,), report = read(tmp_path, task)
    assert [note.what for note in report.notes] == [
        "relations between spans left out",
        "by its tokens the span is [0, 10), by its characters [0, 5); the characters were taken",
        "the span [0, 5) has no label; the span is left out",
        "1 choice without a name left out",
    ]
    assert one.layers[0].spans == (LabelledSpan(0, 5, "PERSON", attributes={"score": 0.5}),)
    assert one.meta == {"_view_id": "ner"}


def test_offsets_follow_line_ends_that_change(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, {"text": "الف\r\nلاہور", "spans": [{"start": 5, "end": 10, "label": "CITY"}]})
    assert edges(one) == [(4, 9, "CITY")]


BAD = {
    "cut off": ('{"text": "a", "spans": [{"sta', "not JSON"),
    "no text": ('{"spans": []}', 'there is no "text"'),
    "spans is an object": ('{"text": "a", "spans": {}}', '"spans" must be a list'),
    "a span is a number": ('{"text": "a", "spans": [1]}', '"spans" must be a list of objects'),
    "answer is a number": ('{"text": "a", "answer": 1}', '"answer" must be text'),
    "accept is text": ('{"text": "a", "accept": "x"}', '"accept" must be a list'),
    "offsets are text": ('{"text": "a", "spans": [{"start": "0", "end": 1, "label": "A"}]}', "must be whole numbers"),
    "no offsets at all": ('{"text": "a", "spans": [{"label": "A"}]}', "must be whole numbers"),
    "tokens that are not there": (
        '{"text": "a", "spans": [{"label": "A", "token_start": 0, "token_end": 9}], "tokens": [5]}',
        "must be whole numbers",
    ),
    "outside": ('{"text": "a", "spans": [{"start": 0, "end": 2, "label": "A"}]}', r"\[0, 2\) does not lie"),
    "reversed": ('{"text": "abc", "spans": [{"start": 2, "end": 1, "label": "A"}]}', r"\[2, 1\) does not lie"),
    "empty span": ('{"text": "abc", "spans": [{"start": 1, "end": 1, "label": "A"}]}', r"\[1, 1\) does not lie"),
}


@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD.keys())
def test_bad_task_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "a", "spans": [], "answer": "accept"}\n' + line + "\n")
    assert FORMAT.read
    with pytest.raises(UserError, match=says) as caught:
        list(FORMAT.read(SourceFile(file, Report(), options=ReadOptions(strict=True))))
    assert str(caught.value).startswith(f"{file}, line 2: ")
    assert "\n" not in str(caught.value)


def test_answers_are_statuses_and_rejected_work_is_no_data(tmp_path: Path) -> None:
    tasks = [
        {"text": TEXT, "spans": [SPAN], "answer": answer, "_input_hash": 1} for answer in ("accept", "reject", "ignore")
    ]
    articles, report = read(tmp_path, *tasks, {"text": TEXT, "spans": [SPAN]})
    assert [one.layers[0].status.value for one in articles] == ["done", "skipped", "skipped", "new"]
    assert [len(one.layers[0].spans) for one in articles] == [1, 0, 0, 1]
    assert [note.line for note in report.notes] == [2, 3]


def test_answer_of_a_span_counts_and_nulls_are_nothing(tmp_path: Path) -> None:
    spans = [
        SPAN | {"answer": "accept"},
        SPAN | {"label": "X", "answer": "reject"},
        SPAN | {"label": "Y", "answer": "ignore"},
    ]
    nothing: dict[str, Any] = {
        "text": "لاہور",
        "spans": None,
        "tokens": None,
        "accept": None,
        "title": None,
        "meta": None,
    }
    articles, report = read(tmp_path, {"text": TEXT, "spans": spans, "answer": "accept"}, nothing | {"answer": None})
    assert [edges(one) for one in articles] == [[(0, 10, "PERSON")], []]
    assert [note.what for note in report.notes] == [
        '1 span with the answer "reject", so no data; left out',
        '1 span with the answer "ignore", so no data; left out',
    ]


def test_label_of_textcat_and_choices_are_labels_of_the_article(tmp_path: Path) -> None:
    options = [{"id": 1, "text": "کھیل"}, {"id": 2, "text": "خبر"}]
    tasks: list[dict[str, Any]] = [
        {"text": TEXT, "label": "خبر", "answer": "accept"},
        {"text": TEXT, "label": "خبر", "answer": "reject"},
        {"text": TEXT, "options": options, "accept": [1, 2], "answer": "accept"},
    ]
    articles, _ = read(tmp_path, *tasks)
    assert [one.layers[0].labels for one in articles] == [("خبر",), (), ("کھیل", "خبر")]
    assert all("label" not in one.meta for one in articles)


def test_bad_spans_and_tasks_are_left_out_alone(tmp_path: Path) -> None:
    spans = [
        SPAN,
        {"start": 0.0, "end": 5.0, "label": "X"},
        {"start": 0, "end": 99, "label": "X"},
        {"start": None, "label": "X"},
    ]
    articles, report = read(
        tmp_path, {"text": TEXT, "spans": spans, "answer": "accept"}, {"text": "", "answer": "accept"}
    )
    assert [edges(one) for one in articles] == [[(0, 10, "PERSON"), (0, 5, "X")]]
    assert report.left_out == 1
    assert len([note for note in report.notes if note.what.endswith("the span is left out")]) == 2


def test_any_record_tells_the_format_and_any_field_the_annotator(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [{"text": TEXT}, {"text": TEXT, "spans": [SPAN], "answer": "accept", "who": "زینب"}]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = formats.detect(file)
    assert found is not None
    assert found[0] is FORMAT
    assert FORMAT.read
    options = ReadOptions(roles={"annotator": ("who",)})
    assert [one.layers[0].annotator for one in FORMAT.read(SourceFile(file, Report(), options=options))] == ["", "زینب"]
