"""Labels of whole articles, and labels' own fields: out and in again, into no tag, counted and checked."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.entities import ArticleId, ArticleLabel, Edit, Label, LabelId, Rejection, Scope
from models.base.errors import UserError
from models.base.losses import Holds
from models.checks import check
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.support.options import ReadOptions
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.project.project import Project
from models.project.stats import stats
from tests.models.conftest import AddText
from tests.models.helpers import contents, put
from tests.selection import examples

TOPICS = (
    Label("news item", "خبر", key="n", scope=Scope.ARTICLE, choice="Genre", examples="ایک\nدو"),
    Label("opinion", "رائے", key="o", scope=Scope.ARTICLE, choice="Genre"),
    Label("checked", scope=Scope.ARTICLE),
)
LABELS = (Label("PERSON", "شخص", "PER", "#1f77b4", "1", "people", examples="علی\nزید"), *TOPICS)
MARK = st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.integers(2, 4), st.booleans())
PUT = st.lists(MARK, max_size=12, unique_by=lambda mark: (mark[0], mark[1], mark[2] // 4))  # labels 2, 3: one choice


@pytest.mark.slow
@settings(max_examples=examples(25))
@given(PUT)
def test_labels_of_articles_survive_the_round_trip(marks: list[tuple[int, str, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in (1, 2, 3):
            (folder / f"{number}.txt").write_text(f"علی {number}")
        with Project.create(folder / "p.nishan", LABELS) as project:
            import_files(project, sorted(folder.glob("*.txt")))
            put(project, ArticleId(2), (0, 3, "PERSON"), who="b")
            for article, who, label, deleted in marks:
                mark = ArticleLabel(ArticleId(article), project.annotator(who).id, project.labels()[label - 1].id)
                project.put(Edit(article_labels=(replace(mark, deleted=deleted),)), "test")
            live = stats(project)["article_labels"]
            report = export(project, folder / "one.jsonl", ExportPlan("jsonl"))
        with Project.create(folder / "q.nishan") as other:
            import_files(other, [folder / "one.jsonl"])
            assert stats(other)["article_labels"] == live
            assert report.article_labels == sum(live.values())
            bare = [replace(label, uid="", id=LabelId(0), position=0) for label in other.labels()]
            assert bare == [replace(label, uid="", id=LabelId(0), position=0) for label in LABELS]
            before = contents(other)
            import_files(other, [folder / "one.jsonl"])
            assert contents(other) == before
            export(other, folder / "two.jsonl", ExportPlan("jsonl"))
        assert (folder / "two.jsonl").read_bytes() == (folder / "one.jsonl").read_bytes()


def file_of(folder: Path, *rows: dict[str, object]) -> Path:
    file = folder / "in.jsonl"
    file.write_text("\n".join(json.dumps({"text": "علی لاہور"} | row) for row in rows))
    return file


def layer(*labels: object, **more: object) -> dict[str, object]:
    return {"layers": [{"annotator": "a", "labels": labels} | more]}


def test_a_label_of_an_article_that_nobody_knows_becomes_one(project: Project, tmp_path: Path) -> None:
    report = import_files(project, [file_of(tmp_path, layer("سیاست", "سیاست"))])
    assert project.labels()[-1].scope is Scope.ARTICLE
    assert str(report) == "1 article, 0 spans, 1 article label; new labels: سیاست"


def test_article_labels_alone_are_news_to_a_project(project: Project, tmp_path: Path) -> None:
    import_files(project, [file_of(tmp_path, {"id": 1})])
    report = import_files(project, [file_of(tmp_path, {"id": 1} | layer("سیاست"))])
    assert str(report) == "0 articles, 0 spans, 1 article label; 1 article was there already; new labels: سیاست"


CLASHES = [
    (layer("PERSON"), "PERSON is a label for spans in this project; rename it there or here"),
    (layer("x", spans=[{"start": 0, "end": 3, "label": "x"}]), "x is a label for spans in this project; rename it"),
    (layer(spans=[{"start": 0, "end": 3, "label": "checked"}]), "checked is a label for articles in this project"),
]


@pytest.mark.parametrize(("row", "says"), CLASHES)
def test_label_of_another_kind_is_left_out_of_one_record_and_told(
    project: Project, tmp_path: Path, row: dict[str, object], says: str
) -> None:
    project.add_label(Label("checked", scope=Scope.ARTICLE))
    good = layer(spans=[{"start": 0, "end": 3, "label": "PERSON"}])
    report = import_files(project, [file_of(tmp_path, row, good | {"text": "زید آیا"})])
    assert report.articles == 2
    assert (
        project.value("SELECT count(*) FROM span JOIN article ON article.id = article_id WHERE text = 'زید آیا'") == 1
    )
    (note,) = [note for note in report.notes if says in note.what]
    assert note.line == 1
    assert "left out" in note.what
    assert project.value("SELECT count(*) FROM article_label") == 0
    assert ("1 span LEFT OUT" in str(report)) == ("for articles" in says)


@pytest.mark.parametrize(("row", "says"), CLASHES)
def test_label_of_another_kind_refuses_a_strict_import(
    project: Project, tmp_path: Path, row: dict[str, object], says: str
) -> None:
    project.add_label(Label("checked", scope=Scope.ARTICLE))
    before = contents(project)
    with pytest.raises(UserError, match=f"line 1: {says}"):
        import_files(project, [file_of(tmp_path, row)], ImportPlan(options=ReadOptions(strict=True)))
    assert contents(project) == before


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (layer(5), 'line 1: "labels" of a layer must be a list of names'),
        (layer(" "), 'line 1: "labels" of a layer must be a list of names'),
        ({"layers": [{"labels": "x"}]}, 'line 1: "labels" must be a list'),
        ({"labels": [{"name": "x", "scope": "word"}]}, 'a label\'s "scope" is "span" or "article"'),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_taken(
    project: Project, tmp_path: Path, row: dict[str, object], says: str
) -> None:
    before = contents(project)
    with pytest.raises(UserError, match=says):
        import_files(project, [file_of(tmp_path, row)])
    assert contents(project) == before


def test_labels_of_articles_are_no_tags_and_their_loss_is_told(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.nishan", LABELS) as project:
        import_files(
            project, [file_of(tmp_path, layer("news item", spans=[{"start": 0, "end": 3, "label": "PERSON"}]))]
        )
        report = export(project, tmp_path / "out.conll", ExportPlan("conll2003"))
    assert (tmp_path / "out.conll").read_text().splitlines()[2] == "علی -X- _ B-PERSON"
    assert report.losses[Holds.ARTICLE_LABELS].values == ["news item"]
    assert "article labels of 1 article" in report.losses.sentence()


def test_stats_count_labels_of_articles_apart(project: Project, add_text: AddText) -> None:
    article = add_text("علی")
    label = project.add_label(TOPICS[0])
    project.add_label(TOPICS[1])
    for who in ("a", "b"):
        mark = ArticleLabel(article, project.annotator(who).id, label.id)
        project.put(Edit(article_labels=(mark,)), "test")
    counts = stats(project)
    assert counts["article_labels"] == {"news item": 2, "opinion": 0}
    assert "news item" not in counts["labels"]


def test_check_finds_labels_on_what_they_are_not_for(project: Project, add_text: AddText) -> None:
    article, me = add_text("علی لاہور"), project.annotator("me").id
    topic, person = project.add_label(TOPICS[0]), project.labels()[0]
    span = put(project, article, (0, 3, "PERSON"))[0]
    mark, rejection = ArticleLabel(article, me, topic.id), Rejection(article, me, 0, 3, person.id)
    project.put(Edit(article_labels=(mark,), rejections=(rejection,)), "test")
    assert check(project) == []
    bad = Edit(
        spans=(replace(span, label=topic.id),),
        article_labels=(replace(mark, label=person.id), replace(mark, label=topic.id)),
        rejections=(replace(rejection, label=topic.id), replace(rejection, end=99)),
    )
    project.put(bad, "test")
    found = [(problem.kind, problem.what) for problem in check(project)]
    assert found == [
        ("bounds", "a rejected suggestion [0, 99) lies outside article 1 (علی لاہور)"),
        ("label", "a span in article 1 (علی لاہور) has the label news item, which is one for articles"),
        ("label", "a rejected suggestion in article 1 (علی لاہور) has the label news item, which is one for articles"),
        ("label", "a label of a whole article in article 1 (علی لاہور) has the label PERSON, which is one for spans"),
    ]


def test_check_finds_spans_of_a_label_that_was_deleted(project: Project, add_text: AddText) -> None:
    put(project, add_text("علی لاہور"), (0, 3, "PERSON"))
    path = project.path
    project.close()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE label SET deleted = 1 WHERE name = 'PERSON'")
        conn.commit()
    with Project.open(path) as again:
        assert [problem.what for problem in check(again)] == [
            "a span in article 1 (علی لاہور) has the label PERSON, which was deleted",
            "label PERSON: it is not what was written",  # the test has gone past its checksum
        ]
