"""The dataset card: what a dataset is, counted while it is written, for whoever finds it later. Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from models.base import yaml_text
from models.base.documents import AnnotatedArticle
from models.base.entities import Guideline, Label, Scope, Status
from models.base.report import DAMAGED, Report, counted
from models.exporting import loading
from models.formats.support.base import Format
from models.formats.support.options import WriteOptions

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_NAMED = 100  # damaged rows that a card names


@dataclass(frozen=True, slots=True)
class Card:
    """What a person says of a dataset; the rest is counted. `licence` is best one of SPDX's names, CC-BY-4.0."""

    title: str = ""
    licence: str = ""
    description: str = ""


class Written(NamedTuple):
    """What a report says of the dataset so far. `unwritten`: label -> spans that were left out."""

    records: int
    spans: int
    unwritten: Counter[str]

    @classmethod
    def so_far(cls, report: Report) -> Written:
        """Return what a report says now."""
        return cls(report.articles, report.spans, Counter(report.unwritten))


@dataclass
class SplitCounts:
    """What went into one split: as it passes, what is given to the format, and after `settle` what was written.

    `records` are articles, or sentences where these are the records.
    """

    records: int = 0
    articles: int = 0
    characters: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def count(self, articles: Iterable[AnnotatedArticle], report: Report) -> Iterator[AnnotatedArticle]:
        """Yield the same articles, counted as they pass; characters of those that `report` says are written."""
        for article in articles:
            self.articles += 1
            for layer in article.layers:
                self.labels.update(span.label for span in layer.spans)
                self.annotators[layer.annotator] += len(layer.spans)
                self.done[layer.annotator] += layer.status is Status.DONE
            before = report.articles
            yield article
            self.characters += len(article.text) if report.articles > before else 0

    def settle(self, before: Written, after: Written, *, by_sentence: bool = False) -> None:
        """Take off what the format left out, going by its report before and after it wrote this split."""
        self.records = after.records - before.records
        if not by_sentence:
            self.articles = self.records
        self.labels -= after.unwritten - before.unwritten
        if len(self.annotators) == 1:  # formats that leave spans out hold one layer
            self.annotators = Counter(dict.fromkeys(self.annotators, after.spans - before.spans))


@dataclass(frozen=True)
class DatasetFacts:
    """How a dataset was made: `tallies` by split ("" without a split), `choices` in words.

    `copied`: how many records of each split are in a copy for `datasets`; empty without one.
    """

    format: Format
    options: WriteOptions
    tallies: dict[str, SplitCounts]
    labels: tuple[Label, ...]
    guideline: Guideline | None
    choices: tuple[str, ...]
    report: Report
    copied: dict[str, int] = field(default_factory=dict)


def place_of(dataset: Path) -> Path:
    """Return where the card of a dataset stands: in its folder, or beside its file."""
    return dataset / "README.md" if dataset.is_dir() else dataset.with_name(f"{dataset.stem}.README.md")


def write_card(card: Card, made: DatasetFacts, dataset: Path) -> None:
    """Write the card of a dataset that is written; what a format said in a README of its own stays said."""
    path = place_of(dataset)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(render(card, made, dataset, _front_matter(before)), encoding="utf-8", newline="\n")


def _front_matter(text: str) -> str:
    """Return the YAML lines between the `---` that a Markdown file begins with."""
    match = re.match(r"---\n(.*?)^---$", text, re.DOTALL | re.MULTILINE)
    return match[1] if match else ""


def render(card: Card, made: DatasetFacts, dataset: Path, given: str = "") -> str:
    """Return the card of a `dataset` as Markdown. `given`: lines of YAML front matter that a format has written."""
    title = card.title or "Urdu named entities"
    parts = [f"---\n{_yaml(card, made, title, given)}---", f"# {_plain(title)}"]
    if card.description:
        parts.append(card.description.strip())
    load = f"## Loading\n\n{loading.told(made.format, dataset, made.copied)}"
    parts += [load, _counts(made), _label_table(made), _people(made), _how(made), _damage(made.report)]
    parts += [_losses(made.report), _licence(card)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _yaml(card: Card, made: DatasetFacts, title: str, given: str) -> str:
    """Front matter as Hugging Face reads it; JSON's strings are YAML's."""
    records = sum(tally.records for tally in made.tallies.values())
    size = next((name for limit, name in SIZES if records < limit), "n>1M")
    known = card.licence.lower() if re.fullmatch(r"[A-Za-z0-9.+-]+", card.licence) else "other" if card.licence else ""
    own = {"pretty_name": yaml_text.quoted(title), "language": '["ur"]'}
    own |= {"license": yaml_text.name(known)} if known else {}
    own |= {"task_categories": '["token-classification"]', "size_categories": json.dumps([size])}
    there = {line.partition(":")[0] for line in given.splitlines() if re.match(r"\w+:", line)}
    lines = "".join(f"{name}: {value}\n" for name, value in own.items() if name not in there)
    splits = [split for split, tally in made.tallies.items() if tally.articles]
    return lines + (given or loading.front_matter(made.format, made.labels, made.options, splits, made.copied))


def _plain(text: str) -> str:
    """Text in a table or heading of Markdown: one line that marks nothing up."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))


def _table(head: list[str], rows: list[list[str | int]]) -> str:
    edge = " | ".join(["---"] + ["---:"] * (len(head) - 1))
    lines = [" | ".join(head), edge, *(" | ".join(map(str, row)) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)


def _counts(made: DatasetFacts) -> str:
    tallies = {split or "all": tally for split, tally in made.tallies.items()}
    if len(tallies) > 1:
        every = [*tallies.values()]
        labels = sum((tally.labels for tally in every), Counter[str]())
        articles, characters = sum(one.articles for one in every), sum(one.characters for one in every)
        tallies["all"] = SplitCounts(articles=articles, characters=characters, labels=labels)
    rows: list[list[str | int]] = [
        [split, tally.articles, tally.characters, tally.labels.total()] for split, tally in tallies.items()
    ]
    return "## Size\n\n" + _table(["split", "articles", "characters", "spans"], rows)


def _label_table(made: DatasetFacts) -> str:
    splits = [*made.tallies]
    names = [split or "spans" for split in splits]
    rows: list[list[str | int]] = []
    for label in made.labels:
        if label.scope is Scope.SPAN:
            counts = [made.tallies[split].labels[label.name] for split in splits]
            more = [sum(counts)] if len(counts) > 1 else []
            called = " · ".join(_plain(part) for part in (label.name, label.urdu_name) if part)
            rows.append([f"{called}: {_plain(label.description)}" if label.description else called, *counts, *more])
    return "## Labels\n\n" + _table(["label", *names, *(["all"] if len(splits) > 1 else [])], rows)


def _people(made: DatasetFacts) -> str:
    spans: Counter[str] = sum((tally.annotators for tally in made.tallies.values()), Counter())
    done: Counter[str] = sum((tally.done for tally in made.tallies.values()), Counter())
    rows: list[list[str | int]] = [[_plain(name), spans[name], done[name]] for name in sorted({*spans, *done})]
    table = _table(["annotator", "spans", "done"], rows) if rows else "Nobody has annotated it yet."
    guideline = made.guideline
    written = f"version {guideline.version} of {guideline.created_at[:10]}" if guideline else "none"
    # Agreement belongs here once the project measures it.
    return f"## Annotation\n\n{table}\n\n- Agreement: not measured.\n- Guidelines: {written}."


def _how(made: DatasetFacts) -> str:
    lines = [f"Format: {made.format.name} (`{made.format.key}`)", *made.choices]
    lines.append(f"Made with Nishan on {datetime.now(UTC).date().isoformat()}")
    return "## How it was made\n\n" + "\n".join(f"- {line}." for line in lines)


def _damage(report: Report) -> str:
    """Return what the project could not give; empty for a sound one."""
    if not report.damage:
        return ""
    notes = [note.what for note in report.damaged]
    more = [f"and {counted(len(notes) - _NAMED, 'further note')}"] if len(notes) > _NAMED else []
    lines = [f"- {_plain(what)}" for what in notes[:_NAMED] + more]
    said = f"The project was damaged when this was made. Left out: {report.damage}."
    return "\n\n".join(["## Damage", said, "\n".join(lines)]).rstrip()


def _losses(report: Report) -> str:
    kept = (note.what for note in report.notes if note.where != DAMAGED)
    said = Counter(re.sub(r" to \[\d+, \d+\)", "", what) for what in kept) + report.further
    lines = [f"- {_plain(f'{what}: {why}')}" for what, why in report.losses.lines()]
    lines += [f"- {counted(count, 'time')}: {what}" for what, count in said.most_common(20)]
    return "## What the format could not keep\n\n" + ("\n".join(lines) or _kept(report))


def _kept(report: Report) -> str:
    return "Everything that was chosen was kept as it is." if report.not_chosen else "Everything was kept as it is."


def _licence(card: Card) -> str:
    return f"## Licence\n\n{_plain(card.licence) or 'Not stated. Whoever publishes this has to state it.'}"
