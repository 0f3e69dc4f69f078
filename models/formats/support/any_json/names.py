"""What fields are called that hold a text, spans, tags, and what belongs to them. No format itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """Return a name without signs and capitals, the last part of a path: `data.charStart` and `char_start` are one."""
    return _SIGNS.sub("", name.rpartition(".")[2] or name).lower()


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TEXT = _words(
    "text rawtext fulltext sentencetext sourcetext inputtext textcontent content sentence document body article "
    "paragraph passage context raw data doc input news tweet comment message query utterance statement string متن جملہ"
)
"""Names of the field that holds the text, the likeliest first."""
TITLE = _words("title headline heading عنوان")
ID = _words("id docid dockey documentid uid uuid guid docno textid sentid sentenceid articleid origid externalid key")
ANNOTATOR = _words(
    "annotator annotators username user annotationagent annotatorid annotatedby sessionid completedby createdby "
    "labeledby labeller labeler worker workerid userid coder"
)
SPANS = _words(
    "entities ents spans annotations annotation labels label result results ner nerspans namedentities "
    "entitymentions mentions entity goldentities nertags tags entityspans"
)
"""Names of the field that holds spans, the likeliest first."""
TOKENS = _words("tokens words tokenizedtext tokenized token sentences sents tokenlist wordlist sentence text")
TAGS = _words(
    "nertags ner tags nerlabels labels label bio iob biotags iobtags entitytags entities tag nertag tokenlabels"
)
ARTICLE_LABELS = _words("label labels cats category categories choice sentiment topic")
"""Names of the field that holds labels of the whole article, when its values are names."""
START = _words(
    "start begin startoffset startindex startidx startchar charstart startpos startposition spanstart offsetstart "
    "beginoffset beginindex beginpos beginposition beginchar charbegin offsetbegin characteroffsetbegin startcharacter "
    "characterstart starttoken tokenstart from offset startchars charoffsetbegin startcharoffset s b"
)
END = _words(
    "end stop endoffset endindex endidx endchar charend endpos endposition spanend offsetend finish stopoffset "
    "stopindex characteroffsetend endcharacter characterend endtoken tokenend to until charoffsetend endcharoffset e"
)
LENGTH = _words("length len size")
PAIR = _words(
    "offsets offset span spans indices position positions pos range loc location charspan interval edges index"
)
"""Names of a field that holds both edges, `[start, end]`, or several such pairs."""
LABEL = _words(
    "label labels tag tags type entitygroup entitytype entitylabel category class classname labelname tagname nertag "
    "ner entity categories kind cls annotationtype types name"
)
SURFACE = _words(
    "text surface word words mention value quote string surfaceform exact phrase content form originaltext entity name"
)
WORD = _words("text word token orth form surface originaltext")
"""Names of the field that holds a token, in an object a token."""
STRUCTURE = frozenset(_words("sents tokens words tokenizedtext sentences embedding embeddings vector vectors options"))
"""Names of lists of numbers or objects that are no annotations, or are told apart by what is in them."""
GUESSED = re.compile("predict|suggest|propos")
"""Marks names of fields that a model has filled: they are nobody's work, and are read when they are asked for."""
TELLING = frozenset(
    _words(
        "entities ents spans annotations annotation labels label result results ner nertags nerspans mentions "
        "relations relation predictions prediction suggestions responses events arcs coref clusters namedentities"
    )
)
"""Names of fields that are told of when they are not read, whatever they hold."""


def first_named(given: Iterable[str], among: tuple[str, ...]) -> str:
    """Return the one of the given names that stands first among known ones; empty when none is known."""
    found = [(among.index(plain(name)), number, name) for number, name in enumerate(given) if plain(name) in among]
    return min(found)[2] if found else ""
