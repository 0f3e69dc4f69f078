"""The preview of an import: the files with their formats, and the first articles, each in its own direction."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem

from models.base.report import counted
from models.importing.detection import DetectedFile
from models.importing.preview import PreviewedArticle
from ui.support.bidi import shown_name

_MAX_FILES = 500  # that are listed; the others are counted
_MAX_CHARACTERS = 160  # of a text
_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"


class FilesPreview(QTreeWidget):
    """The files with their formats and how these were detected."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels(["File", "Format", "Why"])
        self.setAccessibleName("Files")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMinimumHeight(self.fontMetrics().height() * 4)

    def show_found(self, files: Sequence[DetectedFile]) -> None:
        self.clear()
        for one in files[:_MAX_FILES]:
            QTreeWidgetItem(self, [shown_name(one.path.name), one.format.name, one.why])
        if len(files) > _MAX_FILES:
            QTreeWidgetItem(self, [f"and {counted(len(files) - _MAX_FILES, 'further file')}"])
        for column in (0, 1):
            self.resizeColumnToContents(column)


class ArticlesPreview(QListWidget):
    """The titles and first lines of the first articles."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("First articles")
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setMinimumHeight(self.fontMetrics().height() * 5)

    def show_found(self, articles: Sequence[PreviewedArticle]) -> None:
        self.clear()
        for article in articles:
            item = QListWidgetItem("\n".join(_lines(article)), self)
            side = Qt.AlignmentFlag.AlignRight if article.rtl else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignAbsolute)


def _lines(article: PreviewedArticle) -> list[str]:
    """Return the title and the first lines after it, each isolated in the direction of the article."""
    text = article.beginning.strip()
    rest = text.removeprefix(article.title).strip() if text.startswith(article.title) else text
    lines = [article.title, *rest[:_MAX_CHARACTERS].split("\n")[:2]]
    start = _RLI if article.rtl else _LRI
    return [f"{start}{line}{_PDI}" for line in lines if line.strip()]
