"""An article that is removed is in no list, count, search or dataset, and comes back whole."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from models.backups.comparing import DiffKind, compare
from models.base.entities import AnnotatorId, ArticleFacts, ArticleId, Edit, Span, Status, Work
from models.base.errors import UserError
from models.checks import check
from models.exporting.groups import fields_of
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.history.history import history
from models.history.states import state_after
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.facts import removed_articles, same_text
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from models.project.search import search_steps
from models.project.stats import stats
from models.project.titles import find_titles
from models.recovery import recover

ONE, TWO, THREE = (ArticleId(number) for number in (1, 2, 3))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / f"{name}.txt" for name in ("لاہور", "کراچی", "ملتان")]
    for path in found:
        path.write_text(f"{path.stem} میں بارش ہوئی", encoding="utf-8")
    return found


@pytest.fixture
def path(tmp_path: Path, files: list[Path]) -> Path:
    path = tmp_path / "p.nishan"
    with Project.create(path, seed_labels()) as project:
        import_files(project, files)
        me, label = project.annotator("sana").id, project.labels()[1].id
        spans = tuple(Span(f"uid{article}", article, me, 0, 5, label) for article in (ONE, TWO))
        project.put(Edit(spans=spans, works=(Work(TWO, me, Status.DONE),)), "label")
    return path


def me(project: Project) -> AnnotatorId:
    return project.annotator("sana").id


def change(project: Project, article: ArticleId, gesture: str = "remove", **values: object) -> None:
    there = project.article(article)
    facts = {"title": there.title, "meta": there.meta, "deleted": there.deleted} | values
    project.put(Edit(facts=(ArticleFacts(article, me(project), **facts),)), gesture)  # type: ignore[arg-type]


def listed(project: Project, **conditions: object) -> list[ArticleId]:
    return [each for some in filter_steps(project, me(project), Filter(**conditions)) for each in some]  # type: ignore[arg-type]


def exported(project: Project, out: Path, **more: object) -> list[str]:
    export(project, out, ExportPlan("jsonl", replace=True, **more))  # type: ignore[arg-type]
    return [json.loads(line)["text"].split()[0] for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_removed_article_is_in_no_list_count_search_or_dataset(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        change(project, TWO, deleted=True)
        assert removed_articles(project) == {TWO}
        assert listed(project) == [ONE, THREE]
        assert listed(project, text="بارش") == [ONE, THREE]
        assert listed(project, removed=True) == [TWO]
        assert [row.id for row in project.article_rows(me(project))] == [ONE, THREE]
        assert {found.article for found in search_steps(project, "بارش") if found} == {ONE, THREE}
        assert find_titles(project, "کراچی") == []
        counts = stats(project)
        assert (counts["articles"], counts["removed"], counts["spans"]) == (2, 1, 1)
        assert counts["annotators"]["sana"]["done"] == 0
        assert exported(project, tmp_path / "out.jsonl") == ["لاہور", "ملتان"]
        assert exported(project, tmp_path / "out.jsonl", statuses=frozenset({Status.DONE, Status.NEW})) == ["ملتان"]
        chosen = exported(project, tmp_path / "out.jsonl", articles=frozenset({ONE, TWO}))
        assert chosen == ["لاہور"]
        with pytest.raises(UserError, match="restore them first"):
            exported(project, tmp_path / "out.jsonl", articles=frozenset({TWO}))
        split = ExportPlan("jsonl", shares=(("train", 0.5), ("test", 0.5)), replace=True)
        assert export(project, tmp_path / "split", split).articles == 2
        assert check(project) == []


def test_restoring_brings_all_of_it_back_and_the_history_tells(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        before = stats(project)
        change(project, TWO, deleted=True)
        change(project, TWO, "restore", deleted=False)
        assert stats(project) == before
        assert listed(project) == [ONE, TWO, THREE]
        entries = history(project, TWO)
        assert [entry.what for entry in entries[:2]] == ["restored the article", "removed the article"]
        assert entries[0].who == "sana"
        assert len(state_after(project, TWO, me(project), entries[1].event).spans) == 1
        assert check(project) == []


def test_an_article_that_is_imported_again_comes_back_with_its_work(path: Path, files: list[Path]) -> None:
    with Project.open(path) as project:
        for article in (TWO, THREE):
            change(project, article, deleted=True)
        report = import_files(project, [files[1]])
        assert (report.articles, report.present, report.restored) == (0, 1, 1)
        assert "1 removed article is restored" in str(report)
        assert listed(project) == [ONE, TWO]
        assert len(project.spans(TWO, me(project))) == 1
        assert history(project, TWO)[0].what == "restored the article"
        assert check(project) == []


def test_a_removed_article_stays_away_while_another_one_has_its_text(path: Path, tmp_path: Path) -> None:
    twins, other = tmp_path / "twins.jsonl", tmp_path / "other.jsonl"
    twins.write_text("".join(json.dumps({"id": name, "text": "بارش"}) + "\n" for name in "ab"), encoding="utf-8")
    other.write_text(json.dumps({"id": "c", "text": "بارش"}), encoding="utf-8")
    with Project.open(path) as project:
        import_files(project, [twins])
        first, second = listed(project)[-2:]
        change(project, first, deleted=True)
        report = import_files(project, [other])
        assert (report.articles, report.present, report.restored) == (0, 1, 0)
        assert removed_articles(project) == {first}
        assert same_text(project, "بارش") == second
        change(project, second, deleted=True)
        assert same_text(project, "بارش") == first
        assert import_files(project, [other]).restored == 1


def test_the_same_text_under_another_name_comes_back_too(path: Path, files: list[Path], tmp_path: Path) -> None:
    with Project.open(path) as project:
        change(project, THREE, deleted=True)
        other = tmp_path / "other.txt"
        other.write_bytes(files[2].read_bytes())
        assert import_files(project, [other]).restored == 1
        assert listed(project) == [ONE, TWO, THREE]


def test_an_export_says_that_all_articles_are_removed_and_counts_no_removed_one(path: Path, tmp_path: Path) -> None:
    steps = list[tuple[int, int]]()
    with Project.open(path) as project:
        change(project, TWO, meta={"event": "rain"})
        assert fields_of(project) == ["event"]
        change(project, TWO, deleted=True)
        assert fields_of(project) == []
        some = ExportPlan("jsonl", articles=frozenset({ONE, TWO}))
        assert export(project, tmp_path / "some", some, lambda *step: steps.append(step)).articles == 1
        assert {total for _, total in steps} == {1}
        for article in (ONE, THREE):
            change(project, article, deleted=True)
        said = str(export(project, tmp_path / "none", ExportPlan("jsonl")))
    assert said == "0 articles, 0 spans; it is empty: 3 articles of the project are removed, and there is no other"


def test_a_new_title_is_found_and_the_old_one_is_not(path: Path) -> None:
    with Project.open(path) as project:
        text = project.article(ONE).text
        change(project, ONE, "rename", title="اسلام آباد کی خبر", meta={"date": "2026-01-02", "tags": ["a"]})
        assert find_titles(project, "اسلام") == [(ONE, "اسلام آباد کی خبر")]
        assert find_titles(project, "لاہور") == []
        assert listed(project, text="لاہور") == [ONE]  # in the text it stands still
        article = project.article(ONE)
        assert (article.text, article.meta) == (text, {"date": "2026-01-02", "tags": ["a"]})
        assert "→ اسلام آباد کی خبر; changed what is kept" in history(project, ONE)[0].what
        assert check(project) == []


def test_a_pasted_text_is_an_article_of_its_own_and_undone_it_is_removed(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        key = project.free_article_id()
        new = ArticleFacts(key, me(project), "نیا", source="نیا", text="پشاور سے خبر", changes=("crlf",))
        project.put(Edit(facts=(new,)), "paste")
        assert project.article(key).text == "پشاور سے خبر"
        assert listed(project, text="پشاور") == [key]
        assert exported(project, tmp_path / "out.jsonl")[-1] == "پشاور"
        change(project, key, deleted=True)
        assert listed(project) == [ONE, TWO, THREE]
        assert check(project) == []
    with pytest.raises(ValueError, match="no text"), Project.open(path) as project:
        project.put(Edit(facts=(ArticleFacts(ArticleId(99), me(project), "x"),)), "x")


def test_a_backup_names_articles_that_were_removed_or_renamed_since(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.nishan"
    backup.write_bytes(path.read_bytes())
    with Project.open(path) as project:
        change(project, TWO, deleted=True)
        change(project, THREE, "rename", title="اور")
        found = compare(project.source(), backup, lambda *_: None)
        assert found.articles == Counter({DiffKind.REMOVED: 1, DiffKind.CHANGED: 1})
        assert found.spans[DiffKind.REMOVED] == 1


def test_recovery_keeps_what_is_removed_removed(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        change(project, TWO, deleted=True)
        change(project, ONE, "rename", title="اور")
    recover(path, tmp_path / "new.nishan")
    with Project.open(tmp_path / "new.nishan") as project:
        assert removed_articles(project) == {TWO}
        assert project.article(ONE).title == "اور"
        assert check(project) == []
