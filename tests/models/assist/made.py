"""A small made language, in which a learner has something to learn: names stand after titles and before verbs."""

from __future__ import annotations

import random

from models.assist.sentences import Stretch, TaggedSentence, sentences_of, tagged

_ENDS = "حمید قادر رحیم وحید مجید صمد عزیز کریم".split()
_FIRST = "احمد علی سعد بلال عمر زید حسن نعیم طارق فہد".split() + [f"{a}{b}" for a in ("نور", "گل") for b in _ENDS]
_LAST = "خان بٹ ملک شاہ قریشی راجا".split()
_CITIES = "لاہور کراچی ملتان پشاور کوئٹہ گلگت سکھر".split() + [f"{a}آباد" for a in _ENDS]
_VERBS = "گئے آئے پہنچے بولے رہے".split()
_FILL = "کل صبح شام وہاں بہت جلد دیر سے اچانک پھر".split()


def _name(draw: random.Random, known: list[str]) -> str:
    """Return a known name, or one that hardly comes twice, as real texts have them."""
    return draw.choice(known) if draw.random() < 0.8 else "".join(draw.choices("بتجدرسعفکلمنوی", k=5))


def article(number: int, sentences: int = 12) -> tuple[str, list[Stretch]]:
    """Return a text of short sentences, and where its names and cities are."""
    draw, text, spans = random.Random(number), "", []

    def say(words: str, label: str = "") -> None:
        nonlocal text
        text += words if not text or text.endswith("\n") else f" {words}"
        if label:
            spans.append(Stretch(len(text) - len(words), len(text), label))

    for _ in range(sentences):
        say(draw.choice(_FILL))
        say("جناب")
        say(f"{_name(draw, _FIRST)} {_name(draw, _LAST)}", "PERSON")
        say(_name(draw, _CITIES), "LOCATION")
        say("میں")
        say(draw.choice(_FILL))
        say(draw.choice(_VERBS))
        say("۔")
        text += "\n"
    return text, spans


def articles(count: int, first: int = 0) -> list[list[TaggedSentence]]:
    """Return tagged articles."""
    return [tagged(sentences_of(text), spans) for text, spans in map(article, range(first, first + count))]
