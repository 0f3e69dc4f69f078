"""Gestures on whole articles: how far they are, and the labels that they carry as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from models.base import json_text
from models.base.entities import Article, ArticleFacts, ArticleId, ArticleLabel, Edit, Label, Status, Work
from models.base.errors import UserError
from models.base.report import counted
from models.project.facts import free_source, same_text
from models.storage.tables.rows import to_json
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


def set_status_of(session: Session, articles: Sequence[ArticleId], status: Status) -> bool:
    """Set how far the annotator is with several articles; return whether that is so now."""
    rows = [row for row in session.project.article_rows(session.annotator.id, articles) if row.status != status]
    if not rows:
        return True
    before = tuple(Work(row.id, session.annotator.id, row.status) for row in rows)
    after = tuple(replace(work, status=status) for work in before)
    return session.do(Edit(works=before), Edit(works=after), f"mark {_named(articles)} as {status.value}")


def label_all(session: Session, articles: Sequence[ArticleId], label: Label, *, on: bool) -> bool:
    """Put a label on each of the articles, in place of others of its choice, or take it off them; whether it is so."""
    me = session.annotator.id
    rivals = {found.id for found in session.article_choices if label.choice and found.choice == label.choice}
    before, after = [], []
    for article in articles:
        there = session.project.article_labels(article, me)
        mark = ArticleLabel(article, me, label.id)
        gone = [found for found in there if (found.label in rivals and on) or (found == mark and not on)]
        if on and mark in there:
            continue
        before += gone + ([replace(mark, deleted=True)] if on else [])
        after += [replace(found, deleted=True) for found in gone] + ([mark] if on else [])
    what = f"label {_named(articles)} {label.name}" if on else f"take {label.name} off {_named(articles)}"
    return not after or session.do(Edit(article_labels=tuple(before)), Edit(article_labels=tuple(after)), what)


def describe(session: Session, article: ArticleId, title: str, meta: Mapping[str, Any]) -> bool:
    """Give an article this title and metadata; its text stays. Return whether they are so now. Raises UserError."""
    _refuse_unstorable(title, "The title")
    _refuse_unstorable(kept := to_json(dict(meta)), "The metadata")
    if json_text.is_deep(kept):
        raise UserError(f"The metadata is nested deeper than {json_text.MAX_DEPTH}; make it flat.")
    before = _facts(session, session.project.article(article))
    after = replace(before, title=" ".join(title.split()), meta=dict(meta))
    if (after.title, kept) == (before.title, to_json(before.meta)):  # as JSON: 1 is not true, nor 1.0
        return True
    what = "rename the article" if after.title != before.title else "change the metadata of the article"
    return session.do(Edit(facts=(before,)), Edit(facts=(after,)), what)


def remove(session: Session, articles: Iterable[ArticleId]) -> bool:
    """Remove articles: they and their work are in no list, count or dataset until they are restored."""
    return _set_removed(session, articles, "remove", removed=True)


def restore(session: Session, articles: Iterable[ArticleId]) -> bool:
    """Bring articles that were removed back, with all work that they hold."""
    return _set_removed(session, articles, "restore", removed=False)


def paste(session: Session, title: str, text: str) -> ArticleId | None:
    """Make a text an article, the last of all, or restore the removed one with that text; return it, None if refused.

    Raises UserError for what is no text for an article, or the text of one that is there.
    """
    from models.formats.documents.text import title_of  # noqa: PLC0415 - no part of a start
    from models.formats.support.fields import article_text  # noqa: PLC0415

    cleaned = article_text(text, "The text")
    _refuse_unstorable(title, "The title")
    title = " ".join(title.split()) or title_of(cleaned.text)
    there = same_text(session.project, cleaned.text)
    if there is not None:
        known = session.project.article(there)
        if not known.deleted:
            raise UserError(f"This text is in the project already, as {known.title or 'an article without a title'}.")
        return there if restore(session, (there,)) else None
    key, source = session.project.free_article_id(), free_source(session.project, title or "pasted")
    made = ArticleFacts(
        key, session.annotator.id, title, source=source, text=cleaned.text, changes=tuple(cleaned.changes)
    )
    gone = replace(made, deleted=True)
    return key if session.do(Edit(facts=(gone,)), Edit(facts=(made,)), "paste a text as a new article") else None


def _set_removed(session: Session, articles: Iterable[ArticleId], verb: str, *, removed: bool) -> bool:
    found = [session.project.article(article) for article in articles]
    before = tuple(_facts(session, article) for article in found if article.deleted != removed)
    after = tuple(replace(facts, deleted=removed) for facts in before)
    return bool(after) and session.do(Edit(facts=before), Edit(facts=after), f"{verb} {_named(after)}")


def _facts(session: Session, article: Article) -> ArticleFacts:
    return ArticleFacts(article.id, session.annotator.id, article.title, dict(article.meta), article.deleted)


def _named(articles: Sequence[object]) -> str:
    return "the article" if len(articles) == 1 else counted(len(articles), "article", grouped=True)


def _refuse_unstorable(text: str, what: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UserError(f"{what} holds a character that is no text (NUL, or half of one); write it without.")


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
