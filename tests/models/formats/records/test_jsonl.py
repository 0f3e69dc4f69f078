"""Nishan's JSON lines: nothing is lost on the way out and in again."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.entities import AnnotatorKind, ArticleId, Edit, Status, Work
from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents, make_span, put
from tests.selection import examples

STORED = st.text(
    st.one_of(st.sampled_from('ا\u0653😀 \n\t\u00a0\u2028\x0b"\\\u200c\x7f'), st.characters(exclude_categories=["Cs"])),
    min_size=1,
).map(lambda text: text.replace("\0", "").replace("\r", "").lstrip("\ufeff"))


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(STORED.filter(lambda text: text.strip()), min_size=1, max_size=8, unique=True))
def test_any_text_comes_out_byte_for_byte(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_bytes(text.encode())
        with Project.create(folder / "p.nishan") as project:
            import_files(project, sorted(folder.glob("*.txt")), ImportPlan("text"))  # whatever it may look like
            export(project, folder / "out.jsonl", ExportPlan("jsonl"))
        with Project.create(folder / "q.nishan") as project:
            import_files(project, [folder / "out.jsonl"])
            rows = project.query("SELECT text FROM article ORDER BY id")
    assert [row["text"].encode() for row in rows] == [text.encode() for text in texts]


def fill(project: Project, add_text: AddText) -> None:
    """Work of three people on three articles, with everything that a layer can hold."""
    articles = [
        add_text(text, f"{n}.txt") for n, text in enumerate(["عمران خان😀 لاہور", "\ufeffالف\r\nلاہور", "تیسرا"])
    ]
    put(project, articles[0], (0, 9, "PERSON"), (11, 16, "LOCATION"), (11, 16, "ORGANIZATION"), who="علی")
    put(project, articles[1], (4, 9, "LOCATION"), who="زینب")
    put(project, articles[1], (4, 9, "LOCATION"), (0, 3, "PERSON"), who="علی")
    project.annotator("نگران", AnnotatorKind.CURATOR)
    extras: dict[str, Any] = {
        "note": 'نوٹ "2"\n',
        "confidence": "low",
        "attributes": {"gender": "m", "n": [1, 2.5, None]},
    }
    rich = make_span(project, articles[0], 0, 5, who="نگران", **extras)
    project.put(Edit(spans=(rich,)), "test")
    project.put(Edit(spans=(rich,)), "again")  # rev 2
    gone = put(project, articles[2], (0, 3, "PERSON"), who="علی")[0]
    project.put(Edit(spans=(replace(gone, deleted=True),)), "delete")
    project.put(Edit(works=(Work(articles[0], rich.annotator, Status.DONE),)), "test")
    project.put(Edit(works=(Work(articles[2], gone.annotator, Status.SKIPPED),)), "test")
    project.add_seconds(articles[0], rich.annotator, 12.5)


def test_project_of_several_people_survives_the_round_trip(project: Project, add_text: AddText, tmp_path: Path) -> None:
    fill(project, add_text)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    export(project, first, ExportPlan("jsonl"))
    with Project.create(tmp_path / "other.nishan") as other:
        import_files(other, [first])
        export(other, second, ExportPlan("jsonl"))
    assert second.read_bytes() == first.read_bytes()
    written = first.read_text()
    for kept in ("gender", "نوٹ", "low", '"rev":2', "curator", "done", "skipped", "12.5", "crlf", "#1f77b4", "شخص"):
        assert kept in written


def test_order_of_people_does_not_depend_on_who_came_first(project: Project, add_text: AddText, tmp_path: Path) -> None:
    one, two = add_text("علی", "1.txt"), add_text("لاہور", "2.txt")
    put(project, two, (0, 5, "LOCATION"), who="b")
    put(project, one, (0, 3, "PERSON"), who="a")
    put(project, two, (0, 5, "LOCATION"), who="a")
    out = tmp_path / "out.jsonl"
    export(project, out, ExportPlan("jsonl"))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [[layer["annotator"] for layer in row["layers"]] for row in rows] == [["a"], ["a", "b"]]


def test_importing_twice_adds_nothing_and_says_so(project: Project, add_text: AddText, tmp_path: Path) -> None:
    fill(project, add_text)
    out = tmp_path / "out.jsonl"
    export(project, out, ExportPlan("jsonl"))
    with Project.create(tmp_path / "other.nishan") as other:
        import_files(other, [out])
        before = contents(other)
        report = import_files(other, [out])
        assert contents(other) == before
    assert str(report) == "0 articles, 0 spans; 3 articles were there already"


def test_spans_without_ids_are_not_doubled_either(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text":"علی لاہور","spans":[{"start":4,"end":9,"label":"LOCATION"}]}')
    first, second = (import_files(project, [file], ImportPlan(default_annotator="me")) for _ in range(2))
    assert (first.spans, second.spans, second.present) == (1, 0, 1)


def test_offsets_follow_a_text_whose_line_ends_change(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    span = {"start": 6, "end": 11, "label": "LOCATION", "text": "لاہور"}
    file.write_text(json.dumps({"text": "\ufeffالف\r\nلاہور", "spans": [span]}))
    import_files(project, [file], ImportPlan(annotator="me"))
    me = project.annotator("me").id
    assert project.article(ArticleId(1)).text == "الف\nلاہور"
    assert [(found.start, found.end) for found in project.spans(ArticleId(1), me)] == [(4, 9)]


def test_fields_of_others_are_kept_as_meta(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text":"علی","url":"https://x.pk","meta":{"day":7}}\n\n{"id":5,"text":"لاہور"}\n')
    import_files(project, [file])
    assert project.article(ArticleId(1)).meta == {"url": "https://x.pk", "day": 7}
    assert [project.article(ArticleId(n)).source for n in (1, 2)] == ["a.jsonl:1", "5"]


def test_two_spans_that_share_an_id_are_both_kept(project: Project, tmp_path: Path) -> None:
    uid = "11111111-1111-4111-8111-111111111111"
    spans = [{"start": n, "end": n + 3, "label": "PERSON", "uid": uid} for n in (0, 4)]
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "علی زید", "layers": [{"annotator": "me", "spans": spans}]}))
    report = import_files(project, [file])
    assert report.spans == 2


def test_a_second_byte_order_mark_is_text_and_survives_the_round_trip(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeff\ufeffالف".encode())
    import_files(project, [tmp_path / "a.txt"])
    export(project, tmp_path / "out.jsonl", ExportPlan("jsonl"))
    with Project.create(tmp_path / "other.nishan") as other:
        import_files(other, [tmp_path / "out.jsonl"])
        assert other.value("SELECT text FROM article") == "\ufeffالف"
        assert other.value("SELECT uid FROM article") == project.value("SELECT uid FROM article")


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
    "end after the text, with the words before it": (spans(end=10, text="علی لاہور"), r"\[0, 10\) does not lie"),
    "end before the text, from which a slice has the words": (spans(end=-6, text="علی"), r"\[0, -6\) does not lie"),
    "both before the text, with the words": (spans(start=-9, end=-6, text="علی"), r"\[-9, -6\) does not lie"),
    "end far after the text": (spans(end=10**30), "does not lie"),
    "reversed": (spans(start=3, end=0), r"\[3, 0\) does not lie"),
    "empty span": (spans(start=3), r"\[3, 3\) does not lie"),
    "start is a bool": (spans(start=False), '"start" must be a whole number'),
    "end is no whole number": (spans(end=3.5), '"end" must be a whole number'),
    "end is text": (spans(end="3"), '"end" must be a whole number'),
    "no end": ('{"text":"a","spans":[{"start":0,"label":"X"}]}', 'there is no "end"'),
    "no label": ('{"text":"a","spans":[{"start":0,"end":1}]}', 'there is no "label"'),
    "empty label": (spans(label=" "), "has no label"),
    "label is a number": (spans(label=5), '"label" must be text'),
    "another surface": (spans(text="لاہ"), r"reads 'علی', the file says 'لاہ'; offsets must count code points"),
    "rev of zero": (spans(rev=0), '"rev" must be 1 or more'),
    "note is a number": (spans(note=5), '"note" must be text'),
    "attributes is text": (spans(attributes="x"), '"attributes" must be an object'),
}


STRICT = ImportPlan(options=ReadOptions(strict=True))


@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD.keys())
def test_bad_line_is_left_out_and_named(project: Project, tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(GOOD + "\n" + line + "\n" + GOOD)
    report = import_files(project, [file])
    (note,) = [note for note in report.notes if "left out" in note.what]
    assert (note.file, note.line) == (str(file), 3)
    assert re.search(says, note.what)
    assert project.value("SELECT count(*) FROM span") == 2
    assert (report.left_out, report.spans_left_out) in ((1, 0), (0, 1))
    assert str(report).startswith(("1 record LEFT OUT; 2 articles", "1 span LEFT OUT; 3 articles"))


@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD.keys())
def test_bad_line_refuses_a_strict_import(project: Project, tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(GOOD + "\n" + line + "\n" + GOOD)
    before = contents(project)
    with pytest.raises(UserError, match=says) as caught:
        import_files(project, [file], STRICT)
    assert str(caught.value).startswith(f"{file}, line 3: ")
    assert "\n" not in str(caught.value)
    assert contents(project) == before


def test_bytes_that_are_no_utf8_are_named(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(GOOD.encode() + b'{"text":"\xff"}\n')
    with pytest.raises(UserError, match="line 2: not UTF-8"):
        import_files(project, [file], STRICT)
    assert [note.line for note in import_files(project, [file]).notes] == [2]


NULLS = '{"id":null,"title":null,"text":"علی","meta":null,"changes":null,"labels":null,"spans":null,"layers":null}'


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        (NULLS, 0),
        ('{"text":"علی","layers":[{"annotator":null,"seconds":null,"labels":null,"spans":null}]}', 0),
        ('{"text":"علی","spans":[{"start":0.0,"end":3.0,"label":"PERSON","note":null,"uid":null}]}', 1),
    ],
)
def test_null_is_nothing_and_a_whole_float_is_a_number(project: Project, tmp_path: Path, line: str, spans: int) -> None:
    (tmp_path / "a.jsonl").write_text(line + "\n")
    report = import_files(project, [tmp_path / "a.jsonl"], STRICT)
    assert (report.articles, report.spans, report.lost) == (1, spans, 0)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_mark_of_the_encoding_is_followed(project: Project, tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD.encode(mark))
    assert import_files(project, [tmp_path / "a.jsonl"], STRICT).spans == 1


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


@pytest.mark.parametrize("beginning", [{}, {"spans": []}, {"layers": []}])
@pytest.mark.parametrize(
    "more",
    [
        {"entities": [[0, 5, "LOC"]]},
        {"label": [[0, 5, "LOC"]]},
        {"ents": [{"from": 0, "to": 5, "type": "LOC"}]},
        {"data": {"annotations": [{"start": 0, "end": 5, "label": "LOC"}]}},
        {"label": "news"},
    ],
)
def test_annotations_of_others_that_come_late_are_told(
    beginning: dict[str, Any], more: dict[str, Any], project: Project, tmp_path: Path
) -> None:
    rows = [{"text": f"سطر {number} یہاں", "source": "x", **beginning} for number in range(300)]
    rows += [{"text": f"کراچی شہر {number}", "source": "x", **beginning, **more} for number in range(5)]
    path = tmp_path / "late.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    report = import_files(project, [path], ImportPlan())
    assert report.articles == 305
    told = [str(note) for note in report.notes if "looks like annotations" in str(note)]
    assert len(told) == 1, report.notes
    assert "5 records" in told[0]


def test_meta_that_says_nothing_of_annotations_is_kept_in_silence(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_text('{"text": "لاہور", "source": "x", "year": 2020, "tags": null}\n', encoding="utf-8")
    assert not import_files(project, [path], ImportPlan()).notes


@pytest.mark.parametrize("name", ["entities", "label"])
@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson"])
def test_a_first_record_longer_than_what_is_looked_at_tells_the_format_all_the_same(
    name: str, suffix: str, project: Project, tmp_path: Path
) -> None:
    text = "کراچی شہر " * 80_000
    row = {"text": text, name: [[at * 10, at * 10 + 5, "LOC"] for at in range(4_000)]}
    path = tmp_path / f"novel{suffix}"
    path.write_text(f"{json.dumps(row, ensure_ascii=False)}\n", encoding="utf-8")
    report = import_files(project, [path], ImportPlan())
    assert (report.articles, report.spans) == (1, 4_000)
