"""Markdown as a document that loads nothing. Qt gives each paragraph the direction of its first letter."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextImageFormat,
)

from models.project.guidelines import DiffLine, is_about
from ui.guidelines.tables import to_the_right, turned
from ui.support.bidi import FSI, PDI, isolated, without_isolates

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_TINT = 0.22  # so transparent that text keeps its contrast on it


class GuidelinesDocument(QTextDocument):
    """Shows the descriptions of pictures, and an empty image for every resource: no file or address is opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(Qt.GlobalColor.transparent)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return an empty image for any name. For None, Qt would look for a file of that name."""
        return self._nothing

    def show_markdown(self, text: str) -> None:
        """Show this Markdown; HTML in it is shown as text."""
        self.setMarkdown(turned(text), _FEATURES)
        to_the_right(self)
        self._name_pictures()
        self._set_apart()

    def show_difference(self, lines: list[DiffLine]) -> None:
        """Show the lines of a difference with their signs, on a tint where they were removed or added."""
        self.clear()
        cursor = QTextCursor(self)
        for number, line in enumerate(lines):
            if number:
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            shape = QTextBlockFormat()
            if line.sign != " ":
                tint = QColor("#1b7f4b" if line.sign == "+" else "#c0392b")
                tint.setAlphaF(_TINT)
                shape.setBackground(tint)
            cursor.setBlockFormat(shape)
            cursor.insertText(f"{line.sign} {line.text}")

    def blocks(self) -> Iterator[QTextBlock]:
        """Yield the paragraphs in order."""
        block = self.begin()
        while block.isValid():
            yield block
            block = block.next()

    def section(self, name: str) -> QTextBlock | None:
        """Return the heading that begins with this name; None when there is none."""
        headings = (block for block in self.blocks() if block.blockFormat().headingLevel())
        return next((block for block in headings if is_about(without_isolates(block.text()), name)), None)

    def _set_apart(self) -> None:
        """Set an isolate around Urdu that is emphasised, code or a link: examples in English then keep their order.

        A heading is emphasised as a whole, and what runs from right to left needs no isolates.
        """
        examples = [
            (each.position(), each.position() + each.length())
            for block in self.blocks()
            if block.textDirection() is Qt.LayoutDirection.LeftToRight
            for each in _fragments(block)
            if _is_example(each.charFormat()) and not each.text().isascii() and each.length() < block.length() - 1
        ]
        cursor = QTextCursor(self)
        for start, end in reversed(examples):
            for place, sign in ((end, PDI), (start, FSI)):
                cursor.setPosition(place)
                cursor.insertText(sign)

    def _name_pictures(self) -> None:
        found: list[tuple[int, str]] = []
        for fragment in (each for block in self.blocks() for each in _fragments(block)):
            shape = fragment.charFormat()
            if shape.isImageFormat():
                description = _description_of(shape.toImageFormat())
                found += [(fragment.position() + at, description) for at in range(fragment.length())]
        cursor = QTextCursor(self)
        for position, description in reversed(found):
            cursor.setPosition(position)
            cursor.deleteChar()
            cursor.insertText(description, QTextCharFormat())


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    """Yield the stretches of one format of a paragraph, in order."""
    fragments = block.begin()
    while not fragments.atEnd():
        yield fragments.fragment()
        fragments += 1


def _is_example(shape: QTextCharFormat) -> bool:
    emphasised = shape.fontWeight() > QFont.Weight.Normal or shape.fontItalic() or shape.fontStrikeOut()
    return emphasised or shape.fontFixedPitch() or shape.isAnchor()


def _description_of(picture: QTextImageFormat) -> str:
    alt = str(picture.property(QTextCharFormat.Property.ImageAltText) or "")
    return f"[picture: {isolated(alt or picture.name())}]"
