"""Spans with nothing more to say and the others are read alike, in one order, and damage in either is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.documents import LabelledSpan
from models.base.entities import ArticleId, Edit
from models.exporting.spans import Names, Spans
from models.project.project import Project
from models.project.sound import Unsound
from tests.models.conftest import AddText
from tests.models.helpers import put


def read(project: Project) -> list[LabelledSpan]:
    spans = Spans(project, Names({label.id: label.name for label in project.labels()}))
    found = [span for _, layer in spans.layers(0, 1 << 30) for span in layer]
    spans.refuse_missing()
    return found


def fill(project: Project, article: ArticleId, noted: int) -> None:
    """Put spans from the last to the first; as many as `noted` have a note."""
    places = [(20, 23), (12, 15), (8, 11), (4, 7), (0, 7), (0, 3)]
    made = put(project, article, *((start, end, "PERSON") for start, end in places))
    project.put(Edit(spans=tuple(replace(span, note="n") for span in made[:noted])), "test")


@pytest.mark.parametrize("noted", [0, 1, 3, 5, 6])
def test_spans_come_in_reading_order_whatever_they_say(project: Project, add_text: AddText, noted: int) -> None:
    articles = [add_text(f"{'علی ' * 8}{number}", f"{number}.txt") for number in range(3)]
    for article in articles:
        fill(project, article, noted)
    found = read(project)
    assert [span[:2] for span in found] == [(0, 7), (0, 3), (4, 7), (8, 11), (12, 15), (20, 23)] * 3
    assert sum(bool(span.note) for span in found) == noted * 3
    assert {span.rev for span in found if span.note} == ({2} if noted else set())


@pytest.mark.parametrize("column", ["uid", "start", '"end"', "origin", "note", "rev", "updated_at", "label_id"])
@pytest.mark.parametrize("noted", [0, 1, 6])
def test_change_of_any_column_is_noticed(project: Project, add_text: AddText, column: str, noted: int) -> None:
    fill(project, add_text("علی " * 8), noted)
    other = {"uid": "uid || 'x'", '"end"': '"end" + 1', "start": "start + 1", "rev": "rev + 1"}
    other |= {"label_id": "label_id + 1"}
    changed = other.get(column, f"{column} || 'x'")
    with project.transaction():
        project.rows(f"UPDATE span SET {column} = {changed} WHERE start = 12")
    with pytest.raises(Unsound):
        read(project)


def test_span_that_only_the_table_knows_is_noticed(project: Project, add_text: AddText) -> None:
    fill(project, add_text("علی " * 8), 1)
    spans = Spans(project, Names({label.id: label.name for label in project.labels()}))
    with project.transaction():
        project.rows("DELETE FROM span WHERE start = 12")
    list(spans.layers(0, 1 << 30))
    with pytest.raises(Unsound):
        spans.refuse_missing()
