"""Parquet tables in: ours as they went out, those of Hugging Face by what is in their columns."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import Report
from models.formats.columns import parquet
from models.formats.support.options import ReadOptions
from models.formats.support.sink import Sink
from models.importing.detection import files_of
from tests.models.formats.helpers import pairs, read_by

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TOKENS = ["زینب", "نے", "کراچی", "دیکھا"]
TEXT = " ".join(TOKENS)
NAMES = ["O", "B-PER", "I-PER", "B-LOC"]
TAGS = {"feature": {"names": NAMES, "_type": "ClassLabel"}, "_type": "Sequence"}
BOTH = [("زینب", "PER"), ("کراچی", "LOC")]


def table(file: Path, rows: list[dict[str, Any]], features: dict[str, Any] | None = None, **options: Any) -> Path:
    made = pa.Table.from_pylist(rows)
    if features:
        said = json.dumps({"info": {"features": features}}).encode()
        made = made.replace_schema_metadata({b"huggingface": said})
    pq.write_table(made, file, **options)
    return file


def get(file: Path, *, strict: bool = False, **roles: tuple[str, ...]) -> tuple[list[AnnotatedArticle], Report]:
    return read_by(parquet.FORMAT, file, ReadOptions(roles=roles, strict=strict))


def said(report: Report) -> str:
    return "\n".join(map(str, report.notes))


def test_our_own_table_comes_back_as_it_went(tmp_path: Path) -> None:
    spans = (
        LabelledSpan(0, 4, "PER", note="؟", confidence="high"),
        LabelledSpan(0, 2, "LOC"),  # half a word: no tag holds it
        LabelledSpan(8, 13, "LOC", attributes={"wiki": "Q1", "n": 2}),
    )
    layer = Layer("me", spans=spans, labels=("sport",))
    given = AnnotatedArticle("7.txt", "خبر", f"{TEXT}\n\ufeffآ😀", {"site": "بی", "year": 2024}, layers=(layer,))
    report = Report()
    (tmp_path / "d").mkdir()
    labels = (Label("PER"), Label("LOC"), Label("sport", scope=Scope.ARTICLE))
    parquet.write(iter([given]), Sink(tmp_path / "d", labels, report))
    (file,) = files_of([tmp_path / "d"])
    assert file.format.key == "parquet"
    (found,), told = get(file.path)
    assert (found.source, found.title, found.text, found.meta) == (given.source, given.title, given.text, given.meta)
    assert found.layers[0].labels == ("sport",)
    assert [span._replace(origin="import") for span in found.layers[0].spans] == list(spans)
    assert said(told) == ""


@pytest.mark.parametrize("beside", ["schema", "card", "card above", "infos"])
def test_numbers_of_tags_have_the_names_that_the_dataset_gives(tmp_path: Path, beside: str) -> None:
    folder = tmp_path / "wikiann" / "ur"
    folder.mkdir(parents=True)
    rows = [{"tokens": TOKENS, "ner_tags": [1, 0, 3, 0], "langs": ["ur"] * 4, "spans": ["PER: زینب", "LOC: کراچی"]}]
    file = table(folder / "train-00000-of-00002.parquet", rows, {"ner_tags": TAGS} if beside == "schema" else None)
    if beside == "infos":
        infos: dict[str, Any] = {
            "ace": {"features": {"ner_tags": {"feature": {"names": ["O"], "_type": "ClassLabel"}}}}
        }
        infos["ur"] = {"features": {"ner_tags": TAGS}}
        (tmp_path / "wikiann" / "dataset_infos.json").write_text(json.dumps(infos))
    elif beside != "schema":
        names = "".join(f"          '{number}': {name}\n" for number, name in enumerate(NAMES))
        head = "  features:\n  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n"
        where = folder if beside == "card" else folder.parent
        (where / "README.md").write_text(f"---\nlanguage:\n- ur\ndataset_info:\n{head}{names}  splits: []\n---\n# x\n")
    (found,), report = get(file)
    assert (found.text, pairs(found)) == (TEXT, BOTH)
    assert "langs" in said(report)
    assert str(report.readings[str(file)]) == "token = column tokens, tag = column ner_tags"


def test_numbers_without_names_become_no_labels_and_are_told(tmp_path: Path) -> None:
    rows = [{"tokens": TOKENS, "ner_tags": [1, 0, 3, 0]}] * 3
    found, report = get(table(tmp_path / "a.parquet", rows))
    assert [pairs(one) for one in found] == [[], [], []]
    assert len(report.notes) == 1
    assert "ner_tags holds numbers without names, left out in 3 rows; put the README.md" in said(report)


def test_spans_of_wikiann_stand_in_for_tags_without_names(tmp_path: Path) -> None:
    rows = [{"tokens": TOKENS, "ner_tags": [1, 0, 3, 0], "spans": ["PER: زینب", "LOC: کراچی", "ORG: کہیں نہیں"]}]
    (found,), report = get(table(tmp_path / "a.parquet", rows))
    assert pairs(found) == BOTH
    assert "'کہیں نہیں' (ORG) does not stand in the text; the span is left out" in said(report)


@pytest.mark.parametrize(
    ("columns", "tag"),
    [
        ({"words": TOKENS, "labels": ["B-PER", "O", "B-LOC", "O"]}, "labels"),
        ({"tokens": TOKENS, "pos_tags": ["NNP"] * 4, "ner": ["PER", "O", "LOC", "O"], "lemmas": TOKENS}, "ner"),
        ({"الفاظ": TOKENS, "نشان": ["U-PER", "O", "U-LOC", "O"], "chunk_tags": ["B-NP"] * 4}, "نشان"),
        ({"id": 7, "tokens": TOKENS, "tags": ["I-PER", "O", "I-LOC", "O"]}, "tags"),
    ],
)
def test_tokens_and_tags_are_told_by_what_they_hold(tmp_path: Path, columns: dict[str, Any], tag: str) -> None:
    file = table(tmp_path / "a.parquet", [columns])
    (found,), report = get(file)
    assert (found.text, pairs(found)) == (TEXT, BOTH)
    assert report.readings[str(file)].roles["tag"] == (tag,)


def test_nested_tags_are_read_too_and_fine_ones_when_chosen(tmp_path: Path) -> None:
    rows = [
        {"tokens": TOKENS, "ner_tags": [1, 0, 3, 0], "nested_ner_tags": [1, 2, 2, 0], "fine_ner_tags": [0, 0, 1, 0]}
    ]
    features = dict.fromkeys(("ner_tags", "nested_ner_tags", "fine_ner_tags"), TAGS)
    file = table(tmp_path / "a.parquet", rows, features)
    (found,), report = get(file)
    assert pairs(found) == [*BOTH, ("زینب نے کراچی", "PER")]
    assert "fine_ner_tags" in said(report)
    (found,), _ = get(file, tag=("fine_ner_tags",))
    assert pairs(found) == [("کراچی", "PER")]
    (found,), _ = get(file, tag=())
    assert pairs(found) == []


@pytest.mark.parametrize(
    "cell",
    [
        [{"start": 0, "end": 4, "label": "PER"}, {"start": 8, "end": 13, "label": "LOC"}],
        [
            {"start_offset": 0.0, "end_offset": 4.0, "entity_type": "PER"},
            {"start_offset": 8, "end_offset": 13, "entity_type": "LOC"},
        ],
        {"begin": [0, 8], "end": [4, 13], "type": ["PER", "LOC"], "text": ["زینب", "کراچی"]},
        [["0", "4", "PER"], ["8", "13", "LOC"]],
        [["PER", "0", "4"], ["LOC", "8", "13"]],
        json.dumps([[0, 4, "PER"], [8, 13, "LOC"]]),
    ],
)
def test_spans_come_in_many_shapes(tmp_path: Path, cell: Any) -> None:
    (found,), report = get(table(tmp_path / "a.parquet", [{"text": TEXT, "entities": cell}]))
    assert (found.text, pairs(found)) == (TEXT, BOTH)
    assert said(report) == ""


def test_labels_of_spans_may_be_numbers_with_names(tmp_path: Path) -> None:
    features = {
        "entities": {"feature": {"label": {"names": ["LOC", "PER"], "_type": "ClassLabel"}}, "_type": "Sequence"}
    }
    rows = [{"text": TEXT, "entities": {"start": [0, 8], "end": [4, 13], "label": [1, 0]}}]
    (found,), _ = get(table(tmp_path / "a.parquet", rows, features))
    assert pairs(found) == BOTH


def test_offsets_in_utf16_are_told_by_the_words(tmp_path: Path) -> None:
    rows = [{"text": f"😀 {TEXT}", "entities": [{"start": 3, "end": 7, "label": "PER", "text": "زینب"}]}]
    (found,), report = get(table(tmp_path / "a.parquet", rows))
    assert pairs(found) == BOTH[:1]
    assert "offsets count UTF-16 units, not code points" in said(report)


def test_a_label_beside_a_text_is_one_of_the_article(tmp_path: Path) -> None:
    features = {"label": {"names": ["کھیل", "سیاست"], "_type": "ClassLabel"}}
    rows = [{"text": TEXT, "label": 1, "stars": 4}, {"text": "دوسری خبر یہ ہے", "label": -1, "stars": None}]
    found, _ = get(table(tmp_path / "a.parquet", rows, features))
    assert [one.layers[0].labels for one in found] == [("سیاست",), ()]
    assert [one.meta for one in found] == [{"stars": 4}, {}]
    (one,), _ = get(table(tmp_path / "b.parquet", [{"text": TEXT, "label": "کھیل"}]))
    assert one.layers[0].labels == ("کھیل",)


def test_rows_that_cannot_be_read_are_left_out_unless_strict(tmp_path: Path) -> None:
    spans = json.dumps([[0, 99, "PER"], [0, 4, "PER"]])
    rows: list[dict[str, Any]] = [
        {"text": None, "spans": None},
        {"text": TEXT, "spans": spans},
        {"text": " ", "spans": None},
    ]
    file = table(tmp_path / "a.parquet", rows)
    (found,), report = get(file)
    assert pairs(found) == BOTH[:1]
    assert report.left_out == 2
    assert "row 1: left out" in said(report)
    assert "row 2: the span [0, 99) does not lie in the text" in said(report)
    with pytest.raises(UserError, match=r"row 1: .*empty"):
        get(file, strict=True)


def test_row_groups_and_shards_are_all_read(tmp_path: Path) -> None:
    for shard in range(2):
        rows = [{"tokens": [*TOKENS, f"{shard}-{number}"], "ner_tags": [1, 0, 3, 0, 0]} for number in range(450)]
        table(tmp_path / f"train-{shard:05}-of-00002.parquet", rows, {"ner_tags": TAGS}, row_group_size=100)
    files = files_of([tmp_path])
    assert [file.path.name for file in files] == ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet"]
    texts = [one.text for file in files for one in get(file.path)[0]]
    assert len(set(texts)) == 900


def test_pictures_are_told_and_dates_kept(tmp_path: Path) -> None:
    import datetime

    rows = [{"image": {"bytes": b"\x89PNG", "path": "a"}, "caption": TEXT, "day": datetime.date(2024, 5, 1)}]
    (found,), report = get(table(tmp_path / "a.parquet", rows))
    assert (found.text, found.meta) == (TEXT, {"day": "2024-05-01"})
    assert "column image holds bytes, no text; left out" in said(report)


def test_what_is_no_table_of_texts_is_one_sentence(tmp_path: Path) -> None:
    whole = table(tmp_path / "a.parquet", [{"x": 1, "y": "a"}])
    with pytest.raises(UserError, match=r"the columns are x, y: choose, --column text=NAME or --column token=NAME\."):
        get(whole)
    with pytest.raises(UserError, match="there is no column z; the columns are x, y"):
        get(whole, text=("z",))
    data = whole.read_bytes()
    for end in (4, 20, len(data) - 9):
        (tmp_path / "cut.parquet").write_bytes(data[:end])
        with pytest.raises(UserError, match="not a whole Parquet file"):
            get(tmp_path / "cut.parquet")


def test_an_empty_table_is_told(tmp_path: Path) -> None:
    made = pa.table({"text": pa.array([], pa.string())})
    pq.write_table(made, tmp_path / "a.parquet")
    found, report = get(tmp_path / "a.parquet")
    assert (found, "the table has no rows" in said(report)) == ([], True)


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = table(tmp_path / "a.parquet", [{"text": TEXT}])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError, match="uv sync --extra parquet"):
        get(file)


def test_rows_of_a_span_each_are_spans_of_one_article(tmp_path: Path) -> None:
    given = [(0, 4, "PER"), (8, 13, "LOC")]
    rows = [{"text": "زینب نے کراچی", "start": start, "end": end, "label": label} for start, end, label in given]
    (one,), report = get(table(tmp_path / "a.parquet", rows))
    assert pairs(one) == [("زینب", "PER"), ("کراچی", "LOC")]
    assert not any(layer.labels for layer in one.layers)
    assert report.lost == 0


def test_spans_that_say_whose_they_are_go_to_a_layer_a_person(tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 4, "label": "PER", "annotator": "sana"},
        {"start": 8, "end": 13, "label": "LOC", "annotator": "ali"},
    ]
    (one,), _ = get(table(tmp_path / "a.parquet", [{"text": "زینب نے کراچی", "entities": spans}]))
    assert {layer.annotator: [span.label for span in layer.spans] for layer in one.layers} == {
        "sana": ["PER"],
        "ali": ["LOC"],
    }


@pytest.mark.parametrize(
    ("tags", "labels"),
    [
        (["B_PER", "O", "B_LOC", "O"], ["PER", "LOC"]),
        (["PER-B", "O", "LOC-B", "O"], ["PER", "LOC"]),
        (["b-per", "o", "b-loc", "o"], ["per", "loc"]),
        (["B", "O", "B", "O"], ["ENTITY", "ENTITY"]),
        (["PER", "O", "LOC", "O"], ["PER", "LOC"]),
    ],
)
def test_tags_of_every_spelling_are_read(tmp_path: Path, tags: list[str], labels: list[str]) -> None:
    named = {"ner_tags": {"feature": {"names": list(dict.fromkeys(tags)), "_type": "ClassLabel"}, "_type": "Sequence"}}
    numbers = [list(dict.fromkeys(tags)).index(tag) for tag in tags]
    for rows, features in (
        ([{"tokens": TOKENS, "ner_tags": tags}], None),
        ([{"tokens": TOKENS, "ner_tags": numbers}], named),
    ):
        (one,), _ = get(table(tmp_path / "a.parquet", rows, features))
        assert pairs(one) == list(zip(["زینب", "کراچی"], labels, strict=True))
