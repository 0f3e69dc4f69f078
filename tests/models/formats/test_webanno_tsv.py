"""WebAnno TSV: the bytes of an export, files as INCEpTION writes them, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.base.report import Report
from models.formats import webanno_tsv as tsv
from models.formats.support.sink import Sink
from models.formats.support.source import SourceFile

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
    assert notes == [
        "x.Y|BT_z: another layer or feature; left out",
        "[14, 20) has no label; left out",
        "[7, 7) 11 holds no text; left out",
    ]


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
        (f"{NE}#Text=a\nfoo\n", "line 6: no line of a token"),
        (f"{NE}#Text=a\n1-1\t0-9\ta\t_\t\n", r"line 6: the token \[0, 9\) does not lie in the text"),
        (NE, "the text is empty"),
    ],
)
def test_broken_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        bring(tmp_path, text)
