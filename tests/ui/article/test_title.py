"""The title is set off from the text: as its first paragraph, or as a line above it; never both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import Article, ArticleId
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from ui.article.title import title_above, title_paragraph
from ui.session import article_commands
from ui.shell.window import Window

OpenWindow = Callable[[Path], Window]
LONG = "لاہور میں بارش سے کئی سڑکیں بند ہو گئیں۔ " * 8


@pytest.mark.parametrize(
    ("title", "text", "paragraph"),
    [
        ("خبر", "خبر\nمتن", 0),
        ("خبر", "\n \nخبر\n\nمتن", 2),
        ("خبر کا", "خبر  کا عنوان جو کٹا ہے\nمتن", 0),
        ("خبر…", "خبر کا عنوان\nمتن", 0),
        ("خبر", "متن\nخبر", -1),
        ("خبر", "خبر", -1),
        ("خبر", "خبر\n\n", -1),
        ("", "خبر\nمتن", -1),
        (LONG[:80], f"{LONG}\nمتن", -1),
        ("خبر", "", -1),
    ],
)
def test_the_first_paragraph_is_the_title_where_it_reads_so(title: str, text: str, paragraph: int) -> None:
    assert title_paragraph(title, text) == paragraph


def test_a_title_that_the_text_begins_with_does_not_stand_above_it_too() -> None:
    article = Article(ArticleId(1), "u", "a.txt", "خبر", "خبر\nمتن")
    assert title_above(article) == ""
    assert title_above(replace(article, title="اور")) == "اور"
    assert title_above(None) == ""


@pytest.fixture
def titled(open_window: OpenWindow, tmp_path: Path) -> Window:
    file = tmp_path / "a.txt"
    file.write_text("لاہور میں بارش\nکئی سڑکیں بند ہو گئیں۔", encoding="utf-8")
    with Project.create(tmp_path / "titled.nishan", seed_labels()) as project:
        import_files(project, [file])
    return open_window(tmp_path / "titled.nishan")


def gap(window: Window) -> float:
    """The pixels between the first paragraph's only line and the second's, over those of the lines themselves."""
    layout = window.article_view.article_layout
    blocks = [window.article_view.document().findBlockByNumber(number) for number in range(2)]
    lines = [block.layout().lineAt(0) for block in blocks if layout.blockBoundingRect(block).isValid()]
    return layout.top(1) - layout.top(0) - lines[0].height() - layout.spacing


def test_the_title_is_set_off_and_renaming_moves_it_above_the_text(titled: Window) -> None:
    assert not titled.title_line.isVisible()
    assert gap(titled) == pytest.approx(titled.article_view.article_layout.title_gap, abs=1.5)
    assert titled.session.article is not None
    article_commands.describe(titled.session, titled.session.article.id, "Rain in <b>Lahore</b>", {})
    assert titled.title_line.isVisible()
    assert "Rain in <b>Lahore</b>" in titled.title_line.text()
    assert gap(titled) == pytest.approx(0, abs=1.5)
    titled.session.undo()
    assert not titled.title_line.isVisible()
    assert gap(titled) > 5


def test_an_empty_paragraph_under_the_title_is_gap_enough(window: Window) -> None:
    layout = window.article_view.article_layout
    assert layout.title == 0
    assert layout.title_gap == 0
    line = layout.title_line()
    assert line is not None
    assert layout.top(1) < line < layout.top(2)


def test_a_title_above_keeps_to_the_column_of_the_text(titled: Window) -> None:
    assert titled.session.article is not None
    article_commands.describe(titled.session, titled.session.article.id, "اور عنوان " * 30, {})
    layout = titled.article_view.article_layout
    for width in (0, 22, 33):
        titled.appearance.set_text_width(width)
        column = titled.title_line.column()
        assert (column.left(), column.right() + 1) == pytest.approx((layout.left, layout.right), abs=1)
