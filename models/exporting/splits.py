"""Train, dev and test: which article goes where, the same on every machine."""

from __future__ import annotations

import hashlib
from collections import Counter

from models.base.entities import AnnotatorId, AnnotatorKind, ArticleId
from models.exporting.plan import ExportPlan
from models.exporting.shares import Shares
from models.project.project import Project


def place_of(uid: str, seed: int) -> float:
    """Return where in [0, 1) an article falls: by its id and the seed alone, so that others do not move it."""
    digest = hashlib.sha256(f"{seed}\0{uid}".encode()).digest()
    return (int.from_bytes(digest[:7], "big") >> 3) / 2**53  # as many bits as a float holds: never 1


def split_of(
    project: Project, annotator: AnnotatorId | None, among: frozenset[ArticleId] | None, plan: ExportPlan
) -> dict[str, frozenset[ArticleId] | None]:
    """Return the articles of each split: of `among`, or of all."""
    # Not by the index of the ids, which nobody has verified.
    rows = [row for row in project.rows("SELECT id, uid FROM article NOT INDEXED") if among is None or row[0] in among]
    ordered = sorted((place_of(uid, plan.seed), uid, ArticleId(key)) for key, uid in rows)
    if plan.stratified:
        spread = _stratified([article for _, _, article in ordered], _labels(project, annotator), plan.shares)
    else:
        spread = _by_place([(place, article) for place, _, article in ordered], plan.shares)
    return {name: frozenset(spread[name]) for name, _ in plan.shares}


def _by_place(ordered: list[tuple[float, ArticleId]], shares: Shares) -> dict[str, list[ArticleId]]:
    spread: dict[str, list[ArticleId]] = {name: [] for name, _ in shares}
    edges, edge = [], 0.0
    for name, share in shares:
        edge += share
        edges.append((edge, name))
    edges[-1] = (1.0, edges[-1][1])
    for place, article in ordered:
        spread[next(name for edge, name in edges if place < edge)].append(article)
    return spread


def _labels(project: Project, annotator: AnnotatorId | None) -> dict[int, Counter[int]]:
    """Article -> how often each label is on it."""
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


def _stratified(
    ordered: list[ArticleId], labels: dict[int, Counter[int]], shares: Shares
) -> dict[str, list[ArticleId]]:
    """Iterative stratification (Sechidis et al. 2011), by spans: rarest label first, to whoever lacks it most."""
    totals: Counter[int] = Counter()
    for article in ordered:
        totals.update(labels.get(article, Counter()))
    wanted = {name: {label: share * count for label, count in totals.items()} for name, share in shares}
    room = {name: share * len(ordered) for name, share in shares}
    spread: dict[str, list[ArticleId]] = {name: [] for name, _ in shares}
    rarity = sorted(totals, key=lambda label: (totals[label], label))
    holding: dict[int, list[ArticleId]] = {label: [] for label in rarity}
    placed: set[ArticleId] = set()
    rank = {label: place for place, label in enumerate(rarity)}
    for article in ordered:
        if article in labels:
            holding[min(labels[article], key=rank.__getitem__)].append(article)
    for label in rarity:
        for article in holding[label]:
            name = max(wanted, key=lambda split: (wanted[split][label], room[split]))
            _place(article, name, spread, room, placed)
            for other, count in labels[article].items():
                wanted[name][other] -= count
    for article in ordered:
        if article not in placed:
            _place(article, max(room, key=room.__getitem__), spread, room, placed)
    return spread


def _place(
    article: ArticleId,
    name: str,
    spread: dict[str, list[ArticleId]],
    room: dict[str, float],
    placed: set[ArticleId],
) -> None:
    spread[name].append(article)
    room[name] -= 1
    placed.add(article)
