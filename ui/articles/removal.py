"""The question before articles go that hold work, and what is told of an article."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from models.base.entities import Article, ArticleId
from models.base.report import counted
from models.project.facts import Held, work_in
from models.project.project import Project
from models.text.offsets import CHANGES
from ui.session.session import Session
from ui.support.bidi import LRM, isolated
from ui.support.when import day_and_time


def held_by(held: Held) -> str:
    """Return the work that articles hold, in words."""
    parts = [counted(held.spans, "span")] if held.spans else []
    parts += [counted(held.labels, "label of the whole", "labels of the whole")] if held.labels else []
    parts += [counted(held.finished, "status, done or skipped", "statuses, done or skipped")] if held.finished else []
    whose = f", of {counted(held.people, 'person', 'people')}" if held.people > 1 else ""
    return " and ".join(parts) + whose


def question(session: Session, articles: Sequence[ArticleId], parent: QWidget) -> QMessageBox | None:
    """Return the question whether articles are to be removed with the work that they hold; None where there is none."""
    held = work_in(session.project, articles)
    if not held:
        return None
    title = isolated(session.project.article(articles[0]).title or "(untitled)")
    which = title if len(articles) == 1 else counted(len(articles), "article", grouped=True)
    asked = QMessageBox(parent)
    asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asked.setWindowTitle("Remove articles")
    asked.setTextFormat(Qt.TextFormat.PlainText)
    holds = "holds" if len(articles) == 1 else "hold"
    asked.setText(f"{LRM}{which} {holds} work: {held_by(held)}. Remove {'it' if len(articles) == 1 else 'them'}?")
    asked.setInformativeText("All of it comes back by undo, and later by Article › List removed articles › Restore.")
    yes = asked.addButton("&Remove", QMessageBox.ButtonRole.DestructiveRole)
    cancel = asked.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    asked.setDefaultButton(cancel)
    asked.setEscapeButton(cancel)
    yes.setObjectName("remove")
    return asked


def about(project: Project, article: Article) -> str:
    """Return what is known of an article and cannot be changed, a line each."""
    ((imported, length),) = project.rows("SELECT imported_at, length FROM article WHERE id = ?", (article.id,))
    last = project.value("SELECT at FROM event WHERE article_id = ? ORDER BY id DESC LIMIT 1", (article.id,))
    lines = [f"Source: {isolated(article.source)}", f"Length: {counted(length, 'character', grouped=True)}"]
    lines += [f"Imported: {isolated(day_and_time(imported))}"]
    lines += [f"Last change: {isolated(day_and_time(last))}"] if last else []
    lines += [f"At import: {', '.join(CHANGES.get(each, each) for each in article.changes)}"] if article.changes else []
    held = work_in(project, (article.id,))
    lines += [f"Work: {held_by(held)}"] if held else []
    return "\n".join(LRM + line for line in lines)
