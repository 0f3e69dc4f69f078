"""The same text is the same article, whatever its id; nothing is doubled by what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats import Format
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.importing.same_text import TextsOfFiles
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, need
from tests.models.helpers import contents

BOTH = [pytest.param(one, id=one.key) for one in formats.writers() if one.read]
ARTICLES = [article(text, spans, f"خبر {number}") for number, (text, spans) in enumerate(HARD)]
ME = ImportPlan(default_annotator="me")


def doccano(path: Path, *records: tuple[object, str, list[tuple[int, int, str]]]) -> Path:
    rows = [{"id": key, "text": text, "label": label} for key, text, label in records]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def layers(project: Project) -> dict[tuple[str, str], int]:
    """(article's id, annotator) -> spans."""
    rows = project.query(
        "SELECT source, name, count(*) AS n FROM span JOIN article ON article.id = article_id "
        "JOIN annotator ON annotator.id = annotator_id GROUP BY source, name"
    )
    return {(row["source"], row["name"]): row["n"] for row in rows}


def notes(report: Report) -> str:
    return "\n".join(str(note) for note in report.notes)


@pytest.mark.parametrize("who", ["me", "sana"])
@pytest.mark.parametrize("format_", BOTH)
def test_what_was_exported_adds_nothing_to_the_project_it_came_from(
    format_: Format, who: str, project: Project, tmp_path: Path
) -> None:
    need(format_)
    fill(project, ARTICLES)
    before = {name: rows for name, rows in contents(project).items() if name in ("article", "span", "label")}
    export(project, tmp_path / f"out{format_.suffixes[0]}", ExportPlan(format_.key, "me"))
    report = import_files(project, [tmp_path / f"out{format_.suffixes[0]}"], ImportPlan(default_annotator=who))
    after = contents(project)
    if format_.exact:
        assert (report.articles, report.spans, report.present) == (0, 0, len(ARTICLES)), notes(report)
        assert {name: after[name] for name in before} == before
        assert report.lost == 0
    else:
        texts = {one.text for one in ARTICLES}
        new = [row for row in after["article"][len(ARTICLES) :] if row["text"] in texts]
        assert not new
        assert report.articles == report.duplicates, notes(report)


def test_spans_that_somebody_has_are_told_and_not_given_to_another(project: Project, tmp_path: Path) -> None:
    fill(project, ARTICLES[:3])
    file = doccano(tmp_path / "a.jsonl", *((n, text, spans) for n, (text, spans) in enumerate(HARD[:3])))
    report = import_files(project, [file], ImportPlan(default_annotator="sana"))
    assert {who for _, who in layers(project)} == {"me"}
    assert "3 spans are there already in the layer of me" in notes(report)
    assert "3 records with ids of their own are by the text what was there already" in notes(report)
    report = import_files(project, [file], ImportPlan(annotator="sana"))
    assert report.spans == 3
    assert {who for _, who in layers(project)} == {"me", "sana"}


def test_other_spans_of_nobody_go_to_the_usual_layer_and_what_is_twice_is_told(
    project: Project, tmp_path: Path
) -> None:
    text = HARD[0][0]
    fill(project, [article(text, [(0, 10, "PERSON")])])
    file = doccano(tmp_path / "a.jsonl", ("x", text, [(0, 10, "PERSON"), (11, 13, "DATE")]))
    report = import_files(project, [file], ImportPlan(default_annotator="sana"))
    assert layers(project) == {("a", "me"): 1, ("a", "sana"): 2}
    assert "1 span is in the layer of me and, as the file names nobody, in that of sana now" in notes(report)


def test_the_same_id_goes_before_the_first_of_the_text(project: Project, tmp_path: Path) -> None:
    one = doccano(tmp_path / "a.jsonl", ("x", "لاہور", [(0, 5, "A")]), ("y", "لاہور", [(0, 5, "B")]))
    assert import_files(project, [one], ME).articles == 2
    for key in ("y", "x"):
        report = import_files(project, [doccano(tmp_path / "b.jsonl", (key, "لاہور", [(0, 5, f"C{key}")]))], ME)
        assert (report.articles, report.present, report.spans) == (0, 1, 1)
    assert layers(project) == {("x", "me"): 2, ("y", "me"): 2}
    import_files(project, [doccano(tmp_path / "c.jsonl", ("z", "لاہور", [(0, 5, "D")]))], ME)
    assert layers(project) == {("x", "me"): 3, ("y", "me"): 2}


def test_headlines_that_come_again_in_a_file_stay_articles_and_come_back_as_they_are(
    project: Project, tmp_path: Path
) -> None:
    labels = [[(0, 5, "A")], [(0, 5, "B")], []]
    file = doccano(tmp_path / "a.jsonl", *((n, "لاہور", label) for n, label in enumerate(labels)))
    report = import_files(project, [file], ME)
    assert (report.articles, report.spans, report.duplicates) == (3, 2, 0)
    assert "2 records have the text of another one of the same file" in notes(report)
    assert "1 is as 0, 2 is as 0" in notes(report)
    for key in ("doccano", "csv", "jsonl"):
        suffix = formats.named(key, formats.writers()).suffixes[0]
        export(project, tmp_path / f"{key}{suffix}", ExportPlan(key, "me"))
        report = import_files(project, [tmp_path / f"{key}{suffix}"], ME)
        assert (report.articles, report.spans, report.present) == (0, 0, 3), key


def test_layers_of_two_people_on_one_text_belong_together(project: Project, tmp_path: Path) -> None:
    rows = [
        {
            "id": who,
            "text": "علی لاہور",
            "layers": [{"annotator": who, "spans": [{"start": 0, "end": 3, "label": "A"}]}],
        }
        for who in ("sana", "bilal", "sana")
    ]
    rows[2]["id"] = "again"
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = import_files(project, [tmp_path / "a.jsonl"], ME)
    assert (report.articles, report.present) == (2, 1)
    assert layers(project) == {("sana", "sana"): 1, ("sana", "bilal"): 1, ("again", "sana"): 1}
    assert "bilal is as sana" in notes(report)


def test_two_files_with_one_text_are_one_article(project: Project, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("علی لاہور گیا" if name != "c.txt" else "کراچی", encoding="utf-8")
    report = import_files(project, [tmp_path])
    assert (report.articles, report.present) == (2, 1)
    assert "b.txt is as a.txt" in notes(report)


def test_history_of_an_article_that_was_found_by_its_text_goes_on(project: Project, tmp_path: Path) -> None:
    fill(project, [article("علی لاہور", [(0, 3, "PERSON")], "1")])
    report = import_files(project, [doccano(tmp_path / "a.jsonl", (7, "علی لاہور", [(4, 9, "CITY")]))], ME)
    assert (report.articles, report.spans) == (0, 1)
    assert layers(project) == {("1", "me"): 2}
    again = import_files(project, [tmp_path / "a.jsonl"], ME)
    assert (again.articles, again.spans) == (0, 0)


def test_text_of_the_same_length_is_another_article(project: Project) -> None:
    fill(project, [article("علی", [], "1")])
    fill(project, [article("ولی", [], "2"), AnnotatedArticle("3", "t", "علی", layers=(Layer("b"),))])
    assert project.value("SELECT count(*) FROM article") == 2


def test_empty_layer_of_nobody_makes_no_annotator(project: Project, tmp_path: Path) -> None:
    fill(project, [AnnotatedArticle("1", "t", "علی", layers=(Layer("me", spans=(LabelledSpan(0, 3, "A"),)),))])
    import_files(project, [doccano(tmp_path / "a.jsonl", (1, "علی", []))], ImportPlan(default_annotator="sana"))
    assert [who.name for who in project.annotators()] == ["me"]


class Plain(TextsOfFiles):
    """The same rule without what makes it fast."""

    def find(self, sha256: bytes, given: AnnotatedArticle) -> int | None:
        people = {layer.annotator for layer in given.layers}
        there = [self._first[sha256], *self._more[sha256]] if sha256 in self else []
        if free := [one for one in there if one not in self._of_file]:
            return next((one for one in free if one not in self._met), free[0])
        if not people or "" in people:
            return None
        others = [(one, self._of_file[one]) for one in there]
        return next((one for one, whose in others if whose and "" not in whose and not people & whose), None)


RECORD = st.tuples(st.sampled_from(["", "a", "b"]), st.sets(st.sampled_from(["", "sana", "bilal"])), st.booleans())


@given(st.lists(st.sampled_from([b"1", b"2"]), max_size=6), st.lists(st.lists(RECORD, max_size=12), max_size=3))
def test_where_to_go_on_looking_changes_nothing(before: list[bytes], files: list[list[tuple[Any, ...]]]) -> None:
    both = TextsOfFiles(), Plain()
    for key, sha256 in enumerate(before):
        for one in both:
            one.add(sha256, key)
    last = len(before)
    for records in files:
        for one in both:
            one.begin_file()
        for named, people, second in records:
            row = AnnotatedArticle("", "", "", layers=tuple(Layer(name) for name in people))
            sha256 = b"2" if second else b"1"
            known = {"a": 0, "b": 1}.get(named)
            if known is not None and known < len(before):  # its id is known
                chosen, new = known, False
            else:
                found = [one.find(sha256, row) for one in both]
                assert found[0] == found[1]
                chosen, new = (last, True) if found[0] is None else (found[0], False)
                last += new
            for one in both:
                if new:
                    one.add(sha256, chosen)
                one.met(chosen, row)


class Counted(dict[int, frozenset[str]]):
    """Counts how often it is asked."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)

    def __getitem__(self, key: int) -> frozenset[str]:
        self.asked += 1
        return super().__getitem__(key)


@pytest.mark.parametrize("people", [("",), ("sana", "bilal"), ("sana", "bilal", "asad", "")])
@pytest.mark.parametrize("known", [0, 500])
def test_one_text_a_thousand_times_is_looked_through_once(people: tuple[str, ...], known: int) -> None:
    texts, last = TextsOfFiles(), known
    for key in range(known):
        texts.add(b"1", key)
    counted = texts._of_file = Counted()
    for who in people:
        row = AnnotatedArticle("", "", "", layers=(Layer(who),))
        for _ in range(500):
            chosen = texts.find(b"1", row)
            if chosen is None:
                chosen, last = last, last + 1
                texts.add(b"1", chosen)
            texts.met(chosen, row)
    assert counted.asked < 20 * 500 * len(people)
