"""What is no JSON is one clause, whatever is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.base.errors import UserError
from models.base.json_text import MAX_DEPTH, NotJson, is_deep, parse, parse_at
from models.checks import check
from models.importing.run import import_files
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents

DEEP = "[" * 100_000 + "]" * 100_000
BAD = {
    "nested": (DEEP, "nested too deep"),
    "nested objects": ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deep"),
    "huge number": ('{"a": ' + "9" * 5000 + "}", "a number of thousands of digits"),
    "huge float": ('{"a": 1e999}', "1e999 is too large a number"),
    "NaN": ('{"a": NaN}', "NaN is no JSON number"),
    "infinity": ('{"a": [-Infinity]}', "-Infinity is no JSON number"),
    "twice": ('{"a": 1, "b": {"c": 1, "c": 2}}', '"c" stands twice in one object'),
    "half a pair": ('{"a": "\\ud800"}', "holds half of a surrogate pair"),
    "half a pair in a name": ('{"\\uDC00": 1}', "holds half of a surrogate pair"),
    "cut off": ('{"a": ', "Expecting value"),
    "nothing": ("", "Expecting value"),
}
bad = pytest.mark.parametrize(("text", "why"), BAD.values(), ids=BAD)


@bad
def test_what_is_no_json_is_one_clause(text: str, why: str) -> None:
    for read in (parse, parse_at):
        with pytest.raises(NotJson) as told:
            read(text)
        assert why in str(told.value)
        assert len(str(told.value)) < 100


def test_value_in_a_longer_text_is_read_up_to_its_end() -> None:
    assert parse_at('x {"a": "\\ud83d\\ude00"} \\ud800', 2) == ({"a": "😀"}, 23)


def test_depth_is_counted_over_lists_and_objects() -> None:
    assert not is_deep("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert is_deep("[" * 51 + '{"a":' * 50 + "1" + "}" * 50 + "]" * 51)
    assert not is_deep(json.dumps([[1]] * 1000))


@pytest.mark.parametrize(
    ("text", "why"),
    # What is nested is looked at again from each bracket on.
    [pytest.param(*BAD[key], id=key, marks=[pytest.mark.slow] * (key == "nested")) for key in BAD],
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_import_says_it_in_one_sentence_and_changes_nothing(
    project: Project, tmp_path: Path, name: str, text: str, why: str
) -> None:
    before = contents(project)
    record = f'{{"id": "1", "text": "علی", "layers": [], "data": {{"text": "علی"}}, "more": {text}}}'
    (tmp_path / name).write_text(record if name.endswith("l") else f"[{record}]", encoding="utf-8")
    with pytest.raises(UserError, match=name):
        import_files(project, [tmp_path / name])
    assert contents(project) == before


@pytest.mark.parametrize("depth", [150, 400, 900])
@pytest.mark.parametrize("where", ["meta", "attributes"])
def test_what_could_not_be_read_again_is_not_kept(project: Project, tmp_path: Path, depth: int, where: str) -> None:
    deep = f'{{"a": {"[" * depth}{"]" * depth}}}'
    span = f'{{"start": 0, "end": 3, "label": "PERSON", "attributes": {deep if where == "attributes" else "{}"}}}'
    meta = deep if where == "meta" else "{}"
    (tmp_path / "a.jsonl").write_text(f'{{"id": "1", "text": "علی", "meta": {meta}, "spans": [{span}]}}', "utf-8")
    with pytest.raises(UserError, match="nested"):
        import_files(project, [tmp_path / "a.jsonl"])


@bad
def test_history_and_rows_that_hold_it_are_named_by_check(
    project: Project, add_text: AddText, text: str, why: str
) -> None:
    article = add_text("علی لاہور گیا")
    me = project.annotator("me")
    row = {"at": "", "gesture": "label", "annotator_id": me.id, "article_id": article, "object": "work"}
    with project.transaction():
        project.put_row("event", {"id": 900, "before": text, "after": text, "seconds": None, "strokes": None} | row)
        project.write_many("UPDATE article SET meta = ?, changes = ?", [(text, text)])
    assert "entry 900 of the history (label) makes no sense" in [found.what for found in check(project)] or not text
    assert project.article(article).meta == {}
