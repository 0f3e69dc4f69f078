"""What stats counts."""

from __future__ import annotations

import json
from dataclasses import replace

from models.base.entities import Edit, Status, Work
from models.project.project import Project
from models.project.stats import stats
from tests.models.conftest import AddText
from tests.models.helpers import put


def test_stats_count_what_is_there(project: Project, add_text: AddText) -> None:
    one, two = add_text("علی زید", "1.txt"), add_text("لاہور😀", "2.txt")
    me = put(project, one, (0, 3, "PERSON"), (4, 7, "PERSON"))[0].annotator
    gone = put(project, two, (0, 5, "LOCATION"))[0]
    project.put(Edit(spans=(replace(gone, deleted=True),)), "delete")
    put(project, two, (0, 5, "LOCATION"), who="other")
    project.put(Edit(works=(Work(one, me, Status.DONE),)), "done")
    project.put(Edit(works=(Work(two, me, Status.SKIPPED),)), "skip")
    project.add_seconds(one, me, 1.26)
    counts = stats(project)
    assert counts["project"] == str(project.path)
    assert (counts["articles"], counts["characters"], counts["spans"]) == (2, 13, 3)
    assert counts["labels"] == {
        "PERSON": 2,
        "LOCATION": 1,
        "ORGANIZATION": 0,
        "DATE": 0,
        "TIME": 0,
        "NUMBER": 0,
        "DESIGNATION": 0,
    }
    assert counts["annotators"] == {
        "me": {"spans": 2, "done": 1, "skipped": 1, "seconds": 1.3},
        "other": {"spans": 1, "done": 0, "skipped": 0, "seconds": 0},
    }
    assert json.loads(json.dumps(counts)) == counts


def test_stats_of_an_empty_project_are_zero(project: Project) -> None:
    counts = stats(project)
    assert (counts["articles"], counts["characters"], counts["spans"], counts["annotators"]) == (0, 0, 0, {})
