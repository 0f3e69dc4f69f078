"""What lies beside articles is told from them by its name, or by what it begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.formats.support.source import Head
from models.importing import foreign


@pytest.mark.parametrize(
    "name",
    ["README.md", "a.png", "a.m4a", "a.npz", "a.exe", "run.py", "a.yml", ".hidden", "TypeSystem.xml", "p.nishan"],
)
def test_names_of_what_holds_no_articles(name: str) -> None:
    assert foreign.by_name(Path(name))


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.conll", "a.pdf", "notes.xml", "خبر"])
def test_names_of_what_may_hold_articles_or_is_to_be_told(name: str) -> None:
    assert not foreign.by_name(Path(name))


def test_prose_is_an_article_where_it_was_asked_for() -> None:
    assert foreign.by_name(Path("a.md"))
    assert not foreign.by_name(Path("a.md"), prose=True)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        (
            "a.json",
            '[{"id": 1, "text": "PER", "suffix_key": "p", "background_color": "#fff"}]',
            "the labels of doccano",
        ),
        ("a.json", '[{"text": "زینب", "label": [], "suffix_key": "p"}]', ""),
        ("a.xml", "<!-- x --><View><Labels/></View>", "the settings of Label Studio"),
        ("a.xml", '<?xml version="1.0"?><typeSystemDescription/>', "the types of UIMA"),
        ("a.xml", "<corpus>زینب</corpus>", ""),
        ("a.txt", "<View></View>", ""),
    ],
)
def test_contents_of_what_holds_no_articles(name: str, data: str, what: str) -> None:
    assert foreign.by_contents(Head(Path(name), data.encode())) == what
