"""brat: the bytes of an export, a strict re-reader of its own, and dirty input."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import Report
from models.formats import brat
from models.formats.support.names import LabelNames, file_stem
from models.formats.support.sink import Sink
from models.formats.support.source import SourceFile
from models.importing.detection import files_of
from models.labels.templates import seed_labels
from tests.selection import examples

T = "وزیراعظم شہباز شریف نے کہا۔"


def out(folder: Path, *articles: AnnotatedArticle) -> Report:
    folder.mkdir(exist_ok=True)
    report = Report()
    brat.write(articles, Sink(folder, (), report))
    return report


def one(text: str, *spans: LabelledSpan, source: str = "a.txt") -> AnnotatedArticle:
    return AnnotatedArticle(source, "title", text, layers=(Layer(spans=spans),))


def bring(folder: Path, text: str, ann: str) -> tuple[AnnotatedArticle, list[str]]:
    (folder / "a.txt").write_bytes(text.encode())
    (folder / "a.ann").write_bytes(ann.encode())
    report = Report()
    (found,) = brat.read(SourceFile(folder / "a.txt", report))
    return found, [str(note).removeprefix(f"{folder}/") for note in report.notes]


def strict(folder: Path, stem: str) -> list[tuple[int, int, str]]:
    """A reader after brat's page on the standoff format, which knows nothing of ours."""
    text, found = (folder / f"{stem}.txt").read_bytes().decode(), []
    for line in (folder / f"{stem}.ann").read_bytes().decode().splitlines():
        id_, kind, surface = line.split("\t", 2)
        assert re.fullmatch(r"[TA#]\d+", id_)
        if id_.startswith("T"):
            label, _, offsets = kind.partition(" ")
            pairs = [tuple(map(int, pair.split(" "))) for pair in offsets.split(";")]
            assert surface == " ".join(text[a:b] for a, b in pairs)
            found.append((pairs[0][0], pairs[-1][1], label))
    return found


def test_export_is_these_bytes(tmp_path: Path) -> None:
    span = LabelledSpan(9, 19, "PERSON", note="sure?", attributes={"Sure": True, "Sex": "m"})
    out(tmp_path, one(T, span))
    assert (tmp_path / "a.txt").read_bytes() == T.encode()
    lines = "T1\tPERSON 9 19\tشہباز شریف\n#1\tAnnotatorNotes T1\tsure?\nA1\tSure T1\nA2\tSex T1 m\n"
    assert (tmp_path / "a.ann").read_bytes() == lines.encode()
    found, notes = bring(tmp_path, T, lines)
    assert (found.layers[0].spans, notes) == ((span,), [])


def test_span_over_a_line_end_becomes_fragments_and_comes_back(tmp_path: Path) -> None:
    out(tmp_path, one("الف شہب\n\nشریف نے", LabelledSpan(4, 13, "PERSON")))
    line = "T1\tPERSON 4 7;9 13\tشہب شریف\n"
    assert (tmp_path / "a.ann").read_bytes() == line.encode()
    found, notes = bring(tmp_path, "الف شہب\n\nشریف نے", line)
    assert (found.layers[0].spans[0][:3], notes) == ((4, 13, "PERSON"), [])


@settings(max_examples=examples(60), deadline=None)
@given(st.text("اب \n\u2028\u00a0😀", min_size=1, max_size=30), st.data())
def test_independent_reader_finds_every_span_that_is_not_noted(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    edge = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(edge, edge).filter(lambda p: p[0] < p[1]), max_size=5))
    folder = tmp_path_factory.mktemp("brat")
    report = out(folder, one(text, *(LabelledSpan(a, b, "X") for a, b in pairs)))
    noted = {(note.start, note.end) for note in report.notes}
    there = strict(folder, "a")
    assert len(there) == report.spans
    assert {(a, b, "X") for a, b in pairs if (a, b) not in noted} <= set(there)


def test_names_are_safe_and_nobody_is_overwritten(tmp_path: Path) -> None:
    ids = ("../../x", "A.txt", "a.txt", ".hidden", "CON", "خبر" * 200, "", "a/b\\c")
    report = out(tmp_path / "o", *(one(T, source=id_) for id_ in ids))
    names = sorted(file.name for file in (tmp_path / "o").glob("*.txt"))
    assert len(names) == len(ids) == report.articles
    assert {"A.txt", "a_2.txt", "hidden.txt", "_CON.txt", "_.txt", "a_b_c.txt"} <= set(names)
    assert all(len(name.encode()) < 140 and not name.startswith(".") for name in names)
    assert [file.name for file in tmp_path.iterdir()] == ["o"]
    assert file_stem("nul.x") == "_nul.x"


def test_two_labels_never_become_one() -> None:
    report = Report()
    names = LabelNames(report)
    names.reserve(["A B", "A_B", "A;B"])
    assert [names.of(name) for name in ("A B", "A_B", "A;B")] == ["A_B_2", "A_B", "A_B_3"]
    assert str(report.notes[0]) == "label A B: cannot be called that here; written as A_B_2"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T1\tX 9 99\tش", "the span [9, 99) X does not lie in the text of 27; left out"),
        ("T1\tX 9 9\t", "the span [9, 9) X does not lie in the text of 27; left out"),
        ("T1\tX 0 3\tشہب", "the span [0, 3) X reads 'وزی', the file says 'شہب'; left out"),
        ("T1\tX nine 3\tش", "no line of brat's as it stands; left out"),
        ("R1\tOf Arg1:T1 Arg2:T2", "a relation; left out"),
        ("E1\tX:T1", "an event; left out"),
        ("*\tEquiv T1 T2", "an equivalence; left out"),
        ("A1\tSure T7", "no span of that id; left out"),
    ],
)
def test_dirty_line_is_noted_and_the_rest_is_read(tmp_path: Path, line: str, said: str) -> None:
    found, notes = bring(tmp_path, T, f"T9\tPERSON 9 19\tشہباز شریف\n{line}\n")
    assert [span[:3] for span in found.layers[0].spans] == [(9, 19, "PERSON")]
    assert notes == [f"a.ann, line 2: {said}"]


def test_parts_with_words_between_are_one_span_that_remembers_them(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, T, "T1\tX 0 8;20 22\tوزیراعظم نے\n")
    assert found.layers[0].spans[0][:2] == (0, 22)
    assert found.layers[0].spans[0].attributes == {"fragments": [[0, 8], [20, 22]]}
    assert notes == ["a.ann, line 1: the span [0, 22) X has 2 parts with words between; read as one span"]


@pytest.mark.parametrize(
    ("text", "line", "notes"),
    [
        ("الف\r\nلاہور", "T1\tX 5 10\tلاہور", 0),
        ("الف\r\nلاہور", "T1\tX 4 9\tلاہور", 1),
        ("\ufeffب\r\nلاہور", "T1\tX 4 9\tلاہور", 0),
        ("😀😀 لاہور", "T1\tX 5 10\tلاہور", 1),
        ("الف\nب\nلاہور", "T1\tX 8 13\tلاہور", 1),  # it was CRLF when it was annotated
        ("ب لاہور گئے", "T1\tX 2 8\tلاہور", 1),
        ("ب لاہور گئے", "T1\tX 3 8\tلاہور", 1),
        ("ب لاہور", "T1\tX 2 8\tلاہور", 1),
        ("آ لاہور", "T1\tX 3 8\tلاہور", 1),
    ],
)
def test_offsets_are_counted_as_the_surfaces_fit(tmp_path: Path, text: str, line: str, notes: int) -> None:
    found, said = bring(tmp_path, text, line + "\n")
    span = found.layers[0].spans[0]
    assert (found.text[span.start : span.end], len(said)) == ("لاہور", notes)


def test_texts_beside_their_offsets_are_told_with_their_lines(tmp_path: Path) -> None:
    ann = "T1\tX 2 8\tلاہور\nT2\tX 0 1\tب\nT3\tX 8 12\tگئے\n"
    found, said = bring(tmp_path, "ب لاہور گئے", ann)
    assert [found.text[span.start : span.end] for span in found.layers[0].spans] == ["لاہور", "ب", "گئے"]
    assert said == ["a.ann: spans taken where their text stands, not at their offsets: 2 (line 1, line 3)"]


def test_text_that_stands_at_two_places_alike_is_left_out(tmp_path: Path) -> None:
    found, said = bring(tmp_path, "کراچی ا کراچی", "T1\tX 4 9\tکراچی\n")
    assert found.layers[0].spans == ()
    assert len(said) == 1


def test_missing_text_and_foreign_ann_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.ann").write_text("T1\tX 0 1\ta\n")
    with pytest.raises(UserError, match=r"b\.txt: the text of b\.ann is missing; put it beside that file\."):
        list(brat.read(SourceFile(tmp_path / "b.txt", Report())))
    with pytest.raises(UserError, match="no line of it is one of brat's"):
        bring(tmp_path, T, "hello\nworld\n")


GAPS = "جامعہ پنجاب اور کراچی کی ٹیم"


@pytest.mark.parametrize(
    "line",
    [
        "T1\tORG 0 5;16 21\tجامعہ کراچی",
        "T1\tORG 0 5;6 11\tجامعہ پنجاب",  # nothing but a blank between
        "T1\tORG 0 2;2 5;12 15;16 28\tجا معہ اور کراچی کی ٹیم",
    ],
)
def test_fragments_are_written_back_as_they_came_however_often(tmp_path: Path, line: str) -> None:
    for _ in range(2):
        found, _notes = bring(tmp_path, GAPS, line + "\n")
        out(tmp_path / "o", found)
        assert (tmp_path / "o" / "a.ann").read_text(encoding="utf-8") == line + "\n"


@settings(max_examples=examples(60), deadline=None)
@given(st.text("اب 😀", min_size=4, max_size=20), st.data())
def test_fragments_of_any_text_come_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    text = f"ا{text}"
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=4, max_size=8)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    line = f"T1\tX {';'.join(f'{a} {b}' for a, b in pairs)}\t{' '.join(text[a:b] for a, b in pairs)}\n"
    folder = tmp_path_factory.mktemp("brat")
    found, _ = bring(folder, text, line)
    out(folder / "o", found)
    assert (folder / "o" / "a.ann").read_bytes() == line.encode()


@pytest.mark.parametrize("fragments", [[[0, 5], [6, 9]], [[6, 11], [0, 5]], [[0, "5"]], [[0, 11, 12]], [3], []])
def test_fragments_that_do_not_fit_the_edges_are_told(tmp_path: Path, fragments: object) -> None:
    report = out(tmp_path, one(GAPS, LabelledSpan(0, 11, "ORG", attributes={"fragments": fragments})))
    assert (tmp_path / "a.ann").read_text(encoding="utf-8") == "T1\tORG 0 11\tجامعہ پنجاب\n"
    assert [note.what for note in report.notes] == ["its fragments do not fit its edges; written as one stretch"]


@pytest.mark.parametrize(
    ("names", "encoding", "ends"),
    [
        (("A.TXT", "A.ANN"), "utf-8", "\n"),
        (("a.txt", "a.ANN"), "utf-8-sig", "\r\n"),
        (("a.TXT", "a.ann"), "utf-16", "\r\n"),
        (("خبر نئی.txt", "خبر نئی.ann"), "utf-16", "\n"),
    ],
)
def test_pairs_are_found_whatever_the_case_and_encoding(
    tmp_path: Path, names: tuple[str, str], encoding: str, ends: str
) -> None:
    text, ann = (tmp_path / name for name in names)
    text.write_bytes(GAPS.encode(encoding))
    ann.write_bytes(f"T1\tORG 0 5\tجامعہ{ends}#1\tAnnotatorNotes T1\tہاں{ends}".encode(encoding))
    files = files_of([tmp_path])
    assert [(found.path, found.format.key) for found in files] == [(text, "brat")]
    report = Report()
    (found,) = brat.read(SourceFile(files[0].path, report))
    assert [(span[:3], span.note) for span in found.layers[0].spans] == [((0, 5, "ORG"), "ہاں")]


def test_empty_ann_is_an_article_without_spans(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, GAPS, "")
    assert (found.layers[0].spans, notes) == ((), [])


def test_relations_and_events_are_counted_by_their_type(tmp_path: Path) -> None:
    lines = ["R1\tOf Arg1:T9 Arg2:T9", "E1\tMeet:T9 Who:T9", "R2\tIn Arg1:T9 Arg2:T9", "E2\tMeet:T9"]
    lines += ["R3\tOf Arg1:T9 Arg2:T9", "A1\tNegation E1", "M2\tConfidence E2 High", "#1\tAnnotatorNotes R1\tہاں"]
    _, notes = bring(tmp_path, T, "T9\tPERSON 9 19\tشہباز شریف\n" + "\n".join(lines) + "\nN1\tReference T9 W:1\tx\n")
    assert notes == [
        "a.ann, line 10: a normalisation; left out",
        "a.ann: 3 relations (Of 2, In 1); left out",
        "a.ann: 2 events (Meet 2); left out",
        "a.ann: 3 lines about events or relations (Negation 1, Confidence 1, AnnotatorNotes 1); left out",
    ]


def test_comment_of_another_type_is_an_attribute(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, T, "T1\tPERSON 9 19\tشہباز شریف\n#1\tLemma T1\t شہباز\n")
    assert (dict(found.layers[0].spans[0].attributes), notes) == ({"Lemma": "شہباز"}, [])


def test_confidence_notes_and_attributes_are_declared_and_come_back(tmp_path: Path) -> None:
    spans = (
        LabelledSpan(0, 8, "PERSON", note="سوال؟", confidence="unsure"),
        LabelledSpan(9, 19, "PERSON", confidence="not so sure", attributes={"Sex": "m", "Title": "وزیر اعظم"}),
        LabelledSpan(9, 13, "DATE", confidence="high", attributes={"Sure": True, "Sex": "f"}),
    )
    report = Report()
    brat.write([one(T, *spans)], Sink(tmp_path, tuple(seed_labels()), report))
    assert (tmp_path / "a.ann").read_text(encoding="utf-8").splitlines()[1:] == [
        "#1\tAnnotatorNotes T1\tسوال؟",
        "A1\tConfidence T1 unsure",
        "T2\tPERSON 9 19\tشہباز شریف",
        "A2\tSex T2 m",
        "#2\tTitle T2\tوزیر اعظم",
        "#3\tConfidence T2\tnot so sure",
        "T3\tDATE 9 13\tشہبا",
        "A3\tSure T3",
        "A4\tSex T3 f",
        "A5\tConfidence T3 high",
    ]
    conf = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    declared = ["Confidence\tArg:<ENTITY>, Value:unsure|high", "Sex\tArg:<ENTITY>, Value:m|f", "Sure\tArg:<ENTITY>"]
    assert conf.partition("[attributes]\n")[2].splitlines() == declared
    visual = (tmp_path / "visual.conf").read_text(encoding="utf-8")
    assert "PERSON | PERSON | شخص" in visual
    assert "Text\tdirection:rtl\n" in visual
    (found,) = brat.read(SourceFile(tmp_path / "a.txt", report))
    assert (found.layers[0].spans, report.notes) == (spans, [])


def test_what_no_configuration_of_brat_can_declare_is_told(tmp_path: Path) -> None:
    attributes = {"طرح": "x", "a": "b|c", "n": 3, "o": [1], "l": "x\ny", "many": "v"}
    report = out(
        tmp_path, one(T, LabelledSpan(0, 8, "X", confidence="high", attributes=attributes | {"Confidence": "low"}))
    )
    assert [note.what for note in report.notes] == [
        "its confidence is not written: it has an attribute of that name",
        "its attribute n is a number; written as text",
        "its attribute o is no text, number or flag; not written",
        "its attribute l does not fit into one line; not written",
        "its attribute Confidence is read as its confidence",
        "written, but not declared in annotation.conf: brat takes names of a-z, A-Z, 0-9, _ and - alone",
        "written, but not declared in annotation.conf: a value of it holds | or ,",
    ]
