"""Suggestions are a suggester's layer: written as a whole, the same again left alone, nobody's until accepted."""

from __future__ import annotations

import pytest

from models.assist.combined import Offer
from models.assist.corpus import done_articles, name_of, words_of_all
from models.assist.suggesting import suggester_named, write_offers
from models.base.entities import AnnotatorKind, Edit, Status, Work
from models.base.errors import UserError
from models.project.project import Project
from tests.models.conftest import AddText
from tests.models.helpers import contents, label_id, put

CITY, NAME = Offer(0, 5, "LOCATION", 0.91, "crf"), Offer(6, 9, "PERSON", 0.66, "dictionary")


def test_offers_are_written_with_who_says_so_and_how_sure_it_is(project: Project, add_text: AddText) -> None:
    article = project.article(add_text("لاہور میں بارش"))
    labels = {label.name: label.id for label in project.labels()}
    model = suggester_named(project, "learner")
    assert write_offers(project, model, [(article, [CITY, NAME])], labels) == 2
    spans = project.spans(article.id, model.id)
    assert model.kind is AnnotatorKind.SUGGESTER
    assert [(s.start, s.end, s.origin, s.attributes) for s in spans] == [
        (0, 5, "learned: crf", {"score": 0.91}),
        (6, 9, "learned: dictionary", {"score": 0.66}),
    ]


def test_what_is_suggested_again_stays_and_the_rest_goes(project: Project, add_text: AddText) -> None:
    article = project.article(add_text("لاہور میں بارش"))
    labels = {label.name: label.id for label in project.labels()}
    model = suggester_named(project, "learner")
    write_offers(project, model, [(article, [CITY, NAME])], labels)
    first = project.spans(article.id, model.id)
    before = contents(project)
    write_offers(project, model, [(article, [CITY, NAME])], labels)
    assert contents(project) == before
    write_offers(project, model, [(article, [CITY])], labels)
    assert project.spans(article.id, model.id) == first[:1]


def test_a_failure_in_the_middle_leaves_nothing_half_written(project: Project, add_text: AddText) -> None:
    article = project.article(add_text("لاہور میں بارش"))
    model = suggester_named(project, "learner")
    before = contents(project)
    beyond = Offer(900, 905, "LOCATION", 0.9, "crf")
    with pytest.raises(ValueError, match="900"):
        write_offers(
            project, model, [(article, [CITY]), (article, [beyond])], {"LOCATION": label_id(project, "LOCATION")}
        )
    assert contents(project) == before


def test_a_model_cannot_have_the_name_of_a_person(project: Project) -> None:
    project.annotator("sana")
    with pytest.raises(UserError, match="sana is a person"):
        suggester_named(project, "sana")


def test_only_done_articles_teach_and_all_have_words(project: Project, add_text: AddText) -> None:
    done, other = add_text("لاہور میں بارش ہوئی", "1.txt"), add_text("کراچی میں دھوپ رہی", "2.txt")
    put(project, done, (0, 5, "LOCATION"))
    put(project, other, (0, 5, "LOCATION"))
    me = project.annotator("me")
    assert done_articles(project, me) == {}
    project.put(Edit(works=(Work(done, me.id, Status.DONE),)), "done")
    ((sentence,),) = done_articles(project, me).values()
    assert sentence.tags == ("B-LOCATION", "O", "O", "O")
    assert {word for words in words_of_all(project, me) for word in words} >= {"بارش", "دھوپ"}
    assert name_of(project).isalnum()
