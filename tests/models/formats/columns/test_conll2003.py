"""CoNLL-2003 out in every scheme and policy, and in from files as they are in the wild."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models import formats
from models.base.entities import Label
from models.base.errors import UserError
from models.base.report import Report
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated
from models.exporting.run import export
from models.formats.support.options import Cut, Overlaps, Scheme, Unit, WriteOptions
from models.formats.support.tokenized import tag_names
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import article, fill

NESTED = article("تحریک طالبان پاکستان نے۔ وہ", [(0, 20, "ORGANIZATION"), (13, 20, "LOCATION")])
DIRTY = "دنیا\tO\nلاہور\tI-NEL\nشہر\tI-NEL\nسرمایہ_کاروں\t-NEL\n\nعلی\tB-NEP\nزید\tI-NEL\n۔\t-\nہے\n\tO\nمیں\tB-\n"


def tags(path: Path) -> list[str]:
    return [line.split(" ")[-1] for line in path.read_text().split("\n") if line and not line.startswith("-DOC")]


def out(project: Project, folder: Path, **options: Any) -> Report:
    return export(project, folder / "o.conll", ExportPlan("conll2003", options=WriteOptions(**options)))


def read(project: Project, path: Path, data: bytes) -> tuple[list[tuple[str, list[tuple[str, str]]]], list[str]]:
    """(text, [(surface, label)]) of each article, and what the report says."""
    path.write_bytes(data)
    report = import_files(project, [path])
    assert {why.partition(":")[0] for why in report.formats.values()} == {"conll2003"}
    found = [
        (one.text, [(one.text[span.start : span.end], span.label) for layer in one.layers for span in layer.spans])
        for one in annotated(project, None)
    ]
    return found, [str(note).removeprefix(str(path)) for note in report.notes]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (Scheme.IOB2, ["B-DATE", "I-DATE", "B-DATE", "B-TIME", "O", "B-DATE"]),
        (Scheme.IOB1, ["I-DATE", "I-DATE", "B-DATE", "I-TIME", "O", "I-DATE"]),
        (Scheme.IOBES, ["B-DATE", "E-DATE", "S-DATE", "S-TIME", "O", "S-DATE"]),
    ],
)
def test_scheme_says_where_spans_begin_and_end(
    project: Project, tmp_path: Path, scheme: Scheme, expected: list[str]
) -> None:
    spans = [(0, 3, "DATE"), (4, 5, "DATE"), (6, 7, "TIME"), (10, 11, "DATE")]
    one = article("ا ب ج د ہ و", spans)
    fill(project, [one])
    out(project, tmp_path, scheme=scheme)
    assert tags(tmp_path / "o.conll") == expected
    again = Project.create(tmp_path / "again.nishan")
    with again:
        import_files(again, [tmp_path / "o.conll"])
        back = next(annotated(again, None))
        assert [span[:3] for span in back.layers[0].spans] == spans


def test_innermost_keeps_the_shorter_span(project: Project, tmp_path: Path) -> None:
    fill(project, [NESTED])
    report = out(project, tmp_path, overlaps=Overlaps.INNERMOST)
    assert tags(tmp_path / "o.conll")[:3] == ["O", "O", "B-LOCATION"]
    assert [note.what for note in report.notes] == ["overlaps a shorter span; left out"]


def test_each_depth_of_nesting_has_a_file_with_the_same_tokens(project: Project, tmp_path: Path) -> None:
    fill(project, [article("علی گئے", [(0, 3, "PERSON")], "0"), NESTED, article("بس", [], "2")])
    report = out(project, tmp_path, overlaps=Overlaps.LAYERS)
    assert sorted(path.name for path in tmp_path.glob("o*.conll")) == ["o.2.conll", "o.conll"]
    first, second = ((tmp_path / name).read_text().split("\n") for name in ("o.conll", "o.2.conll"))
    assert [line.split(" ")[0] for line in first] == [line.split(" ")[0] for line in second]
    assert [tag for tag in tags(tmp_path / "o.2.conll") if tag != "O"] == ["B-LOCATION"]
    assert (report.spans, report.notes) == (3, [])


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("overlaps", Overlaps)
def test_split_tokens_hold_every_span_as_it_is(
    project: Project, tmp_path: Path, scheme: Scheme, overlaps: Overlaps
) -> None:
    one = article("سلیمکو لاہورمیں ملے۔", [(0, 4, "PERSON"), (4, 6, "DATE"), (7, 12, "LOCATION"), (9, 18, "X")])
    fill(project, [one])
    report = out(project, tmp_path, scheme=scheme, overlaps=overlaps, tokens=Cut.SPLIT)
    left = {"outermost": ["LOCATION"], "innermost": ["X"], "layers": []}[overlaps]
    assert [(note.label, note.what.endswith("left out")) for note in report.notes] == [(name, True) for name in left]
    files = sorted(tmp_path.glob("o*.conll"))
    assert len(files) == 1 + (overlaps is Overlaps.LAYERS)
    words = {tuple(line.split(" ")[0] for line in file.read_text().split("\n")[2:]) for file in files}
    assert len(words) == 1
    assert words.pop()[:3] == ("سلیم", "کو", "لاہور" if overlaps is Overlaps.INNERMOST else "لا")


def test_tokens_are_split_at_no_span_that_is_left_out(project: Project, tmp_path: Path) -> None:
    fill(project, [article("سلیمکو پیش", [(0, 10, "X"), (0, 4, "PERSON")])])
    report = out(project, tmp_path, tokens=Cut.SPLIT)
    assert tags(tmp_path / "o.conll")[:2] == ["B-X", "I-X"]
    assert [note.what for note in report.notes] == ["overlaps a longer span; left out"]


def test_article_as_unit_has_no_blank_lines_inside(project: Project, tmp_path: Path) -> None:
    fill(project, [NESTED])
    out(project, tmp_path, unit=Unit.ARTICLE)
    assert (tmp_path / "o.conll").read_text().count("\n\n") == 2
    out(project, tmp_path)
    assert (tmp_path / "o.conll").read_text().count("\n\n") == 3


def test_labels_that_differ_in_white_space_stay_two_tags() -> None:
    report = Report()
    labels = [Label(name=name, uid="", urdu_name="", short="", color="", key="") for name in ("A B", "A_B", "A  B")]
    assert tag_names(labels, report) == {"A B": "A_B_2", "A_B": "A_B", "A  B": "A_B_3"}
    assert str(report.notes[0]) == "label A B: tags hold no white space; written as A_B_2"


def test_dirt_is_read_as_far_as_it_goes_and_noted_by_line(project: Project, tmp_path: Path) -> None:
    found, notes = read(project, tmp_path / "a.txt", (DIRTY + "کل\tB-NEN\n\n" + "بس\tO\n" * 12).encode())
    assert found == [
        (
            "دنیا لاہور شہر سرمایہ_کاروں\nعلی زید ۔ ہے میں کل\n" + " ".join(["بس"] * 12),
            [("لاہور شہر", "NEL"), ("علی", "NEP"), ("زید", "NEL"), ("کل", "NEN")],
        )
    ]
    assert sorted(notes, key=lambda note: int(note.split(":")[0].split()[-1])) == [
        ", line 2: I-NEL without B-NEL; taken as a beginning",
        ", line 4: -NEL is no tag; left out",
        ", line 7: I-NEL without B-NEL; taken as a beginning",
        ", line 8: - is no tag; left out",
        ", line 9: a token without a tag; taken as O",
        ", line 10: a tag without a token; left out",
        ", line 11: B- is no tag; left out",
    ]


def test_tokens_and_sentences_go_out_as_they_came(project: Project, tmp_path: Path) -> None:
    data = "-DOCSTART- -X- O O\n\n3.5% -X- _ O\nکہا۔اس -X- _ B-A\na-b -X- _ I-A\n\nہے۔ -X- _ O\nبس -X- _ O\n\n"
    read(project, tmp_path / "a.conll", data.encode())
    out(project, tmp_path)
    assert (tmp_path / "o.conll").read_text() == data


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_make_no_difference(project: Project, tmp_path: Path, encoding: str, end: str) -> None:
    data = end.join(["علی\tB-P", "زید\tI-P", "", "گئے\tO", ""]).encode(encoding)
    assert read(project, tmp_path / "a.conll", data) == ([("علی زید\nگئے", [("علی زید", "P")])], [])


@pytest.mark.parametrize(
    ("tags_", "labels"),
    [
        ("PER PER O LOC", ["PER", "LOC"]),
        ("I-P I-P B-P O", ["P", "P"]),
        ("B-P L-P U-P O", ["P", "P"]),
        ("B-P E-P S-P S-L", ["P", "P", "L"]),
        ("B-P I-P O B-L", ["P", "L"]),
    ],
)
def test_scheme_of_a_file_is_understood(project: Project, tmp_path: Path, tags_: str, labels: list[str]) -> None:
    lines = "".join(f"ت{n} {tag}\n" for n, tag in enumerate([*tags_.split(" "), "O", "O", "O", "O"]))
    found, notes = read(project, tmp_path / "a.conll", lines.encode())
    assert [label for _, label in found[0][1]] == labels
    assert notes == []


def test_mixed_separators_and_further_columns_are_noted_once(project: Project, tmp_path: Path) -> None:
    data = "شہباز شریف\tNNP\tB-P\nنے NN O\nکہا\tVB\tO\nہے VB O\n"
    found, notes = read(project, tmp_path / "a.conll", data.encode())
    assert found == [("شہباز شریف نے کہا ہے", [("شہباز شریف", "P")])]
    assert notes == [
        ": what column 2 says; left out",
        ", line 1: a token with white space; taken as 2 tokens",
        ", line 2: tabs and spaces mixed as separators; each line read by its own",
    ]


def test_long_file_without_docstart_becomes_articles_of_twenty_sentences(project: Project, tmp_path: Path) -> None:
    found, _ = read(project, tmp_path / "a.conll", "".join(f"ت{n} O\n\n" for n in range(51)).encode())
    assert [text.count("\n") + 1 for text, _ in found] == [20, 20, 11]


def test_article_without_a_token_is_noted(project: Project, tmp_path: Path) -> None:
    found, notes = read(project, tmp_path / "a.conll", "-DOCSTART- O\n\n-DOCSTART- O\n\nا O\n".encode())
    assert (len(found), notes) == (1, [", line 1: an article without a token; left out"])


@pytest.mark.parametrize(
    "text", ["یہ عام متن ہے۔\nدوسری سطر\n", "HELLO WORLD\nTHIS IS\n", "#FORMAT=WebAnno TSV 3.3\nا O\n", ""]
)
def test_prose_is_no_conll(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    found = formats.detect(tmp_path / "a.txt")
    assert found is None or found[0].key != "conll2003"


def test_file_without_tokens_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text("-DOCSTART- O\n\n")
    with pytest.raises(UserError, match="holds no token; a CoNLL file has one a line"):
        import_files(project, [tmp_path / "a.conll"])


def test_words_of_a_document_mark_in_a_text_are_tokens(project: Project, tmp_path: Path) -> None:
    fill(project, [article("علی -DOCSTART- گیا", [(4, 14, "PERSON")])])
    out(project, tmp_path)
    with Project.create(tmp_path / "again.nishan") as again:
        (found,) = read(again, tmp_path / "o.conll", (tmp_path / "o.conll").read_bytes())[0]
    assert found == ("علی - DOCSTART - گیا", [("- DOCSTART -", "PERSON")])


@pytest.mark.parametrize("mark", ["-DOCSTART-", "--DOCSTART--", "DOCSTART", "-DOCSTART"])
def test_document_marks_of_any_spelling_begin_an_article(project: Project, tmp_path: Path, mark: str) -> None:
    data = "".join(f"{mark} -X- O O\n\n{word} -X- _ B-PER\n\n" for word in ("علی", "سارا"))
    assert [text for text, _ in read(project, tmp_path / "a.conll", data.encode())[0]] == ["علی", "سارا"]
