"""WebAnno TSV: the bytes of an export, files as INCEpTION writes them, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import Report
from models.formats.columns import webanno_tsv as tsv
from models.formats.support.options import ReadOptions
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile
from tests.selection import examples

NE = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value\n\n\n"


def bring(folder: Path, text: str) -> tuple[AnnotatedArticle, list[str]]:
    (folder / "a.tsv").write_bytes(text.encode())
    report = Report()
    (found,) = tsv.read(SourceFile(folder / "a.tsv", report))
    return found, [note.what for note in report.notes]


def test_export_is_these_bytes(tmp_path: Path) -> None:
    layer = Layer(spans=(LabelledSpan(2, 9, "PER"), LabelledSpan(7, 9, "X|Y"), LabelledSpan(2, 4, "Z")))
    tsv.write([AnnotatedArticle("a", "t", "😀 علی خان\nوہ۔", layers=(layer,))], Sink(tmp_path, (), Report()))
    assert (tmp_path / "a.tsv").read_text(encoding="utf-8") == (
        f"{NE}#Text=😀 علی خان\n"
        "1-1\t0-2\t😀\t_\t\n1-2\t3-6\tعلی\tPER[1]\t\n1-2.1\t3-5\tعل\tZ\t\n"
        "1-3\t7-10\tخان\tPER[1]\t\n1-3.1\t8-10\tان\tX\\|Y\t\n\n#Text=وہ۔\n2-1\t11-13\tوہ\t_\t\n2-2\t13-14\t۔\t_\t\n"
    )


def test_file_of_inception_with_parts_of_tokens_is_read(tmp_path: Path) -> None:
    found, notes = bring(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n#T_RL=x.Y|BT_z\n\n\n#Text=aaaaaa bbbbbb cccccc\n"
        "1-1\t0-6\taaaaaa\t2[1]|1[3]\t_\t\n1-1.1\t3-6\taaa\t9[4]\t_\t\n1-2\t7-13\tbbbbbb\t2[1]|9[4]\t_\t\n"
        "1-2.1\t7-7\t\t11\t_\t\n1-2.2\t9-11\tbb\t3\t_\t\n1-3\t14-20\tcccccc\t*\t_\t\n1-3.1\t14-17\tccc\t9[4]\t_\t\n",
    )
    spans = [span[:3] for span in found.layers[0].spans]
    assert spans == [(0, 13, "2"), (0, 6, "1"), (3, 17, "9"), (9, 11, "3")]
    assert notes == ["[7, 7) 11 holds no text; left out", "[14, 20) has no label; left out"]


def test_line_cut_off_before_its_labels_is_noted(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, f"{NE}#Text=ab cd\n1-1\t0-2\tab\tP\n1-2\t3-5\tc")
    assert [span[:3] for span in found.layers[0].spans] == [(0, 2, "P")]
    assert notes == ["the line ends before the column of labels; read as without any"]


@given(st.text("\\[]|_->;\t\n*a ", max_size=12))
def test_escapes_come_back(value: str) -> None:
    assert tsv._unescape_value(tsv._escape_value(value)) == value
    assert tsv._unescape_text(tsv._escape_text(value)) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#FORMAT=WebAnno TSV 2.0\n", "line 1: not WebAnno TSV 3"),
        (" # c.Own | kind\n#text=a\nfoo\n", "line 3: no line of a token"),
        ("", "line 1: not WebAnno TSV 3"),
        (f"{NE}#Text=a\nfoo\n", "line 6: no line of a token"),
        (f"{NE}#Text=a\n1-1\t0-9\ta\t_\t\n", r"line 6: the token \[0, 9\) does not lie in the text"),
        (NE, "the text is empty"),
    ],
)
def test_broken_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        bring(tmp_path, text)


WORDS = "زینب نے کراچی دیکھا ۔"
PLACES = [(0, 4), (5, 7), (8, 13), (14, 19), (20, 21)]
POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue"
NER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def layered(headers: list[str], *rows: str, version: str = "3.3") -> str:
    """A sentence with these layers, each row the cells of a word."""
    head = "".join(f"#T_{header}\n" for header in headers)
    lines = zip(WORDS.split(), PLACES, rows, strict=False)
    body = "".join(f"1-{n}\t{a}-{b}\t{w}\t{cells}\t\n" for n, (w, (a, b), cells) in enumerate(lines, 1))
    return f"#FORMAT=WebAnno TSV {version}".rstrip() + f"\n{head}\n\n#Text={WORDS}\n{body}"


def read(folder: Path, text: str, *layers: str) -> tuple[list[tuple[str, str]], Report]:
    """(words, label) of each span, with the layers that somebody chose."""
    (folder / "a.tsv").write_bytes(text.encode())
    report = Report()
    options = ReadOptions(roles={"layer": layers} if layers else {})
    (found,) = tsv.read(SourceFile(folder / "a.tsv", report, options=options))
    return [(found.text[span.start : span.end], span.label) for span in found.layers[0].spans], report


MANY = layered(
    [
        f"SP={POS}",
        "SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value",
        f"SP={NER}|identifier|value",
        "SP=webanno.custom.Quote|",
        "SP=webanno.custom.Person|note|kind",
        "CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType",
        f"RL=webanno.custom.Of|BT_{NER}",
    ],
    "N\tزینب\thttp://w/Q1[1]\tPER[1]\t_\tx\\_y\treal\t*->7-1\tnam[7]\t_",
    "N\tنے\t*[1]\tPER[1]\t_\t_\t_\t*->7-1\tnam[7]\t_",
    "N\tکراچی\t*\tLOC\t*[2]\t*\t\\*fake\t_\t_\tof\t1-1[1_0]",
    "V\tدیکھ\t_\t_\t*[2]\t_\t_\t*->7-2\tpro[7]\t_",
    "P\t۔\t_\t_\t_\t_\t_\t_\t_\t_",
)


def test_named_entity_is_read_and_every_other_layer_told_with_its_count(tmp_path: Path) -> None:
    spans, report = read(tmp_path, MANY)
    assert spans == [("زینب نے", "PER"), ("کراچی", "LOC")]
    told = "\n".join(note.what for note in report.notes)
    for said in (
        "5 annotations of de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS (PosValue 5); left out",
        "1 annotation of webanno.custom.Quote; left out (--layer Quote reads it)",
        "2 annotations of webanno.custom.Person (note 1, kind 2); left out (--layer Person reads it)",
        ".api.coref.type.CoreferenceLink (referenceType 2); left out (--layer CoreferenceLink reads it)",
        "1 relation of webanno.custom.Of; left out",
        f"further features of {NER} read as attributes: identifier 1",
    ):
        assert said in told
    (reading,) = report.readings.values()
    assert reading.roles == {"layer": (f"{NER}.value",)}
    assert "webanno.custom.Person.kind" in reading.parts
    assert len(reading.rows[0]) == len(reading.parts)


@pytest.mark.parametrize(
    ("chosen", "spans"),
    [
        (("Person",), [("زینب", "real"), ("کراچی", "*fake")]),
        (("person.KIND",), [("زینب", "real"), ("کراچی", "*fake")]),
        (("webanno.custom.Person|note",), [("زینب", "x_y")]),
        (("webanno.custom.Quote",), [("کراچی دیکھا", "Quote")]),
        (("CoreferenceLink",), [("زینب نے", "nam"), ("دیکھا", "pro")]),
        (("Quote", "NamedEntity"), [("زینب نے", "PER"), ("کراچی", "LOC"), ("کراچی دیکھا", "Quote")]),
        (("Persn",), []),
    ],
)
def test_layer_and_feature_are_a_choice(tmp_path: Path, chosen: tuple[str, ...], spans: list[tuple[str, str]]) -> None:
    found, report = read(tmp_path, MANY, *chosen)
    assert sorted(found) == sorted(spans)
    told = [note.what for note in report.notes if note.what.startswith("there is no layer")]
    assert bool(told) == (chosen == ("Persn",))


@pytest.mark.parametrize("version", ["3", "3.0", "3.1", "3.2", "3.3"])
@pytest.mark.parametrize(
    ("header", "rows", "spans"),
    [
        ("webanno.custom.Referent|entity|infstat", ["person\tnew", "_\t_", "place\tgiv"], "person place"),
        ("webanno.custom.Referent|infstat|entity", ["new\tperson", "_\t_", "giv\tplace"], "person place"),
        ("webanno.custom.نام|قسم", ["شخص", "_", "مقام"], "شخص مقام"),
        ("my.org.Mention|wikidata|was", ["http://w/1\tPER", "_\t_", "http://w/2\tLOC"], "PER LOC"),
        ("webanno.custom.Person|", ["*", "_", "*[3]"], "Person Person"),
        ("webanno.custom.Person", ["*", "_", "*"], "Person Person"),
        ("webanno.custom.Person|kind", ["*", "_", "*"], "Person Person"),
        (
            "webanno.custom.Sem|role|ROLE_webanno.custom.Sem:args_x.Link|x.Arg",
            ["a\tr\t1-3", "_\t_\t_", "b\t_\t_"],
            "a b",
        ),
    ],
)
def test_layer_of_ones_own_is_the_entity_where_there_is_no_other(
    tmp_path: Path, version: str, header: str, rows: list[str], spans: str
) -> None:
    found, _ = read(tmp_path, layered([f"SP={header}"], *rows, version=version))
    assert found == list(zip(["زینب", "کراچی"], spans.split(), strict=True))


def test_layers_without_features_are_all_read_and_the_rest_of_a_layer_goes_to_attributes(tmp_path: Path) -> None:
    found, _ = read(tmp_path, layered(["SP=c.Person|", "SP=c.Place|"], "*\t_", "_\t_", "_\t*"))
    assert found == [("زینب", "Person"), ("کراچی", "Place")]
    article, _ = bring(tmp_path, layered(["SP=c.Person|kind|age"], "a\t\\[3\\]|4", "_\t_"))
    assert dict(article.layers[0].spans[0].attributes) == {"age": "[3]"}


def test_layers_of_tokens_alone_bring_no_span_and_are_told(tmp_path: Path) -> None:
    found, report = read(tmp_path, layered(["SP=x.Lemma|value", "SP=x.POS|PosValue"], "a\tN", "b\tV"))
    assert found == []
    assert [note.what for note in report.notes] == [
        "2 annotations of x.Lemma (value 2); left out",
        "2 annotations of x.POS (PosValue 2); left out",
    ]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 3), st.text("|_*\\[]->;ا 1", min_size=1).filter(str.strip)),
        max_size=6,
    )
)
def test_stacked_annotations_of_a_layer_of_ones_own_come_back(
    tmp_path_factory: pytest.TempPathFactory, given_: list[tuple[int, int, str]]
) -> None:
    cells: list[list[str]] = [[] for _ in PLACES]
    wanted = []
    for number, (first, many, label) in enumerate(given_, 1):
        for place in range(first, min(first + many, 5)):
            cells[place].append(f"{tsv._escape_value(label)}[{number}]")
        last = min(first + many, 5) - 1
        wanted.append((WORDS[PLACES[first][0] : PLACES[last][1]], label))
    rows = ["|".join(cell) or "_" for cell in cells]
    found, _ = read(tmp_path_factory.mktemp("t"), layered(["SP=c.Own|kind"], *rows))
    assert sorted(found) == sorted(wanted)


OLD = (
    " # c.Own | kind | note # c.Of | type | AttachTo=c.Own\n#id=1\n#text=😀 زینب خان نے کراچی دیکھا ۔\n"
    "1-1\t😀\t_\t_\t_\t_\n1-2\tزینب\tB-PER|B-ORG\tB-x|B-y\tin\t1-4\n1-3\tخان\tI-PER|B-LOC\tI-x|B-_\t_\t_\n"
    "1-4\tنے\tO\tO\t_\t_\n1-5\tکراچی\tB-LOC\tB-x\t_\t_\n1-6\tدیکھا\tB-LOC\tB-x\t_\t_\n1-7\t۔\tend\t_\t_\t_\n\n"
    "#id=2\n#text=لاہور بھی\n2-1\tلاہور\tI-LOC\t_\t_\t_\n2-2\tبھی\t_\t_\t_\t_\n"
)


def test_version_2_is_read_with_layers_of_ones_own(tmp_path: Path) -> None:
    found, report = read(tmp_path, OLD)
    assert found == [
        ("زینب خان", "PER"),
        ("زینب", "ORG"),
        ("خان", "LOC"),
        ("کراچی", "LOC"),
        ("دیکھا", "LOC"),
        ("۔", "end"),
        ("لاہور", "LOC"),
    ]
    assert [note.what for note in report.notes] == [
        "further features of c.Own read as attributes: note 4",
        "1 relation of c.Of (type 1); left out",
    ]
    detected = formats.detect(tmp_path / "a.tsv")
    assert detected is not None
    assert detected[0].key == "webanno-tsv"


def test_sentence_of_version_2_that_has_other_tokens_is_made_of_them(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, " # c.Own | kind\n#text=ab\n1-1\tایک\t_\n1-2\tدو\tX\n")
    assert (found.text, [span[:3] for span in found.layers[0].spans]) == ("ایک دو", [(4, 6, "X")])


@pytest.mark.parametrize("text", ["# id\ttext\n1\tزینب\n", "# x.y z\n#text=a\n", "id\ttext\n1\tزینب\n"])
def test_tsv_is_webannos_only_when_it_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    head = Head.of(tmp_path / "a.tsv")
    assert tsv.sniff(head) == ""


@pytest.mark.parametrize(
    ("headers", "rows", "spans"),
    [
        (["SP=c.Mood|value", "SP=c.Person|kind"], ["sad\tx", "sad\t_", "sad\t_"], [("زینب", "x")]),
        (
            ["SP=c.Mood|value", "SP=c.Thing|was"],
            ["sad\tPER", "sad\t_", "sad\tLOC"],
            [("زینب", "PER"), ("کراچی", "LOC")],
        ),
        (["SP=c.Mood|value", "SP=c.Other|value"], ["a\tb", "c\t_", "_\t_"], [("زینب", "a"), ("نے", "c")]),
    ],
)
def test_of_several_layers_the_one_that_looks_like_entities_is_read(
    tmp_path: Path, headers: list[str], rows: list[str], spans: list[tuple[str, str]]
) -> None:
    found, report = read(tmp_path, layered(headers, *rows))
    assert found == spans
    assert any("left out (--layer" in note.what for note in report.notes)
