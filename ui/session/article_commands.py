"""Gestures on whole articles: how far they are, and the labels that they carry as a whole."""

from __future__ import annotations

from dataclasses import replace

from models.base.entities import ArticleLabel, Edit, Label, Status, Work
from ui.session.session import Session
from ui.support.bidi import named


def set_status(session: Session, status: Status) -> bool:
    """Set how far the annotator is with the open article; return whether that is so now."""
    row = session.article_row()
    if row is None:
        return False
    if row.status == status:
        return True
    before, after = (Work(row.id, session.annotator.id, found) for found in (row.status, status))
    return session.do(Edit(works=(before,)), Edit(works=(after,)), f"mark as {status.value}")


def toggle_label(session: Session, label: Label) -> bool:
    """Put a label on the open article, in place of another of the same choice, or take it off again."""
    if session.article is None:
        return False
    article, me = session.article.id, session.annotator.id
    mark = ArticleLabel(article, me, label.id)
    there = session.project.article_labels(article, me)
    off = replace(mark, deleted=True)
    if mark in there:
        return session.do(
            Edit(article_labels=(mark,)), Edit(article_labels=(off,)), f"take {named(label.name)} off the article"
        )
    rivals = {found.id for found in session.article_choices if label.choice and found.choice == label.choice}
    gone = [found for found in there if found.label in rivals]
    after = (mark, *(replace(found, deleted=True) for found in gone))
    return session.do(
        Edit(article_labels=(off, *gone)), Edit(article_labels=after), f"label the article {named(label.name)}"
    )
