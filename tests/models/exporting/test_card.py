"""The dataset card says what is in a dataset, and is there exactly when the dataset is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Status
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.card import Card, SplitCounts
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.exporting.shares import read_shares
from models.formats.support.base import Format
from models.formats.support.options import Unit, WriteOptions
from models.labels.toml_file import new_label
from models.project.project import Project
from tests.models.formats.helpers import article, fill, need

CARD = Card("خبریں | 2026", "CC-BY-4.0", "News of a week.")


@pytest.fixture
def filled(project: Project) -> Project:
    """Thirty articles with a PERSON and a LOCATION each."""
    text = "علی لاہور گیا"
    spans = [(0, 3, "PERSON"), (4, 9, "LOCATION")]
    fill(project, [article(f"{text} {number}", spans, f"{number}.txt") for number in range(30)])
    return project


def rows(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with `first`."""
    table = text[text.index(f"| {first} |") :].split("\n\n", maxsplit=1)[0]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.split("\n")]


def files(folder: Path) -> list[str]:
    """What is there beside the project."""
    return sorted(file.name for file in folder.iterdir() if ".nishan" not in file.name)


def test_card_counts_each_label_in_each_split(filled: Project, tmp_path: Path) -> None:
    shares = read_shares("train=0.6,dev=0.2,test=0.2")
    export(filled, tmp_path / "out", ExportPlan("jsonl", "me", shares=shares, seed=3, card=CARD))
    found = {file.name: len(file.read_text().splitlines()) for file in (tmp_path / "out").glob("*.jsonl")}
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    size = {row[0]: row[1:] for row in rows(text, "split")[2:]}
    assert size["all"] == ["30", str(sum(len(f"علی لاہور گیا {n}") for n in range(30))), "60"]
    assert {f"{name}.jsonl": int(row[0]) for name, row in size.items() if name != "all"} == found
    labels = {row[0].split(" ")[0]: row[1:] for row in rows(text, "label")[2:]}
    assert labels["PERSON"] == [size[split][0] for split in ("train", "dev", "test", "all")]
    assert labels["DATE"] == ["0", "0", "0", "0"]
    assert "Split: train 60%, dev 20%, test 20%; seed 3; by the id of the first article of each group." in text
    assert "- Kept together: texts that are equal but for white space" in text
    assert "- Found: no equal or near-equal texts." in text
    assert "- Guidelines: version 1 of 20" in text
    assert "- Agreement: not measured." in text


def test_front_matter_is_yaml_that_says_where_each_split_is(filled: Project, tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    export(filled, tmp_path / "out", ExportPlan("jsonl", shares=read_shares("train=0.5,test=0.5"), card=CARD))
    found = front_matter(yaml, tmp_path / "out" / "README.md")
    assert (found["pretty_name"], found["license"], found["language"]) == ("خبریں | 2026", "cc-by-4.0", ["ur"])
    paths = [{"split": name, "path": f"{name}.jsonl"} for name in ("train", "test")]
    assert found["configs"] == [{"config_name": "default", "data_files": paths}]


def test_what_parquet_says_of_its_tables_stays_in_the_card(filled: Project, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    yaml = pytest.importorskip("yaml")
    export(filled, tmp_path / "bare", ExportPlan("parquet", "me"))
    export(filled, tmp_path / "out", ExportPlan("parquet", "me", card=CARD))
    bare, found = (front_matter(yaml, tmp_path / name / "README.md") for name in ("bare", "out"))
    assert {name: found[name] for name in bare} == bare
    assert found["license"] == "cc-by-4.0"


def front_matter(yaml: Any, file: Path) -> dict[str, Any]:
    lines = file.read_text(encoding="utf-8").split("---\n")[1].splitlines()
    keys = [line.partition(":")[0] for line in lines if line[:1].isalpha()]
    assert len(keys) == len(set(keys)), "YAML keeps the last of two"
    found = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_card_of_a_file_stands_beside_it_and_tells_the_losses(filled: Project, tmp_path: Path) -> None:
    fill(filled, [article("تحریک طالبان پاکستان", [(0, 20, "ORGANIZATION"), (13, 20, "LOCATION")], "n")])
    export(filled, tmp_path / "out.conll", ExportPlan("conll2003", "me", card=Card()))
    text = (tmp_path / "out.README.md").read_text(encoding="utf-8")
    assert "- 1 time: overlaps a longer span; left out" in text
    assert "Not stated." in text
    assert "license" not in text.split("---")[1]
    assert files(tmp_path) == ["out.README.md", "out.conll"]


@pytest.mark.parametrize("key", ["conll2003", "doccano"])
def test_articles_are_counted_whatever_a_record_is(project: Project, tmp_path: Path, key: str) -> None:
    one = article("علی آیا۔ لاہور دور ہے۔ شام ہوئی۔", [(0, 3, "PERSON")])
    fill(project, [replace(one, layers=(replace(one.layers[0], status=Status.DONE),))])
    export(project, tmp_path / "out", ExportPlan(key, "me", options=WriteOptions(unit=Unit.SENTENCE), card=CARD))
    text = (tmp_path / "out.README.md").read_text(encoding="utf-8")
    assert rows(text, "split")[2] == ["all", "1", "32", "1"]
    assert rows(text, "annotator")[2] == ["me", "1", "1"]


def test_no_card_without_its_dataset(filled: Project, tmp_path: Path) -> None:
    def fail(done: int, _whole: int) -> None:
        if done:
            raise UserError("stop")

    with pytest.raises(UserError, match="stop"):
        export(filled, tmp_path / "out.jsonl", ExportPlan("jsonl", card=CARD), fail)
    assert files(tmp_path) == []


def test_names_mark_nothing_up(filled: Project, tmp_path: Path) -> None:
    filled.add_label(new_label("A|B <b>", 9))
    export(filled, tmp_path / "out.jsonl", ExportPlan("jsonl", card=CARD))
    text = (tmp_path / "out.README.md").read_text(encoding="utf-8")
    assert "| A\\|B \\<b\\> | 0 |" in text
    assert "# خبریں \\| 2026" in text


def test_articles_pass_through_the_tally_unchanged() -> None:
    made = [article("علی", [(0, 3, "PERSON")])]
    tally = SplitCounts()
    report = Report()
    for one, passed in zip(made, tally.count(made, report), strict=True):
        assert passed is one
        report.count(one)
    assert (tally.articles, tally.characters, tally.annotators["me"]) == (1, 3, 1)


def test_card_counts_no_characters_of_articles_that_were_left_out(tmp_path: Path, project: Project) -> None:
    fill(project, [article("لاہور", [(0, 5, "LOCATION")], "1"), article("\u200c" * 50, [], "2")])
    export(project, tmp_path / "out.jsonl", ExportPlan("tokens", "me", card=Card("x")))
    said = (tmp_path / "out.README.md").read_text(encoding="utf-8")
    assert rows(said, "split")[2] == ["all", "1", "5", "1"]


def test_card_names_the_files_of_splits_that_are_json(tmp_path: Path, project: Project) -> None:
    fill(project, [article(f"لاہور {n}", [(0, 5, "LOCATION")], f"{n}") for n in range(9)])
    for key in ("gliner", "label-studio"):
        plan = ExportPlan(key, "me", shares=(("train", 0.5), ("dev", 0.5)), card=Card("x"))
        export(project, tmp_path / key, plan)
        said = (tmp_path / key / "README.md").read_text(encoding="utf-8")
        assert "  - split: dev\n    path: dev.json\n" in said


@pytest.mark.parametrize("format_", [pytest.param(one, id=one.key) for one in formats.writers() if one.columns])
def test_datasets_loads_splits_of_which_one_has_what_others_have_not(
    format_: Format, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasets = pytest.importorskip("datasets")
    texts = ("علی لاہور گیا", "سارا کراچی میں رہتی ہے", "یہ بالکل الگ متن ہے", "موسم پر لکھا گیا")
    span = LabelledSpan(0, 3, "PERSON")
    said = span._replace(note="یادداشت", confidence="0.5", attributes={"n": 1})
    other = span._replace(attributes={"n": "one", "m": [1, "x"]})
    metas: list[dict[str, Any]] = [{"event": 1}, {"event": "two", "more": {"a": [1, "x"]}}, {"event": [1]}, {}]
    spans = [(span,), (said,), (other,), ()]
    layers = [(Layer("me", spans=found),) for found in spans]
    given = zip(texts, metas, layers, strict=True)
    fill(project, [AnnotatedArticle(text, text, text, meta, layers=found) for text, meta, found in given])
    shares = read_shares("train=0.25,dev-a=0.25,dev_a=0.25,test=0.25")
    export(project, tmp_path / "out", ExportPlan(format_.key, shares=shares, card=Card()))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    found = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert {*found} == {"train", "dev_a_2", "dev_a", "test"}
    assert sum(len(split) for split in found.values()) == len(texts)
    assert found["train"].column_names == [name for name, _ in format_.columns]
    if format_.key == "tokens":
        tags = found["train"].features["ner_tags"].feature
        assert tags.names[:3] == ["O", "B-PERSON", "I-PERSON"]
        assert [tags.int2str(split[0]["ner_tags"])[0] for split in found.values()].count("B-PERSON") == 3


@pytest.mark.parametrize("key", ["jsonl", "parquet", "csv"])
def test_names_of_splits_are_such_as_datasets_takes(tmp_path: Path, project: Project, key: str) -> None:
    yaml = pytest.importorskip("yaml")
    need(formats.named(key, formats.writers()))
    fill(project, [article(f"لاہور {n}", [(0, 5, "LOCATION")], f"{n}") for n in range(9)])
    shares = read_shares("no=0.25,a_b=0.25,a-b=0.25,on=0.25")
    export(project, tmp_path / "out", ExportPlan(key, "me", shares=shares, card=Card("a\x7f\x85b", "no")))
    found = front_matter(yaml, tmp_path / "out" / "README.md")
    named = {row["split"]: row["path"] for row in found["configs"][0]["data_files"]}
    assert {*named} == {"no", "a_b", "a_b_2", "on"}
    assert all([*(tmp_path / "out").glob(path)] for path in named.values())
    assert (found["license"], found["pretty_name"]) == ("no", "a\x7f\x85b")
