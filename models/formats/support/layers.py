"""Layers and features as WebAnno, INCEpTION and UIMA have them: which of them says the labels. No format itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.base.reading import Reading
from models.base.report import counted
from models.formats.support.source import SourceFile

SPAN, RELATION, CHAIN = "annotation", "relation", "link of a chain"
"""What the annotations of a layer are."""

ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_OF_TOKENS = re.compile(
    r"(?:u|x|fine|coarse)?pos(?:_?tags?|_\w+)?|lemmas?|stems?|morph\w*|tokens?|compound|sentences?|surfaceform|"
    r"sofachangeannotation|documentmetadata|documentannotation|paragraph|heading|div|tagsetdescription",
    re.IGNORECASE,
)
_PACKAGES = re.compile(r"\.(?:syntax|metadata|segmentation|lexmorph)\.type\.|^uima\.")
_NO_LABEL = re.compile(r"[-+]?[0-9.,]+|true|false", re.I)
_SAYS_LABEL = ("value", "label", "entity", "entitytype", "type", "kind", "class", "category", "tag", "ner", "name")
_SAYS_NONE = re.compile(
    r"id(?:entifier)?|\w*link|url|uri|iri|\w*comments?|\w*notes?|confidence|score|order", re.IGNORECASE
)
_LONGEST_LABEL = 64  # characters; what is longer is a comment or an address


@dataclass(slots=True)
class LayerAnnotation:
    """An annotation of a layer; `start` and `end` as the file counts, `values` those features that have one."""

    layer: str
    start: int
    end: int
    values: dict[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(slots=True)
class LayerUse:
    """What a file holds of a layer. `values`: feature -> value -> how often. `entity`: the usual one, or below it."""

    name: str
    kind: str = SPAN
    features: tuple[str, ...] = ()
    entity: bool = False
    count: int = 0
    values: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The name without that of its package."""
        return self.name.rpartition(".")[2]

    @property
    def of_tokens(self) -> bool:
        """Whether it says of every token what it is, or of the document, and marks nothing."""
        return self.kind == SPAN and bool(_OF_TOKENS.fullmatch(self.short) or _PACKAGES.search(self.name))

    @property
    def filled(self) -> list[str]:
        """The features that have a value somewhere, in their order."""
        return [name for name in self.features if self.values.get(name)]

    @property
    def label_feature(self) -> str:
        """The feature that says the labels, by its name and values; "" where the layer's name says more than those."""
        found = min(self.filled, key=self.unlike_labels, default="")
        return "" if any(self.unlike_labels(found)[:2]) else found

    def unlike_labels(self, feature: str) -> tuple[bool, bool, int]:
        """Return how little a feature looks like one of labels; the first of those alike wins."""
        name, values = feature.casefold(), self.values.get(feature, ())
        long = any(len(value) > _LONGEST_LABEL or "://" in value for value in values)
        hint = _SAYS_LABEL.index(name) if name in _SAYS_LABEL else len(_SAYS_LABEL)
        none = hint == len(_SAYS_LABEL) and all(_NO_LABEL.fullmatch(value) for value in values)
        return long, none or _SAYS_NONE.fullmatch(feature) is not None, hint

    def add(self, one: LayerAnnotation) -> None:
        """Count an annotation."""
        self.count += 1
        for name, value in one.values.items():
            self.values.setdefault(name, Counter())[str(value)] += 1

    def parts(self) -> Iterator[tuple[str, str]]:
        """Yield (name to choose by, feature) of each way to read its labels."""
        for feature in self.filled:
            yield f"{self.name}.{feature}", feature
        if not self.label_feature:
            yield self.name, ""

    def __str__(self) -> str:
        """Return what a note says of it: `3 annotations of x.Y (kind 3, note 1)`."""
        filled = [f"{name} {sum(self.values[name].values())}" for name in self.filled]
        what = counted(self.count, self.kind, "links of a chain" if self.kind == CHAIN else "")
        return f"{what} of {self.name}" + (f" ({', '.join(filled)})" if filled else "")


def labels_of(source: SourceFile, uses: Iterable[LayerUse]) -> dict[str, list[str]]:
    """Return layer -> the features that say its labels ("": its own name), chosen or by evidence; the rest is told."""
    there = [use for use in uses if use.count]
    parts = {part: (use, feature) for use in there if use.kind != RELATION for part, feature in use.parts()}
    wanted = source.options.roles.get("layer")
    if wanted is None:
        entities = _entity(there)
        taken = [part for part, (use, feature) in parts.items() if use in entities and feature == use.label_feature]
    else:
        taken = _chosen(source, wanted, parts)
    if parts:
        counts = tuple(_counted(use, feature) for use, feature in parts.values())
        source.took(Reading("layer", tuple(parts), (counts,), {"layer": tuple(taken)}, frozenset({"layer"})))
    chosen: dict[str, list[str]] = {}
    for part in taken:
        chosen.setdefault(parts[part][0].name, []).append(parts[part][1])
    for use in there:
        _tell(source, use, chosen)
    return chosen


def labelled(one: LayerAnnotation, features: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (label, attributes) of an annotation for each of `features` that it has; the others are attributes."""
    more = {name: value for name, value in one.values.items() if name not in features}
    for feature in features:
        label = str(one.values.get(feature, "")) if feature else one.layer.rpartition(".")[2]
        if label.strip():
            yield label, more


def _counted(use: LayerUse, feature: str) -> str:
    """Return how many annotations a part has, and its first values."""
    if not feature:
        return str(use.count)
    values = use.values[feature]
    return f"{sum(values.values())}: {', '.join(value for value, _ in values.most_common(4))}"[:80]


def _entity(there: list[LayerUse]) -> list[LayerUse]:
    """Return the layers of entities: the usual one; else one of one's own, or all that have no features."""
    spans = [use for use in there if use.kind == SPAN and not use.of_tokens]
    usual = [use for use in spans if use.entity]
    own = [use for use in spans if not use.entity]
    if usual and (any(use.filled for use in usual) or not any(use.filled for use in own)):
        return usual
    with_labels = [use for use in own if use.label_feature]
    return [min(with_labels, key=_unlike_entities)] if with_labels else own


def _unlike_entities(use: LayerUse) -> tuple[bool, bool, int]:
    return *use.unlike_labels(use.label_feature)[:2], -use.count


def _chosen(source: SourceFile, wanted: tuple[str, ...], parts: dict[str, tuple[LayerUse, str]]) -> list[str]:
    """Return the parts that somebody named: `x.Y.kind`, `Y.kind`, `x.Y` or `Y`; a name that is not here is told."""
    found: dict[str, None] = {}
    for name in wanted:
        own = name.replace("|", ".").casefold()
        fits = [part for part in parts if _is_named(own, part)]
        fits = fits or [
            part for part, (use, feature) in parts.items() if _is_named(own, use.name) and feature == use.label_feature
        ]
        found |= dict.fromkeys(fits)
        if not fits:
            there = ", ".join(list(parts)[:20]) or "none"
            source.report.note(source.at(), f"there is no layer {name}; the layers are: {there}")
    return list(found)


def _is_named(wanted: str, name: str) -> bool:
    return f".{name.casefold()}".endswith(f".{wanted}")


def _tell(source: SourceFile, use: LayerUse, chosen: dict[str, list[str]]) -> None:
    """Note what of a layer is not read, or not as a label."""
    if use.name not in chosen:
        hint = "" if use.kind == RELATION or use.of_tokens else f" (--layer {use.short} reads it)"
        source.report.note(source.at(), f"{use}; left out{hint}")
        return
    more = [f"{name} {sum(use.values[name].values())}" for name in use.filled if name not in chosen[use.name]]
    if more:
        source.report.note(source.at(), f"further features of {use.name} read as attributes: {', '.join(more)}")
