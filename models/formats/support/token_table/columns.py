"""Which columns of a table hold what, by what is in them: tokens, tags, sentences, articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.formats.support.token_table.brackets import has_brackets
from models.formats.support.token_table.lines import Sample
from models.formats.support.token_table.schemes import Scheme, scheme_of

TOKEN = frozenset("token tokens word words form wordform surface لفظ الفاظ ٹوکن".split())
TAG = frozenset(
    "tag tags ner nertag nertags netag ne label labels entity entities bio iob iob2 biotag iobtag gold goldlabel "
    "goldtag slot nerlabel nerlabels namedentity tagner ٹیگ لیبل نشان".split()
)
SENTENCE = frozenset("sentence sentenceid sentid sentenceno sentenceidx sentenceindex sentencenumber sent جملہ".split())
DOCUMENT = frozenset(
    "document documentid doc docid docname documentname file filename fileid article articleid دستاویز خبر".split()
)
_NUMBER = re.compile(r"\d+(?:[.:-]\d+)*")
_PATH = re.compile(r"\S*(?:\d|/|\.\w+$)\S*")
_EMPTY = frozenset({"", "_", "-", "*", "-X-", "--"})
_CODE = re.compile(r"[A-Z][A-Z0-9$:_-]*|[.,:()$#'`\"]+|-[LR]RB-")
_TREE = re.compile(r"[()*\s\w-]*[()*][()*\s\w-]*")
_OTHERS = frozenset("id idx lemma pos upos xpos postag postags feats feat head deprel deps misc chunk gloss".split())
_NAME = re.compile(r"[^\W\d_][\w #.-]*")
_NOT_GOLD = re.compile(r"prev|next|pred|model|system|auto", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_PREFIXED = re.compile(r"([a-z]{2,3}(?:[-_][A-Za-z]+)?):(?=\S)")
_MOSTLY, _MANY, _NEARLY_ALL = 0.6, 0.8, 0.9
_NARROW = 3  # columns: in wider tables, _ is what says nothing in any of them
_LONG = 40  # characters: what is longer on the average is no token


@dataclass(frozen=True)
class Found:
    """The columns of a sample, by number from 0; `schemes`: how the tags are spelled, None where they are brackets."""

    token: int | None
    schemes: dict[int, Scheme | None]
    names: tuple[str, ...] = ()  # of its header, if it has one
    sentence: int | None = None
    document: int | None = None
    prefix: str = ""  # before each token
    doubled: tuple[int, ...] = ()  # columns that repeat another's tags
    named: bool = field(default=False)  # a header says which are tokens and tags


def find(sample: Sample, token: int | None = None, tags: Sequence[int] | None = None) -> Found:
    """Return what the columns are; `token` and `tags` are those that a person chose."""
    names = _header(sample)
    body = _without_header(sample) if names else sample
    by_name = {role: _named(names, usual) for role, usual in _USUAL.items()}
    named = bool(by_name["token"] and by_name["tag"])
    doubled: tuple[int, ...] = ()
    if tags is not None:
        schemes = {index: _spelling(body.column(index)) for index in tags}
    else:
        apart = {token, *by_name["token"], *(index for index, name in enumerate(names) if _NOT_GOLD.search(name))}
        free = [index for index in range(len(body.rows[0])) if index not in apart]
        schemes, doubled = _tags(body, free, by_name["tag"])
    if tags is None and token is None and len(schemes) > 1 and not by_name["token"]:
        schemes = _without_words(body, schemes)
    taken = set(schemes)
    if token is None:
        token = next((index for index in by_name["token"] if index not in taken), None)
    if token is None:
        token = _token(body, taken)
    taken |= {token} if token is not None else set()
    sentence = next((index for index in by_name["sentence"] if index not in taken), None)
    document = next((index for index in by_name["document"] if index not in taken), None)
    if sentence is None:
        sentence = _sentence(body, taken, token)
    if document is None and not names:
        document = _document(body, taken | {sentence or -1})
    prefix = _prefix(body.column(token)) if token is not None else ""
    return Found(token, schemes, tuple(names), sentence, document, prefix, doubled, named)


def _without_words(sample: Sample, schemes: dict[int, Scheme | None]) -> dict[int, Scheme | None]:
    """Leave out the first column of tags where no other could be the words: all of them are O, B-12 and the like."""
    free = [index for index in range(len(sample.rows[0])) if index not in schemes]
    if any(_wordy(sample, index)[0] for index in free):
        return schemes
    return {index: scheme for index, scheme in schemes.items() if index != min(schemes)}


_USUAL = {"token": TOKEN, "tag": TAG, "sentence": SENTENCE, "document": DOCUMENT}


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _named(names: Sequence[str], usual: frozenset[str]) -> list[int]:
    return [index for index, name in enumerate(names) if _folded(name) in usual]


def _header(sample: Sample) -> list[str]:
    """Return the names of the columns, if the first line has them."""
    first = sample.first
    if len(first) != len(sample.rows[0]) or len(sample.rows) < 2 or sample.rows[0] != first:
        return []
    known = [role for role, usual in _USUAL.items() if _named(first, usual)]
    if "token" in known and (len(known) > 1 or _named(first, _OTHERS)):
        return list(first)
    if len(set(first)) < len(first) or not all(_NAME.fullmatch(cell) for cell in first if cell):
        return []
    body = _without_header(sample)
    spelled = {index: scheme for index in range(len(first)) if (scheme := scheme_of(body.column(index)))}
    strange = [
        index
        for index, scheme in spelled.items()
        if not scheme.fits(first[index]) and first[index] not in {*scheme.labels, *body.column(index)}
    ]
    return list(first) if strange and len(strange) == len(spelled) else []


def _without_header(sample: Sample) -> Sample:
    return Sample(sample.separator, sample.first, sample.rows[1:], sample.sentences[1:], sample.even)


def _spelling(cells: Sequence[str]) -> Scheme | None:
    if has_brackets(cells):
        return None
    found = scheme_of(cells, plain=True)
    return found or Scheme(*_ANY, frozenset(cells) - {"O"}, len(cells))


_ANY = ("X", re.compile(r"(?P<place>)(?P<label>[^\W\d_].*)"), frozenset({"O", "o", "_"}))


def _tags(sample: Sample, free: list[int], named: list[int]) -> tuple[dict[int, Scheme | None], tuple[int, ...]]:
    """Return the columns of tags with their spelling, and those that repeat the tags of another."""
    found: dict[int, Scheme | None] = {}
    for index in free:
        cells = sample.column(index)
        if has_brackets(cells):
            found[index] = None
        elif scheme := scheme_of(cells):
            found[index] = scheme
    if any(scheme is None or scheme.found for scheme in found.values()):
        return _distinct(sample, found)
    narrow = len(free) <= _NARROW or bool(named)
    plain = {
        index: scheme
        for index in free
        if (scheme := scheme_of(sample.column(index), plain=True)) and (narrow or {"O", "o"} & {*sample.column(index)})
    }
    labelled = [index for index in plain if plain[index].found]
    best = next((index for index in named if index in plain), None)
    if best is None and labelled:
        best = max(labelled, key=lambda index: (_evidence(plain[index]), index))
    if best is None:
        best = max(plain, default=None)
    return ({}, ()) if best is None else ({best: plain[best]}, ())


def _evidence(scheme: Scheme) -> int:
    return "O" in scheme.outside and len(scheme.labels) > 0


def _distinct(sample: Sample, found: dict[int, Scheme | None]) -> tuple[dict[int, Scheme | None], tuple[int, ...]]:
    """Leave out columns that repeat the tags of another, as what a model said beside what people did."""
    kept: dict[int, Scheme | None] = {}
    doubled = []
    for index, scheme in found.items():
        if any(_alike(sample.column(other), sample.column(index)) for other in kept):
            doubled.append(index)
        else:
            kept[index] = scheme
    return kept, tuple(doubled)


def _alike(ours: list[str], theirs: list[str]) -> bool:
    either = [(a, b) for a, b in zip(ours, theirs, strict=True) if a not in _FREE or b not in _FREE]
    return bool(either) and sum(a == b for a, b in either) * 2 >= len(either)


_FREE = frozenset({"O", "o", "_", "*", "-"})


def _token(sample: Sample, taken: set[int]) -> int | None:
    """Return the column of words: none of numbers, codes, file names; one of many words before one of few."""
    free = [index for index in range(len(sample.rows[0])) if index not in taken]
    scored = [(index, _wordy(sample, index)) for index in free]
    best = max((score for _, score in scored), default=(0, 0.0, 0.0))
    close = [index for index, score in scored if score[0] == best[0] and score[1] >= best[1] - 0.2]
    return min(close, default=None)


def _wordy(sample: Sample, index: int) -> tuple[int, float, float]:
    """Return how much a column looks like one of words: no code or number, how much of it is Urdu, how varied."""
    cells = sample.column(index)
    count = len(cells)
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    codes = sum(bool(_CODE.fullmatch(cell)) for cell in cells)
    empty = sum(cell in _EMPTY for cell in cells)
    names = count > 1 and _constant(sample, cells) and all(_PATH.fullmatch(cell) for cell in cells)
    trees = sum(bool(_TREE.fullmatch(cell)) for cell in cells if len(cell) < _LONG)
    coded = codes >= _NEARLY_ALL * count and count > 1
    bad = names or coded or empty >= _MOSTLY * count or max(trees, numbers) >= _MANY * count
    arabic = sum(bool(_ARABIC.search(cell)) for cell in cells) / count
    variety = len(set(cells)) / count
    return (0 if bad else 1), round(arabic, 2) + round(variety, 2), variety


def _constant(sample: Sample, cells: list[str]) -> bool:
    """Whether the cells of a column change between sentences only."""
    pairs = zip(pairwise(cells), pairwise(sample.sentences), strict=True)
    return all(a == b for (a, b), (one, other) in pairs if one == other)


def _sentence(sample: Sample, taken: set[int], token: int | None) -> int | None:
    """Return the column that tells sentences apart, where no blank line does."""
    if sample.sentences[0] != sample.sentences[-1]:
        return None
    for index in range(len(sample.rows[0])):
        cells = sample.column(index)
        if index in taken or (token is not None and index > token) or not all(map(str.isdecimal, cells)):
            continue
        numbers = [int(cell) for cell in cells]
        steps = [after - before for before, after in pairwise(numbers)]
        counts = all(step == 1 or number in (0, 1) for step, number in zip(steps, numbers[1:], strict=True))
        if (counts and min(steps, default=1) <= 0) or (set(steps) == {0, 1}):
            return index
    return None


def _document(sample: Sample, taken: set[int]) -> int | None:
    """Return the column that names the article of each token: names that go on over whole sentences."""
    for index in range(len(sample.rows[0])):
        cells = sample.column(index)
        if index in taken or not all(_PATH.fullmatch(cell) for cell in cells) or not _constant(sample, cells):
            continue
        runs = 1 + sum(a != b for a, b in pairwise(cells))
        sentences = len(set(sample.sentences))
        words = sum(bool(re.search(r"[^\W\d]", cell)) for cell in cells)
        if words == len(cells) and runs == len(set(cells)) and (runs * 2 <= sentences or sentences == 1 == runs):
            return index
    return None


def _prefix(cells: list[str]) -> str:
    """Return the language that stands before each word, as in WikiANN (`ur:لاہور`)."""
    found = Counter(match[1] for match in map(_PREFIXED.match, cells) if match)
    prefix, count = found.most_common(1)[0] if found else ("", 0)
    return f"{prefix}:" if count >= _NEARLY_ALL * len(cells) else ""


def are_words(cells: Sequence[str]) -> bool:
    """Whether cells are single words rather than texts."""
    spaced = sum(" " in cell for cell in cells)
    return spaced * 5 <= len(cells) and sum(map(len, cells)) <= _LONG * len(cells)
