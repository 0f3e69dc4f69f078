"""The preview of an import: the files with their formats, and the first articles, each in its own direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTreeWidgetItem

from models.base.report import counted
from models.importing.detection import DetectedFile
from models.importing.preview import Excerpt, PreviewedArticle
from ui.importing.article_delegate import PARAGRAPHS, ArticleDelegate, Paragraph, Piece
from ui.support.bidi import isolated, shown_name, shown_text
from ui.widgets.parts import FittedTree

_MAX_FILES = 500  # that are listed; the others are counted
_ROWS = 4  # files that are seen at least
_MAX_CHARACTERS = 300  # of an article that are shown
_MAX_LINES = 3
_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
_NO_COLOR = "#808080"  # of labels that are left out


def counted_files(files: Sequence[DetectedFile]) -> str:
    """Return how many files there are, and of which formats: `12 files: 10 CoNLL-2003, 2 CSV table`."""
    names = Counter(one.format.name for one in files)
    kinds = ", ".join(f"{count} {name}" if len(names) > 1 else name for name, count in names.most_common())
    return f"{counted(len(files), 'file', grouped=True)}: {kinds}" if files else ""


class FilesPreview(FittedTree):
    """The files with their formats and how these were detected."""

    def __init__(self) -> None:
        super().__init__(_ROWS)
        self.setHeaderLabels(["File", "Format", "Why"])
        self.setAccessibleName("Files")
        self.setUniformRowHeights(True)

    def show_found(self, files: Sequence[DetectedFile]) -> None:
        self.clear()
        for one in files[:_MAX_FILES]:
            QTreeWidgetItem(self, [shown_name(one.path.name), one.format.name, one.why])
        if len(files) > _MAX_FILES:
            QTreeWidgetItem(self, [f"and {counted(len(files) - _MAX_FILES, 'further file')}"])
        for column in (0, 1):
            self.resizeColumnToContents(column)
        self.fit()


class ArticlesPreview(QListWidget):
    """The titles and first lines of the first articles, with the spans that are in these lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("First articles")
        self.setItemDelegate(ArticleDelegate(self))
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(self.fontMetrics().height() * 5)

    def show_found(self, articles: Sequence[PreviewedArticle], colors: Mapping[str, str]) -> None:
        """Show the articles; `colors` are those of the labels."""
        self.clear()
        for article in articles:
            paragraphs = tuple(_paragraphs(article, colors))
            start = _RLI if article.rtl else _LRI
            lines = ["".join(words for words, _, _ in paragraph) for paragraph in paragraphs]
            item = QListWidgetItem("\n".join(f"{start}{line}{_PDI}" for line in lines), self)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{counted(article.spans, 'span')}: {' '.join(map(isolated, lines))}",
            )
            item.setData(PARAGRAPHS, paragraphs)
            side = Qt.AlignmentFlag.AlignRight if article.rtl else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignAbsolute)

    def sizeHint(self) -> QSize:
        """Ask for the least height: the list takes what other parts leave."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # lines break elsewhere


def _paragraphs(article: PreviewedArticle, colors: Mapping[str, str]) -> Iterator[Paragraph]:
    """Yield the title, if the text does not begin with it, and the first lines; then those of the first span."""
    text = article.beginning.text.lstrip()
    if article.title and not text.startswith(article.title):
        yield ((article.title, "", ""),)
    yield from _lines(article.beginning, colors)
    if article.first is not None:
        lines = _lines(article.first, colors)
        yield next(line for line in lines if any(label for _, label, _ in line))


def _lines(excerpt: Excerpt, colors: Mapping[str, str]) -> Iterator[Paragraph]:
    """Yield the first lines that are not blank, in pieces; the last one with `…` where it is cut off."""
    start, left = 0, _MAX_LINES
    shown = excerpt.text[:_MAX_CHARACTERS]
    for line in shown.split("\n"):
        end = start + len(line)
        if line.strip() and left:
            left -= 1
            cut_off = end == len(shown) < len(excerpt.text)
            yield (*_pieces(excerpt, start, end, colors), *([("…", "", "")] if cut_off else ()))
        start = end + 1


def _pieces(excerpt: Excerpt, start: int, end: int, colors: Mapping[str, str]) -> Iterator[Piece]:
    """Yield a line cut at its spans; of spans in each other, the outer one."""
    text, at = excerpt.text, start
    for first, last, label in sorted(excerpt.spans, key=lambda span: (span[0], -span[1])):
        if at <= first and last <= end:
            yield text[at:first], "", ""
            yield text[first:last], shown_text(label), colors.get(label, _NO_COLOR)
            at = last
    yield text[at:end], "", ""
