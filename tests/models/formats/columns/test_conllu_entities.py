"""CoNLL-U of other people: entities in any column or field of MISC, words of several pieces, texts as they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.errors import UserError
from tests.models.formats.columns.test_token_tables import Pairs, read


def row(number: str, form: str, misc: str, xpos: str = "X") -> str:
    return "\t".join([number, form, form, "X", xpos, "_", "0", "root", "_", misc])


def sentence(miscs: list[str], forms: str = "زینب خان نے کراچی دیکھا") -> str:
    return "\n".join(
        row(str(n), form, misc) for n, (form, misc) in enumerate(zip(forms.split(), miscs, strict=True), 1)
    )


WHO: Pairs = [("زینب خان", "PER"), ("کراچی", "LOC")]


@pytest.mark.parametrize("key", ["NER", "Tag", "Entity", "NamedEntity", "name", "NE", "ner", "NETag", "Eigenname"])
@pytest.mark.parametrize("more", ["", "|SpaceAfter=Yes", "|Translit=x"])
def test_entities_may_stand_in_misc_under_any_name(tmp_path: Path, key: str, more: str) -> None:
    tags = ["B-PER", "I-PER", "O", "B-LOC", "O"]
    found = read(tmp_path / "a.conllu", sentence([f"{key}={tag}{more}" for tag in tags]))
    assert found.pairs == WHO
    assert found.taken == f"token = column FORM, tag = column MISC:{key}"


@pytest.mark.parametrize(
    "miscs",
    [
        ["Entity=(PER", "Entity=PER)", "_", "Entity=(LOC)", "_"],
        ["Entity=(1-PER", "Entity=1)", "_", "Entity=(2-LOC)", "_"],
        ["NE=B-PER", "NE=E-PER", "NE=O", "NE=S-LOC", "NE=O"],
        ["NER=PER", "NER=PER", "_", "NER=LOC", "_"],
        ["Tag=b_PER", "Tag=i_PER", "Tag=o", "Tag=b_LOC", "Tag=o"],
        ["B-PER|x=y", "I-PER|x=y", "O|x=y", "B-LOC|x=y", "O|x=y"],
    ],
)
@pytest.mark.parametrize("name", ["a.conllu", "a.txt", "a.conllup"])
def test_fields_of_misc_are_spelled_in_many_ways(tmp_path: Path, miscs: list[str], name: str) -> None:
    assert read(tmp_path / name, sentence(miscs)).pairs == WHO


def test_label_of_a_bracket_is_the_field_that_the_file_names(tmp_path: Path) -> None:
    miscs = ["Entity=(e1-x-PER-1", "Entity=e1)", "_", "Entity=(e2-y-LOC-1)", "_"]
    found = read(tmp_path / "a.conllu", "# global.Entity = eid-head-etype-other\n" + sentence(miscs))
    assert found.pairs == WHO


def test_entities_may_be_nested_in_brackets(tmp_path: Path) -> None:
    miscs = ["Entity=(ORG(LOC)", "Entity=ORG)", "_", "Entity=(1(2)1)", "_"]
    pairs = read(tmp_path / "a.conllu", sentence(miscs, "کراچی یونیورسٹی نے زید دیکھا")).pairs
    assert pairs[:2] == [("کراچی یونیورسٹی", "ORG"), ("کراچی", "LOC")]


def test_chains_of_coreference_alone_are_no_entities(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conllu", sentence(["Entity=(1", "Entity=1)", "_", "Entity=(2)", "_"]))
    assert found.pairs == []
    assert any("looks like tags of entities" in note for note in found.notes)
    assert any("MISC:Entity" in note for note in found.notes)


def test_person_says_which_part_has_the_tags(tmp_path: Path) -> None:
    data = sentence(["NER=B-PER|Silver=O", "NER=O|Silver=O", "NER=O|Silver=O", "NER=O|Silver=B-LOC", "NER=O|Silver=O"])
    assert read(tmp_path / "a.conllu", data).pairs == [("زینب", "PER")]
    for part in ("Silver", "MISC:Silver"):
        assert read(tmp_path / "a.conllu", data, tag=(part,)).pairs == [("کراچی", "LOC")]
    assert len(read(tmp_path / "a.conllu", data, tag=("NER", "Silver")).pairs) == 2
    with pytest.raises(UserError, match="there is no column Gold; the columns are ID, FORM"):
        read(tmp_path / "a.conllu", data, tag=("Gold",))


def test_column_of_tags_among_the_ten_is_found(tmp_path: Path) -> None:
    rows = [row("1", "زینب", "_", "B-PER"), row("2", "نے", "SpaceAfter=No", "O"), row("3", "۔", "_", "O")]
    found = read(tmp_path / "a.conllu", "\n".join(rows) + "\n")
    assert (found.texts, found.pairs) == (["زینب نے۔ "], [("زینب", "PER")])


def test_pieces_of_a_word_and_empty_nodes_are_no_words(tmp_path: Path) -> None:
    rows = [
        "# newdoc id = d",
        "# text = دلّی کا شہر",
        row("1-2", "دلّی", "_"),
        row("1", "دل", "NER=B-LOC"),
        row("2", "لی", "NER=I-LOC"),
        row("2.1", "خالی", "NER=B-PER"),
        row("3", "کا", "NER=O"),
        row("4-5", "شہر", "NER=B-PER"),
        row("4", "شہ", "NER=B-LOC"),
        row("5", "ر", "NER=O"),
    ]
    found = read(tmp_path / "a.conllu", "\n".join(rows))
    assert (found.texts, found.sources) == (["دلّی کا شہر "], ["d"])
    assert found.pairs == [("دلّی", "LOC"), ("شہر", "PER")]
    assert ", line 9: B-LOC on a part of a word that has B-PER; left out" in found.notes


def test_words_with_a_hash_comments_and_marks_in_joined_files(tmp_path: Path) -> None:
    one = "# newdoc id = a\n# text = #لاہور\n# author = x\n" + row("1", "#لاہور", "NER=B-LOC") + "\n\n"
    found = read(tmp_path / "a.conllu", one + "\ufeff" + one.replace("id = a", "id = b"))
    assert (found.sources, found.pairs) == (["a", "b"], [("#لاہور", "LOC")] * 2)
    assert any("a comment (# author" in note for note in found.notes)
    assert any("byte order mark" in note for note in found.notes)
