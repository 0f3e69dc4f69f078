"""Projects as nobody would make them on purpose: odd texts, labels, ids, titles and fields."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.entities import Label, Scope, Status
from models.formats.documents.text import title_of

WHO = "me@x.org"
_PIECES = (
    *(
        "علی",
        "لاہور",
        "می\u200cخواہم",
        "\u0653",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\u00a0",
        "\u2028",
        "\x85",
        "\ufeff",
        "😀",
        "a",
    ),
    *(
        "-DOCSTART-",
        "#",
        "# text = x",
        "\t",
        "_",
        "|",
        "\\",
        "[1]",
        "*",
        "->",
        ";",
        '"',
        "<b>",
        "&amp;",
        "]]>",
        "=SUM(1)",
    ),
    *(
        "۔",
        "،",
        "\u200f",
        "\u202b",
        "O",
        "B-PER",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x01",
        "\ufffe",
        "e\u0301",
        "١٢",
        "...",
        "\u200b",
    ),
)
_LEADS = ("", "", "", "\ufeff", " ", "\n", "\u00a0", "\u2028", "\u0653", "\u200c")
_ENDS = ("", "", " ", "\n", "\n\n", "\u2029", "\u200c", "\u00a0")
_LABELS = (
    *(
        "PERSON",
        "O",
        "B-PER",
        "I-",
        "two words",
        "two_words",
        "a/b",
        "شخص",
        "#tag",
        'a"b',
        "x|y",
        "x:y",
        "x[1]",
        "_",
        "*",
    ),
    *(
        "-",
        "=1",
        "null",
        "true",
        "1",
        "person",
        "é",
        "e\u0301",
        "😀",
        "a,b",
        "\\",
        "<x>",
        "&",
        "{x}",
        "a\u200cx",
        "a->b",
    ),
)
_NOTES = (
    "n",
    "two words",
    "a\nb",
    "a\tb",
    " lead",
    "trail ",
    "\x01",
    "x\u2028y",
    "\x85",
    "=1+1",
    "'=x",
    '"q"',
    "\ufeffx",
    "\r\n",
    "[]",
)
_CONFIDENCES = ("0.5", "high", "a b", "1", "=1", "x\ny", "0.50")
_KEYS = (
    *(
        "text",
        "id",
        "entities",
        "tokens",
        "meta",
        "label",
        "labels",
        "spans",
        "title",
        "k" * 300,
        "a b",
        "کلید",
        "confidence",
    ),
    *(
        "Confidence",
        "note",
        "fragments",
        "identifier",
        "start",
        "answer",
        "layers",
        "data",
        "Comments",
        "cats",
        "annotator",
    ),
    *("_session_id", "AnnotatorNotes", "ner_tags", "a.b", "", "source", "user"),
)
_VALUES: tuple[Any, ...] = (
    *(
        "x",
        "two words",
        "",
        "a\nb",
        1,
        0,
        -1.5,
        2**60,
        1e300,
        True,
        False,
        None,
        [],
        {},
        [1, "a", None],
        {"a": {"b": [1]}},
    ),
    *("1", "null", "[1]", "=1", "'x", "\x01", "\u2028", "x" * 2000, "😀", " ", ["a", "b"]),
)
_TITLES = (
    None,
    "عنوان",
    "a\nb",
    "../../etc",
    "a\tb",
    "=t",
    " lead",
    "trail ",
    "\x01x",
    "x" * 300,
    "a\u2028b",
    "null",
    "\ufeffx",
    "..",
    "<t>&",
)
_IDS = (
    *(
        "a.txt",
        "A.txt",
        "a",
        "../x",
        "/etc/x",
        "x" * 300,
        "a b",
        "1",
        "a#1",
        "con",
        "é",
        ".hidden",
        "a\nb",
        "a\tb",
        "README.md",
    ),
    *(
        "x.tsv",
        "\u200c",
        "=id",
        "😀.txt",
        "a?b",
        "a ",
        " a",
        "train",
        "annotation.conf",
        "01",
        "1.0",
        "\ufeffid",
        "-",
        "null",
    ),
)
_OF_ARTICLES = (Label("NEWS", scope=Scope.ARTICLE), Label("two w", scope=Scope.ARTICLE))


def _fields(most: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_VALUES), max_size=most)


@st.composite
def _spans(draw: st.DrawFn, text: str) -> tuple[LabelledSpan, ...]:
    found: dict[tuple[int, int, str], LabelledSpan] = {}
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        key = (start, draw(st.integers(start + 1, len(text))), draw(st.sampled_from(_LABELS)))
        note, confidence = draw(st.sampled_from(("", "", *_NOTES))), draw(st.sampled_from(("", "", "", *_CONFIDENCES)))
        found[key] = LabelledSpan(*key, note=note, confidence=confidence, attributes=draw(_fields(2)))
    return tuple(sorted(found.values(), key=lambda span: span[:3]))


@st.composite
def _layer(draw: st.DrawFn, who: str, text: str) -> Layer:
    return Layer(
        who,
        status=draw(st.sampled_from(Status)),
        seconds=draw(st.sampled_from((0.0, 5.0, 0.25))),
        spans=draw(_spans(text)),
        labels=draw(st.sampled_from(((), ("NEWS",), ("NEWS", "two w")))),
        rejections=draw(st.sampled_from(((), (LabelledSpan(0, 1, "PERSON"),)))),
    )


@st.composite
def _article(draw: st.DrawFn, number: int, *, one_layer: bool) -> AnnotatedArticle:
    pieces = draw(st.lists(st.sampled_from(_PIECES), max_size=10))
    text = f"{draw(st.sampled_from(_LEADS))}{100 + number} {''.join(pieces)}{draw(st.sampled_from(_ENDS))}"
    title = draw(st.sampled_from(_TITLES))
    people = [WHO] if one_layer else draw(st.sampled_from(([WHO], ["علی", WHO], ['x"y', "a b"])))
    return AnnotatedArticle(
        draw(st.sampled_from((f"{number}.txt", *_IDS))),
        title_of(text) if title is None else title,
        text,
        draw(_fields(3)),
        changes=draw(st.sampled_from(((), ("crlf",), ("bom",)))),
        layers=tuple(draw(_layer(who, text)) for who in people),
        labels=_OF_ARTICLES,
    )


@st.composite
def odd_projects(draw: st.DrawFn, *, one_layer: bool) -> list[AnnotatedArticle]:
    """Return articles, each of which begins with a number of its own: 100 and on."""
    return [draw(_article(number, one_layer=one_layer)) for number in range(draw(st.integers(1, 3)))]
