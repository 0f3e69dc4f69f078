"""JSON of every kind comes in with its spans, is detected, and says which field was taken for what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models import formats
from models.base.errors import UserError
from models.base.report import Report
from models.formats.support.source import SourceFile
from tests.models.formats.any_json.kinds import (
    BOTH,
    KINDS,
    LISTS,
    NAMES,
    NUMBERS,
    TEXT,
    WORDS,
    labelled,
    of,
    read,
    told,
    written,
)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_read(tmp_path: Path, name: str) -> None:
    value, expected = KINDS[name]
    articles, report = read(written(tmp_path, value))
    assert sorted(labelled(articles)) == sorted(expected)
    assert report.left_out == 0
    (reading,) = report.readings.values()
    assert reading.roles.get("text") or reading.roles.get("token")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_told_by_its_contents(tmp_path: Path, name: str) -> None:
    value, expected = KINDS[name]
    for file in (written(tmp_path, value), written(tmp_path, value, "a.jsonl")):
        found = formats.detect(file)
        assert found is not None
        assert found[0].key in ("json", "doccano", "jsonl")
        assert found[0].read
        assert sorted(labelled(list(found[0].read(SourceFile(file, Report()))))) == sorted(expected)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("lines", [True, False])
def test_encodings_are_read_with_and_without_a_mark(tmp_path: Path, encoding: str, *, lines: bool) -> None:
    file = tmp_path / ("a.jsonl" if lines else "a.json")
    row = json.dumps({"text": TEXT, "ents": LISTS}, ensure_ascii=False)
    file.write_bytes((f"{row}\n{row}" if lines else f"[{row},{row}]").encode(encoding))
    articles, _ = read(file)
    assert labelled(articles) == BOTH * 2
    found = formats.detect(file)
    assert found is not None
    assert found[0].key == "json"


def test_roles_of_a_person_win(tmp_path: Path) -> None:
    record = {
        "data": TEXT,
        "body": "کچھ اور",
        "entities": [{"a": 0, "b": 4, "tag": "PER", "kind": "x"}],
        "spans": LISTS,
    }
    articles, report = read(written(tmp_path, [record]), text="data", spans="entities", label="tag", start="a", end="b")
    assert labelled(articles) == [("زینب", "PER")]
    assert str(*report.readings.values()) == (
        "text = field data, spans = field entities, start = field a, end = field b, label = field tag"
    )
    assert articles[0].meta["body"] == "کچھ اور"
    articles, _ = read(written(tmp_path, [record]), text="body", spans="")
    assert (articles[0].text, labelled(articles)) == ("کچھ اور", [])
    with pytest.raises(UserError, match=r'a.json: there is no field "nowhere"; the fields are: data, body'):
        read(written(tmp_path, [record]), text="nowhere")


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("features.json", {"ner_tags": {"feature": {"names": NAMES, "_type": "ClassLabel"}, "_type": "Sequence"}}),
        ("dataset_infos.json", {"default": {"features": {"ner_tags": {"feature": {"names": NAMES}}}}}),
        ("id2label.json", {str(at): name for at, name in enumerate(NAMES)}),
        ("label2id.json", {name: at for at, name in enumerate(NAMES)}),
        ("config.json", {"id2label": {str(at): name for at, name in enumerate(NAMES)}, "hidden_size": 768}),
        ("labels.json", NAMES),
    ],
)
def test_numbers_get_their_names_from_beside(tmp_path: Path, name: str, beside: Any) -> None:
    file = written(tmp_path, [{"tokens": WORDS, "ner_tags": NUMBERS}])
    written(tmp_path, beside, name)
    articles, report = read(file)
    assert labelled(articles) == BOTH
    assert f"are named by {name} beside it (5 names)" in told(report)


def test_numbers_get_their_names_from_a_card_or_a_person(tmp_path: Path) -> None:
    file = written(tmp_path, [{"tokens": WORDS, "ner_tags": NUMBERS}])
    assert labelled(read(file, names=",".join(NAMES))[0]) == BOTH
    lines = [f"            '{at}': {name}" for at, name in enumerate(NAMES)]
    card = [
        "---",
        "dataset_info:",
        "  features:",
        "  - name: tokens",
        "  - name: ner_tags",
        "    sequence:",
        "      class_label:",
        "        names:",
        *lines,
        "---",
    ]
    (tmp_path / "README.md").write_text("\n".join(card), "utf-8")
    assert labelled(read(file)[0]) == BOTH


def test_numbers_without_names_are_kept_and_told(tmp_path: Path) -> None:
    articles, report = read(written(tmp_path, [{"tokens": WORDS, "ner_tags": NUMBERS}]))
    assert labelled(articles) == [("زینب", "1"), ("کراچی", "3")]
    assert 'the tags in "ner_tags" are numbers without names (2 of them), kept as their numbers' in told(report)


@pytest.mark.parametrize(
    "annotations",
    [
        {"sana": [[0, 4, "PER"]], "bilal": [[0, 4, "PER"], [8, 13, "LOC"]]},
        [{"annotator": "sana", "entities": [[0, 4, "PER"]]}, {"annotator": "bilal", "entities": LISTS}],
        [
            {"start": 0, "end": 4, "label": "PER", "user": "sana"},
            {"start": 0, "end": 4, "label": "PER", "user": "bilal"},
            {"start": 8, "end": 13, "label": "LOC", "user": "bilal"},
        ],
    ],
)
def test_every_person_has_a_layer(tmp_path: Path, annotations: Any) -> None:
    (one,), _ = read(written(tmp_path, of(annotations=annotations)))
    assert {layer.annotator: len(layer.spans) for layer in one.layers} == {"sana": 1, "bilal": 2}


def test_spaced_tokens_are_kept_as_such_and_sentences_are_lines(tmp_path: Path) -> None:
    (one,), _ = read(
        written(tmp_path, [{"id": 5, "sentences": [["لاہور", "شہر"], ["ہے", "۔"]], "ner": [[[0, 0, "LOC"]], []]}])
    )
    assert (one.source, one.text, one.meta) == ("5", "لاہور شہر\nہے ۔", {"tokens": "spaced"})


def test_other_fields_go_to_the_meta(tmp_path: Path) -> None:
    record = {
        "id": "u1",
        "title": "عنوان",
        "url": "u",
        "meta": {"x": 1},
        "data": {"text": TEXT, "lang": "ur"},
        "ents": LISTS,
    }
    (one,), report = read(written(tmp_path, [record]))
    assert (one.source, one.title, one.meta) == ("u1", "عنوان", {"url": "u", "x": 1, "data": {"lang": "ur"}})
    assert report.notes == []


@pytest.mark.parametrize(
    ("spelled", "labels"),
    [
        ({"B-PER": "B_PER", "B-LOC": "B_LOC"}, ("PER", "LOC")),
        ({"B-PER": "PER-B", "B-LOC": "LOC-B"}, ("PER", "LOC")),
        ({"B-PER": "b-per", "B-LOC": "b-loc", "O": "o"}, ("per", "loc")),
        ({"B-PER": "B", "B-LOC": "B"}, ("ENTITY", "ENTITY")),
        ({"B-PER": "PER", "B-LOC": "LOC"}, ("PER", "LOC")),
    ],
)
def test_tags_of_every_spelling_are_read(tmp_path: Path, spelled: dict[str, str], labels: tuple[str, str]) -> None:
    words, tags = ["زینب", "نے", "کراچی", "دیکھا"], ["B-PER", "O", "B-LOC", "O"]
    row = {"tokens": words, "ner_tags": [spelled.get(tag, tag) for tag in tags]}
    articles, _ = read(written(tmp_path, [row]))
    assert labelled(articles) == [("زینب", labels[0]), ("کراچی", labels[1])]


def test_line_that_is_no_utf8_does_not_hide_the_others(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    row = json.dumps({"text": TEXT, "ents": LISTS}, ensure_ascii=False).encode()
    file.write_bytes(b"\n".join([row, row[:14] + b"\xff" + row[14:], row]))
    articles, report = read(file)
    assert labelled(articles) == BOTH * 2
    assert (report.left_out, report.broken_off) == (1, 0)
    assert "line 2" in report.first_lost
