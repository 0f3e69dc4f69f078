"""The commands that learn from what was labelled, and suggest. They import no Qt."""

from __future__ import annotations

import json
from pathlib import Path

import click

from models.assist import suggesters
from models.assist.corpus import done_articles, name_of, words_of_all
from models.assist.evaluation import evaluate
from models.assist.learned import USUAL_LEAST, Learned, learn
from models.assist.scores import Scores
from models.assist.suggesting import suggester_named, write_offers
from models.assist.word_vectors import NOTHING, WordVectors
from models.assist.word_vectors import learn as learn_words
from models.base.data_folder import open_learned_folder
from models.base.entities import Annotator, AnnotatorKind, Status
from models.base.errors import UserError
from models.base.report import counted, readable_text
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from ui.cli import opening
from ui.cli.output import exits_on_error, say, write_line

_PATH = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_SHARE = click.FloatRange(0, 1)
_USUAL_NAME = "learner"


@click.command("learn")
@click.argument("project", type=_PATH)
@click.option("--annotator", default="", help="Whose done articles; without it, of who has done most.")
@click.option("--background", type=_FOLDER, help="A folder of further .txt files: only their words are looked at.")
@click.option("--folds", default=5, type=click.IntRange(2, 50), help="The articles are parted into so many.")
@click.option("--seed", default=0, help="Of the folds.")
@click.option("--min", "least", default=USUAL_LEAST, type=_SHARE, help="The confidence that is shown.")
@click.option("--evaluate", "wanted", is_flag=True, help="Print precision, recall and F1 by label.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@exits_on_error
def learn_(
    project: Path,
    annotator: str,
    background: Path | None,
    folds: int,
    seed: int,
    least: float,
    wanted: bool,
    as_json: bool,
) -> None:
    """Learn from the done articles of PROJECT; with --evaluate, say how well it would do on others."""
    with opening.open_read_only(project) as opened:
        who = teacher(opened, annotator)
        articles = [*done_articles(opened, who).values()]
        known = _words(opened, who, background)
        if not wanted:
            learned = learn(articles, known, _folder(opened), seed=seed)
            say(_told(learned))
            return
    scores = evaluate(articles, known, parts=min(folds, len(articles)), seed=seed, least=least)
    if as_json:
        write_line(readable_text(json.dumps(_as_json(scores, len(articles)), ensure_ascii=False)))
    else:
        _say_scores(scores)
        _say_what_more()


@click.command("suggest")
@click.argument("project", type=_PATH)
@click.option("--model", "name", default=_USUAL_NAME, show_default=True, help="The suggester's name in the project.")
@click.option("--annotator", default="", help="From whose done articles is learned; of who has done most without it.")
@click.option(
    "--articles", type=click.Choice(["new", "all"]), default="new", show_default=True, help="Those nobody has begun."
)
@click.option("--background", type=_FOLDER, help="A folder of further .txt files: only their words are looked at.")
@click.option("--min", "least", default=USUAL_LEAST, type=_SHARE, show_default=True, help="The least confidence.")
@exits_on_error
def suggest_(project: Path, name: str, annotator: str, articles: str, background: Path | None, least: float) -> None:
    """Learn from the done articles of PROJECT, and write suggestions for others into it, as a suggester's layer."""
    with Project.open(project, opening.how(project)) as opened:
        opening.tell_unclean_end(opened)
        who = teacher(opened, annotator)
        known = _words(opened, who, background)
        learned = learn([*done_articles(opened, who).values()], known, _folder(opened))
        suggester = suggester_named(opened, name)
        status = Status.NEW if articles == "new" else None
        wanted = [each for some in filter_steps(opened, who.id, Filter(status)) for each in some]
        texts = map(opened.article, wanted)
        offers = ((article, learned.suggest_in(article.text, least)) for article in texts)
        count = write_offers(opened, suggester, offers, {label.name: label.id for label in opened.labels()})
    say(_told(learned))
    say(f"{counted(count, 'suggestion')} in {counted(len(wanted), 'article')}, as {name}")
    _say_what_more()


def teacher(project: Project, name: str) -> Annotator:
    """Return whom to learn from: the one of this name, or the person who has done most. Raises UserError for nobody."""
    people = [each for each in project.annotators() if each.kind is not AnnotatorKind.SUGGESTER]
    done = {each: sum(map(len, filter_steps(project, each.id, Filter(Status.DONE)))) for each in people}
    if name:
        found = next((each for each in people if each.name == name), None)
        if found is None:
            raise UserError(f"{project.path}: nobody is called {name}; here are {', '.join(p.name for p in people)}.")
    else:
        found = max(people, key=lambda each: (done[each], -each.id), default=None)
    if found is None or not done[found]:
        raise UserError(f"{project.path}: no article is done yet, and only done ones are learned from.")
    return found


def _words(project: Project, who: Annotator, background: Path | None) -> WordVectors:
    """Return what the words of all articles teach, where there is something that can use it."""
    if not any("numpy" in kind.modules for kind in suggesters()):
        return NOTHING
    return learn_words(words_of_all(project, who, background))


def _folder(project: Project) -> Path:
    """Return the folder in the data folder for what is learned from a project."""
    named: Path | None = click.get_current_context().find_root().params.get("data_dir")
    return open_learned_folder(named) / name_of(project)


def _told(learned: Learned) -> str:
    scores = learned.scores
    said = f"learned from {counted(learned.articles, 'article')} with {counted(learned.spans, 'span')}"
    if not scores.there.total():
        return said
    return f"{said}: finds {scores.recall():.0%}, of which {scores.precision():.0%} are right"


def _say_what_more() -> None:
    if not any(kind.modules for kind in suggesters()):
        say("Only strings that were labelled before are found; the extra `learn` finds others, too.")


def _say_scores(scores: Scores) -> None:
    labels = scores.labels()
    width = max((len(label) for label in labels), default=5)
    say(f"{'':<{width}}  precision  recall     F1   spans")
    for name, label in (*((label, label) for label in labels), ("all", None)):
        there = scores.there.total() if label is None else scores.there[label]
        shares = (scores.precision(label), scores.recall(label), scores.f1(label))
        say(f"{name:<{width}}  {shares[0]:>9.3f}  {shares[1]:>6.3f}  {shares[2]:>5.3f}  {there:>6,}")


def _as_json(scores: Scores, articles: int) -> dict[str, object]:
    def shares(label: str | None) -> dict[str, float]:
        found = {"precision": scores.precision(label), "recall": scores.recall(label), "f1": scores.f1(label)}
        return {name: round(share, 4) for name, share in found.items()}

    by_label = {label: shares(label) | {"spans": scores.there[label]} for label in scores.labels()}
    return {"articles": articles, "all": shares(None) | {"spans": scores.there.total()}, "labels": by_label}


COMMANDS: tuple[click.Command, ...] = (learn_, suggest_)
