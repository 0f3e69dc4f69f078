"""What is exported, and how."""

from __future__ import annotations

from dataclasses import dataclass

from models.base.entities import ArticleId, Status
from models.exporting.card import Card
from models.exporting.shares import Shares
from models.formats.support.options import AS_USUAL, WriteOptions


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What is exported and how.

    `annotator`: whose layer; "" for all where the format holds them, or the only one. `curated`: the curator's.
    `statuses`: only articles that this annotator has brought so far; `articles`: only these. `shares`: a file or
    folder for each split, by `seed`, the labels spread evenly when `stratified`. `replace`: a folder, or files beside
    the main one, that are there already go when the new ones are complete. `card`: with a dataset card in the folder
    or beside the file. `group`: articles with one value of this field of their metadata go to one split, as those
    with equal and near-equal texts always do.
    """

    format_key: str
    annotator: str = ""
    curated: bool = False
    statuses: frozenset[Status] = frozenset()
    articles: frozenset[ArticleId] | None = None
    shares: Shares = ()
    seed: int = 0
    stratified: bool = False
    options: WriteOptions = AS_USUAL
    replace: bool = False
    card: Card | None = None
    group: str = ""
