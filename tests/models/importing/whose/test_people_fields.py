"""Which fields of records name the people who annotated."""

from __future__ import annotations

from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, Layer
from models.importing.whose.people_fields import by_field, people_fields, person_in


def articles(*rows: tuple[str, dict[str, Any]]) -> list[AnnotatedArticle]:
    return [AnnotatedArticle("a", "t", text, meta=meta, layers=(Layer(),)) for text, meta in rows]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("  ثنا  خان ", "ثنا خان"),
        (3, "3"),
        (3.0, "3"),
        ({"id": 1, "email": "s@x.org", "first_name": "S"}, "s@x.org"),
        ("ner-2023-04-05_10-11-12", ""),
        (None, ""),
        (True, ""),
        ([], ""),
        ({}, ""),
        ("x" * 101, ""),
    ],
)
def test_a_person_is_a_short_name_a_number_or_an_object_that_has_one(value: Any, name: str) -> None:
    assert person_in(value) == name


@pytest.mark.parametrize("field", ["annotator", "Annotator", "_session_id", "completed_by", "username", "user"])
def test_a_field_with_a_person_s_usual_name_is_one_when_people_share_a_text(field: str) -> None:
    assert people_fields(articles(("ایک", {field: "sana", "x": 1}), ("ایک", {field: "bilal"}))) == [field]


def test_users_of_as_many_names_as_texts_are_authors_not_annotators() -> None:
    tweets = articles(*((f"text {number}", {"user": f"u{number}"}) for number in range(30)))
    assert people_fields(tweets) == []
    few = articles(*((f"text {number}", {"user": f"u{number % 3}"}) for number in range(30)))
    assert people_fields(few) == ["user"]
    everybody = articles(*((f"text {number}", {"annotator": f"u{number}"}) for number in range(60)))
    assert people_fields(everybody) == []


def test_the_field_of_an_annotator_goes_before_that_of_a_user() -> None:
    assert people_fields(articles(("ایک", {"user": "x", "annotator": "sana"}))) == ["annotator", "user"]


def test_a_layer_that_has_a_name_keeps_it_unless_asked() -> None:
    (given,) = articles(("ایک", {"who": "sana", "x": 1}))
    assert by_field(given, "who", asked=False).layers == (Layer("sana"),)
    assert by_field(given, "who", asked=False).meta == {"x": 1}
    assert by_field(given, "none", asked=True) is given
    own = AnnotatedArticle("a", "t", "ایک", meta={"who": "sana"}, layers=(Layer("bilal"),))
    assert [by_field(own, "who", asked=asked).layers[0].annotator for asked in (False, True)] == ["bilal", "sana"]
