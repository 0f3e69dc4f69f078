"""Whatever is wrong with a line of JSON is said with its number, and nothing is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.importing.run import import_files
from models.project.project import Project
from tests.models.helpers import contents

GOOD = '{"text":"لاہور","spans":[{"start":0,"end":5,"label":"CITY"}]}\n'


def spans(**span: object) -> str:
    return json.dumps({"text": "علی لاہور", "spans": [{"start": 0, "end": 3, "label": "PERSON"} | span]})


BAD = {
    "not JSON": ('{"text": "علی"', "not JSON"),
    "two objects on a line": ('{"text":"علی"} {"text":"علی"}', "not JSON"),
    "a list": ("[1]", "not a JSON object"),
    "a bare word": ("null", "not a JSON object"),
    "no text": ('{"title":"علی"}', 'there is no "text"'),
    "text is null": ('{"text":null}', 'there is no "text"'),
    "text is a number": ('{"text":5}', '"text" must be text'),
    "blank text": ('{"text":" \\n "}', "the text is empty"),
    "text is only a mark": ('{"text":"\\ufeff"}', "the text is empty"),
    "NUL": ('{"text":"a\\u0000"}', "character 2 is NUL"),
    "lone surrogate in the text": ('{"text":"a\\ud83d"}', "half of a surrogate pair"),
    "lone surrogate elsewhere": ('{"text":"a","meta":{"b":["\\uDC00"]}}', "half of a surrogate pair"),
    "title is a list": ('{"text":"a","title":["b"]}', '"title" must be text'),
    "id is an object": ('{"text":"a","id":{}}', '"id" must be text or a number'),
    "id is a bool": ('{"text":"a","id":true}', '"id" must be text or a number'),
    "meta is a list": ('{"text":"a","meta":[]}', '"meta" must be an object'),
    "changes holds numbers": ('{"text":"a","changes":[1]}', '"changes" must be a list of words'),
    "NaN": ('{"text":"a","meta":{"x":NaN}}', "NaN is no JSON number"),
    "Infinity": ('{"text":"a","meta":{"x":-Infinity}}', "-Infinity is no JSON number"),
    "a number too large": ('{"text":"a","meta":{"x":1e999}}', "too large a number"),
    "deep nesting": ('{"text":"a","meta":{"x":' + "[" * 100_000 + "]" * 100_000 + "}}", "not JSON"),
    "spans is an object": ('{"text":"a","spans":{}}', '"spans" must be a list'),
    "a span is a list": ('{"text":"a","spans":[[0,1,"X"]]}', '"spans" must be a list of objects'),
    "layers is text": ('{"text":"a","layers":"me"}', '"layers" must be a list'),
    "layer of unknown kind": ('{"text":"a","layers":[{"kind":"robot"}]}', "kind or status is unknown"),
    "layer of unknown status": ('{"text":"a","layers":[{"status":"later"}]}', "kind or status is unknown"),
    "seconds below zero": ('{"text":"a","layers":[{"seconds":-1}]}', '"seconds" must be'),
    "seconds is a bool": ('{"text":"a","layers":[{"seconds":true}]}', '"seconds" must be'),
    "a label without a name": ('{"text":"a","labels":[{"color":"#112233"}]}', 'a label needs a "name"'),
    "start before the text": (spans(start=-1), r"\[-1, 3\) does not lie in the text of 9"),
    "end after the text": (spans(end=10), r"\[0, 10\) does not lie"),
    "end far after the text": (spans(end=10**30), "does not lie"),
    "reversed": (spans(start=3, end=0), r"\[3, 0\) does not lie"),
    "empty span": (spans(start=3), r"\[3, 3\) does not lie"),
    "start is a bool": (spans(start=False), '"start" must be a whole number'),
    "end is a float": (spans(end=3.0), '"end" must be a whole number'),
    "end is text": (spans(end="3"), '"end" must be a whole number'),
    "no end": ('{"text":"a","spans":[{"start":0,"label":"X"}]}', 'there is no "end"'),
    "no label": ('{"text":"a","spans":[{"start":0,"end":1}]}', 'there is no "label"'),
    "empty label": (spans(label=" "), "has no label"),
    "label is a number": (spans(label=5), '"label" must be text'),
    "another surface": (spans(text="لاہ"), r"reads 'علی', the file says 'لاہ'; offsets must count code points"),
    "rev of zero": (spans(rev=0), '"rev" must be 1 or more'),
    "note is null": (spans(note=None), '"note" must be text'),
    "attributes is text": (spans(attributes="x"), '"attributes" must be an object'),
}


@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD.keys())
def test_bad_line_is_named_and_nothing_is_imported(project: Project, tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(GOOD + "\n" + line + "\n" + GOOD)
    before = contents(project)
    with pytest.raises(UserError, match=says) as caught:
        import_files(project, [file])
    assert str(caught.value).startswith(f"{file}, line 3: ")
    assert "\n" not in str(caught.value)
    assert contents(project) == before


def test_bytes_that_are_no_utf8_are_named(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(GOOD.encode() + b'{"text":"\xff"}\n')
    with pytest.raises(UserError, match="line 2: not UTF-8"):
        import_files(project, [file])


def test_nesting_that_a_project_can_hold_comes_out_again(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "deep.jsonl"
    for depth in range(100, 1100, 100):
        file.write_text(f'{{"text":"a {depth}","meta":{{"x":{"[" * depth}{"]" * depth}}}}}')
        try:
            import_files(project, [file])
        except UserError:
            continue
        assert project.article(project.value("SELECT max(id) FROM article")).text == f"a {depth}"


def test_label_that_the_project_lacks_is_made(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "good.jsonl"
    file.write_text(GOOD)
    report = import_files(project, [file])
    assert report.labels == ["CITY"]
    assert [label.name for label in project.labels()][-1] == "CITY"
    assert str(report) == "1 article, 1 span; new labels: CITY"


@pytest.mark.parametrize("given", [{"color": "red"}, {"key": "12"}, {"key": "1"}, {"uid": "no uuid"}])
def test_odd_fields_of_a_label_are_mended(project: Project, tmp_path: Path, given: dict[str, str]) -> None:
    file = tmp_path / "label.jsonl"
    file.write_text(json.dumps({"text": "a", "labels": [{"name": "CITY"} | given]}))
    import_files(project, [file])
    label = project.labels()[-1]
    assert (label.name, label.key) == ("CITY", "")
    assert label.color.startswith("#")
    assert len(label.uid) == 36
