"""Files that hold the same texts with different spans are people's; parts of a corpus are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.formats import named, readers
from models.importing.detection import DetectedFile
from models.importing.whose.evidence import people_in


def found(names: list[str], *texts: dict[int, set[int]]) -> list[str]:
    """Annotators of the files; "" for none."""
    files = [DetectedFile(Path("/c") / name, named("doccano", readers()), "") for name in names]
    owners = people_in(files, texts)
    return [owners[one.path].annotator if one.path in owners else "" for one in files]


def test_two_files_with_other_spans_for_one_text_are_called_after_their_people() -> None:
    assert found(["sana.jsonl", "بلال.jsonl"], {0: {1}, 1: {2}}) == ["sana", "بلال"]
    assert found(["sana.jsonl", "bilal.jsonl"], {0: {1}, 1: {1}}) == ["", ""]
    assert found(["sana.jsonl", "bilal.jsonl"], {0: {1}}, {1: {2}}) == ["", ""]


def test_a_third_file_of_many_texts_beside_them_is_somebody_s_too() -> None:
    shared, more = [{0: {1}, 1: {2}}] * 2, [{2: {1}}] * 2
    assert found(["a.jsonl", "b.jsonl", "c.jsonl", "all.jsonl"], *shared, *more) == ["a", "b", "c", ""]
    assert found(["a.jsonl", "b.jsonl", "c.csv"], *shared, *more) == ["a", "b", ""]


@pytest.mark.parametrize(
    "names", [["train.jsonl", "test.jsonl"], ["Train.jsonl", "x.jsonl"], ["ur_train.a", "ur_dev.a"]]
)
def test_parts_of_a_corpus_are_nobody_s(names: list[str]) -> None:
    assert found(names, {0: {1}, 1: {2}}) == ["", ""]


def test_files_that_share_a_few_of_many_texts_are_nobody_s() -> None:
    alone = [{number: {1}} for number in (0, 1) for _ in range(9)]
    assert found(["a.jsonl", "b.jsonl"], {0: {1}, 1: {2}}, *alone) == ["", ""]
    assert found(["a.jsonl", "b.jsonl"], *[{0: {1}, 1: {2}}] * 3, *alone) == ["a", "b"]


def test_two_of_many_files_that_happen_to_have_one_text_are_nobody_s() -> None:
    names = [f"{number}.tsv" for number in range(6)]
    assert found(names, {0: {1}, 1: {2}}, *({number: {1}} for number in range(2, 6))) == [""] * 6


@pytest.mark.parametrize("sign", ["_", "-", ".", " "])
def test_people_may_be_a_part_of_the_names_of_files(sign: str) -> None:
    names = [f"{document}{sign}{who}.tsv" for document in ("n1", "n2") for who in ("sana", "بلال")] + ["other.tsv"]
    texts = [{0: {1}, 1: {2}}, {2: {1}, 3: {2}}, {4: {1}}]
    assert found(names, *texts) == ["sana", "بلال", "sana", "بلال", ""]
    assert found(["n1_sana.a", "n1_bilal.a", "n2_sana.a"], {0: {1}, 1: {2}}) == ["sana", "bilal", "sana"]
    assert found(["part_1.a", "part_2.a"], {0: {1}, 1: {2}}) == ["part_1", "part_2"]


def test_a_folder_for_each_person_is_told_by_the_names_in_it() -> None:
    names = ["sana/1.a", "sana/2.a", "bilal/1.a", "bilal/2.a", "omar/2.a", "read me.a"]
    texts = [{0: {1}, 2: {2}}, {1: {1}, 3: {1}, 4: {1}}]
    assert found(names, *texts) == ["sana", "sana", "bilal", "bilal", "omar", ""]
    assert found(["train/1.a", "test/1.a"], {0: {1}, 1: {2}}) == ["", ""]


def test_thousands_of_files_are_told_at_once() -> None:
    names = [f"{who}/{number}.a" for who in ("sana", "bilal") for number in range(3000)]
    texts = [{number: {1}, number + 3000: {2}} for number in range(3000)]
    assert set(found(names, *texts)) == {"sana", "bilal"}
