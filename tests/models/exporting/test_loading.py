"""Hugging Face `datasets` loads each folder with a card, whatever its format, and a file by the line in its card."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.exporting.card import Card
from models.exporting.loading import builder
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.rows.card_yaml import COPIES
from models.formats.support.base import Format
from models.formats.support.options import Overlaps, Unit, WriteOptions
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from models.labels.toml_file import new_label
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, need, usable

Load = Callable[..., Any]
KEYS = [format_.key for format_ in formats.writers()]
COPIED = [format_.key for format_ in formats.writers() if not builder(format_)]
HALVES = (("train", 0.5), ("my-dev", 0.5))


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """`load_dataset`, which asks nobody on the net and keeps nothing."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()

    def loaded(*args: str, **named: Any) -> Any:
        return datasets.load_dataset(*args, cache_dir=str(tmp_path / "cache"), **named)

    return loaded


@pytest.fixture
def filled(project: Project) -> Project:
    """The hard cases and an article without a token."""
    fill(project, [*(article(text, spans, f"{n}") for n, (text, spans) in enumerate(HARD)), article(" \n", [], "none")])
    return project


def made(project: Project, out: Path, key: str, **plan: Any) -> Path:
    need(format_of(key))
    export(project, out, ExportPlan(key, card=Card(), **plan))
    return out


def format_of(key: str) -> Format:
    return formats.named(key, formats.writers())


def rows(folder: Path, split: str = "train") -> list[dict[str, Any]]:
    lines = (folder / COPIES / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def line_in(card: Path) -> str:
    """The line of Python by which a card says that its dataset is loaded; "" without one."""
    found = re.search(r"```python\ndatasets\.load_dataset\((.*)\)\n```", card.read_text(encoding="utf-8"))
    return found[1] if found else ""


def names_of(table: Any) -> list[str]:
    inner = getattr(table.features["ner_tags"], "feature", None)
    return list(getattr(inner, "names", []))


@pytest.mark.parametrize("key", KEYS)
def test_datasets_loads_every_folder_with_a_card(filled: Project, tmp_path: Path, load: Load, key: str) -> None:
    folder = made(filled, tmp_path / "out", key, shares=HALVES)
    found = load(str(folder))
    assert {*found} == {"train", "my_dev"}
    assert all(len(table) for table in found.values())
    if key in {*COPIED, "tokens", "parquet"}:
        for table in found.values():
            assert names_of(table)[:3] == ["O", "B-PERSON", "I-PERSON"]
            numbers = {tag for row in table for tag in row["ner_tags"]}
            assert numbers <= set(range(len(names_of(table))))
        texts = {row["text"] for table in found.values() for row in table}
        assert {text for text, _ in HARD if "\n" not in text and "۔" not in text} <= texts


@pytest.mark.parametrize("key", [one.key for one in formats.writers() if one.folder])
def test_datasets_loads_a_folder_without_a_split_as_train(
    filled: Project, tmp_path: Path, load: Load, key: str
) -> None:
    found = load(str(made(filled, tmp_path / "out", key)))
    assert {*found} == {"train"}
    assert len(names_of(found["train"])) > 1


@pytest.mark.parametrize("key", [one.key for one in formats.writers() if not one.folder])
def test_card_of_a_file_has_the_line_that_loads_it(filled: Project, tmp_path: Path, load: Load, key: str) -> None:
    out = made(filled, tmp_path / f"خبریں{format_of(key).suffixes[0]}", key)
    card = out.with_name("خبریں.README.md")
    assert not (tmp_path / COPIES).exists()
    if not (line := line_in(card)):
        assert "export a split" in card.read_text(encoding="utf-8")
        return
    if "conll" in line:
        pytest.importorskip("datasets.packaged_modules.conll")  # not in versions before 5
    args = line.replace(out.name, str(out))
    table = eval(f"load({args})", {"load": load})
    assert len(table) > 10
    if "conll" in line:
        assert table[0]["tokens"][0] in HARD[0][0]
        assert {tag[:2] for row in table for tag in row["ner_tags"]} == {"O", "B-", "I-"}


@pytest.mark.parametrize("key", COPIED)
def test_copy_holds_the_tokens_tags_and_every_span(filled: Project, tmp_path: Path, key: str) -> None:
    folder = made(filled, tmp_path / "out", key, shares=(("train", 1.0),))
    found = rows(folder)
    nested = next(row for row in found if row["text"].startswith("تحریک"))
    assert (nested["tokens"], nested["ner_tags"]) == (
        ["تحریک", "طالبان", "پاکستان", "نے"],
        ["B-ORGANIZATION", "I-ORGANIZATION", "I-ORGANIZATION", "O"],
    )
    assert [(s["start"], s["end"], s["label"]) for s in nested["spans"]] == [
        (0, 20, "ORGANIZATION"),
        (13, 20, "LOCATION"),
    ]
    assert sum(len(row["spans"]) for row in found) == sum(len(spans) for _, spans in HARD)
    for row in found:
        assert len(row["tokens"]) == len(row["ner_tags"]) > 0
        assert all(0 <= span["start"] < span["end"] <= len(row["text"]) for span in row["spans"])


def test_copy_of_sentences_has_those_of_the_file(filled: Project, tmp_path: Path) -> None:
    options = WriteOptions(overlaps=Overlaps.LAYERS)
    folder = made(filled, tmp_path / "out", "conll2003", shares=(("train", 1.0),), options=options)
    body = (folder / "train.conll").read_text(encoding="utf-8")
    blocks = [block for block in body.split("\n\n") if block.strip() and not block.startswith("-DOCSTART-")]
    assert [row["tokens"] for row in rows(folder)] == [
        [line.split(" ")[0] for line in block.strip().split("\n")] for block in blocks
    ]
    assert any(row["text"] == "جی۔ شکریہ۔" or row["text"] == "جی۔" for row in rows(folder))
    assert [span for row in rows(folder) for span in row["spans"] if row["text"][span["start"] :][:2] == "جی"]


def test_span_over_the_end_of_a_sentence_stays_whole_in_the_copy(project: Project, tmp_path: Path) -> None:
    fill(project, [article("علی آیا۔ لاہور دور ہے۔", [(4, 14, "DATE"), (0, 8, "TIME"), (9, 22, "PERSON")])])
    (row,) = rows(made(project, tmp_path / "out", "conll2003", shares=(("train", 1.0),)))
    assert [(span["start"], span["end"]) for span in row["spans"]] == [(0, 8), (4, 14), (9, 22)]


def test_sentences_of_any_format_are_records_of_the_copy(filled: Project, tmp_path: Path) -> None:
    need(format_of("spacy"))
    found = rows(made(filled, tmp_path / "out", "spacy", options=WriteOptions(unit=Unit.SENTENCE)))
    assert {"شکریہ۔", "آپ کیسے ہیں؟"} <= {row["text"] for row in found}


def test_layers_of_several_people_are_records_with_their_names(project: Project, tmp_path: Path) -> None:
    layers = (Layer("زینب", spans=(LabelledSpan(0, 3, "PERSON"),)), Layer("omar", spans=(LabelledSpan(4, 9, "DATE"),)))
    fill(project, [replace(article("علی لاہور", []), layers=layers)])
    found = rows(made(project, tmp_path / "out", "w3c", shares=(("train", 1.0),)))
    assert {(row["annotator"], tuple(row["ner_tags"])) for row in found} == {
        ("زینب", ("B-PERSON", "O")),
        ("omar", ("O", "B-DATE")),
    }
    if usable(format_of("spacy")):
        alone = made(project, tmp_path / "spacy", "spacy", annotator="omar")
        assert ["annotator" in row for row in rows(alone)] == [False]


def test_no_copy_without_a_card_or_for_what_datasets_reads(filled: Project, tmp_path: Path) -> None:
    export(filled, tmp_path / "bare", ExportPlan("conll2003", shares=HALVES))
    for key in ("jsonl", "csv", "tokens"):
        made(filled, tmp_path / key, key, shares=HALVES)
    assert [path for path in tmp_path.rglob(COPIES) if path.is_dir()] == []


@pytest.mark.parametrize("key", ["", "conll2003"])
def test_import_of_the_dataset_passes_the_copy_over(filled: Project, tmp_path: Path, key: str) -> None:
    folder = made(filled, tmp_path / "out", "conll2003", shares=HALVES)
    files = [folder / f"{name}.conll" for name, _ in HALVES]
    counts = []
    for number, paths in enumerate(([folder], files)):
        with Project.create(tmp_path / f"again{number}.nishan") as again:
            report = import_files(again, paths, ImportPlan(format_key=key))
            counts.append(again.value("SELECT count(*) FROM article"))
            assert ("train.jsonl" in " ".join(note.what for note in report.notes)) == (number == 0)
    assert counts[0] == counts[1] > 0


def test_copy_is_imported_when_it_is_named_itself(filled: Project, tmp_path: Path) -> None:
    folder = made(filled, tmp_path / "out", "conll2003", shares=HALVES)
    with Project.create(tmp_path / "again.nishan") as again:
        report = import_files(again, [folder / COPIES / "train.jsonl"])
        assert report.articles == len(rows(folder))


def test_cells_of_a_table_stay_what_they_are(project: Project, tmp_path: Path, load: Load) -> None:
    project.add_label(new_label("NA", 9))
    fill(
        project,
        [article("علی null", [(0, 3, "NA")], "1"), article("NA nan", [(0, 2, "PERSON")], "b"), article("x", [])],
    )
    folder = made(project, tmp_path / "out", "csv", shares=(("train", 1.0),))
    table = load(str(folder))["train"]
    label = table.features["label"]
    found = [
        (row["article_id"], row["text"], row["label"] is not None and label.int2str(row["label"])) for row in table
    ]
    assert found == [("1", "علی", "NA"), ("b", "NA", "PERSON"), ("a", None, False)]


def test_labels_that_yaml_would_take_for_something_else_keep_their_names(
    project: Project, tmp_path: Path, load: Load
) -> None:
    names = ["نام: 1", "no", 'a"b', "#x", "l\u2028s"]
    for number, name in enumerate(names):
        project.add_label(new_label(name, number))
    fill(project, [article("علی آیا", [(0, 3, name)], f"{name}") for name in names])
    for key in ("tokens", "conll2003"):
        found = load(str(made(project, tmp_path / key, key, shares=(("no", 1.0),))))["no"]
        assert {f"B-{name}" for name in names} <= {*names_of(found)}
        tags = {names_of(found)[tag] for row in found for tag in row["ner_tags"]}
        assert tags == {"O", *(f"B-{name}" for name in names)}


def test_articles_of_no_token_make_no_config(project: Project, tmp_path: Path) -> None:
    fill(project, [AnnotatedArticle("a", "t", " \n")])
    folder = made(project, tmp_path / "out", "tei", shares=(("train", 1.0),))
    assert "configs:" not in (folder / "README.md").read_text(encoding="utf-8")
