"""Tags in running text: what is a tag, what is text, and what does not pair."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import formats
from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.report import Report
from models.formats.documents import inline
from models.formats.support.source import SourceFile
from tests.selection import examples


def bring(folder: Path, text: str) -> tuple[AnnotatedArticle, list[str]]:
    (folder / "a.txt").write_bytes(text.encode())
    report = Report()
    (found,) = inline.read(SourceFile(folder / "a.txt", report))
    return found, [str(note).removeprefix(f"{folder}/") for note in report.notes]


def labelled(article: AnnotatedArticle) -> list[tuple[str, str]]:
    return [(article.text[span.start : span.end], span.label) for span in article.layers[0].spans]


def test_text_is_the_file_without_tags(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, "وزیراعظم <PERSON>شہباز شریف</PERSON> نے\r\n< CITY > لاہور </CITY> میں")
    assert found.text == "وزیراعظم شہباز شریف نے\n لاہور  میں"
    assert labelled(found) == [("شہباز شریف", "PERSON"), ("لاہور", "CITY")]
    assert notes == []


def test_nested_tags_are_nested_spans(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, "<ORG>تحریک <LOC>پاکستان</LOC></ORG>")
    assert (labelled(found), notes) == ([("تحریک پاکستان", "ORG"), ("پاکستان", "LOC")], [])


def test_what_only_looks_like_a_tag_is_text(tmp_path: Path) -> None:
    text = "<3 & <b>x</b> <UNK> a<B && c>d &amp; <PER>علی</PER>"
    found, notes = bring(tmp_path, text)
    assert found.text == text.replace("<PER>", "").replace("</PER>", "")
    assert (labelled(found), notes) == ([("علی", "PER")], [])


@pytest.mark.parametrize(
    ("text", "spans", "notes"),
    [
        ("a\n<X>b <X>c</X>", [("c", "X")], ["line 2: <X> is never closed; left out"]),
        ("<X>a</X>\nb</X>", [("a", "X")], ["line 2: </X> closes nothing; left out"]),
        (
            "<X>a <Y>b</X> c</Y>",
            [("a b", "X")],
            ["line 1: <Y> is not closed before </X>; left out", "line 1: </Y> closes nothing; left out"],
        ),
        ("a <X> </X>", [], ["line 1: <X> holds no text; left out"]),
    ],
)
def test_tags_that_do_not_pair_are_noted(
    tmp_path: Path, text: str, spans: list[tuple[str, str]], notes: list[str]
) -> None:
    found, said = bring(tmp_path, text)
    assert (labelled(found), said) == (spans, [f"a.txt, {note}" for note in notes])


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.txt", "یہ <PER>علی</PER>", "inline"),
        ("a.txt", "یہ <PER>علی", "text"),
        ("a.txt", "یہ <b>علی</b> <3", "text"),
        ("a.txt", "<HTML><B>x</B></HTML>", "text"),
        ("a.xml", "<PER>علی</PER> اور", "inline"),
    ],
)
def test_format_is_told_by_a_pair_of_tags(tmp_path: Path, name: str, text: str, key: str) -> None:
    (tmp_path / name).write_bytes(text.encode())
    found = formats.detect(tmp_path / name)
    assert found is not None
    assert found[0].key == key


def test_xml_document_is_not_taken_for_it(tmp_path: Path) -> None:
    for text in ("<?xml version='1.0'?><DOC>x</DOC>", "<DOC>x</DOC>\n"):
        (tmp_path / "a.xml").write_bytes(text.encode())
        found = formats.detect(tmp_path / "a.xml")
        assert found is None or found[0].key != "inline"


def test_nothing_but_tags_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the text is empty"):
        bring(tmp_path, "<X></X>")


ZAINAB = "زینب نے کراچی دیکھا۔"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ('<ENAMEX TYPE="PERSON">زینب</ENAMEX> نے <ENAMEX TYPE="LOCATION">کراچی</ENAMEX> دیکھا۔', "PERSON LOCATION"),
        ("<enamex type='PER'>زینب</enamex> نے <Numex Type=LOC>کراچی</Numex> دیکھا۔", "PER LOC"),
        ("<ENAMEX  ID='1'\n TYPE = PER>زینب</ENAMEX> نے <TIMEX3 type=LOC tid=t1>کراچی</TIMEX3> دیکھا۔", "PER LOC"),
        ("<ne type=PER>زینب</ne> نے <ne type=LOC>کراچی</ne> دیکھا۔", "PER LOC"),
        ("<entity class='شخص'>زینب</entity> نے <entity class='مقام'>کراچی</entity> دیکھا۔", "شخص مقام"),
        ("<tag category='per'>زینب</tag> نے <tag label=\"loc\">کراچی</tag> دیکھا۔", "per loc"),
        ('<span class="PER">زینب</span> نے <span class="LOC">کراچی</span> دیکھا۔', "PER LOC"),
        ("<person>زینب</person> نے <location>کراچی</location> دیکھا۔", "person location"),
        ("<Person>زینب</Person> نے <Location>کراچی</Location> دیکھا۔", "Person Location"),
        ("<شخص>زینب</شخص> نے <مقام>کراچی</مقام> دیکھا۔", "شخص مقام"),
        ("<کردار>زینب</کردار> نے <کردار>کراچی</کردار> دیکھا۔", "کردار کردار"),
        ("<hero>زینب</hero> نے <town>کراچی</town> دیکھا۔", "hero town"),
        ("<person>زینب</person> نے <address>کراچی</address> دیکھا۔", "person address"),
        ("<PER>زینب</PER> نے <time>کراچی</time> دیکھا۔", "PER time"),
        ("[@زینب#PER*] نے [$کراچی#LOC*] دیکھا۔", "PER LOC"),
        ("[@زینب#شخص*] نے [@کراچی#Geo Place*] دیکھا۔", "شخص|Geo Place"),
        ("[زینب](PER) نے [کراچی](LOC) دیکھا۔", "PER LOC"),
        ("[زینب](شخص) نے [کراچی](مقام) دیکھا۔", "شخص مقام"),
        ('[زینب]{"entity": "hero", "value": "Z"} نے [کراچی]{"entity": "town"} دیکھا۔', "hero town"),
        ("[زینب](hero:Zainab) نے [کراچی](hero) دیکھا۔", "hero hero"),
        ("[PER زینب] نے [LOC کراچی] دیکھا۔", "PER LOC"),
        ("[PERSON: زینب] نے [LOCATION: کراچی] دیکھا۔", "PERSON LOCATION"),
        ("{{زینب|PER}} نے {{کراچی|LOC}} دیکھا۔", "PER LOC"),
    ],
)
def test_every_style_gives_the_same_text_and_spans(tmp_path: Path, text: str, labels: str) -> None:
    found, _ = bring(tmp_path, text)
    assert found.text == ZAINAB
    assert labelled(found) == list(zip(["زینب", "کراچی"], labels.split("|" if "|" in labels else " "), strict=True))
    detected = formats.detect(tmp_path / "a.txt")
    assert detected is not None
    assert detected[0].key == "inline"


def test_further_attributes_go_to_the_span(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, '<ENAMEX TYPE="PER" id="7" alt="a&amp;b">زینب</ENAMEX> <person sex=f>ثنا</person>')
    assert [(span.label, dict(span.attributes)) for span in found.layers[0].spans] == [
        ("PER", {"id": "7", "alt": "a&b"}),
        ("person", {"sex": "f"}),
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("[@جامعہ [@کراچی#LOC*]#ORG*] میں", [("جامعہ کراچی", "ORG"), ("کراچی", "LOC")]),
        ("[@[@کراچی#LOC*] جامعہ#ORG*] میں", [("کراچی جامعہ", "ORG"), ("کراچی", "LOC")]),
        ("[ORG جامعہ [LOC کراچی]] [1] میں", [("جامعہ کراچی", "ORG"), ("کراچی", "LOC")]),
        ("<ne type=ORG>جامعہ <ne type=LOC>کراچی</ne></ne>", [("جامعہ کراچی", "ORG"), ("کراچی", "LOC")]),
        ("[@#لاہور نمبر 1#LOC*]", [("#لاہور نمبر 1", "LOC")]),
    ],
)
def test_nested_marks_of_other_styles_are_nested_spans(tmp_path: Path, text: str, spans: list[tuple[str, str]]) -> None:
    found, _ = bring(tmp_path, text)
    assert labelled(found) == spans


@pytest.mark.parametrize(
    "text",
    [
        "یہ [ویب سائٹ](https://bbc.com/urdu) اور [صفحہ](page.html) ہے",
        "[تعارف](#intro) اور [خبر](news/1) دیکھیں [1] [2]",
        "[ایک](about) لفظ",
        "![تصویر](PER) دیکھیں",
        "[شخص کے بارے](person) صفحہ",
        "[person](person) اور [مصنف](authors) اور [مقام](place)",
        "[Per خدمت] اور [Date کا] اور [ایک باب]",
        "[BBC اردو] اور [AP نیوز] کے مطابق [BBC اردو]",
        "[date of birth] نامعلوم",
        "{{Infobox|name}} اور {{حوالہ|کتاب}}",
        "<b>علی</b> نے <i>کہا</i><br><p>ہاں</p> <a href='x'>یہاں</a> <span class='red'>سرخ</span>",
        "<FONT COLOR=red>علی</FONT> <A HREF='x'>یہاں</A>",
        "<http://x.com> <me@x.com> vector<int> a <3 b",
        "<config>1</config> ایک بار",
        '<doc id="1" url="https://x" title="خبر">\nعلی نے کہا۔\n</doc>\n<doc id="2">\nہاں\n</doc>',
        "<s>علی نے کہا۔</s>\n<s>ہاں</s>",
        "[@علی] سے #لاہور* تک",
        "a[i] = b[@j] * c[k]",
        "<time>5</time> <time>6</time>",
    ],
)
def test_prose_links_and_html_are_text(tmp_path: Path, text: str) -> None:
    found, notes = bring(tmp_path, text)
    assert (found.text, labelled(found), notes) == (text, [], [])
    detected = formats.detect(tmp_path / "a.txt")
    assert detected is not None
    assert detected[0].key == "text"


@pytest.mark.parametrize("word", ["<PER", "#PER*]", "[@", "[PER]", "[]", "](", "{{", "}}", "</PER>", "&lt", "<>", "]{"])
def test_words_that_look_like_syntax_are_text(tmp_path: Path, word: str) -> None:
    found, _ = bring(tmp_path, f"{word} زینب {word}")
    assert (found.text, labelled(found)) == (f"{word} زینب {word}", [])


def test_links_stay_beside_labels_and_html_beside_tags(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, "[زینب](PER) نے [صفحہ](https://x.pk) <b>دیکھا</b>")
    assert found.text == "زینب نے [صفحہ](https://x.pk) <b>دیکھا</b>"
    found, _ = bring(tmp_path, "<per>زینب</per> نے <b>دیکھا</b>")
    assert found.text == "زینب نے <b>دیکھا</b>"


def test_outline_of_a_document_is_taken_out_and_told(tmp_path: Path) -> None:
    text = "<DOC>\n<TEXT>\n<P>\n<ENAMEX TYPE=PER>زینب</ENAMEX> آئی۔\n</P>\n<P>ہاں۔</P>\n</TEXT>\n</DOC>\n"
    found, notes = bring(tmp_path, text)
    assert "<" not in found.text
    assert labelled(found) == [("زینب", "PER")]
    said = "a.txt: tags around whole lines are no labels; taken out of the text: <P> 2, <TEXT> 1, <DOC> 1"
    assert notes == [said]


def test_letter_for_a_label_is_no_outline(tmp_path: Path) -> None:
    found, _ = bring(tmp_path, "<P>زینب</P> نے <L>کراچی</L> دیکھا <P>علی</P>\n")
    assert labelled(found) == [("زینب", "P"), ("کراچی", "L"), ("علی", "P")]


def test_escapes_are_signs_where_no_sign_stands_unescaped(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, "5 &lt; 6 &amp; <PER>زین&#1576; &gt;</PER>")
    assert (found.text, labelled(found)) == ("5 < 6 & زینب >", [("زینب >", "PER")])
    assert notes == ["a.txt: 4 escapes such as &lt; read as the sign that it stands for"]


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("<PER>زینب</PER> نے\n<LOC>کراچی دیکھا", "زینب نے\nکراچی دیکھا", "line 2: <LOC> is never closed; left out"),
        ("<per>زینب</per> نے\n<loc>کراچی دیکھا", "زینب نے\nکراچی دیکھا", "line 2: <loc> is never closed; left out"),
        ("[@زینب#PER*] نے\n[@کراچی دیکھا", "زینب نے\nکراچی دیکھا", "line 2: [@ is never closed; left out"),
        ("[@زینب#PER*] نے\nکراچی#LOC*] دیکھا", "زینب نے\nکراچی دیکھا", "line 2: #LOC*] closes nothing; left out"),
        (
            "<ne type=PER>زینب</ne> <ne\ntype=LOC>کراچی",
            "زینب کراچی",
            "line 1: <ne type=LOC> is never closed; left out",
        ),
    ],
)
def test_marks_of_any_style_that_do_not_pair_are_noted_and_the_text_kept(
    tmp_path: Path, text: str, kept: str, said: str
) -> None:
    found, notes = bring(tmp_path, text)
    assert (found.text, notes) == (kept, [f"a.txt, {said}"])


def test_what_yedda_recommends_is_told(tmp_path: Path) -> None:
    found, notes = bring(tmp_path, "[@زینب#PER*] [$کراچی#LOC*]")
    assert [dict(span.attributes) for span in found.layers[0].spans] == [{}, {"recommended": True}]
    assert notes == ["a.txt: 1 span is marked [$…*], as YEDDA recommends; read like the others"]


def test_ann_of_yedda_is_not_taken_for_brat(tmp_path: Path) -> None:
    for name, text, key in (("a.txt.ann", "[@زینب#PER*]", "inline"), ("b.ann", "T1\tX 0 12\t[@زینب#PER*]", "brat")):
        (tmp_path / name).write_bytes(text.encode())
        detected = formats.detect(tmp_path / name)
        assert detected is not None
        assert detected[0].key == key


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("## intent:greet\n- میں [لاہور](city) سے [کراچی](city) تک\n", True),
        ("# نمونہ\nلکھیں `<PER>علی</PER>` یا [لاہور](city) [کراچی](city)\n", False),
    ],
)
def test_markdown_is_read_where_it_is_training_data_of_rasa(tmp_path: Path, text: str, *, taken: bool) -> None:
    (tmp_path / "nlu.md").write_text(text, encoding="utf-8")
    assert bool(formats.detect(tmp_path / "nlu.md")) == taken


STYLES: dict[str, tuple[str, str]] = {
    "capitals": ("<{0}>", "</{0}>"),
    "lower": ("<{1}>", "</{1}>"),
    "attribute": ('<ENAMEX TYPE="{0}">', "</ENAMEX>"),
    "bare attribute": ("<ne type={1} n=1>", "</ne>"),
    "yedda": ("[@", "#{0}*]"),
    "bracket": ("[{0} ", "]"),
}
INSIDE = st.text("اب پ۔ 5😀#*&\n", min_size=1, max_size=6).filter(str.strip)


@st.composite
def nested(draw: st.DrawFn, depth: int = 0) -> list[Any]:
    """Pieces of text, and (label, pieces) of what is labelled."""
    label = st.sampled_from(["PER", "LOC", "ORG"])
    labelled_ = st.tuples(label, nested(depth=depth + 1)) if depth < 3 else INSIDE
    return [*draw(st.lists(INSIDE | labelled_, max_size=3)), draw(INSIDE)]


def put(pieces: list[Any], style: tuple[str, str], at: int = 0) -> tuple[str, str, list[tuple[int, int, str]]]:
    """The text with marks, that without, and the spans of it."""
    marked = plain = ""
    spans = []
    for piece in pieces:
        if isinstance(piece, str):
            marked, plain = marked + piece, plain + piece
            continue
        label, inside = piece
        more, text, within = put(inside, style, at + len(plain))
        first = at + len(plain) + len(text) - len(text.lstrip())
        spans += [(first, at + len(plain) + len(text.rstrip()), label), *within]
        opening, closing = (sign.format(label, label.lower()) for sign in style)
        marked, plain = marked + opening + more + closing, plain + text
    return marked, plain, spans


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=nested())
def test_nested_spans_of_every_style_come_back(tmp_path: Path, style: str, pieces: list[Any]) -> None:
    lead = "آج " if style != "bracket" else "آج"
    pieces = [lead, ("PER", ["علی"]), " اور ", ("LOC", ["لاہور"]), " ", *pieces]
    marked, plain, spans = put(pieces, STYLES[style])
    found, notes = bring(tmp_path, marked)
    lower = style in ("lower", "bare attribute")
    assert found.text == plain
    assert Counter(span[:3] for span in found.layers[0].spans) == Counter(
        (a, b, label.lower() if lower else label) for a, b, label in spans
    )
    assert notes == []
