"""Train, dev and test: which article goes where, the same on every machine, and what is alike in one of them."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import accumulate

from models.base.entities import AnnotatorId, AnnotatorKind, ArticleId
from models.base.errors import UserError
from models.base.report import Report, counted
from models.exporting.groups import Group, Grouping, grouped
from models.exporting.plan import ExportPlan
from models.exporting.shares import Shares
from models.project.project import Project

_LEEWAY = 2  # standard deviations by which chance may fill a part beyond its share
_NONE = -1  # no label
_Spread = dict[str, list[Group]]


def place_of(uid: str, seed: int) -> float:
    """Return where in [0, 1) an article falls: by its id and the seed alone, so that others do not move it."""
    digest = hashlib.sha256(f"{seed}\0{uid}".encode()).digest()
    return (int.from_bytes(digest[:7], "big") >> 3) / 2**53  # as many bits as a float holds: never 1


def split_of(
    project: Project,
    annotator: AnnotatorId | None,
    among: frozenset[ArticleId] | None,
    plan: ExportPlan,
    report: Report | None = None,
    step: Callable[[int], None] = lambda _articles: None,
) -> dict[str, frozenset[ArticleId] | None]:
    """Return the articles of each split: of `among`, or of all. Says in `report` what is kept together.

    Raises UserError when a split would be empty, and Unsound.
    """
    found = grouped(project, among, plan.group, step)
    if plan.stratified:
        spread = _stratified(_in_places(found.groups, plan.seed), _labels(project, annotator), plan.shares)
    else:
        spread = _by_place(found.groups, plan)
    _fill_empty(spread)
    if any(not groups for groups in spread.values()):
        raise _too_few(project, found, spread)
    if report is not None:
        report.split, report.kept_together = found.facts, str(found)
    return {name: frozenset(article for group in spread[name] for article in group.articles) for name, _ in plan.shares}


def _size(group: Group) -> int:
    return len(group.articles)


def _in_places(groups: list[Group], seed: int) -> list[Group]:
    """Return the groups in the order in which they are spread: large ones first, then by chance."""
    return sorted(groups, key=lambda group: (-_size(group), place_of(group.first[1], seed), group.first[1]))


def _by_place(groups: list[Group], plan: ExportPlan) -> _Spread:
    """Put each group where its place is; where that part is full, into the one with most room."""
    total = sum(map(_size, groups))
    room = {name: share * total for name, share in plan.shares}
    leeway = {name: _LEEWAY * math.sqrt(share * max(1 - share, 0) * total) for name, share in plan.shares}
    edges = [*accumulate(share for _, share in plan.shares)][:-1]
    names = [name for name, _ in plan.shares]
    spread: _Spread = {name: [] for name in names}
    for group in sorted(groups, key=lambda group: (-_size(group), group.first)):  # what came first stays first
        place = place_of(group.first[1], plan.seed)
        name = next((name for edge, name in zip(edges, names, strict=False) if place < edge), names[-1])
        if _size(group) > room[name] + leeway[name]:
            name = max(room, key=room.__getitem__)
        spread[name].append(group)
        room[name] -= _size(group)
    return spread


def _fill_empty(spread: _Spread) -> None:
    """Give each empty part the smallest group of the part that has most of them."""
    for groups in spread.values():
        most = max(spread.values(), key=len)
        if not groups and len(most) > 1:
            smallest = min(most, key=lambda group: (_size(group), *group.first))
            most.remove(smallest)
            groups.append(smallest)


def _too_few(project: Project, found: Grouping, spread: _Spread) -> UserError:
    """Return why parts would be empty, and what to do."""
    if not found.groups:
        return UserError("There is no article to split; choose others, or import some.")
    empty = ", ".join(name for name, groups in spread.items() if not groups)
    articles, largest = sum(map(_size, found.groups)), max(found.groups, key=_size)
    ((title,),) = project.rows("SELECT title FROM article WHERE id = ?", (largest.articles[0],))
    kept = "equal or near-equal texts" + f", or one value of {found.field}" * bool(found.field)
    size = (
        f"; the largest has {counted(_size(largest), 'article')}: {title[:60]!r} and the like"
        if _size(largest) > 1
        else ""
    )
    what = "group by another field, " if found.field else ""
    return UserError(
        f"No article is left for {empty}: the split has {counted(len(spread), 'part')}, and "
        f"{counted(articles, 'article makes', 'articles make')} {counted(len(found.groups), 'group')} "
        f"({kept} stay together){size}; {what}add articles, or make fewer parts."
    )


def _labels(project: Project, annotator: AnnotatorId | None) -> dict[int, Counter[int]]:
    """Return article -> how often each label is on it."""
    whose = (
        "annotator_id = ?" if annotator is not None else "annotator_id NOT IN (SELECT id FROM annotator WHERE kind = ?)"
    )
    counts: dict[int, Counter[int]] = {}
    select = (
        "SELECT article_id, label_id, count(*) AS many FROM span "
        f"WHERE deleted = 0 AND {whose} GROUP BY article_id, label_id"
    )
    for row in project.query(select, (AnnotatorKind.SUGGESTER.value if annotator is None else annotator,)):
        counts.setdefault(row["article_id"], Counter())[row["label_id"]] = row["many"]
    return counts


def _sum(counts: Iterable[Counter[int]]) -> Counter[int]:
    """Return all counts together; `sum` would copy what it has for each."""
    total: Counter[int] = Counter()
    for one in counts:
        total.update(one)
    return total


def _stratified(ordered: list[Group], labels: dict[int, Counter[int]], shares: Shares) -> _Spread:
    """Deal groups to parts by iterative stratification (Sechidis et al. 2011).

    By spans: the rarest label first, to the part that lacks it most.
    """
    spans = [_sum(labels.get(article, Counter()) for article in group.articles) for group in ordered]
    totals = _sum(spans)
    wanted = {name: {label: share * count for label, count in totals.items()} for name, share in shares}
    room = {name: share * sum(map(_size, ordered)) for name, share in shares}
    spread: _Spread = {name: [] for name, _ in shares}
    rarity = sorted(totals, key=lambda label: (totals[label], label))
    rank = {label: place for place, label in enumerate(rarity)}
    holding: dict[int, list[int]] = {label: [] for label in (*rarity, _NONE)}
    for number, found in enumerate(spans):
        holding[min(found, key=rank.__getitem__) if found else _NONE].append(number)
    for label, numbers in holding.items():
        for number in numbers:
            name = max(wanted, key=lambda split: (wanted[split].get(label, 0), room[split]))
            spread[name].append(ordered[number])
            room[name] -= _size(ordered[number])
            for other, count in spans[number].items():
                wanted[name][other] -= count
    return spread
