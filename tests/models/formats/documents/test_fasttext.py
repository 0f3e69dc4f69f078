"""fastText: labels of lines, the prefix by evidence, and what is no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report
from models.formats.documents import fasttext
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile
from tests.models.formats.helpers import read_back
from tests.selection import examples


def bring(
    folder: Path, text: str, encoding: str = "utf-8", *, strict: bool = False
) -> tuple[list[AnnotatedArticle], Report]:
    (folder / "a.txt").write_bytes(text.encode())
    report = Report()
    options = ReadOptions(strict=strict)
    return list(fasttext.read(SourceFile(folder / "a.txt", report, options=options))), report


def said(articles: list[AnnotatedArticle]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.layers[0].labels if one.layers else ()) for one in articles]


LINES = "__label__خبر زینب نے کراچی دیکھا۔\n__label__کھیل لاہور میں میچ ہوا۔\n"


@pytest.mark.parametrize("name", ["a.txt", "a.ft", "news.train", "news.valid", "a", "a.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_line_is_an_article_with_its_labels(tmp_path: Path, name: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(LINES.encode(encoding))
    found = formats.detect(tmp_path / name)
    assert found is not None
    assert (found[0].key, found[1]) == ("fasttext", "its lines begin with __label__")
    articles, report = read_back(tmp_path / name)
    assert sorted((one.text, one.layers[0].labels) for one in articles) == [
        ("زینب نے کراچی دیکھا۔", ("خبر",)),
        ("لاہور میں میچ ہوا۔", ("کھیل",)),
    ]
    assert report.article_labels == 2


@pytest.mark.parametrize(
    ("line", "text", "labels"),
    [
        ("__label__a __label__b متن یہاں", "متن یہاں", ("a", "b")),
        ("__label__a,__label__b متن", "متن", ("a", "b")),
        ("__label__a , متن", ", متن", ("a",)),
        ("__label__بین_الاقوامی-خبر\tمتن\tیہاں", "متن\tیہاں", ("بین_الاقوامی-خبر",)),
        ("  __label__a   متن  ", "متن", ("a",)),
        ('"__label__a اس نے ""ہاں"" کہا"', 'اس نے "ہاں" کہا', ("a",)),
        ("__label__a متن __label__b", "متن", ("a", "b")),
        ("__label__a __label__a متن", "متن", ("a",)),
        ("__label__2 متن\r", "متن", ("2",)),
        ("__label__a my__label__b متن", "my__label__b متن", ("a",)),
        ("__class__a متن", "متن", ("a",)),
        ("__my_topic__a __my_topic__b متن", "متن", ("a", "b")),
        ("__موضوع__خبر متن", "متن", ("خبر",)),
    ],
)
def test_labels_of_a_line(tmp_path: Path, line: str, text: str, labels: tuple[str, ...]) -> None:
    assert said(bring(tmp_path, line + "\n")[0]) == [(text, labels)]
    found = formats.detect(tmp_path / "a.txt")
    assert found is not None
    assert found[0].key == "fasttext"


def test_lines_without_label_or_text(tmp_path: Path) -> None:
    articles, report = bring(tmp_path, LINES + "\n \nبے نشان\n__label__خالی\n__label__a متن\n")
    assert [one.source for one in articles] == ["a.txt:1", "a.txt:2", "a.txt:5", "a.txt:7"]
    assert said(articles)[2] == ("بے نشان", ())
    assert report.left_out == 1
    assert [str(note).removeprefix(f"{tmp_path}/") for note in report.notes] == [
        "a.txt, line 6: left out: the text is empty; an article needs text",
        "a.txt: 1 line without a label; read as articles without any",
    ]
    with pytest.raises(UserError, match="line 6: the text is empty"):
        bring(tmp_path, LINES + "\n \nبے نشان\n__label__خالی\n", strict=True)


def test_file_of_labels_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no line of it holds a text"):
        bring(tmp_path, "__label__a\n__label__b\n")


@pytest.mark.parametrize(
    "text",
    ["متن __label__a", "__init__ متن\n", "__label__ متن", "ایک\nدو\n__label__a تین", "__bold__ متن\n__bold__ متن"],
)
def test_prose_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = formats.detect(tmp_path / "a.txt")
    assert found is not None
    assert found[0].key == "text"


WORD = st.text("ابپت5۔", min_size=1, max_size=5)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.lists(WORD, min_size=1, max_size=3, unique=True), WORD), min_size=1, max_size=6))
def test_lines_come_back(tmp_path: Path, rows: list[tuple[list[str], str]]) -> None:
    lines = [" ".join([*(f"__label__{label}" for label in labels), text]) for labels, text in rows]
    assert said(bring(tmp_path, "\n".join(lines))[0]) == [(text, tuple(labels)) for labels, text in rows]
