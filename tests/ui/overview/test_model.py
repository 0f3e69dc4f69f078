"""Rows of the overview: whose numbers they are, and that each leads to the list that it counts, or nowhere."""

from __future__ import annotations

from collections import Counter
from datetime import date

from models.base.entities import Annotator, AnnotatorId, Label, LabelId, Scope, Status
from models.project.filters import EVERYBODY, Filter
from models.reporting.overview import Overview
from ui.overview.model import days, labels, statuses

ME, OTHER, PERSON, GENRE = AnnotatorId(1), AnnotatorId(2), LabelId(1), LabelId(2)


def counted() -> Overview:
    return Overview(
        "corpus",
        (Label("PERSON", id=PERSON), Label("NEWS", id=GENRE, scope=Scope.ARTICLE)),
        (Annotator(ME, "", "me"), Annotator(OTHER, "", "other")),
        status={ME: Counter({Status.DONE: 3}), OTHER: Counter({Status.DONE: 1})},
        furthest=Counter({Status.DONE: 4}),
        spans=Counter({(ME, PERSON): 2, (OTHER, PERSON): 5}),
        article_labels=Counter({(OTHER, GENRE): 1}),
        days={date(2026, 3, 1): Counter({ME: 1}), date(2026, 3, 2): Counter({OTHER: 2, ME: 3})},
    )


def test_statuses_lead_to_the_articles_of_whom_they_are_counted() -> None:
    for person, by, count in ((ME, None, 3), (OTHER, OTHER, 1), (None, EVERYBODY, 4)):
        rows = {row.what: row for row in statuses(counted(), person, ME)}
        assert (rows["done"].count, rows["done"].link) == (count, Filter(Status.DONE, by=by))


def test_a_label_leads_to_the_articles_of_whom_it_is_counted() -> None:
    links = {person: [row.link for row in labels(counted(), person, ME)] for person in (None, ME, OTHER)}
    assert links[None][0] == Filter(label=PERSON, by=EVERYBODY)
    assert links[ME][0] == Filter(label=PERSON)
    assert links[OTHER][0] == Filter(label=PERSON, by=OTHER)
    assert [row.count for row in labels(counted(), None, ME)] == [7, 1]
    assert [row.more for row in labels(counted(), OTHER, ME)] == ["100.0%", "articles"]


def test_days_are_those_of_whom_is_asked_for_the_newest_first() -> None:
    assert [row.count for row in days(counted(), None)] == [5, 1]
    assert [row.count for row in days(counted(), OTHER)] == [2]
