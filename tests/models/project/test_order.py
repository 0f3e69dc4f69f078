"""Articles are listed in the order that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.entities import ArticleFacts, ArticleId, Edit, Span, Status, Work
from models.labels.templates import seed_labels
from models.project.order import Order, date_key, in_order
from models.project.project import Project

IDS = [ArticleId(number) for number in (1, 2, 3, 4)]
MADE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("پاکستان 10", "لمبا متن جو سب سے لمبا ہے", {"date": "2026-01-09"}),
    ("پاکستان ۹", "متن", {"Date": "31.12.2025"}),
    ("ایران", "اور متن", {}),
    ("BBC", "متن کچھ", {"date": "۲۰۲۴-۰۵-۰۱"}),
)
EXPECTED = {
    Order.IMPORT: [1, 2, 3, 4],
    Order.TITLE: [4, 3, 2, 1],
    Order.STATUS: [3, 1, 4, 2],
    Order.LENGTH: [2, 3, 4, 1],
    Order.DATE: [4, 2, 1, 3],
    Order.SPANS: [2, 3, 4, 1],
    Order.CHANGE: [4, 1, 2, 3],
    Order.MIXED: [2, 4, 1, 3],
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "p.nishan", seed_labels())
    me, label = project.annotator("sana").id, project.labels()[0].id
    made = [
        ArticleFacts(key, me, title, meta, source=title, text=text)
        for key, (title, text, meta) in zip(IDS, MADE, strict=True)
    ]
    for facts in (made[2], made[1], made[0], made[3]):
        project.put(Edit(facts=(facts,)), "paste")
    spans = (Span("a", IDS[0], me, 0, 4, label), Span("b", IDS[0], me, 5, 8, label), Span("c", IDS[3], me, 0, 3, label))
    project.put(Edit(works=(Work(IDS[1], me, Status.DONE),)), "done")
    project.put(Edit(spans=spans), "label")
    return project


@pytest.mark.parametrize("order", Order)
def test_order(project: Project, order: Order) -> None:
    with project:
        me = project.annotator("sana").id
        assert in_order(project, me, order, IDS) == EXPECTED[order]
        assert in_order(project, me, order, IDS, turned=True) == EXPECTED[order][::-1]


@pytest.mark.parametrize("meta", ["{", "[]", "null", '{"date": 5}', '{"date": null}', '{"date": ["x"]}'])
def test_what_is_no_date_comes_last(meta: str) -> None:
    assert date_key(meta) > date_key('{"date": "9999-12-31"}')


def test_mixed_articles_come_from_all_sources_all_along(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.nishan", seed_labels()) as project:
        me = project.annotator("sana").id
        sizes, key = {"large.jsonl": 60, "small.jsonl": 20}, 0
        source_of: dict[ArticleId, str] = {}
        for file, size in sizes.items():
            for number in range(size):
                key += 1
                source_of[ArticleId(key)] = file
                facts = ArticleFacts(ArticleId(key), me, "", source=f"{file}:{number}", text=f"متن {key}")
                project.put(Edit(facts=(facts,)), "paste")
        mixed = in_order(project, me, Order.MIXED, [*source_of])
        assert sorted(mixed) == [*source_of]
        assert in_order(project, me, Order.MIXED, [*source_of]) == mixed != [*source_of]
        for first in range(0, 80, 20):
            small = sum(source_of[article] == "small.jsonl" for article in mixed[first : first + 20])
            assert 3 <= small <= 7, "a quarter of each twenty"
        large = [article for article in mixed if source_of[article] == "large.jsonl"]
        assert large != sorted(large)
