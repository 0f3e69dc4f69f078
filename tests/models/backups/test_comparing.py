"""What is different between a project and a backup of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.backups.comparing import BackupDiff, DiffKind, NamedDiff, compare
from models.base.entities import ArticleId, ArticleLabel, Edit, Label, Scope, Status, Work
from models.base.errors import Cancelled, UserError
from models.base.report import no_progress
from models.project.project import Project
from tests.models.backups.backed import made
from tests.models.helpers import label_id, put

ADDED, REMOVED, CHANGED = DiffKind.ADDED, DiffKind.REMOVED, DiffKind.CHANGED


def test_nothing_is_different_after_a_backup(filled: Project, root: Path) -> None:
    backup = made(filled, root)
    assert not compare(filled.source(), backup.path, no_progress)


def test_spans_are_told_by_label_with_their_words(filled: Project, root: Path) -> None:
    first, second = filled.spans(ArticleId(1), filled.annotator("me").id)
    title = filled.article(ArticleId(1)).title
    backup = made(filled, root)
    person = label_id(filled, "PERSON")
    put(filled, ArticleId(1), (10, 14, "PERSON"))
    filled.put(Edit(spans=(replace(first, deleted=True), replace(second, label=person))), "test")
    found = compare(filled.source(), backup.path, no_progress)
    assert found.spans == {ADDED: 1, REMOVED: 1, CHANGED: 1}
    assert found.labels == {ADDED: {"PERSON": 1}, REMOVED: {"LOCATION": 1}, CHANGED: {"PERSON": 1}}
    assert found.named == [
        NamedDiff(REMOVED, title, "لاہور", "LOCATION"),
        NamedDiff(CHANGED, title, "میں", "PERSON", "DATE"),
        NamedDiff(ADDED, title, "بارش", "PERSON"),
    ]


def test_a_span_that_was_changed_and_changed_back_is_no_difference(filled: Project, root: Path) -> None:
    first, _ = filled.spans(ArticleId(1), filled.annotator("me").id)
    backup = made(filled, root)
    filled.put(Edit(spans=(replace(first, deleted=True),)), "test")
    filled.put(Edit(spans=(first,)), "test")
    assert not compare(filled.source(), backup.path, no_progress)


def test_articles_of_either_side_are_told(
    filled: Project, root: Path, add_text: Callable[..., ArticleId], tmp_path: Path
) -> None:
    backup = made(filled, root)
    put(filled, add_text("کراچی", "نیا.txt"), (0, 5, "LOCATION"))
    newer = made(filled, root)
    found = compare(filled.source(), backup.path, no_progress)
    assert found.articles == {ADDED: 1}
    assert found.named == [NamedDiff(ADDED, "کراچی")]
    assert found.labels[ADDED] == {"LOCATION": 1}
    (tmp_path / "old.nishan").write_bytes(backup.path.read_bytes())
    with Project.open(tmp_path / "old.nishan") as old:
        found = compare(old.source(), newer.path, no_progress)
    assert (found.articles[REMOVED], found.articles[ADDED]) == (1, 0)
    assert found.named == [NamedDiff(REMOVED, "کراچی"), NamedDiff(REMOVED, "کراچی", "کراچی", "LOCATION")]


def test_labels_guidelines_statuses_and_labels_of_articles_are_told(filled: Project, root: Path) -> None:
    me = filled.annotator("me").id
    topic = filled.add_label(Label("sport", color="#123456", scope=Scope.ARTICLE))
    backup = made(filled, root)
    date = next(label for label in filled.labels() if label.name == "DATE")
    filled.put(Edit(labels=(replace(date, name="NEW"),), guidelines="other"), "test")
    filled.put(
        Edit(works=(Work(ArticleId(1), me, Status.DONE),), article_labels=(ArticleLabel(ArticleId(1), me, topic.id),)),
        "test",
    )
    found = compare(filled.source(), backup.path, no_progress)
    assert found.label_names == {ADDED: 0, REMOVED: 0, CHANGED: 1}
    assert (found.guidelines, found.statuses, found.article_labels) == (True, 1, 1)
    assert found.spans.total() == 0


def test_a_backup_that_cannot_be_read_is_told(filled: Project, tmp_path: Path) -> None:
    (tmp_path / "broken.nishan").write_bytes(b"SQLite format 3\0" + b"\0" * 5000)
    with pytest.raises(UserError, match="cannot be compared"):
        compare(filled.source(), tmp_path / "broken.nishan", no_progress)


def test_it_can_be_stopped(filled: Project, root: Path) -> None:
    backup = made(filled, root)

    def stop(_done: int, _whole: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        compare(filled.source(), backup.path, stop)


def test_counts_are_complete_though_few_are_named(filled: Project, root: Path) -> None:
    backup = made(filled, root)
    put(filled, ArticleId(1), *((number, number + 1, "DATE") for number in range(20, 320)))
    found: BackupDiff = compare(filled.source(), backup.path, no_progress)
    assert found.spans[ADDED] == 300
    assert len(found.named) == 200
