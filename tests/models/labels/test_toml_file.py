"""labels.toml: what it may say, and the labels that a project starts with."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.labels.colors import COLORS, PALETTE
from models.labels.templates import read_guidelines, seed_articles, seed_labels
from models.labels.toml_file import is_color, label_from, merged, new_label, read_labels, write_labels

BAD = {
    "no TOML": ("[[label]\nname = 1", "not valid TOML"),
    "empty": ("", "holds no [[label]]; write one"),
    "no list": ("label = 5", "holds no [[label]]"),
    "one table": ("[label]\nname = 'A'", "holds no [[label]]"),
    "list of words": ("label = ['A']", "label 1: every field must be text"),
    "no name": ("[[label]]\ncolor = '#112233'", "label 1: a label needs a name"),
    "blank name": ("[[label]]\nname = ' '", "label 1: a label needs a name"),
    "name on two lines": ("[[label]]\nname = 'A'\n[[label]]\nname = \"B\\nC\"", "label 2: a label needs a name on one"),
    "unknown field": ("[[label]]\nname = 'A'\ncolour = '#112233'", "unknown field 'colour'; known are choice, color"),
    "a number": ("[[label]]\nname = 'A'\nkey = 1", "label 1: every field must be text in quotes"),
    "no color": ("[[label]]\nname = 'A'\ncolor = 'red'", "the color 'red' is not of the form '#1f77b4'"),
    "short color": ("[[label]]\nname = 'A'\ncolor = '#123'", "the color '#123'"),
    "unknown scope": ("[[label]]\nname = 'A'\nscope = 'word'", "the scope 'word' must be 'span' or 'article'"),
    "long key": ("[[label]]\nname = 'A'\nkey = '12'", "the key '12' must be one character"),
    "same name": ("[[label]]\nname = 'A'\n[[label]]\nname = 'A'", "two labels have the name 'A'"),
    "same key": ("[[label]]\nname='A'\nkey='1'\n[[label]]\nname='B'\nkey='1'", "two labels have the key '1'"),
    "NUL": ("\0", "is NUL"),
}


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD.keys())
def test_mistake_is_said_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "labels.toml"
    file.write_text(text)
    with pytest.raises(UserError, match=re.escape(says)) as caught:
        read_labels(file)
    assert str(caught.value).startswith(str(file))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_brackets_without_end_are_said_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "labels.toml"
    path.write_text(f"[[label]]\nname = {'[' * 5000}", encoding="utf-8")
    with pytest.raises(UserError, match="nested too deep"):
        read_labels(path)


def test_labels_that_are_no_text_or_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff")
    for name, says in (("bad.toml", "not UTF-8"), ("none.toml", "cannot be read"), (".", "cannot be read")):
        with pytest.raises(UserError, match=says):
            read_labels(tmp_path / name)


def test_name_alone_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    file.write_bytes("\ufeff[[label]]\r\nname = 'شہر'\r\n[[label]]\r\nname = 'B'\r\ncolor = '#ABCDEF'\r\n".encode())
    first, second = read_labels(file)
    assert (first.name, first.color, first.key, first.short) == ("شہر", PALETTE[0], "", "")
    assert second.color == "#abcdef"


def test_seeds_are_the_seven_labels() -> None:
    labels = seed_labels()
    assert [label.name for label in labels] == ("PERSON LOCATION ORGANIZATION DATE TIME NUMBER DESIGNATION".split(" "))
    assert [label.urdu_name for label in labels] == "شخص مقام ادارہ تاریخ وقت عدد عہدہ".split(" ")
    assert [label.key for label in labels] == list("1234567")
    assert len({label.color for label in labels}) == 7


def luminance(color: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", [*(label.color for label in seed_labels()), *COLORS])
def test_text_on_a_chip_can_be_read(color: str) -> None:
    white, black = 1.05 / (luminance(color) + 0.05), (luminance(color) + 0.05) / 0.05
    assert max(white, black) >= 4.5


def test_palette_holds_colors_that_differ() -> None:
    assert all(map(is_color, COLORS))
    assert len(set(COLORS)) == len(COLORS)
    taken = list[str]()
    for number in range(len(COLORS)):
        taken.append(new_label(f"L{number}", number, taken=taken).color)
    assert taken == list(COLORS)
    assert new_label("X", len(COLORS), taken=taken).color == PALETTE[0], "then they begin anew"


def test_guidelines_are_read_and_their_absence_is_said(tmp_path: Path) -> None:
    assert "DESIGNATION" in read_guidelines()
    with pytest.raises(UserError, match="the guidelines cannot be read"):
        read_guidelines(tmp_path / "none.md")


def test_seed_articles_are_there() -> None:
    assert [path.name for path in seed_articles()][:1] == ["article-001.txt"]


WORDS = st.text(
    st.one_of(st.sampled_from('ا\u0670\u2068"\\\\\n\t\r\x7f\x85\u2028#='), st.characters(exclude_categories=["Cs"]))
)
LABELS = st.builds(
    Label,
    name=WORDS.filter(lambda text: text.strip() and "\n" not in text),
    urdu_name=WORDS,
    short=WORDS,
    color=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
    key=st.one_of(st.just(""), st.characters(exclude_categories=["Cs"])),
    description=WORDS,
    examples=WORDS,
    scope=st.sampled_from(Scope),
    choice=WORDS,
)


def different(labels: list[Label]) -> bool:
    keys = [label.key for label in labels if label.key]
    return len({label.name for label in labels}) == len(labels) and len(set(keys)) == len(keys)


@given(st.lists(LABELS, min_size=1, max_size=5).filter(different))
def test_labels_that_are_written_are_read_as_they_were(labels: list[Label]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "labels.toml"
        write_labels(labels, file)
        assert read_labels(file) == tuple(labels)


def test_written_labels_are_for_people_to_read(tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    label = Label("CITY", "شہر", color="#112233", examples="لاہور\nکراچی", scope=Scope.ARTICLE, choice="Place")
    write_labels([label], file)
    assert file.read_text("utf-8") == (
        '[[label]]\nname = "CITY"\nurdu_name = "شہر"\ncolor = "#112233"\nscope = "article"\nchoice = "Place"\n'
        'examples = """\nلاہور\nکراچی"""\n'
    )
    with pytest.raises(UserError, match=r"the labels cannot be written .*; choose another place\.$"):
        write_labels([label], tmp_path / "none" / "labels.toml")


def test_what_a_file_does_not_say_of_a_label_stays(tmp_path: Path) -> None:
    known = Label("A", "الف", color="#112233", key="1", scope=Scope.ARTICLE)
    one, two = merged([known], [{"name": "A", "key": "2"}, {"name": "B"}])
    assert one == Label("A", "الف", color="#112233", key="2", scope=Scope.ARTICLE)
    assert two == label_from({"name": "B"}, 2)
