"""Parquet tables as pyarrow and Hugging Face datasets read them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.columns import parquet
from models.formats.support.options import AS_USUAL, Cut, Overlaps, Scheme, WriteOptions
from models.formats.support.sink import Sink
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, spans_of

LABELS = (Label("PERSON"), Label("sport", scope=Scope.ARTICLE), Label("A: 'B' # \u2028"), Label("LOC"))
NAMES = ["O", "B-PERSON", "I-PERSON", "B-A: 'B' # \u2028", "I-A: 'B' # \u2028", "B-LOC", "I-LOC"]
T = "عمران خان😀 لاہور"


def put_out(
    folder: Path, articles: list[AnnotatedArticle], split: str = "", options: WriteOptions = AS_USUAL
) -> Report:
    folder.mkdir(exist_ok=True)
    report = Report()
    parquet.write(iter(articles), Sink(folder, LABELS, report, options, split))
    return report


def one() -> AnnotatedArticle:
    spans = (
        LabelledSpan(0, 9, "PERSON"),
        LabelledSpan(0, 3, "LOC", note="؟"),
        LabelledSpan(11, 16, "LOC", attributes={"wiki": "Q1"}),
    )
    return AnnotatedArticle("7.txt", "خبر", T, {"site": "بی"}, layers=(Layer("me", spans=spans, labels=("sport",)),))


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    found = pytest.importorskip("datasets")
    found.disable_progress_bars()
    yield found
    found.enable_progress_bars()


def test_pyarrow_reads_every_column(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    report = put_out(tmp_path / "d", [one()])
    (row,) = pq.read_table(tmp_path / "d" / "data" / "train-00000-of-00001.parquet").to_pylist()
    spans = row.pop("spans")
    assert row == {
        "id": "7.txt",
        "title": "خبر",
        "text": T,
        "labels": ["sport"],
        "tokens": ["عمران", "خان", "😀", "لاہور"],
        "ner_tags": [1, 2, 0, 5],
        "meta": '{"site": "بی"}',
    }
    assert spans[2] == {
        "start": 11,
        "end": 16,
        "label": "LOC",
        "text": "لاہور",
        "utf16_start": 12,
        "utf16_end": 17,
        "token_start": 3,
        "token_end": 4,
        "note": "",
        "confidence": "",
        "attributes": '{"wiki": "Q1"}',
    }
    assert [(span["label"], span["note"], span["token_start"], span["token_end"]) for span in spans[:2]] == [
        ("PERSON", "", 0, 2),
        ("LOC", "؟", 0, 1),
    ]
    assert (report.articles, report.spans, report.article_labels) == (1, 3, 1)
    assert [note.what for note in report.notes] == ["overlaps a longer span; whole in spans, not in ner_tags"]


def test_datasets_knows_the_tags_from_the_table_alone(tmp_path: Path, datasets: Any) -> None:
    put_out(tmp_path / "d", [one()])
    files = str(tmp_path / "d" / "data" / "train-*.parquet")
    found = datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "c"), split="train")
    tags = found.features["ner_tags"].feature
    assert (type(tags).__name__, tags.names) == ("ClassLabel", NAMES)
    assert tags.int2str(found[0]["ner_tags"]) == ["B-PERSON", "I-PERSON", "O", "B-LOC"]
    assert found[0]["spans"][2]["text"] == "لاہور"


@pytest.mark.parametrize(
    ("options", "tags"),
    [
        (WriteOptions(Overlaps.INNERMOST), ["B-LOC", "O", "O", "B-LOC"]),
        (WriteOptions(scheme=Scheme.IOB1), ["I-PERSON", "I-PERSON", "O", "I-LOC"]),
        (WriteOptions(scheme=Scheme.IOBES), ["B-PERSON", "E-PERSON", "O", "S-LOC"]),
    ],
)
def test_tags_follow_policy_and_scheme(options: WriteOptions, tags: list[str], tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    report = put_out(tmp_path / "d", [one()], options=options)
    table = pq.read_table(tmp_path / "d" / "data" / "train-00000-of-00001.parquet")
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    names = features["ner_tags"]["feature"]["names"]
    (row,) = table.to_pylist()
    assert [names[number] for number in row["ner_tags"]] == tags
    assert (len(row["spans"]), report.spans) == (3, 3)


def test_split_tokens_have_tags_for_every_span(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    put_out(tmp_path / "d", [article("سلیمکو", [(0, 4, "PERSON")])], options=WriteOptions(tokens=Cut.SPLIT))
    (row,) = pq.read_table(tmp_path / "d" / "data" / "train-00000-of-00001.parquet").to_pylist()
    assert (row["tokens"], [NAMES[number] for number in row["ner_tags"]]) == (["سلیم", "کو"], ["B-PERSON", "O"])
    assert (row["spans"][0]["token_start"], row["spans"][0]["token_end"]) == (0, 1)


def test_datasets_loads_the_folder_with_its_splits(tmp_path: Path, datasets: Any) -> None:
    put_out(tmp_path / "d", [one()], "train")
    put_out(tmp_path / "d", [one(), one()], "dev")
    put_out(tmp_path / "d", [], "test")
    found = datasets.load_dataset(str(tmp_path / "d"), cache_dir=str(tmp_path / "c"))
    assert {split: len(rows) for split, rows in found.items()} == {"train": 1, "dev": 2}  # no rows, no split
    assert found["dev"].features["ner_tags"].feature.names == NAMES
    assert found["dev"][1]["tokens"] == ["عمران", "خان", "😀", "لاہور"]
    spans = found["dev"][1]["spans"]
    assert [(span["start"], span["end"], span["label"]) for span in spans] == [
        (0, 9, "PERSON"),
        (0, 3, "LOC"),
        (11, 16, "LOC"),
    ]


def test_export_of_a_project_holds_every_hard_case(project: Project, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    given = [article(text, spans, f"{number}.txt") for number, (text, spans) in enumerate(HARD)]
    fill(project, given)
    report = export(project, tmp_path / "d", ExportPlan("parquet", "me"))
    rows = pq.read_table(tmp_path / "d" / "data").to_pylist()
    found = [(row["text"], s["start"], s["end"], s["label"]) for row in rows for s in row["spans"]]
    assert sorted(found) == sorted(spans_of(given).elements())
    assert report.spans == len(found)
    for row in rows:
        for span in row["spans"]:
            units = row["text"].encode("utf-16-le")[2 * span["utf16_start"] : 2 * span["utf16_end"]]
            assert units.decode("utf-16-le") == span["text"] == row["text"][span["start"] : span["end"]]


def test_big_tables_are_cut_into_row_groups_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "ROWS", 2)
    put_out(tmp_path / "d", [one()] * 5)
    assert pq.ParquetFile(tmp_path / "d" / "data" / "train-00000-of-00001.parquet").num_row_groups == 3
    monkeypatch.setattr(parquet, "SHARD", 10)
    put_out(tmp_path / "e", [one()] * 5, "dev")
    assert sorted(path.name for path in (tmp_path / "e" / "data").iterdir()) == [
        f"dev-0000{number}-of-00003.parquet" for number in range(3)
    ]
    assert pq.read_table(tmp_path / "e" / "data").num_rows == 5


def test_card_that_is_there_stays(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    put_out(tmp_path, [one()])
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_splits_never_share_a_file_and_never_climb_out(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for split in ("a b", "a/b", "../x"):
        put_out(tmp_path / "d", [one()], split)
    assert sorted(path.name.partition("-0")[0] for path in (tmp_path / "d" / "data").iterdir()) == [
        "___x",
        "a_b",
        "a_b_2",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_missing_pyarrow_is_asked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError, match="parquet needs pyarrow, which is not installed; get it with `uv sync --extra"):
        put_out(tmp_path, [one()])
