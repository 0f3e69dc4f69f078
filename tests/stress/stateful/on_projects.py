"""Moving about, undo, bringing earlier states back, importing."""

from __future__ import annotations

import json

from models.base.entities import AnnotatorId, ArticleId, Scope, Status
from models.history.history import every_label
from models.history.states import ArticleState, state_after
from models.importing.plan import ImportPlan
from models.importing.run import import_files
from tests.stress.stateful.model import Change, Kind, Row, Step
from tests.stress.stateful.world import PEOPLE, File, Moment, World, gesture
from ui.session import history_commands


@gesture(4)
def change_article(world: World, how: int, which: int, _: int) -> None:
    rows = world.project.article_rows(world.session.annotator.id)
    world.session.open_article(rows[(0, 1, 2, -1, which % len(rows))[how % 5]].id)


@gesture(2)
def change_annotator(world: World, which: int, _: int, __: int) -> None:
    name = PEOPLE[which % len(PEOPLE)]
    if name != world.session.annotator.name:
        world.session.work_as(name)
        world.model.forget_steps()


@gesture(12)
def undo(world: World, _: int, __: int, ___: int) -> None:
    world.session.undo()
    world.written(world.model.undo())


@gesture(8)
def redo(world: World, _: int, __: int, ___: int) -> None:
    world.session.redo()
    world.written(world.model.redo())


def told(world: World, moment: Moment) -> ArticleState:
    """What the history tells of a moment, which must be what was."""
    article, annotator = moment.layer
    state = state_after(world.project, ArticleId(article), AnnotatorId(annotator), moment.event)
    spans = {
        ("span", s.uid): Row(*moment.layer, s.start, s.end, s.label, s.origin, s.note, s.confidence)
        for s in state.spans
    }
    assert spans == moment.spans, f"the history tells {spans}, expected {moment.spans}"
    assert state.labels == moment.marks
    assert state.status == (moment.status or Status.NEW)
    return state


@gesture(5)
def bring_back(world: World, which: int, _: int, __: int) -> None:
    moments = [moment for moment in world.moments if moment.layer == world.here()]
    if not moments:
        return
    moment = moments[which % len(moments)]
    state = told(world, moment)
    change: Change = dict.fromkeys(world.model.layer(*world.here()))
    change |= moment.spans
    lost = {key for key, row in moment.spans.items() if row.label not in world.model.labels()}
    change = {key: row for key, row in change.items() if key not in lost}
    world.expect(history_commands.bring_back(world.session, state.spans, "then", every_label(world.project)), change)


# --- importing ----------------------------------------------------------------------------------------------------


@gesture(2)
def import_spans(world: World, one: int, other: int, whose: int) -> None:
    names = [world.model.kind(label).name for label in world.model.labels()] + ["IMPORTED", f"I{one}"]
    spans = ((0, 5, names[one % len(names)]), (6, 9, names[other % len(names)]))
    file = _file(world, spans)
    _bring(world, file, _whose(world, whose))
    if other % 3:
        world.session.open_article(ArticleId(world.articles[file.name]))


@gesture(4)
def import_again(world: World, which: int, whose: int, _: int) -> None:
    """Best the file of the article in view: what was removed or changed in it does not come back."""
    if world.files:
        here = [file for file in world.files if world.articles[file.name] == world.here()[0]]
        file = here[0] if here else world.files[which % len(world.files)]
        _bring(world, file, _whose(world, whose))


@gesture(4)
def import_what_was_removed(world: World, which: int, _: int, __: int) -> None:
    """A file has for the article in view what its annotator took away from it, be it made by hand or not."""
    model, here = world.model, world.here()
    gone = [row for key, row in model.last.items() if key[0] == "span" and key not in model.values]
    gone = [row for row in gone if row.layer == here and row.label in model.labels()]
    file = next((file for file in world.files if world.articles[file.name] == here[0]), None)
    if file and gone:
        row = gone[which % len(gone)]
        again = file._replace(spans=((row.start, row.end, model.kind(row.label).name),))
        _bring(world, again, world.session.annotator.name)


@gesture(4)
def import_what_forbids_undo(world: World, whose: int, _: int, __: int) -> None:
    """A file uses a label that undo would take away, or brings another of the name that undo would give back."""
    for count, step in enumerate(reversed(world.model.done[-4:]), 1):
        if names := _names(step, 0) or _names(step, 1):
            _bring(world, _file(world, ((0, 5, names[0]),)), _whose(world, whose))
            for _again in range(count):
                undo(world, 0, 0, 0)
            return


@gesture(4)
def import_what_forbids_redo(world: World, whose: int, _: int, __: int) -> None:
    """A file brings a label of the name that a step would give, once it is undone."""
    for count, step in enumerate(reversed(world.model.done[-4:]), 1):
        if names := _names(step, 1):
            for _again in range(count):
                undo(world, 0, 0, 0)
            _bring(world, _file(world, ((0, 5, names[0]),)), _whose(world, whose))
            for _again in range(count):
                redo(world, 0, 0, 0)
            return


def _names(step: Step, side: int) -> list[str]:
    """Of the labels for spans in a step, before or after."""
    kinds = [values[side] for key, values in step.items() if key[0] == "label"]
    return [kind.name for kind in kinds if kind is not None and kind.scope is Scope.SPAN]


def _file(world: World, spans: tuple[tuple[int, int, str], ...]) -> File:
    number = world.next()
    world.files.append(File(f"import{number}.jsonl", f"درآمد شدہ {number}", spans))
    return world.files[-1]


def _whose(world: World, number: int) -> str:
    return world.session.annotator.name if number % 2 else PEOPLE[number % len(PEOPLE)]


def _bring(world: World, file: File, who: str) -> None:
    path = world.path.with_name(file.name)
    if file.name in world.articles:
        for person in world.project.annotators():
            world.remember(world.articles[file.name], person.id)
    path.write_text(json.dumps({"text": file.text, "label": [list(span) for span in file.spans]}) + "\n", "utf-8")
    import_files(world.project, [path], ImportPlan(annotator=who))
    events = world.count()
    import_files(world.project, [path], ImportPlan(annotator=who))
    path.unlink()
    assert world.count() == events, "an import that brings nothing is in the history"
    world.session.refresh()
    if file.name not in world.articles:
        world.articles[file.name] = max(row.id for row in world.project.article_rows(world.session.annotator.id))
    article = world.articles[file.name]
    assert world.project.article(ArticleId(article)).text == file.text
    me = next(person.id for person in world.project.annotators() if person.name == who)
    made = world.fresh([*_labels_made(world, file), *_spans_made(world, file, article, me, who)])
    world.model.take(world.model.step(made), 1)
    world.events = world.count()
    world.remember(article, me)


def _labels_made(world: World, file: File) -> list[Kind]:
    """Names that the project lacks have become labels; how these look is the import's choice."""
    lacking = {name for *_, name in file.spans if world.model.named(name) is None}
    made = [label for label in world.project.labels() if ("label", label.id) not in world.model.writes]
    assert {label.name for label in made} == lacking
    return [Kind(one.name, one.color, "", Scope.SPAN, "", one.position) for one in made]


def _spans_made(world: World, file: File, article: int, me: int, who: str) -> list[Row]:
    """Those that were never in the layer: neither the very span, nor one of its place and label."""
    ever = {row[:5] for key, row in world.model.last.items() if key[0] == "span"}
    labels = {label.name: label.id for label in world.project.labels()}
    new = []
    for start, end, name in file.spans:
        row, known = Row(article, me, start, end, labels[name], "import"), (article, who, name, start, end)
        if known not in world.brought and row[:5] not in ever:
            new.append(row)
            world.brought.add(known)
    return new
