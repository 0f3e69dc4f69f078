"""Articles and spans out of a project as a dataset, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.entities import AnnotatorId, AnnotatorKind, ArticleId, Guideline, Label
from models.base.errors import UserError
from models.base.gc_pause import collecting_seldom
from models.base.losses import Holds
from models.base.report import Progress, Report, Watched, counted, no_progress
from models.exporting.card import DatasetFacts, SplitCounts, Written, place_of, write_card
from models.exporting.files import Draft, followed
from models.exporting.groups import RULE
from models.exporting.loading import Copies
from models.exporting.losses import accounted, count_others, lacking, not_chosen
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated, articles_that_are
from models.exporting.sentences import by_sentence
from models.exporting.shares import check_names
from models.exporting.splits import split_of
from models.formats.support.base import Format
from models.formats.support.options import AS_USUAL, Cut, Overlaps, Unit, WriteOptions
from models.formats.support.sink import Sink
from models.project.facts import is_there, removed_articles
from models.project.left_out import LeftOut, left_out_of_log
from models.project.project import Project
from models.project.sound import LISTS, Unsound, read_sound, refusing_damage
from models.project.sound_copy import sound_copy
from models.storage.opening import REPAIR_HINT

_DEPTHS = 100  # of nested spans, whose files a report does not take the place of


def export(project: Project, out: Path, plan: ExportPlan, progress: Progress = no_progress) -> Report:
    """Write the dataset `out`: a file, or a folder of files where the format or a split needs one.

    It appears whole or not at all; what was there before stays until then. Suggestions are never written. What is
    damaged in the project is left out, and the report's `damage` says so. Raises UserError or Cancelled.
    """
    format_ = checked(plan)
    folder, (out, *beside) = format_.folder or bool(plan.shares), places_of(out, plan)
    with Draft(out, project.path, folder=folder, replace=plan.replace, beside=beside) as draft:
        report = _write_sound(project, draft.fresh, format_, plan, progress)
        draft.publish()
    report.files = (project.path, *draft.published)
    return report


def places_of(out: Path, plan: ExportPlan, *, perhaps: bool = False) -> tuple[Path, ...]:
    """Return `out` and the further files that an export certainly writes beside it. Raises UserError as `checked`.

    Where `out` is a link, all of them are where it leads to.
    `perhaps`: also those that it writes if there are spans for them.
    """
    format_, out = checked(plan), followed(out)
    if format_.folder or plan.shares:
        return (out,)
    beside = [out.with_name(out.stem + suffix) for suffix in format_.beside]
    if perhaps and format_.by_depth and plan.options.overlaps is Overlaps.LAYERS:
        beside += [out.with_name(f"{out.stem}.{depth}{out.suffix}") for depth in range(2, _DEPTHS)]
    return (out, *beside, *([place_of(out)] if plan.card is not None else ()))


def rehearse(project: Project, plan: ExportPlan, progress: Progress = no_progress) -> Report:
    """Return the report of `export`, without its files: they are written to a temporary folder that goes at once."""
    format_ = checked(plan)
    with tempfile.TemporaryDirectory(prefix="nishan-") as name:

        def fresh() -> Path:
            path = Path(tempfile.mkdtemp(dir=name)) / f"dataset{format_.suffixes[0]}"
            if format_.folder or plan.shares:
                path.mkdir()
            return path

        return _write_sound(project, fresh, format_, plan, progress)


def checked(plan: ExportPlan) -> Format:
    """Return the plan's format. Raises UserError for what that format cannot do."""
    format_ = formats.named(plan.format_key, formats.writers())
    unit, options, usual = plan.options.unit, plan.options, AS_USUAL
    if unit and unit not in format_.units:
        raise UserError(f"{format_.key}: a record is always one {format_.units[0].value} here; leave the unit out.")
    if options.overlaps != usual.overlaps and options.overlaps not in format_.overlaps:
        able = [policy.value for policy in format_.overlaps]
        raise UserError(
            f"{format_.key}: overlaps cannot be {options.overlaps.value} here; choose {' or '.join(able)}."
            if able
            else f"{format_.key}: spans may overlap here; leave the policy out."
        )
    if options.scheme != usual.scheme and options.scheme not in format_.schemes:
        raise UserError(f"{format_.key}: has no choice of tag schemes; leave it out.")
    if options.tokens != usual.tokens and options.tokens not in format_.cuts:
        raise UserError(f"{format_.key}: has no choice of tokens; leave it out.")
    check_names(name for name, _ in plan.shares)
    if plan.group and not plan.shares:
        raise UserError(f"{plan.group}: articles are grouped for a split, and there is none; give its shares, too.")
    return format_


def _write_sound(
    project: Project, fresh: Callable[[], Path], format_: Format, plan: ExportPlan, progress: Progress
) -> Report:
    """Write what is sound to the path that `fresh` makes: all of the project, or else what a copy has of it."""
    try:
        with refusing_damage():
            read_sound(project, LISTS)
            report = _report(left_out_of_log(project))
        return _write(project, fresh(), format_, plan, progress, report)
    except Unsound:
        pass  # seldom: then it is written again
    with sound_copy(project, (*LISTS, "article", "span"), progress) as (copy, left_out):
        try:
            return _write(copy, fresh(), format_, plan, progress, _report(left_out))
        except Unsound as error:
            raise UserError(f"{project.path}: what is sound in it cannot be read; {REPAIR_HINT}.") from error


def _report(left_out: LeftOut) -> Report:
    report = Report()
    if left_out:
        report.note_damage(str(left_out), left_out.notes)
    return report


def _write(
    project: Project, path: Path, format_: Format, plan: ExportPlan, progress: Progress, report: Report
) -> Report:
    """Write the dataset of a plan. Raises Unsound, whatever is written by then."""
    assert format_.write is not None
    unit = plan.options.unit or format_.units[0]
    options = replace(plan.options, unit=unit)
    sentences = unit is Unit.SENTENCE and Unit.ARTICLE in format_.units[:1]
    kinds = lacking(format_, by_sentence=sentences)
    with refusing_damage():
        read = _read(project, format_, plan, progress, kinds, report)
    tallies = {split: SplitCounts() for split in read.parts}
    copies = Copies(path, format_, read.labels, options, wanted=plan.card is not None and path.is_dir())
    for split, chosen in read.parts.items():
        target = path / f"{split}{format_.suffixes[0]}" if split and not format_.folder else path
        stream = _sound(project, annotated(project, read.who, chosen, read.watched.advance))
        stream = accounted(stream, kinds, format_.attributes, report.losses)
        if plan.card:
            stream = tallies[split].count(stream, report)
        if sentences:
            stream = by_sentence(stream, report)
        stream = copies.along(stream, split, sentences=sentences)
        before, articles = Written.so_far(report), report.articles
        with collecting_seldom():
            format_.write(stream, Sink(target, read.labels, report, options, split, read.guideline_text))
        if split and report.articles == articles:
            raise _nothing_written(split, chosen, format_)
        if plan.card:
            tallies[split].settle(before, Written.so_far(report), by_sentence=sentences)
    report.losses.keep(kinds)
    if not report.articles:
        report.empty = _why_empty(read, len(removed_articles(project)), plan, format_)
    if plan.card is not None:
        choices = _choices(plan, options, report)
        made = DatasetFacts(format_, options, tallies, read.labels, read.guideline, choices, report, copies.records)
        write_card(plan.card, made, path)
    return report


@dataclass(frozen=True, slots=True)
class _Read:
    """What an export reads of a project before its articles.

    `who`: None for everybody's layers. `every`: how many articles there are; `chosen`: how many are to be written.
    """

    who: AnnotatorId | None
    labels: tuple[Label, ...]
    guideline: Guideline | None
    parts: dict[str, frozenset[ArticleId] | None]
    watched: Watched
    every: int
    chosen: int

    @property
    def guideline_text(self) -> str:
        return self.guideline.text if self.guideline else ""


def _read(
    project: Project, format_: Format, plan: ExportPlan, progress: Progress, kinds: frozenset[Holds], report: Report
) -> _Read:
    """Read what an export needs beside the articles, and count in `report` what the choice of a layer leaves aside."""
    who = chosen_layer(project, plan, format_)
    among = _among(project, who, plan)
    labels = project.labels()
    every = project.value("SELECT count(*) FROM article") - len(removed_articles(project))
    written = every if among is None else len(among)
    watched = Watched(written + every if plan.shares else written, progress)
    parts = split_of(project, who, among, plan, report, watched.advance) if plan.shares else {"": among}
    if who is not None and (plan.annotator or plan.curated):
        report.not_chosen = not_chosen(project, who, among)
    elif Holds.LAYERS in kinds and who is not None:
        count_others(project, who, among, report.losses)
    return _Read(who, labels, next(iter(project.guideline_versions()), None), parts, watched, every, written)


def _among(project: Project, who: AnnotatorId | None, plan: ExportPlan) -> frozenset[ArticleId] | None:
    """Return the articles to write; None for all. Raises UserError where all that were chosen are removed."""
    there = None if plan.articles is None else plan.articles - removed_articles(project)
    if plan.articles and not there:
        raise UserError("The articles to export are removed, and removed ones are in no dataset; restore them first.")
    if not plan.statuses:
        return there
    reached = articles_that_are(project, who, plan.statuses)
    return reached if there is None else there & reached


def _nothing_written(split: str, chosen: Collection[ArticleId] | None, format_: Format) -> UserError:
    """Return why a part is empty although it has articles: the format leaves out those without a token."""
    many = counted(len(chosen or ()), "article that falls to it holds", "articles that fall to it hold")
    return UserError(
        f"No article is left for {split}: the {many} no token, and {format_.key} has no place for that; "
        "take another seed, leave such articles out, or make fewer parts."
    )


def _why_empty(read: _Read, removed: int, plan: ExportPlan, format_: Format) -> str:
    """Return why a dataset has no article of a project, in which as many are `removed`."""
    every, chosen = read.every, read.chosen
    if not every and removed:
        gone = counted(removed, "article of the project is", "articles of the project are")
        return f"{gone} removed, and there is no other"
    if not every:
        return "the project has none"
    if not chosen:
        how = f" that is {' or '.join(sorted(status.value for status in plan.statuses))}" if plan.statuses else ""
        return f"none of the {every} is chosen: there is no article{how} among them"
    return f"{counted(chosen, 'article holds', 'articles hold')} no token, and {format_.key} has no place for that"


def _sound(project: Project, articles: Iterator[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
    """Yield articles. Raises Unsound for damage, and at their end UserError when another program has changed the file.

    What the writer of a format raises does not come through here, and is no damage.
    """
    with refusing_damage():
        yield from articles
    project.refuse_changed()


def _choices(plan: ExportPlan, options: WriteOptions, report: Report) -> tuple[str, ...]:
    """Return what was chosen, in words."""
    layer = "the curator's" if plan.curated else plan.annotator or "all that the format holds, or the only one"
    aside = f"; {report.aside}" if report.not_chosen else ""
    found = [f"Layer: {layer}{aside}", f"Record: one {(options.unit or Unit.ARTICLE).value}"]
    if plan.statuses:
        found.append(f"Articles: those that are {', '.join(sorted(status.value for status in plan.statuses))}")
    elif plan.articles is not None:
        found.append("Articles: a selection")
    if plan.shares:
        shares = ", ".join(f"{name} {share:.0%}" for name, share in plan.shares)
        how = "the labels spread evenly" if plan.stratified else "by the id of the first article of each group"
        found.append(f"Split: {shares}; seed {plan.seed}; {how}")
        more = f"; and articles with one value of {plan.group}" if plan.group else ""
        found.append(f"Kept together: {RULE}{more}")
        found.append(f"Found: {report.kept_together}")
    format_ = formats.named(plan.format_key, formats.writers())
    if format_.overlaps:
        found.append(f"Overlapping spans: {options.overlaps.value}")
    if format_.schemes:
        found.append(f"Tags: {options.scheme.value.upper()}")
    if options.tokens is Cut.SPLIT:
        found.append("Tokens: split where a span begins or ends inside one")
    return tuple(found)


def chosen_layer(project: Project, plan: ExportPlan, format_: Format) -> AnnotatorId | None:
    """Return the annotator to export; None for all. Raises UserError when there is no such one, or a choice to make."""
    people = {found.name: found for found in project.annotators() if found.kind is not AnnotatorKind.SUGGESTER}
    if plan.curated:
        curators = [found.id for found in people.values() if found.kind is AnnotatorKind.CURATOR]
        if not curators:
            raise UserError(f"{project.path}: nobody has curated this project yet; export an annotator's layer.")
        return curators[0]
    if plan.annotator:
        if plan.annotator not in people:
            there = ", ".join(people) or "none"
            raise UserError(f"{plan.annotator}: no such annotator in {project.path}; there are: {there}.")
        return people[plan.annotator].id
    if not format_.one_layer:
        return None
    # By the index through which the spans are read, too: then it is verified.
    select = "SELECT DISTINCT annotator_id FROM span INDEXED BY span_layer WHERE deleted = 0"
    layers = project.rows(f"{select} AND {is_there(project, 'article_id')}")
    busy = {who for (who,) in layers}
    working = {found.id: who for who, found in people.items() if found.id in busy}
    if len(working) > 1:
        raise UserError(f"{format_.key} holds one layer; say whose, of: {', '.join(working.values())}.")
    return next(iter(working), None) or next((found.id for found in people.values()), AnnotatorId(0))
