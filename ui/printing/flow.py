"""Printing: the open article on paper, in a PDF file, or with its labels on the clipboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from models.base.entities import Article, Label, LabelId
from ui.host.flow import Flow, Handlers, Obstacles, no_article
from ui.host.host import Host
from ui.support.bidi import named
from ui.support.fonts import article_font

if TYPE_CHECKING:
    from ui.host.paper import MakePages


class PrintingFlow(Flow):
    """Takes the open article, with the spans that are shown, out of the window."""

    def __init__(self, host: Host) -> None:
        self._host, self._session = host, host.session

    def handlers(self) -> Handlers:
        return {"print": self.print, "pdf": self.save_pdf, "copy_labelled": self.copy_labelled}

    def obstacles(self) -> Obstacles:
        return dict.fromkeys(self.handlers(), no_article(self._host))

    def print(self) -> None:
        """Ask for a printer, and print the article."""
        from ui.host.paper import print_pages  # noqa: PLC0415 - no part of a start

        if (article := self._session.article) is not None:
            print_pages(self._host, article.title, self._pages(article))

    def save_pdf(self) -> None:
        """Ask for a file, and write the article into it as a PDF."""
        from ui.host.paper import save_pdf  # noqa: PLC0415 - as above

        if (article := self._session.article) is not None:
            save_pdf(self._host, article.title, self._pages(article))

    def copy_labelled(self) -> None:
        """Put the selection, or the whole article, on the clipboard as HTML with labels, and as the bare text."""
        from models.reporting.article_html import article_html  # noqa: PLC0415 - no part of a start

        article, session = self._session.article, self._session
        if article is None:
            return
        stretch = self._host.article_view.selection
        found = QMimeData()
        found.setHtml(article_html(article.title, article.text, session.shown_spans, self._labels(), stretch))
        found.setText(article.text[slice(*stretch)] if stretch else article.text)
        QApplication.clipboard().setMimeData(found)
        what = "the selection" if stretch else "the article"
        session.status_message.emit(f"copied {what} with its labels")

    def _pages(self, article: Article) -> MakePages:
        from ui.printing.article_pages import ArticlePages  # noqa: PLC0415 - as above

        settings, session = self._host.settings, self._session
        about = f"{named(session.project.path.stem)} · {named(session.annotator.name)}"
        typeface, spans, labels = article_font(settings.typeface, settings.points), session.shown_spans, self._labels()
        return lambda: ArticlePages(article, about, spans, labels, typeface)

    def _labels(self) -> Mapping[LabelId, Label]:
        """Return the labels of the shown spans and all that there are."""
        session = self._session
        return {label.id: label for label in session.labels} | {
            span.label: session.label_of(span) for span in session.shown_spans
        }
