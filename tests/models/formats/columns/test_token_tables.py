"""Tables of tokens of every kind come in with their words and spans, and what was taken for what is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

import pytest

from models import formats
from models.base.errors import UserError
from models.base.report import Report
from models.formats.support.options import ReadOptions
from models.formats.support.source import SourceFile
from models.formats.support.token_table.lines import samples

Pairs = list[tuple[str, str]]


class Read(NamedTuple):
    """What a file gave."""

    texts: list[str]
    sources: list[str]
    pairs: Pairs
    notes: list[str]
    taken: str


def read(path: Path, data: str | bytes, **roles: tuple[str, ...]) -> Read:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = formats.detect(path)
    assert found is not None
    assert found[0].key in {"conll2003", "conllu-plus"}, found
    assert found[0].read is not None
    report = Report()
    articles = list(found[0].read(SourceFile(path, report, options=ReadOptions(roles=roles))))
    pairs = [(one.text[s.start : s.end], s.label) for one in articles for layer in one.layers for s in layer.spans]
    notes = [str(note).removeprefix(str(path)) for note in report.notes]
    taken = str(next(iter(report.readings.values())))
    return Read([one.text for one in articles], [one.source for one in articles], pairs, notes, taken)


def test_names_of_columns_are_no_words_whatever_they_are(tmp_path: Path) -> None:
    found = read(tmp_path / "a.tsv", "mot\tetiquette\nزینب\tB-PER\nنے\tO\nکہا\tO\n")
    assert (found.texts, found.pairs) == (["زینب نے کہا"], [("زینب", "PER")])
    assert found.taken == "token = column mot, tag = column etiquette"
    found = read(tmp_path / "b.tsv", "احمد\tPER\nزینب\tB-PER\nنے\tO\nکہا\tO\n")
    assert found.pairs == [("احمد", "PER"), ("زینب", "PER")]
    assert ", line 1: PER is not spelled as the other tags are; taken as one of its label" in found.notes


def test_tags_of_neighbours_and_models_are_left_out(tmp_path: Path) -> None:
    data = "index,prev-iob,sentence_idx,word,tag,pred\n0,__START__,1,زینب,B-PER,O\n1,B-PER,1,نے,O,B-LOC\n2,O,2,وہ,O,O\n"
    found = read(tmp_path / "ner.csv", data)
    assert (found.texts, found.pairs) == (["زینب نے\nوہ"], [("زینب", "PER")])


WORDS = ["زینب", "خان", "نے", "لاہور", "دیکھا", "۔"]
WHO: Pairs = [("زینب خان", "PER"), ("لاہور", "LOC")]
DASH = ["B-PER", "I-PER", "O", "B-LOC", "O", "O"]


@pytest.mark.parametrize(
    "tags",
    [
        DASH,
        ["B_PER", "I_PER", "O", "B_LOC", "O", "O"],
        ["PER-B", "PER-I", "O", "LOC-B", "O", "O"],
        ["PER_B", "PER_I", "O", "LOC_B", "O", "O"],
        ["I-PER", "I-PER", "O", "I-LOC", "O", "O"],
        ["PER", "PER", "O", "LOC", "O", "O"],
        ["PER", "PER", "Other", "LOC", "Other", "Other"],
        ["B-PER", "E-PER", "O", "S-LOC", "O", "O"],
        ["B-PER", "L-PER", "O", "U-LOC", "O", "O"],
        ["B-PER", "E-PER", "O", "W-LOC", "O", "O"],
        ["b-PER", "i-PER", "o", "b-LOC", "o", "o"],
        ["(PER*", "*)", "*", "(LOC)", "*", "*"],
        ["(PER*", "*)", "*", "(LOC*)", "*", "*"],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_spelling_of_tags_gives_the_same_spans(tmp_path: Path, tags: list[str], end: str) -> None:
    rows = end.join(f"{word}\t{tag}" for word, tag in zip(WORDS, tags, strict=True))
    assert read(tmp_path / "a.conll", rows).pairs == WHO


def test_tags_that_name_no_label_get_one_and_that_is_told(tmp_path: Path) -> None:
    found = read(tmp_path / "a.txt", "زینب B\nخان I\nنے O\nلاہور B\nدیکھا O\n")
    assert found.pairs == [("زینب خان", "ENTITY"), ("لاہور", "ENTITY")]
    assert any("the tags name no label" in note for note in found.notes)


@pytest.mark.parametrize(
    ("rows", "pairs"),
    [
        ("(ORG(GPE*) *) *", [("لاہور بورڈ", "ORG"), ("لاہور", "GPE")]),
        ("(ORG(GPE) *) *", [("لاہور بورڈ", "ORG"), ("لاہور", "GPE")]),
        ("(ORG* (GPE*)) *", [("لاہور بورڈ", "ORG"), ("بورڈ", "GPE")]),
        ("(ORG* (GPE) *)", [("لاہور بورڈ نے", "ORG"), ("بورڈ", "GPE")]),
    ],
)
def test_brackets_may_be_nested(tmp_path: Path, rows: str, pairs: Pairs) -> None:
    words = ["لاہور", "بورڈ", "نے"]
    lines = [f"d/1 0 {n} {word} NN - {tag} -\n" for n, (word, tag) in enumerate(zip(words, rows.split(), strict=True))]
    found = read(tmp_path / "a.conll", "#begin document (d/1); part 001\n" + "".join(lines) + "\n#end document\n")
    assert (found.pairs, found.sources) == (pairs, ["d/1#1"])
    assert found.taken.startswith("token = column 4, tag = column 7")


def test_brackets_without_their_other_are_told_by_line(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conll", "علی\tNN\t(PER*\nنے\tIN\t*\n\nزید\tNN\t*)\nلاہور\tNN\t(LOC)\n")
    assert found.pairs == [("لاہور", "LOC")]
    assert ", line 1: (PER is not closed in its sentence; left out" in found.notes
    assert ", line 4: *) closes what nothing has opened; left out" in found.notes


ONTONOTES = "".join(
    f"nw/x\t0\t{n}\t{word}\tNN\t{tree}\tsay\t01\t1\tspk\t{tag}\t{role}\t{chain}\n"
    for n, (word, tree, tag, role, chain) in enumerate(
        [
            ("زینب", "(TOP(S(NP*)", "(PERSON)", "(ARG0*)", "(12)"),
            ("نے", "(VP*", "*", "(V*)", "-"),
            ("کراچی", "(NP*", "(GPE*", "(ARG1*", "(7"),
            ("شہر", "*))))", "*)", "*)", "7)"),
        ]
    )
)


def test_trees_roles_and_chains_are_no_entities(tmp_path: Path) -> None:
    found = read(tmp_path / "a.gold_conll", f"#begin document (nw/x); part 000\n{ONTONOTES}\n#end document\n")
    assert (found.pairs, found.sources) == ([("زینب", "PERSON"), ("کراچی شہر", "GPE")], ["nw/x"])


@pytest.mark.parametrize(
    ("data", "pairs", "sources"),
    [
        ("# newdoc id = a\n# text = لاہور\n1\tلاہور\tB-LOC\n\n# newdoc id = b\n1\tنے\tO\n", [("لاہور", "LOC")], "a b"),
        ("-DOCSTART- -X- -X- O\n\nلاہور NN B-NP B-LOC\n\n-DOCSTART- -X- -X- O\n\nنے IN O O\n", [("لاہور", "LOC")], ""),
        ("O\t-DOCSTART-\n\nB-LOC\tلاہور\n\nO\t-DOCSTART-\n\nO\tنے\nO\tاور\n", [("لاہور", "LOC")], ""),
        (
            "a.txt\tلاہور\tB-LOC\na.txt\tمیں\tO\n\na.txt\tہے\tO\n\nb.txt\tنے\tO\n\nb.txt\tنے\tO\n",
            [("لاہور", "LOC")],
            "a.txt b.txt",
        ),
        ("doc,word,tag\na,لاہور,B-LOC\na,میں,O\nb,نے,O\n", [("لاہور", "LOC")], "a b"),
    ],
)
def test_articles_begin_where_the_file_says_so(tmp_path: Path, data: str, pairs: Pairs, sources: str) -> None:
    found = read(tmp_path / "x.conll", data)
    assert (found.pairs, len(found.texts)) == (pairs, 2)
    assert found.sources == (sources.split() or ["x.conll#1", "x.conll#2"])


@pytest.mark.parametrize(
    "comment",
    ["# id 5b1a-01\tdomain=ur", "#\thttp://example.org/a [2020-01-01]", "# text = لاہور O", "#", "# sent_id = 1"],
)
def test_comments_are_no_text_and_are_told(tmp_path: Path, comment: str) -> None:
    rows = "1\tلاہور\tB-LOC\tO\n2\tمیں\tO\tO\n"
    found = read(tmp_path / "a.tsv", f"{comment}\n{rows}\n{comment}\n{rows}")
    assert (found.texts, len(found.pairs)) == (["لاہور میں\nلاہور میں"], 2)
    assert [note for note in found.notes if "a comment" in note and "(and 1 line more)" in note]


@pytest.mark.parametrize("separator", ["\t", " "])
def test_words_that_begin_with_a_hash_stay_words(tmp_path: Path, separator: str) -> None:
    rows = [("#لاہور", "B-LOC"), ("#", "O"), ("پانچ", "O"), ("#کراچی", "B-LOC"), ("ہے", "O")]
    data = "# a comment here\n" + "".join(f"{word}{separator}{tag}\n" for word, tag in rows)
    found = read(tmp_path / "a.conll", data)
    assert found.texts == ["#لاہور # پانچ #کراچی ہے"]
    assert found.pairs == [("#لاہور", "LOC"), ("#کراچی", "LOC")]


def test_language_before_each_word_is_taken_off_and_told(tmp_path: Path) -> None:
    found = read(tmp_path / "train", "ur:زینب\tB-PER\nur:نے\tO\nur::\tO\nur:http://x.pk\tO\n")
    assert (found.texts, found.pairs) == (["زینب نے : http://x.pk"], [("زینب", "PER")])
    assert any("ur: before each token is the language" in note for note in found.notes)


def test_marks_in_the_midst_of_joined_files_are_dropped_and_told(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conll", "\ufeffزینب\tB-PER\nنے\tO\n\n\ufeffلاہور\tB-LOC\n\n\ufeff# x y\nہے\tO\n")
    assert (found.texts, found.pairs) == (["زینب نے\nلاہور\nہے"], [("زینب", "PER"), ("لاہور", "LOC")])
    assert any("byte order mark (U+FEFF)" in note and "1 line more" in note for note in found.notes)


KAGGLE = [
    ["Sentence #", "Word", "POS", "Tag"],
    ["Sentence: 1", "زینب", "NN", "B-PER"],
    *(["", word, "X", "O"] for word in ["نے", ",", '"', ";"]),
    ["Sentence: 2", "لاہور", "NN", "B-geo"],
]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_table_with_a_header_tells_its_columns_by_their_names(tmp_path: Path, sign: str, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(KAGGLE)
    found = read(tmp_path / "ner_dataset.csv", out.getvalue().encode(encoding))
    assert found.texts == ['زینب نے , " ;\nلاہور']
    assert found.pairs == [("زینب", "PER"), ("لاہور", "geo")]
    assert found.taken == "token = column Word, tag = column Tag, sentence = column Sentence #"


def test_quotes_that_are_words_end_no_table(tmp_path: Path) -> None:
    data = 'Word,Tag\nزینب,B-PER\n",O\nنے,O\n",O\nلاہور,B-LOC\n'
    found = read(tmp_path / "a.csv", data)
    assert (found.texts, found.pairs) == (['زینب " نے " لاہور'], [("زینب", "PER"), ("لاہور", "LOC")])
    found = read(tmp_path / "a.tsv", 'زینب\tB-PER\n"\tO\n\'\tO\n"نے\tO\nلاہور\tB-LOC')
    assert found.texts == ['زینب " \' "نے لاہور']


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("1,زینب,B-PER\n1,نے,O\n2,وہ,O\n2,ہے,O\n", ["زینب نے\nوہ ہے"]),
        ("1 زینب B-PER\n2 نے O\n1 وہ O\n2 ہے O\n", ["زینب نے\nوہ ہے"]),
        ("1 زینب B-PER\n2 نے O\n1 وہ O\n", ["زینب نے\nوہ"]),
        ("Sentence: 1\tزینب\tB-PER\n\tنے\tO\nSentence: 2\tوہ\tO\n\tہے\tO\n", ["زینب نے\nوہ ہے"]),
        ("sentence_id\ttoken\tner\n0\tزینب\tB-PER\n0\tنے\tO\n1\tوہ\tO\n", ["زینب نے\nوہ"]),
        ("زینب\tB-PER\nنے\tO\n \t \nوہ\tO\n", ["زینب نے\nوہ"]),
    ],
)
def test_sentences_end_where_the_file_says_so(tmp_path: Path, data: str, texts: list[str]) -> None:
    assert read(tmp_path / "a.conll", data).texts == texts


def test_file_without_any_end_of_a_sentence_is_cut_at_full_stops(tmp_path: Path) -> None:
    found = read(tmp_path / "a.txt", "زینب\tB-PER\nآئی\tO\n۔\tO\n" * 80)
    assert found.texts[0] == "\n".join(["زینب آئی ۔"] * 20)
    assert any("no line or column ends sentences" in note for note in found.notes)


def test_nested_columns_become_spans_of_one_layer(tmp_path: Path) -> None:
    found = read(tmp_path / "a.tsv", "1\tجامعہ\tB-ORG\tO\n2\tکراچی\tI-ORG\tB-LOC\n3\tمیں\tO\tO\n")
    assert found.pairs == [("جامعہ کراچی", "ORG"), ("کراچی", "LOC")]
    assert found.taken == "token = column 2, tag = column 3 and 4"


def test_tags_in_one_cell_are_nested_spans(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conll", "جامعہ\tB-ORG|O\nکراچی\tI-ORG|B-LOC\nمیں\tO\nہے\tO\n")
    assert found.pairs == [("جامعہ کراچی", "ORG"), ("کراچی", "LOC")]


def test_lines_without_tags_are_words_without_spans(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conll", "زینب\n\nنے\n\nO\n")
    assert (found.texts, found.pairs) == (["زینب\nنے\nO"], [])
    assert ": tokens without tags; all taken as O" in found.notes


def test_column_that_repeats_the_tags_of_another_is_left_out_and_told(tmp_path: Path) -> None:
    data = "زینب NN B-PER B-PER\nنے IN O O\nلاہور NN B-LOC B-LOC\nجھیل NN O B-LOC\n"
    found = read(tmp_path / "a.conll", data)
    assert found.pairs == [("زینب", "PER"), ("لاہور", "LOC")]
    assert ": column 4 repeats the tags of another; left out (--column tag=… takes it)" in found.notes
    assert len(read(tmp_path / "a.conll", data, tag=("4",)).pairs) == 3


def test_chunks_are_no_entities(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conll", "زینب NN B-NP B-PER\nخان NN I-NP I-PER\nآئی VB B-VP O\n")
    assert found.pairs == [("زینب خان", "PER")]


@pytest.mark.parametrize(("token", "tag"), [("2", "3"), ("word", "gold"), ("2", "gold")])
def test_person_says_which_columns_are_what(tmp_path: Path, token: str, tag: str) -> None:
    data = "id\tword\tgold\tpred\n1\tزینب\tB-PER\tO\n2\tنے\tO\tO\n3\tلاہور\tO\tB-LOC\n"
    assert read(tmp_path / "a.tsv", data, token=(token,), tag=(tag,)).pairs == [("زینب", "PER")]
    assert read(tmp_path / "a.tsv", data, tag=("pred",)).pairs == [("لاہور", "LOC")]
    assert len(read(tmp_path / "a.tsv", data, tag=("gold", "4")).pairs) == 2


def test_columns_that_are_not_there_are_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no column 9; the columns are numbered 1 to 2"):
        read(tmp_path / "a.conll", "زینب\tB-PER\nنے\tO\nوہ\tO\n", tag=("9",))
    with pytest.raises(UserError, match=r"no column looks like tags; the columns are 1, 2: choose, --column tag="):
        read(tmp_path / "a.conll", "زینب\tNN\nنے\tPSP\nوہ\tPRP\n")


@pytest.mark.parametrize("name", ["a.txt", "a.tsv", "a", "a.iob2", "a.dat"])
def test_name_of_the_file_does_not_matter(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / name, "زینب\tb-per\nنے\to\nلاہور\tb-loc\nہے\to\n").pairs == [
        ("زینب", "per"),
        ("لاہور", "loc"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "وہ آیا O\nگھر گیا O\nپانی پیا O\nکھانا کھایا O\n"),
        ("a.txt", "دل ہی تو ہے\tنہ سنگ و خشت\nدرد سے بھر نہ آئے\tکیوں\nروئیں گے ہم\tہزار بار\n"),
        ("a.txt", "دل\tO\nدرد\tکیوں\nروئیں\tبار\nکوئی\tکیوں\n"),
        ("a.txt", "وٹامن B-12\nوٹامن B-6\nوٹامن B-1\n"),
        ("a.txt", "e4 e5 O-O\nd4 d5 O-O\nNf3 Nc6 O-O\n"),
        ("a.txt", "1 زینب\n2 احمد\n3 لاہور\n"),
        ("a.tsv", "id\ttext\n1\tزینب نے کراچی دیکھا\n2\tلاہور\n"),
        ("a.tsv", "text\tlabel\nزینب نے کراچی دیکھا\tO\nلاہور اچھا ہے\tPER\nیہ بھی\tO\n"),
        ("a.csv", "text,label\nزینب نے دیکھا,خبر\nلاہور اچھا ہے,کھیل\nیہ بھی,خبر\n"),
        ("a.tsv", "زینب\tnone\nاحمد\tpositive\nعلی\tnone\nحسن\tnone\n"),
        ("a.tsv", "id\tsentence\n1\tزینب\n2\tO\n3\tO\n4\tO\n"),
        ("a.tsv", "زینب\tNN\nنے\tPSP\nکراچی\tNNP\n"),
    ],
)
def test_prose_lists_and_tables_of_texts_are_no_tables_of_tokens(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    found = formats.detect(tmp_path / name)
    assert found is not None
    assert found[0].key == ("text" if name == "a.txt" else "csv")


def test_white_space_inside_a_word_stays_as_it_is(tmp_path: Path) -> None:
    found = read(tmp_path / "a.tsv", "شہباز\u00a0شریف\tB-PER\nمے\u200cخانہ\tO\nنے\tO\n")
    assert (found.texts, found.pairs) == (["شہباز\u00a0شریف مے\u200cخانہ نے"], [("شہباز\u00a0شریف", "PER")])


def test_word_of_several_pieces_in_a_line_of_blanks_is_one_and_told(tmp_path: Path) -> None:
    found = read(tmp_path / "a.conll", "شہباز شریف B-PER\nنے O\nکہا O\nکہ O\n")
    assert found.pairs == [("شہباز شریف", "PER")]
    assert ", line 1: a token with white space; taken as 2 tokens" in found.notes


def test_tag_of_another_spelling_is_taken_and_told(tmp_path: Path) -> None:
    rows = "زینب\tB-PER\nنے\tO\nوہ\tO\n\n" * 8
    found = read(tmp_path / "a.conll", rows + "احمد\tB_PER\nہے\tO\n")
    assert found.pairs[-1] == ("احمد", "PER")
    assert any("B_PER is not spelled as the other tags are" in note for note in found.notes)


def test_lines_without_cells_are_no_table() -> None:
    assert all(sample.rows[0] for sample in samples(["a,\rb"] * 5))
