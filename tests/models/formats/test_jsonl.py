"""Nishan's JSON lines: nothing is lost on the way out and in again."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.entities import AnnotatorKind, ArticleId, Edit, Status, Work
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents, make_span, put

STORED = st.text(
    st.one_of(st.sampled_from('ا\u0653😀 \n\t\u00a0\u2028\x0b"\\\u200c\x7f'), st.characters(exclude_categories=["Cs"])),
    min_size=1,
).map(lambda text: text.replace("\0", "").replace("\r", "").lstrip("\ufeff"))


@settings(max_examples=25, deadline=None)
@given(st.lists(STORED.filter(lambda text: text.strip()), min_size=1, max_size=8))
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
