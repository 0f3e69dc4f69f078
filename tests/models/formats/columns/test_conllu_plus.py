"""CoNLL-U Plus: exact texts, the conllu library's verdict, and other people's columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated
from models.exporting.run import export
from models.formats.support.options import Cut, WriteOptions
from models.importing.run import import_files
from models.project.project import Project
from tests.models.formats.helpers import HARD, article, fill, read_back, spans_of, texts, written
from tests.models.formats.test_every_format import articles
from tests.selection import examples

ONE = article(" عمران خان، لاہور\u00a0گئے۔\n\nوہ ", [(1, 10, "PERSON"), (12, 17, "LOCATION")], "a b.txt")


def out(project: Project, folder: Path) -> Path:
    export(project, folder / "o.conllup", ExportPlan("conllu-plus"))
    return folder / "o.conllup"


def read(project: Project, path: Path, lines: str) -> tuple[list[tuple[str, list[tuple[str, str]]]], list[str]]:
    path.write_text(lines)
    report = import_files(project, [path])
    found = [
        (one.text, [(one.text[span.start : span.end], span.label) for layer in one.layers for span in layer.spans])
        for one in annotated(project, None)
    ]
    return found, [str(note).removeprefix(str(path)) for note in report.notes]


def test_white_space_stands_in_misc(project: Project, tmp_path: Path) -> None:
    fill(project, [ONE])
    assert out(project, tmp_path).read_text() == (
        "# global.columns = ID FORM MISC NISHAN:NE\n"
        "# newdoc id = a b.txt\n"
        "# sent_id = 1-1\n# text = عمران خان، لاہور\u00a0گئے۔\n"
        "1\tعمران\tSpacesBefore=\\s\tB-PERSON\n2\tخان\tSpaceAfter=No\tI-PERSON\n3\t،\t_\tO\n"
        "4\tلاہور\tSpacesAfter=\u00a0\tB-LOCATION\n5\tگئے\tSpaceAfter=No\tO\n6\t۔\tSpacesAfter=\\n\\n\tO\n\n"
        "# sent_id = 1-2\n# text = وہ\n1\tوہ\t_\tO\n\n"
    )
    assert texts(read_back(tmp_path / "o.conllup")[0]) == texts([ONE])


UD = {"s": " ", "t": "\t", "r": "\r", "n": "\n", "p": "|", "\\": "\\"}


def unescaped(value: str) -> str:
    """White space in MISC as Universal Dependencies writes it: these escapes and no others."""
    return re.sub(r"\\([strnp\\])", lambda found: UD[found[1]], value)


def rebuilt(sentence: Any) -> str:
    """The words with what MISC says is between them, as UDPipe makes the text of them."""
    parts = []
    for token in sentence:
        misc = token["misc"] or {}
        after = "" if misc.get("SpaceAfter") == "No" else " "
        parts += [token["form"], unescaped(misc["SpacesAfter"]) if "SpacesAfter" in misc else after]
    return "".join(parts[:-1])


def check_sentences(text: str) -> None:
    conllu = pytest.importorskip("conllu")
    for sentence in conllu.parse(text):
        assert re.sub("[\n\t]", " ", rebuilt(sentence)) == sentence.metadata["text"]
        for token in sentence:
            assert not re.search("[\x00-\x1f\x85\u2028\u2029]", str(token["misc"]))
    assert text.split("\n") == [*f"{text}.".splitlines()[:-1], ""]


def test_words_and_misc_rebuild_the_text_of_the_hard_cases(project: Project, tmp_path: Path) -> None:
    hard = "ا\u00a0ب  ج \u200cد\u200b ہ\u2028و |\\ 😀\u200eز\x0cح\x85ط\tی\nے ۔\n"
    made = [article(text, spans, str(number)) for number, (text, spans) in enumerate(HARD)]
    fill(project, [*made, article(hard, [(0, len(hard) - 1, "X")])])
    there = out(project, tmp_path).read_text()
    check_sentences(there)
    assert "SpacesAfter=\\n" in there
    assert "NishanSpacesAfter=\\u2028;" in there
    assert hard in texts(read_back(tmp_path / "o.conllup")[0])


@pytest.mark.parametrize("cut", Cut)
@given(made=articles())
@settings(max_examples=examples(40), deadline=None)
def test_words_and_misc_rebuild_any_text(cut: Cut, made: list[AnnotatedArticle]) -> None:
    with written(made, ExportPlan("conllu-plus", options=WriteOptions(tokens=cut)), ".conllup") as there:
        check_sentences(there.path.read_text())
        assert texts(read_back(there.path)[0]) == texts(made)


def test_split_tokens_keep_spans_as_they_are(project: Project, tmp_path: Path) -> None:
    one = article("سلیمکو پیش", [(0, 4, "PERSON"), (4, 6, "DATE")])
    fill(project, [one])
    report = export(project, tmp_path / "o.conllup", ExportPlan("conllu-plus", options=WriteOptions(tokens=Cut.SPLIT)))
    assert report.notes == []
    lines = (tmp_path / "o.conllup").read_text().split("\n")[4:7]
    assert lines == ["1\tسلیم\tSpaceAfter=No\tB-PERSON", "2\tکو\t_\tB-DATE", "3\tپیش\tSpaceAfter=No\tO"]
    assert spans_of(read_back(tmp_path / "o.conllup")[0]) == spans_of([one])


def test_rare_signs_may_be_escaped_in_spaces_after(project: Project, tmp_path: Path) -> None:
    lines = "# global.columns = ID FORM MISC\n1\tا\tSpacesAfter=\\u00a0;\n2\tب\tSpaceAfter=No\n"
    assert read(project, tmp_path / "a.conllup", lines)[0] == [("ا\u00a0ب", [])]


def test_conllu_library_reads_tokens_and_tags(project: Project, tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu")
    fill(project, [article(text, spans, str(number)) for number, (text, spans) in enumerate(HARD)])
    sentences = conllu.parse(out(project, tmp_path).read_text())
    party = next(s for s in sentences if s.metadata["text"] == "ایم۔کیو۔ایم کے رہنما نے کہا۔")
    assert [token["form"] for token in party] == ["ایم۔کیو۔ایم", "کے", "رہنما", "نے", "کہا", "۔"]
    assert [token["nishan:ne"] for token in party] == ["B-ORGANIZATION", "O", "O", "O", "O", "O"]
    assert [token["id"] for token in party] == [1, 2, 3, 4, 5, 6]
    assert party[4]["misc"] == {"SpaceAfter": "No"}
    assert sum("newdoc id" in s.metadata for s in sentences) == len(HARD)


def test_other_peoples_columns_are_read(project: Project, tmp_path: Path) -> None:
    lines = (
        "# global.columns = ID FORM UPOS NER\n# text = علی، بس کا\n"
        "1\tعلی\tX\tB-P\n2\t،\tX\tO\n3-4\tبس\t_\t_\n3\tب\tX\tB-L\n4\tس\tX\tI-L\n4.1\tx\tX\tO\n5\tکا\tX\tO\n"
    )
    found, notes = read(project, tmp_path / "a.txt", lines)
    assert found == [("علی، بس کا ", [("علی", "P"), ("بس", "L")])]
    assert notes == [", line 3: what the column UPOS says, here and later; left out"]


def test_entity_may_stand_in_misc_of_plain_conllu(project: Project, tmp_path: Path) -> None:
    lines = "1\tعلی\t_\t_\t_\t_\t_\t_\t_\tNER=B-P|SpaceAfter=No\n2\t۔\t_\t_\t_\t_\t_\t_\t_\t_\n"
    assert read(project, tmp_path / "a.conllup", lines)[0] == [("علی۔ ", [("علی", "P")])]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("# global.columns = ID WORD\n1\tا\n", "line 1: names no column FORM"),
        ("# global.columns = ID FORM\n", "holds no token"),
    ],
)
def test_file_without_tokens_is_refused(project: Project, tmp_path: Path, lines: str, said: str) -> None:
    (tmp_path / "a.conllup").write_text(lines)
    with pytest.raises(UserError, match=said):
        import_files(project, [tmp_path / "a.conllup"])


def test_lines_of_another_width_are_noted_once(project: Project, tmp_path: Path) -> None:
    lines = "# global.columns = ID FORM X:NE\n1\tا\n2\tب\tB-P\tx\n"
    found, notes = read(project, tmp_path / "a.conllup", lines)
    assert found == [("ا ب ", [("ب", "P")])]
    assert notes == [", line 2: 2 cells for 3 columns, here or later, too; read as far as they go"]


def test_stray_tags_and_lines_are_noted(project: Project, tmp_path: Path) -> None:
    lines = "# global.columns = ID FORM X:NE\n1\tا\tB-P\n2\n3\tب\tI-Q\n4\tج\t-P\n"
    found, notes = read(project, tmp_path / "a.conllup", lines)
    assert found == [("ا ب ج ", [("ا", "P"), ("ب", "Q")])]
    assert notes == [
        ", line 3: a line without a token; left out",
        ", line 4: I-Q without B-Q; taken as a beginning",
        ", line 5: -P is no tag; left out",
    ]
