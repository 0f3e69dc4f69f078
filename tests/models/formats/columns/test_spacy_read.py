"""Documents of spaCy in: ours as they went out, those of others with a choice of their layers."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope
from models.base.errors import UserError
from models.base.report import Report
from models.formats.columns.spacy import FORMAT, write
from models.formats.support.options import ReadOptions
from models.formats.support.sink import Sink
from models.importing.detection import files_of
from tests.models.formats.helpers import pairs, read_by

spacy = pytest.importorskip("spacy")
WORDS, SPACES = ["زینب", "نے", "کراچی", "😀", "دیکھا", "۔"], [True, True, True, True, False, False]
TEXT = "زینب نے کراچی 😀 دیکھا۔"


def doc(**groups: list[tuple[int, int, str]]) -> Any:
    from spacy.tokens import Doc, Span

    made = Doc(spacy.blank("ur").vocab, words=WORDS, spaces=SPACES)
    for name, given in groups.items():
        spans = [Span(made, first, after, label=label) for first, after, label in given]
        if name == "ents":
            made.ents = spans
        else:
            made.spans[name] = spans
    return made


def put(file: Path, *docs: Any, **options: Any) -> Path:
    from spacy.tokens import DocBin

    DocBin(docs=docs, store_user_data=True, **options).to_disk(file)
    return file


def get(file: Path, **roles: tuple[str, ...]) -> tuple[list[AnnotatedArticle], str]:
    found, report = read_by(FORMAT, file, ReadOptions(roles=roles))
    return found, "\n".join(map(str, [*report.readings.values(), *report.notes]))


def test_our_own_documents_come_back(tmp_path: Path) -> None:
    spans = (LabelledSpan(0, 13, "ORG"), LabelledSpan(8, 13, "LOC"), LabelledSpan(0, 4, "PER"))
    given = AnnotatedArticle(
        "7.txt", "خبر", f" {TEXT}\n\n دو".lstrip(), layers=(Layer("me", spans=spans, labels=("a",)),)
    )
    labels = tuple(Label(name, scope=Scope.ARTICLE) for name in ("a", "b"))
    write([given], Sink(tmp_path, labels, Report()))
    (file,) = files_of([tmp_path])
    assert file.format.key == "spacy"
    (found,), told = get(file.path)
    assert (found.source, found.title, found.text, found.layers[0].labels) == ("7.txt", "خبر", given.text, ("a",))
    assert sorted(pairs(found)) == sorted((given.text[s.start : s.end], s.label) for s in spans)
    assert told == "spans = layer sc"


def test_entities_are_read_and_other_groups_told(tmp_path: Path) -> None:
    file = put(tmp_path / "a.spacy", doc(ents=[(0, 1, "PER")], errors=[(0, 3, "X")]), doc(errors=[(2, 3, "LOC")]))
    found, told = get(file)
    assert [pairs(one) for one in found] == [[("زینب", "PER")], []]
    assert found[0].text == TEXT
    assert "2 spans in the layer errors not read; choose them with --field spans=errors" in told
    found, told = get(file, spans=("ents", "errors"))
    assert [pairs(one) for one in found] == [[("زینب", "PER"), ("زینب نے کراچی", "X")], [("کراچی", "LOC")]]
    assert "not read" not in told


def test_groups_alone_are_read_and_the_usual_one_beside_entities(tmp_path: Path) -> None:
    (found,), told = get(put(tmp_path / "a.spacy", doc(my=[(2, 3, "LOC")])))
    assert (pairs(found), told) == ([("کراچی", "LOC")], "spans = layer my")
    (found,), _ = get(put(tmp_path / "b.spacy", doc(ents=[(0, 1, "PER")], sc=[(2, 3, "LOC")])))
    assert pairs(found) == [("زینب", "PER"), ("کراچی", "LOC")]


def test_categories_are_labels_of_the_article_and_user_data_is_told(tmp_path: Path) -> None:
    made = doc(ents=[(0, 1, "PER")])
    made.cats = {"sport": 1.0, "politics": 0.0, "city": 0.7}
    made.user_data = {"id": 12, "secret": "x"}
    (found,), told = get(put(tmp_path / "a.spacy", made))
    assert (found.source, found.layers[0].labels, found.meta) == ("12", ("sport", "city"), {})
    assert "doc.user_data holds is left out: secret" in told
    assert "those of 0.5 and more" in told


def test_links_to_a_knowledge_base_are_attributes(tmp_path: Path) -> None:
    from spacy.tokens import Span

    made = doc()
    made.ents = [Span(made, 2, 3, label="LOC", kb_id="Q8660")]
    attrs = ["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"]
    (found,), _ = get(put(tmp_path / "a.spacy", made, attrs=attrs))
    assert dict(found.layers[0].spans[0].attributes) == {"kb_id": "Q8660"}


def test_a_layer_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no layer x; the layers are ents, my"):
        get(put(tmp_path / "a.spacy", doc(my=[(2, 3, "LOC")])), spans=("x",))


def test_what_is_no_docbin_is_one_sentence(tmp_path: Path) -> None:
    whole = put(tmp_path / "a.spacy", doc()).read_bytes()
    for data in (b"", b"x", whole[:40], zlib.compress(b"x"), zlib.compress(b"\xc1 version attrs")):
        (tmp_path / "b.spacy").write_bytes(data)
        with pytest.raises(UserError, match="not a whole DocBin file"):
            get(tmp_path / "b.spacy")


def test_documents_are_known_whatever_the_name(tmp_path: Path) -> None:
    assert [found.format.key for found in files_of([put(tmp_path / "a.bin", doc())])] == ["spacy"]


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(tmp_path / "a.spacy", doc())
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UserError, match="uv sync --extra spacy"):
        get(file)
