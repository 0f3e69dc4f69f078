"""`learn` and `suggest` on the command line."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from models.assist.consistency import SENTENCES, Rule
from models.base.entities import AnnotatorKind, ArticleId, Edit, LabelId, Span, Status, Work
from models.base.uids import new_uid
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from tests.models.assist.made import article
from tests.ui.cli.test_cli import one_line, run

NEW = 4  # articles that nobody has begun


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.base.data_folder._data_home", lambda: tmp_path / "data")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Sixteen articles, twelve of them done by sana."""
    path, made = tmp_path / "p.nishan", [article(number) for number in range(16)]
    with Project.create(path, seed_labels()) as opened:
        for number, (text, _) in enumerate(made):
            (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
        import_files(opened, sorted(tmp_path.glob("*.txt")))
        sana, labels = opened.annotator("sana"), {label.name: label.id for label in opened.labels()}
        keys = [each for some in filter_steps(opened, sana.id, Filter()) for each in some]
        for key, (_, spans) in [*zip(keys, made, strict=True)][:-NEW]:
            rows = [Span(new_uid(), key, sana.id, s.start, s.end, LabelId(labels[s.label])) for s in spans]
            opened.put(Edit(spans=tuple(rows), works=(Work(key, sana.id, Status.DONE),)), "done")
    return path


def test_suggest_writes_a_layer_of_a_suggester_for_new_articles(project: Path, tmp_path: Path) -> None:
    result = run("suggest", project)
    assert result.exit_code == 0, result.output
    assert "learned from 12 articles with 288 spans: finds " in result.stdout
    assert "in 4 articles, as learner" in result.stdout
    with Project.open(project) as opened:
        model = opened.annotator_named("learner")
        assert model is not None
        assert model.kind is AnnotatorKind.SUGGESTER
        rows = opened.query(
            "SELECT article_id, count(*) AS count FROM span WHERE annotator_id = ? GROUP BY 1", (model.id,)
        )
        assert len(rows) == NEW
        assert sum(row["count"] for row in rows) > NEW * 20 * 0.8
    kept = tmp_path / "data" / "nishan" / "learned"
    assert [*kept.iterdir()]
    assert os.name != "posix" or kept.stat().st_mode & 0o077 == 0, "words of the articles are in it"
    assert run("check", project).exit_code == 0


def test_evaluation_prints_a_table_and_writes_nothing(project: Path, tmp_path: Path) -> None:
    before = project.read_bytes()
    result = run("learn", project, "--evaluate", "--folds", "3")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["precision", "LOCATION", "PERSON", "all"]
    assert project.read_bytes() == before
    assert not (tmp_path / "data" / "nishan" / "learned").exists()
    found = json.loads(run("learn", project, "--evaluate", "--folds", "3", "--json").stdout)
    assert found["articles"] == 12
    assert found["labels"]["PERSON"]["spans"] == 144
    assert found["all"]["f1"] > 0.7


def test_background_texts_are_read_and_not_kept(project: Path, tmp_path: Path) -> None:
    texts = tmp_path / "more"
    texts.mkdir()
    for number in range(100, 120):
        (texts / f"{number}.txt").write_text(article(number)[0], encoding="utf-8")
    result = run("learn", project, "--evaluate", "--folds", "2", "--background", texts, "--json")
    assert json.loads(result.stdout)["all"]["f1"] > 0.7


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--annotator", "nobody"), "nobody is called nobody; here are sana"),
        (("--model", "sana"), "sana is a person in this project"),
    ],
)
def test_names_that_do_not_fit_get_a_sentence(
    project: Path, tmp_path: Path, more: tuple[str, str], sentence: str
) -> None:
    result = run("suggest", project, *more)
    assert result.exit_code == 1
    assert sentence in one_line(result)


@pytest.mark.parametrize("command", ["learn", "suggest"])
def test_a_project_without_done_articles_has_nothing_to_teach(tmp_path: Path, command: str) -> None:
    path = tmp_path / "empty.nishan"
    Project.create(path, seed_labels()).close()
    result = run(command, path)
    assert result.exit_code == 1
    assert "no article is done yet" in one_line(result)


def test_check_labels_lists_by_rule_and_string_and_writes_json(project: Path, tmp_path: Path) -> None:
    with Project.open(project) as opened:
        sana = opened.annotator("sana")
        first = next(each for some in filter_steps(opened, sana.id, Filter(Status.DONE)) for each in some)
        span = opened.spans(first, sana.id)[0]
        opened.put(Edit(spans=(replace(span, deleted=True),)), "test")
        words = opened.article(first).text[span.start : span.end]
    printed = run("check-labels", project).stdout
    rows = json.loads(run("check-labels", project, "--json").stdout)
    places = [place for row in rows for place in row["places"] if place["article"] == first and "label" not in place]
    if places:  # its name may stand nowhere else
        assert words in printed
    assert {row["rule"] for row in rows} <= {rule.value for rule in Rule}
    assert all(SENTENCES[Rule(row["rule"])] in printed for row in rows)


def test_check_labels_of_what_agrees_says_so(tmp_path: Path) -> None:
    path = tmp_path / "one.nishan"
    with Project.create(path, seed_labels()) as opened:
        (tmp_path / "one.txt").write_text("لاہور میں", encoding="utf-8")
        import_files(opened, [tmp_path / "one.txt"])
        sana = opened.annotator("sana")
        opened.put(Edit(works=(Work(ArticleId(1), sana.id, Status.DONE),)), "done")
    assert run("check-labels", path).stdout == "nothing disagrees\n"
