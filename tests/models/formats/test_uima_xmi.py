"""UIMA XMI: dkpro-cassis reads what is written, and what others write is read."""

from __future__ import annotations

import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.run import export
from models.formats.support.options import ReadOptions
from models.formats.support.sink import Sink
from models.formats.support.source import SourceFile
from models.formats.uima_xmi import FORMAT
from models.project.project import Project
from tests.models.formats.helpers import article, fill

cassis = pytest.importorskip("cassis")
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TEXT = "\n عمران خان😀 لاہور\t\nاور👍👍 کراچی \n"


def put(folder: Path, *articles: AnnotatedArticle) -> Report:
    report = Report()
    folder.mkdir(exist_ok=True)
    assert FORMAT.write
    FORMAT.write(articles, Sink(folder, (), report))
    return report


def get(file: Path) -> tuple[AnnotatedArticle, list[str]]:
    report = Report()
    assert FORMAT.read
    (found,) = FORMAT.read(SourceFile(file, report))
    return found, [note.what for note in report.notes]


def theirs(folder: Path, name: str = "a.xmi") -> Any:
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    return cassis.load_cas_from_xmi(folder / name, typesystem=types)


def test_cassis_reads_text_and_offsets_after_emoji(tmp_path: Path) -> None:
    start = TEXT.index("کراچی")
    put(tmp_path, article(TEXT, [(13, 18, "LOCATION"), (start, start + 5, "LOCATION"), (13, start + 5, "X y")]))
    cas = theirs(tmp_path)
    assert cas.sofa_string == TEXT
    found = {(span.get_covered_text(), span.value) for span in cas.select(ENTITY)}
    assert found == {("لاہور", "LOCATION"), ("کراچی", "LOCATION"), (TEXT[13 : start + 5], "X y")}
    raw = (tmp_path / "a.xmi").read_text(encoding="utf-8")
    assert f'begin="{start + 3}" end="{start + 8}"' in raw  # three pairs of surrogates stand before it
    words = [
        token.get_covered_text()
        for token in cas.select(ENTITY.replace("ner.type.NamedEntity", "segmentation.type.Token"))
    ]
    assert "کراچی" in words
    (meta,) = cas.select("uima.tcas.DocumentAnnotation")
    assert (meta.language, meta.documentId) == ("ur", "a")


def test_file_is_what_cassis_itself_writes(tmp_path: Path) -> None:
    text = TEXT + "\u200c<&>\"'\x85\u2028 \ufeff می\u200cخواہم۔ U.S. 😀"
    spans = [(13, 18, "LOCATION"), (13, len(text), 'a<b>&"c"\td'), (0, 1, "نام"), (len(text) - 1, len(text), "X")]
    given = article(text, spans, "ا & <ب>")
    layer = Layer(spans=(*given.layers[0].spans, LabelledSpan(2, 4, "X", attributes={"identifier": 'Q"1"\n'})))
    put(tmp_path, replace(given, title="<&> 😀", layers=(layer,)))
    (file,) = tmp_path.glob("*.xmi")
    assert theirs(tmp_path, file.name).to_xmi(pretty_print=False) == file.read_text(encoding="utf-8")


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    start = TEXT.index("کراچی")
    given = article(TEXT, [(13, 18, "A"), (start, start + 5, "B")], "خبر/1")
    put(tmp_path, given)
    found, notes = get(tmp_path / "خبر_1.xmi")
    assert (found.text, found.source, found.title) == (given.text, given.source, given.title)
    assert [span[:3] for span in found.layers[0].spans] == [span[:3] for span in given.layers[0].spans]
    assert not notes


def test_files_of_articles_with_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    put(tmp_path / "o", *[article("متن", [], name) for name in ("../../x", "X", "x", "", "con")])
    assert sorted(file.name for file in (tmp_path / "o").iterdir()) == sorted(
        ["TypeSystem.xml", "_.._x.xmi", "X.xmi", "x_2.xmi", "_.xmi", "_con.xmi"]
    )
    assert [file.name for file in tmp_path.iterdir()] == ["o"]


def test_control_characters_become_spaces_and_are_noted(tmp_path: Path) -> None:
    report = put(tmp_path, article("الف\x0cب\x01", [(0, 3, "A\x01"), (4, 5, "A ")]))
    assert theirs(tmp_path).sofa_string == "الف ب "
    assert [note.what for note in report.notes] == [
        "2 characters that XML cannot hold (U+0001, U+000C); replaced by spaces"
    ]


def test_control_characters_beside_the_text_are_told(tmp_path: Path) -> None:
    span = LabelledSpan(0, 3, "PERSON", attributes={"identifier": "Q\x01"})
    report = put(tmp_path, AnnotatedArticle("a\x0bb", "t", "علی", layers=(Layer("me", spans=(span,)),)))
    assert [note.what for note in report.notes] == [
        "2 characters beside the text that XML cannot hold (U+0001, U+000B); replaced by spaces"
    ]


def test_identifier_that_is_no_text_is_told(tmp_path: Path) -> None:
    span = LabelledSpan(0, 3, "PERSON", attributes={"identifier": ["Q1"]})
    report = put(tmp_path, AnnotatedArticle("a", "t", "علی", layers=(Layer("me", spans=(span,)),)))
    assert [note.what for note in report.notes] == ["its attribute identifier is no text; not written"]


def test_labels_that_xml_cannot_tell_apart_stay_two(tmp_path: Path, project: Project) -> None:
    fill(project, [article("الف ب", [(0, 3, "A\x01B"), (4, 5, "A B")])])
    report = export(project, tmp_path / "o", ExportPlan("uima-xmi", "me"))
    assert {span.value for span in theirs(tmp_path / "o").select(ENTITY)} == {"A B", "A B_2"}
    assert any("written as A B_2" in note.what for note in report.notes)


def foreign(folder: Path, *more: str, members: str = "1 2 3 4") -> Path:
    """A file as another tool writes it: an entity of a type below NamedEntity, and a lemma."""
    types = cassis.TypeSystem()
    entity = types.create_type(ENTITY)
    for feature in ("value", "identifier"):
        types.create_feature(entity, feature, "uima.cas.String")
    types.create_type("org.example.Person", ENTITY)
    types.create_type("org.example.Lemma")
    types.to_xml(folder / "types.xml")
    file = folder / "a.xmi"
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:e="http:///org/example.ecore" '
        'xmlns:n="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">'
        '<cas:NULL xmi:id="0"/>' + "".join(more) + '<cas:Sofa xmi:id="9" sofaNum="1" sofaID="_InitialView" '
        f'mimeType="text" sofaString="😀علی&#10;لاہور"/><cas:View sofa="9" members="{members}"/></xmi:XMI>',
        encoding="utf-8",
    )
    return file


def test_types_below_the_entity_are_read_and_other_layers_noted(tmp_path: Path) -> None:
    file = foreign(
        tmp_path,
        '<e:Person xmi:id="1" sofa="9" begin="2" end="5" value="PER"/>',
        '<n:NamedEntity xmi:id="2" sofa="9" begin="6" end="11" identifier="Q1"/>',
        '<e:Lemma xmi:id="3" sofa="9" begin="2" end="5"/><e:Lemma xmi:id="4" sofa="9" begin="2" end="5"/>',
    )
    found, notes = get(file)
    assert found.text == "😀علی\nلاہور"
    assert [(s[:3], dict(s.attributes)) for s in found.layers[0].spans] == [
        ((1, 4, "PER"), {"type": "org.example.Person"}),
        ((5, 10, "Q1"), {}),
    ]
    assert notes == ["2 annotations of org.example.Lemma; left out"]
    assert found.layers[0].annotator == ""


@pytest.mark.parametrize("place", ['begin="1" end="5"', 'begin="5" end="2"', 'begin="3" end="3"', 'begin="3" end="99"'])
def test_entities_that_are_no_stretch_of_the_text_are_noted(tmp_path: Path, place: str) -> None:
    found, notes = get(foreign(tmp_path, f'<n:NamedEntity xmi:id="1" sofa="9" {place} value="A"/>', members="1"))
    assert not found.layers[0].spans
    assert len(notes) == 1
    assert notes[0].endswith("is no stretch of the text; left out")


def refusal(file: Path) -> str:
    with pytest.raises(UserError) as caught:
        get(file)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(file))


def test_a_missing_type_system_is_named(tmp_path: Path) -> None:
    put(tmp_path, article("متن", []))
    (tmp_path / "TypeSystem.xml").unlink()
    assert refusal(tmp_path / "a.xmi") == (": there is no TypeSystem.xml beside it; put that of the same export there.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!-- <a> -->\n<?pi?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
    ],
)
def test_xml_with_a_document_type_is_not_parsed(tmp_path: Path, prolog: str, encoding: str) -> None:
    put(tmp_path, article("متن", []))
    whole = (tmp_path / "a.xmi").read_text(encoding="utf-8").partition("?>")[2]
    (tmp_path / "a.xmi").write_bytes((prolog + whole).encode(encoding))
    assert refusal(tmp_path / "a.xmi").startswith(": has a document type or entities of its own")
    types = (tmp_path / "TypeSystem.xml").read_bytes().partition(b"?>")[2]
    (tmp_path / "a.xmi").write_text(whole, encoding="utf-8")
    (tmp_path / "TypeSystem.xml").write_bytes(prolog.encode() + types)
    with pytest.raises(UserError, match=r"TypeSystem\.xml: has a document type"):
        get(tmp_path / "a.xmi")


def test_cut_off_files_are_refused_wherever_they_end(tmp_path: Path) -> None:
    put(tmp_path, article(TEXT, [(2, 6, "A")]))
    whole = (tmp_path / "a.xmi").read_bytes()
    for end in range(1, len(whole) - 10, 97):
        (tmp_path / "a.xmi").write_bytes(whole[:end])
        assert refusal(tmp_path / "a.xmi")


def test_without_the_library_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(UserError, match="uv sync --extra xmi"):
        put(tmp_path, article("متن", []))


def test_the_attributes_of_a_span_keep_its_identifier(tmp_path: Path) -> None:
    span = LabelledSpan(0, 3, "A", attributes={"identifier": "http://x/Q1"})
    put(tmp_path, AnnotatedArticle("a", "t", "متن", layers=(Layer("me", spans=(span,)),)))
    with warnings.catch_warnings():
        found, _ = get(tmp_path / "a.xmi")
    assert dict(found.layers[0].spans[0].attributes) == {"identifier": "http://x/Q1"}


OWN = "webanno.custom."
LAYERS: dict[str, tuple[str, ...]] = {
    f"{OWN}Person": ("kind", "age:uima.cas.Integer", "sure:uima.cas.Boolean"),
    f"{OWN}Quote": (),
    f"{OWN}Of": ("Dependent:uima.tcas.Annotation", "Governor:uima.tcas.Annotation", "role"),
    f"{OWN}Sem": ("frame", "args:uima.cas.FSArray"),
    "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink": ("next:uima.tcas.Annotation", "referenceType"),
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS_NOUN": ("PosValue",),
    ENTITY: ("value", "identifier"),
    "de.tudarmstadt.ukp.dkpro.core.api.ner.type.Location": ("value",),
}


def layered(folder: Path, *given: tuple[str, int, int, dict[str, Any]], views: str = "", text: str = TEXT) -> Path:
    """A file with annotations (type's end, begin, end, features) over a text, as cassis writes it."""
    types = cassis.TypeSystem()
    for name, declared in LAYERS.items():
        made = types.create_type(name)
        for feature in declared:
            own, _, kind = feature.partition(":")
            types.create_feature(made, own, kind or "uima.cas.String")
    cas = cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    by_end = {name.rpartition(".")[2]: types.get_type(name) for name in LAYERS}
    ends: list[Any] = []
    for name, begin, end, features in given:
        values = {key: ends[value] if key in ("Dependent", "Governor") else value for key, value in features.items()}
        ends.append(by_end[name](begin=begin, end=end, **values))
    cas.add_all(ends)
    if views:
        other = cas.create_view(views)
        other.sofa_string, other.sofa_mime = "ترجمہ", "text/plain"
    types.to_xml(folder / "TypeSystem.xml")
    cas.to_xmi(folder / "a.xmi")
    return folder / "a.xmi"


def spans(file: Path, *layers: str) -> tuple[list[tuple[str, str]], Report]:
    report = Report()
    options = ReadOptions(roles={"layer": layers} if layers else {})
    assert FORMAT.read
    (found,) = FORMAT.read(SourceFile(file, report, options=options))
    return [(found.text[span.start : span.end], span.label) for span in found.layers[0].spans], report


A, B = (13, 18), (TEXT.index("کراچی"), TEXT.index("کراچی") + 5)
MANY: list[tuple[str, int, int, dict[str, Any]]] = [
    ("Person", *A, {"kind": "شخص", "age": 7, "sure": True}),
    ("Person", *B, {"kind": "مقام"}),
    ("Quote", *B, {}),
    ("Of", *A, {"Dependent": 0, "Governor": 1, "role": "in"}),
    ("CoreferenceLink", *A, {"referenceType": "nam"}),
    ("POS_NOUN", *A, {"PosValue": "NN"}),
]


def test_layer_of_ones_own_is_read_where_there_is_no_entity(tmp_path: Path) -> None:
    found, report = spans(layered(tmp_path, *MANY))
    assert found == [("لاہور", "شخص"), ("کراچی", "مقام")]
    assert {note.what.partition(" (--")[0] for note in report.notes} == {
        "1 annotation of webanno.custom.Quote; left out",
        "1 relation of webanno.custom.Of (role 1); left out",
        "1 link of a chain of de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink (referenceType 1); left out",
        "1 annotation of de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS_NOUN (PosValue 1); left out",
        "further features of webanno.custom.Person read as attributes: age 1, sure 1",
    }
    article, _ = get(tmp_path / "a.xmi")
    assert dict(article.layers[0].spans[0].attributes) == {"age": 7, "sure": True}


def test_entity_comes_before_layers_of_ones_own_and_its_types_name_it(tmp_path: Path) -> None:
    file = layered(tmp_path, *MANY, ("NamedEntity", *A, {"value": "LOC"}))
    assert spans(file)[0] == [("لاہور", "LOC")]
    assert spans(file, "Person")[0] == [("لاہور", "شخص"), ("کراچی", "مقام")]
    assert {*spans(file, "Quote", "coreferencelink")[0]} == {("لاہور", "nam"), ("کراچی", "Quote")}
    found, report = spans(file, "Nobody")
    assert found == []
    assert report.notes[0].what.startswith("there is no layer Nobody; the layers are: ")
    assert "webanno.custom.Person.kind" in report.notes[0].what


def test_type_below_the_entity_without_a_value_is_its_own_label(tmp_path: Path) -> None:
    file = foreign(tmp_path, '<e:Person xmi:id="1" sofa="9" begin="2" end="5"/>', members="1")
    assert spans(file)[0] == [("علی", "Person")]


@pytest.mark.parametrize("features", [{}, {"age": 4}, {"sure": False}])
def test_layer_without_a_feature_of_labels_is_called_by_its_name(tmp_path: Path, features: dict[str, Any]) -> None:
    assert spans(layered(tmp_path, ("Person", *A, features)))[0] == [("لاہور", "Person")]


def test_other_views_are_told_and_one_is_read_where_the_first_is_empty(tmp_path: Path) -> None:
    found, report = spans(layered(tmp_path, ("NamedEntity", *A, {"value": "X"}), views="urdu"))
    assert (found, [note.what for note in report.notes]) == ([("لاہور", "X")], ["further views (urdu); left out"])
    file = layered(tmp_path, views="urdu", text="")
    article, notes = get(file)
    assert (article.text, notes) == ("ترجمہ", ["its initial view holds no text; the view urdu is read"])


def test_type_system_of_the_folder_above_is_used(tmp_path: Path) -> None:
    layered(tmp_path, ("NamedEntity", *A, {"value": "X"}))
    (tmp_path / "sana").mkdir()
    (tmp_path / "a.xmi").rename(tmp_path / "sana" / "a.xmi")
    assert spans(tmp_path / "sana" / "a.xmi")[0] == [("لاہور", "X")]
