"""What is not read of a JSON file is told by its name and number; a bad record or span is left out alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import formats
from models.base import json_text
from models.base.errors import UserError
from models.base.report import Report
from models.formats.support.any_json.rows import beginning
from models.formats.support.options import ReadOptions
from models.formats.support.source import Head, SourceFile
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.any_json.kinds import LISTS, TEXT, WORDS, labelled, of, read, told, written
from tests.selection import examples


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"relations": [{"head": 0, "tail": 1, "type": "in"}]},
            '"relations" looks like annotations (1 item in 1 record)',
        ),
        ({"prediction": [["PER", 0, 4, 0.5]]}, '"prediction" looks like annotations (1 item'),
        ({"unknown": [{"x": 3}, {"x": 4}]}, '"unknown" looks like annotations (2 items in 1 record)'),
        ({"labels": 3}, '"labels" holds labels as numbers without names (1 item'),
        ({"label": ["Zainab met Ahmad in Karachi."]}, '"label" holds answers or sentences'),
        ({"deep": {"er": [{"start": 0, "end": 4, "label": "PER"}]}}, '"deep.er" looks like annotations'),
        ({"tokens": [{"text": "زینب", "pos": "NN", "id": 0}]}, '"tokens" holds more than tokens'),
        ({"spans": ["PER: زینب"]}, '"spans" looks like annotations (1 item'),
        ({"mentions": {"PER": ["زینب"]}}, '"mentions" looks like annotations (1 item'),
    ],
)
def test_what_is_not_read_is_told_once_with_its_number(tmp_path: Path, more: dict[str, Any], says: str) -> None:
    (one, _), report = read(written(tmp_path, [*of(entities=LISTS, **more), *of(entities=[])]))
    assert labelled([one]) == [("زینب", "PER"), ("کراچی", "LOC")]
    (note,) = [note.what for note in report.notes]
    assert note.startswith(says)
    assert next(iter(more)) in one.meta


def test_tags_that_are_not_read_are_told(tmp_path: Path) -> None:
    record = {"tokens": WORDS, "ner_tags": ["O"] * len(WORDS), "pos_tags": ["NN"] * len(WORDS)}
    _, report = read(written(tmp_path, [record]))
    assert '"pos_tags" looks like tags of the tokens (8 items in 1 record)' in told(report)


def test_fields_of_texts_say_nothing_of_annotations(tmp_path: Path) -> None:
    more = {
        "url": "u",
        "date": "2024",
        "year": 2024,
        "keywords": ["الف", "ب"],
        "embedding": [0.1, 2.0],
        "meta": {"a": 1},
    }
    _, report = read(written(tmp_path, of(**more)))
    assert report.notes == []


def test_bad_spans_are_left_out_one_by_one(tmp_path: Path) -> None:
    bad = [[5, 99, "X"], [None, 3, "PER"], ["a", 3, "PER"], [7, 7, "PER"], [4, 0, "X"], [0, 4, None], 5, "x"]
    articles, report = read(written(tmp_path, of(ents=[*LISTS, *LISTS, *LISTS, *bad])))
    assert len(labelled(articles)) == 6
    assert len([note for note in report.notes if note.what.endswith("the span is left out")]) == len(bad)


def test_bad_records_are_left_out_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    row = json.dumps({"text": "لاہور", "ents": [[0, 5, "LOC"]]})
    lines = [row, "{cut", '{"text": "", "ents": []}', '{"ents": []}', '{"text": null}', '{"text": 5}', "7", row]
    file.write_text("\n".join(lines))
    articles, report = read(file)
    assert (len(articles), report.left_out) == (2, 6)
    assert [note.line for note in report.notes] == [2, 3, 4, 5, 6, 7]
    assert "the text is empty" in report.notes[1].what
    assert formats.readers()
    with pytest.raises(UserError, match=r"a.jsonl, line 2: not JSON"):
        list(_reader()(SourceFile(file, Report(), options=ReadOptions(strict=True))))


def _reader() -> Any:
    return formats.named("json", formats.readers()).read


@pytest.mark.parametrize("text", ["[]", "{}", "[1, 2]", '{"a": 1}', '[{"n": 5}]', "null", "5", "[[[[]]]]"])
def test_file_without_a_text_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text)
    with pytest.raises(UserError) as caught:
        list(_reader()(SourceFile(file, Report())))
    assert str(caught.value).startswith(f"{file}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "config",
    [
        [{"text": "PER", "suffix_key": "p", "background_color": "#f00"}],
        [{"id": 3, "text": "LOC", "prefixKey": None, "suffixKey": "l", "backgroundColor": "#00f", "textColor": "#fff"}],
    ],
)
def test_settings_of_labels_are_no_texts(tmp_path: Path, config: Any) -> None:
    found = formats.detect(written(tmp_path, config, "labels.json"))
    assert found is None or "name ends" in found[1]


def test_readings_and_notes_reach_the_report_of_an_import(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [written(tmp_path, of(entities=LISTS[:1], foo=[{"x": 1}]), "a.jsonl")])
    assert (report.articles, report.spans) == (1, 1)
    assert "text = field text, spans = field entities" in map(str, report.readings.values())
    assert '"foo" looks like annotations' in told(report)


KEYS = st.sampled_from(
    "text data tokens ner_tags label labels entities spans start end offset length span id title user meta x".split()
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "O", "B-PER", "زینب نے کہا۔", "PER", "[[0,1,2]]", "{}", "12", "a b"]),
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@settings(max_examples=examples(300), deadline=None)
@given(records=st.lists(st.dictionaries(KEYS, JSON, max_size=6), max_size=4), lines=st.booleans())
def test_any_json_is_read_or_refused_in_a_sentence(tmp_path_factory: Any, records: list[Any], *, lines: bool) -> None:
    folder = tmp_path_factory.mktemp("any")
    file = written(folder, records, "a.jsonl" if lines else "a.json")
    formats.detect(file)
    for one in ("json", "doccano", "prodigy"):
        reader = formats.named(one, formats.readers()).read
        assert reader
        try:
            for article in reader(SourceFile(file, Report())):
                for span in (span for layer in article.layers for span in layer.spans):
                    assert 0 <= span.start < span.end <= len(article.text)
                    assert span.label.strip()
        except UserError as error:
            said = str(error)
        else:
            continue
        assert "\n" not in said
        assert said.startswith(str(file))


@settings(max_examples=examples(100), deadline=None)
@given(name=st.text("abcdef_", min_size=1, max_size=8), field=st.sampled_from(["spans", "entities", "foo", "نشان"]))
def test_what_looks_like_annotations_is_read_or_told(tmp_path_factory: Any, name: str, field: str) -> None:
    rows = [{name: 1, "n": [2, {"m": 3}]}, {name: 2}]
    articles, report = read(written(tmp_path_factory.mktemp("any"), [{"text": TEXT, field: rows}]))
    assert labelled(articles) or f'"{field}"' in told(report)


@pytest.mark.parametrize("odd", [5, 0.5, "PER x", "[(0, 4, 'PER')]"])
def test_what_is_no_list_of_spans_in_one_record_is_told(tmp_path: Path, odd: Any) -> None:
    articles, report = read(written(tmp_path, [*of(ents=LISTS), *of(ents=LISTS), *of(ents=odd), *of(ents=[])]))
    assert len(articles) == 4
    assert report.spans_left_out == 1
    assert "which is no list of spans" in told(report)


def test_lists_that_may_be_of_people_are_not_joined_in_silence(tmp_path: Path) -> None:
    people = {"sana": [[0, 4, "PER"]], "bilal": [[8, 13, "LOC"]]}
    _, report = read(written(tmp_path, of(annotations=people)))
    assert '"annotations" parts its spans into lists (sana, bilal), whose names are not read' in told(report)


def test_spans_that_say_whose_they_are_go_to_a_layer_a_person(project: Project, tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 4, "label": "PER", "annotator": "sana"}]
    spans.append({"start": 8, "end": 13, "label": "LOC", "annotator": "bilal"})
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": TEXT, "spans": spans}, ensure_ascii=False) + "\n")
    import_files(project, [file])
    query = "SELECT annotator.name, label.name FROM span JOIN annotator ON annotator.id = annotator_id"
    rows = project.rows(f"{query} JOIN label ON label.id = label_id ORDER BY start")
    assert rows == [("sana", "PER"), ("bilal", "LOC")]


def test_records_of_one_text_with_a_span_each_are_one_article(project: Project, tmp_path: Path) -> None:
    given = [(0, 4, "PER"), (8, 13, "LOC"), (None, None, None)]
    rows = [{"text": TEXT, "start": start, "end": end, "label": label} for start, end, label in given]
    report = import_files(project, [written(tmp_path, rows)])
    assert (report.articles, report.lost) == (1, 0)
    assert project.value("SELECT count(*) FROM span") == 2


@pytest.mark.parametrize("opened", ["[", '[{"a": '])
def test_a_beginning_of_brackets_is_looked_into_a_few_times_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: str
) -> None:
    path, looks, real = tmp_path / "a.json", list[int](), json_text.parse_at

    def counted(text: str, at: int) -> tuple[Any, int]:
        looks.append(at)
        return real(text, at)

    path.write_text(opened * 4000)
    monkeypatch.setattr(json_text, "parse_at", counted)
    assert beginning(Head.of(path)) == []
    assert len(looks) < 100


def test_records_are_found_behind_many_short_lists_and_brackets_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    about = {"about": "[see] " * 100, "sizes": [[1, 2]] * 100, "inner": {"list": [[[[[]]]]]}}
    whole = json.dumps(about | {"data": [{"text": TEXT, "entities": LISTS}] * 3}, ensure_ascii=False)
    path.write_text(whole[:-40])
    assert [each["text"] for each in beginning(Head.of(path))] == [TEXT] * 2
