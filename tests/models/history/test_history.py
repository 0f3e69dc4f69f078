"""The log of an article in words: one entry a gesture, page by page, whatever became of the labels since."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from models.base.entities import ArticleId, ArticleLabel, Edit, Label, Rejection, Scope, Status, Work
from models.base.errors import UserError
from models.history.history import Entry, history, layers_of
from models.history.states import differences, state_after
from models.importing.run import import_files
from models.project.project import Project
from models.project.writer import write_events
from models.storage.tables.rows import to_json
from tests.models.conftest import AddText
from tests.models.helpers import ROOT, label_id, make_span, put

TEXT = "عمران خان لاہور گئے۔"
LAHORE = (10, 15)


def told(entries: list[Entry]) -> list[str]:
    return [entry.what for entry in entries]


def test_each_gesture_is_told_with_its_words_its_label_and_who_did_it(project: Project, add_text: AddText) -> None:
    article = add_text(TEXT)
    span = make_span(project, article, *LAHORE, "PERSON")
    place = label_id(project, "LOCATION")
    project.put(Edit(spans=(span,)), "label PERSON")
    for changed in (
        span := replace(span, label=place),
        span := replace(span, start=0),
        span := replace(span, note="شہر"),
        span := replace(span, confidence="unsure"),
        replace(span, deleted=True),
        span,
    ):
        project.put(Edit(spans=(changed,)), "change")
    project.put(Edit(spans=(replace(span, deleted=True),)), "undo: change")
    project.put(Edit(works=(Work(article, span.annotator, Status.DONE),)), "mark as done")
    rejection = Rejection(article, span.annotator, *LAHORE, place)
    project.put(Edit(rejections=(rejection,)), "reject a suggestion")
    entries = history(project, article, quote="«{}»".format)
    assert told(entries) == [
        "rejected the suggestion «لاہور» «LOCATION»",
        "marked the article done",
        "undo: removed «عمران خان لاہور» «LOCATION»",
        "brought back «عمران خان لاہور» «LOCATION»",
        "removed «عمران خان لاہور» «LOCATION»",
        "marked «عمران خان لاہور» «LOCATION» «unsure»",
        "wrote on «عمران خان لاہور» «LOCATION»: «شہر»",
        "grew an edge of «LOCATION» from «لاہور» to «عمران خان لاہور»",
        "relabelled «لاہور» «PERSON» → «LOCATION»",
        "labelled «لاہور» «PERSON»",
        "imported from «article».txt",
    ]
    assert {entry.who for entry in entries[:-1]} == {"me"}
    assert entries[-1].event == 0


def test_a_gesture_of_many_spans_is_one_entry_and_two_of_one_millisecond_are_two(
    project: Project, add_text: AddText
) -> None:
    article = add_text(TEXT)
    seven = tuple(make_span(project, article, start, start + 1) for start in range(7))
    two = (make_span(project, article, *LAHORE, "LOCATION"), make_span(project, article, 0, 9))
    for spans in (seven, two):
        project.put(Edit(spans=spans), "label", at="2026-11-24T10:00:00.000+00:00")
    entries = history(project, article)
    assert told(entries)[:2] == ["labelled لاہور LOCATION; labelled عمران خان PERSON", "labelled 7 spans PERSON"]
    first = state_after(project, article, project.annotator("me").id, entries[0].first - 1)
    assert len(first.spans) == 7


def test_labels_of_the_article_and_names_that_are_gone_are_told(project: Project, add_text: AddText) -> None:
    article = add_text(TEXT)
    topic = project.add_label(Label("politics", scope=Scope.ARTICLE))
    put(project, article, (*LAHORE, "LOCATION"))
    mark = ArticleLabel(article, project.annotator("me").id, topic.id)
    project.put(Edit(article_labels=(mark,)), "label the article")
    gone = replace(topic, deleted=True)
    project.put(Edit(labels=(gone,), article_labels=(replace(mark, deleted=True),)), "delete the label politics")
    place = next(label for label in project.labels() if label.name == "LOCATION")
    project.put(Edit(labels=(replace(place, name="PLACE"),)), "rename LOCATION")
    assert told(history(project, article)) == [
        "took politics (deleted) off the article (the label was deleted)",
        "labelled the article politics (deleted)",
        "labelled لاہور PLACE",
        "imported from article.txt",
    ]


def test_a_gesture_on_several_layers_is_an_entry_of_each(project: Project, add_text: AddText) -> None:
    article = add_text(TEXT)
    spans = [make_span(project, article, *LAHORE, "LOCATION", who) for who in ("me", "bilal", "me")]
    project.put(Edit(spans=tuple(spans)), "delete the label X")
    both = history(project, article)[:2]
    assert [entry.who for entry in both] == ["me", "bilal"]
    assert both[0].event == both[1].event
    assert len(history(project, article, project.annotator("bilal").id)) == 2


def test_pages_follow_each_other_to_the_beginning(project: Project, add_text: AddText) -> None:
    article = add_text(TEXT)
    for number in range(23):
        put(project, article, (number % 9, 10, "PERSON"))
    whole = history(project, article, limit=1000)
    pages: list[Entry] = []
    before = None
    while before != 0:
        page = history(project, article, before=before, limit=5)
        pages += page
        before = page[-1].first
    assert pages == whole
    assert len(whole) == 24
    assert not history(project, article, before=0)


def test_an_import_onto_an_article_is_told_and_what_was_before_it_is_known(
    project: Project, add_text: AddText, tmp_path: Path
) -> None:
    article, untouched = add_text(TEXT), add_text("کراچی", "other.txt")
    put(project, article, (0, 9, "PERSON"))
    more = tmp_path / "more.jsonl"
    layer = {"annotator": "me", "status": "done", "spans": [{"start": 10, "end": 15, "label": "LOCATION"}]}
    rows = [{"id": "article.txt", "text": TEXT, "layers": [layer]}, {"id": "other.txt", "text": "کراچی"}]
    rows += [{"id": "new.txt", "text": "پشاور پشاور پشاور", "layers": [layer]}]
    more.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    import_files(project, [more])
    entry = history(project, article)[0]
    assert (entry.what, entry.who) == ("imported 1 span from more.jsonl", "")
    whose = project.annotator("me").id
    assert history(project, article, whose)[0] == entry
    assert len(history(project, article, project.annotator("bilal").id)) == 1
    assert [span.start for span in state_after(project, article, whose, entry.event).spans] == [0, 10]
    before = state_after(project, article, whose, entry.first - 1)
    assert ([span.start for span in before.spans], before.status) == ([0], Status.NEW)
    assert told(history(project, untouched)) == ["imported from other.txt"]
    new = ArticleId(project.value("SELECT max(id) FROM article"))
    assert told(history(project, new)) == ["imported from new.txt"]
    assert len(state_after(project, new, whose, 0).spans) == 1
    import_files(project, [more])
    assert history(project, article)[0] == entry


def test_a_page_of_ten_thousand_events_is_read_through_the_index(project: Project, add_text: AddText) -> None:
    few, many = add_text(TEXT), add_text(TEXT + "!", "many.txt")
    for article, count in ((few, 100), (many, 10_000)):
        with project.transaction():
            rows = [make_span(project, article, 0, 9, "PERSON") for _ in range(count // 100)]
            for _ in range(100):
                project.put(Edit(spans=tuple(rows)), "label PERSON")
    plan = project.query("EXPLAIN QUERY PLAN SELECT id FROM event WHERE article_id = 1 AND id < 5 ORDER BY id DESC")
    assert "event_article" in plan[0]["detail"]
    for article in (few, many):
        assert len(history(project, article, limit=4)) == 4


def test_an_event_that_is_broken_is_told_by_its_name_and_no_state_is_guessed(
    project: Project, add_text: AddText
) -> None:
    article = add_text(TEXT)
    put(project, article, (0, 9, "PERSON"))
    whose = project.annotator("me").id
    broken = ("2026-11-24T10:00:00.000+00:00", "label X", whose, article, "u", '{"uid', "[1")
    with project.transaction() as db:
        head = "INSERT INTO event (at, gesture, annotator_id, article_id, object, before, after) VALUES (?,?,?,?,?,?,?)"
        db.execute(head, broken)
    entries = history(project, article)
    assert told(entries)[:2] == ["label X", "labelled عمران خان PERSON"]
    assert len(state_after(project, article, whose, entries[0].event).spans) == 1
    with pytest.raises(UserError, match="history of this article is damaged"):
        state_after(project, article, whose, entries[1].event)


def test_a_flipped_bit_in_an_event_does_not_become_a_span(project: Project, add_text: AddText) -> None:
    article = add_text(TEXT)
    (span,) = put(project, article, (0, 9, "PERSON"))
    project.put(Edit(spans=(replace(span, deleted=True),)), "remove PERSON")
    with project.transaction() as db:
        db.execute("DROP TRIGGER event_is_not_rewritten")
        db.execute(
            """UPDATE event SET before = replace(before, '"end":9', '"end":8') WHERE gesture = 'remove PERSON'"""
        )
    entries = history(project, article)
    with pytest.raises(UserError, match="history of this article is damaged"):
        state_after(project, article, span.annotator, entries[1].event)


@pytest.mark.parametrize("version", [1, 2])
def test_projects_of_earlier_versions_have_their_history(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.nishan"
    shutil.copy(ROOT / "tests" / "data" / f"project_v{version}.nishan", path)
    with Project.open(path) as project:
        article = ArticleId(1)
        for whose in layers_of(project, article):
            entries = history(project, article, whose)
            assert entries[-1].what.startswith("imported")
            newest = state_after(project, article, whose, entries[0].event)
            assert not differences(project.spans(article, whose), newest.spans)
            made = {span.uid for span in state_after(project, article, whose, 0).spans}
            events = {row["object"] for row in project.query("SELECT object FROM event")}
            assert not made & events


@pytest.mark.parametrize(
    ("name", "value"),
    [("start", '"x"'), ("end", "99"), ("note", "7"), ("label_id", "[1]"), ("attributes", '"["')],
)
def test_a_past_that_somebody_made_up_is_refused_or_left_out(
    name: str, value: str, project: Project, add_text: AddText
) -> None:
    """With a checksum that fits, as a program that wants to do harm can make one."""
    article = add_text(TEXT)
    (span,) = put(project, article, (0, 9, "PERSON"))
    before = {"uid": span.uid, "article_id": article, "annotator_id": span.annotator, "start": 0, "end": 9}
    before |= {"label_id": span.label, "origin": "manual", "note": "", "confidence": "", "attributes": "{}"}
    made_up = to_json(before | {"rev": 1, "updated_at": "", "deleted": 0} | {name: json.loads(value)})
    with project.transaction():
        row = ("", "x", span.annotator, article, span.uid, made_up, to_json(before | {"deleted": 1}), 1.0, 1)
        write_events(project, [row])
    entries = history(project, article)
    assert entries[0].what == "removed عمران خان PERSON"
    with pytest.raises(UserError, match="damaged") if name != "end" else nullcontext():
        assert not state_after(project, article, span.annotator, entries[1].event).spans
