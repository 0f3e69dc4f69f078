"""JSON lines: a record is one line for every reader, whatever ends lines in its text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.json_lines import line_of, list_of_numbers, list_of_words, one_line
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats import Format
from models.project.project import Project
from tests.models.formats.helpers import fill, need, read_back

ENDS = "\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"
LINES = [one for one in formats.writers() if one.suffixes[0] in (".jsonl", ".jsonld")]


def test_what_ends_a_line_is_escaped_and_nothing_else_is() -> None:
    assert one_line('"ا\u2028\\u2028\u2029ب\x85"') == '"ا\\u2028\\u2028\\u2029ب\\u0085"'
    text = "لاہور 😀 \u00a0\u200c\ufeff"
    assert one_line(text) is text
    assert line_of({"text": text}) == f'{{"text":"{text}"}}\n'


@pytest.mark.parametrize("words", [[], [""], ["", ""], ["a"], ["a b", "c"], ['"', "\\", "\\u0020"], ["لا", "\t", "😀"]])
def test_list_of_any_words_is_their_json(words: list[str]) -> None:
    assert list_of_words(words) == json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def test_list_of_numbers_is_their_json() -> None:
    assert (list_of_numbers([]), list_of_numbers([0, 12, 3])) == ("[]", "[0,12,3]")


def test_fields_stand_between_others() -> None:
    assert line_of({"a": 1}, ',"b":2') == '{"a":1,"b":2}\n'
    assert line_of({"a": 1}, ',"b":2', {"c": 3}) == '{"a":1,"b":2,"c":3}\n'


@pytest.mark.parametrize("format_", [pytest.param(one, id=one.key) for one in LINES])
def test_records_stay_one_line_for_readers_that_split_at_every_line_end(
    tmp_path: Path, project: Project, format_: Format
) -> None:
    need(format_)
    text = f"ا{ENDS}ب لاہور{ENDS}۔"
    span = LabelledSpan(0, 2 + len(ENDS), "LOCATION", note=f"n{ENDS}n", attributes={f"k{ENDS}": ENDS})
    meta = {f"m{ENDS}": [ENDS]}
    fill(project, [AnnotatedArticle("a", f"t{ENDS}", text, meta=meta, layers=(Layer("me", spans=(span,)),))])
    file = tmp_path / f"out{format_.suffixes[0]}"
    export(project, file, ExportPlan(format_.key, "me"))
    given = file.read_text(encoding="utf-8")
    assert given.splitlines() == given.removesuffix("\n").split("\n")
    assert not any(end in given for end in ENDS)
    if format_.suffixes[0] == ".jsonl":
        assert all(json.loads(line) for line in given.splitlines())
    else:
        json.loads(given)
    if format_.read and format_.exact:
        ((again,), _) = read_back(file)
        assert again.text == text
