"""The marks of labels in running text, in each style that people write them: which are marks, and which are text.

Tags are opened and closed (`<PER>…</PER>`, `<ENAMEX TYPE="PERSON">…</ENAMEX>`), YEDDA closes with the label
(`[@…#PER*]`), Rasa's Markdown, too (`[…](PER)`, `[…]{"entity": "PER"}`); others begin with it (`[PER …]`) or end
with it (`{{…|PER}}`). Prose holds links, HTML and brackets: a style counts only where its labels look like ones.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from models.base import json_text

_NONE: Mapping[str, Any] = MappingProxyType({})


class Mark(NamedTuple):
    """A mark at `[start, end)` of a text. `key`: what it pairs with; `shown`: as a note names it.

    The label stands in the opening mark or in the closing one. `sign`: it stands for that, and neither opens nor
    closes. `is_outline`: it is about a document, paragraph or sentence.
    """

    start: int
    end: int
    opens: bool
    key: str
    shown: str
    label: str = ""
    attributes: Mapping[str, Any] = _NONE
    sign: str = ""
    is_outline: bool = False


_ATTRIBUTE = r"""[\w.:-]{1,64}\s{0,9}=\s{0,9}(?:"[^"<>]{0,400}"|'[^'<>]{0,400}'|[^\s"'<>]{1,200})"""
_NAME = r"""[^\W\d_][^\s<>/="'&]{0,63}"""
_TAG = re.compile(rf"<(/?)[ \t]{{0,2}}({_NAME})((?:\s{{1,9}}{_ATTRIBUTE}){{0,16}})[ \t]{{0,2}}>")
_VALUE = re.compile(r"""([\w.:-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9_-]{0,63}")
_SHORT_CAPITALS = re.compile(r"[A-Z][A-Z0-9_-]{1,31}")
_ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_LABELS = frozenset(
    "per pers person people loc location place org organization organisation institution gpe geo fac facility misc "
    "date time money currency percent percentage num number cardinal ordinal quantity measure event evt product prod "
    "brand norp nationality law language lang work_of_art designation desig city country river mountain disease drug "
    "شخص شخصیت نام فرد مقام جگہ شہر ملک ادارہ تنظیم تاریخ وقت عدد عہدہ رقم".split()
)
_ANY = frozenset(
    "enamex b_enamex numex b_numex timex b_timex timex2 timex3 ne ner name entity ent rs tag annotation".split()
)
_OUTLINE = frozenset(
    "doc document docid docno docname text txt body p s w sent sentence seg hl headline dateline root corpus article "
    "story paragraph para content news date_time".split()
)
_HTML = frozenset(
    "a b i u p br hr em strong small big font center span div ul ol li dl dt dd table tr td th thead tbody tfoot img "
    "h1 h2 h3 h4 h5 h6 html head body script style link meta pre code blockquote sup sub tt strike del ins nav header "
    "footer main form input button select option textarea iframe svg path video audio source figure figcaption".split()
)
_ALSO_HTML = frozenset("time address object title data label mark cite section article var dfn abbr q".split())
_TYPES = ("type", "class", "label", "category", "cat", "kind", "ner", "ne", "entity", "tag", "name", "data-entity")


def is_entity_label(name: str) -> bool:
    """Return whether a word is a usual label of entities, in whatever case."""
    return name.casefold() in _LABELS


def is_label(name: str) -> bool:
    """Return whether a word looks like a label by itself."""
    return is_entity_label(name) or _SHORT_CAPITALS.fullmatch(name) is not None


def marks_in(text: str) -> list[Mark]:
    """Return the marks of a text, in their order."""
    tags = _tags(text) if "<" in text else []
    found = [*tags, *_yedda(text), *_links(text), *_begun(text), *_templates(text)]
    if tags:
        found += _signs(text, tags)
    found.sort(key=lambda mark: mark.start)
    done, kept = 0, []
    for mark in found:
        if mark.start >= done:
            kept.append(mark)
            done = mark.end
    return kept


def is_yedda(text: str) -> bool:
    """Return whether a text is marked as YEDDA does, `[@…#PER*]`."""
    return any(not mark.opens for mark in _yedda(text))


def _tags(text: str) -> list[Mark]:
    """Return the tags: those that are both opened and closed, and are neither HTML nor the outline of a document."""
    every = [_tag(found) for found in _TAG.finditer(text)]
    by_key: dict[str, list[Mark]] = {}
    for tag in every:
        by_key.setdefault(tag.key, []).append(tag)
    paired = {key for key, tags in by_key.items() if len({tag.opens for tag in tags}) > 1}
    whole = paired & _OUTLINE
    whole -= _not_outline(text, every) if whole else set()
    sure = {key for key in paired - whole if _is_sure(by_key[key])}
    likely = paired - whole - sure - _HTML - _ALSO_HTML - _OUTLINE
    if sure or sum(not tag.opens for key in likely for tag in by_key[key]) > 1:
        sure |= likely
    if not sure:
        return []
    sure |= paired & (_ALSO_HTML | (_OUTLINE - _HTML)) - whole
    sure |= {key for key, tags in by_key.items() if key not in paired and _is_sure(tags) and key in _LABELS | _ANY}
    taken = [tag for tag in every if tag.key in sure | whole]
    return [tag._replace(is_outline=True) if tag.key in whole else tag for tag in taken]


def _tag(found: re.Match[str]) -> Mark:
    closes, name, given = found[1], found[2], found[3]
    key = name.casefold()
    if not given:
        return Mark(found.start(), found.end(), not closes, key, f"<{closes}{name}>", html.unescape(name))
    values = {name: value.strip("\"'") for name, value in _VALUE.findall(given)}
    label = name
    if values and key not in _LABELS:
        by_kind = {own.casefold(): own for own in reversed(values)}
        kind = next((by_kind[own] for own in _TYPES if own in by_kind and values[by_kind[own]].strip()), "")
        label = values.pop(kind) if kind else name
    shown = f"<{closes}{' '.join([name, *given.split()])}>"
    plain = {name: html.unescape(value) for name, value in values.items()}
    return Mark(found.start(), found.end(), not closes, key, shown, html.unescape(label).strip(), plain)


def _is_sure(tags: list[Mark]) -> bool:
    """Return whether tags of a name are marks, whatever else there is."""
    key, opening = tags[0].key, [tag for tag in tags if tag.opens]
    shown = {tag.shown for tag in tags}
    names = {one.strip("</>").split(" ")[0] for one in shown}
    bare = all(" " not in one for one in shown)
    if all(_CAPITALS.fullmatch(name) for name in names) and (bare or key not in _HTML):
        return True
    if key in ("span", "mark", "data"):
        return bool(opening) and all(tag.label.casefold() != key and is_label(tag.label) for tag in opening)
    return key in _LABELS - _ALSO_HTML or key in _ANY


def _not_outline(text: str, every: list[Mark]) -> set[str]:
    """Return the names of tags that open after words of a line, or close before some."""
    found = set()
    bare, done = True, 0
    for tag in every:
        line = text.rfind("\n", done, tag.start) + 1
        bare = (bare or line > 0) and not text[max(done, line) : tag.start].strip()
        done = tag.end
        if tag.opens and not bare:
            found.add(tag.key)
    bare, done = True, len(text)
    for tag in reversed(every):
        line = text.find("\n", tag.end, done)
        bare = (bare or line >= 0) and not text[tag.end : done if line < 0 else line].strip()
        done = tag.start
        if not tag.opens and not bare:
            found.add(tag.key)
    return found


def _signs(text: str, tags: list[Mark]) -> list[Mark]:
    """Return the escapes (`&lt;`) of a text where no sign stands unescaped, so that they are meant as such."""
    found = list(_ESCAPE.finditer(text))
    if not found or len(found) != text.count("&") or len(tags) != text.count("<"):
        return []
    return [
        Mark(one.start(), one.end(), opens=False, key="&", shown=one[0], sign=html.unescape(one[0])) for one in found
    ]


_YEDDA = re.compile(r"(\[[@$])|#([^#\[\]*\s][^#\[\]*\n]{0,63})\*\]")


def _yedda(text: str) -> list[Mark]:
    found = list(_YEDDA.finditer(text)) if "*]" in text else []
    if not any(one[1] for one in found):
        return []
    return [
        Mark(one.start(), one.end(), bool(one[1]), "[@", one[0], (one[2] or "").strip(), _recommended(one))
        for one in found
    ]


def _recommended(one: re.Match[str]) -> Mapping[str, Any]:
    """Return what tells a span that YEDDA proposed from one that a person marked."""
    return {"recommended": True} if one[1] == "[$" else _NONE


_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\](?:\(([^()\n]{1,200})\)|(\{[^{}\n]{1,400}\}))")
_NAMED = re.compile(r"([^\W\d][\w-]{0,63})(?::(.{1,200}))?")


def _links(text: str) -> list[Mark]:
    """Return Rasa's marks; links of Markdown, to an address or a page, are none."""
    found = list(_LINK.finditer(text)) if "](" in text or "]{" in text else []
    said = [(one, what) for one in found if (what := _rasa(one))]
    labels = Counter(label for _, (label, _) in said)
    pages = len(said) < len(found) or any(one[1].casefold() == label.casefold() for one, (label, _) in said)
    many = len(said) > 1 and (max(labels.values()) > 1 or any(is_label(label) for label in labels))
    taken = [one for one in said if _SHORT_CAPITALS.fullmatch(one[1][0]) or one[0][3] or (many and not pages)]
    return [mark for one, what in taken for mark in _pair(one, 1, "](", what[0], what[1])]


def _rasa(one: re.Match[str]) -> tuple[str, dict[str, Any]] | None:
    """Return (label, attributes) of what follows a bracket; None for what is no label."""
    if one[2]:
        named = _NAMED.fullmatch(one[2])
        return (
            (named[1], {"value": named[2]} if named[2] else {})
            if named and not (named[2] or "").startswith("//")
            else None
        )
    try:
        given = json_text.parse(one[3])
    except json_text.NotJson:
        return None
    label = given.pop("entity", None) if isinstance(given, dict) else None
    return (label, given) if isinstance(label, str) and label.strip() else None


_BEGUN = re.compile(r"\[(?:([^\W\d][\w-]{0,31}):?[ \t](?=[^\]]))?|\]")


def _begun(text: str) -> list[Mark]:
    """Return the marks of `[PER …]`, also nested; brackets of prose are none, `[BBC اردو]` neither."""
    if "[" not in text:
        return []
    named = Counter(found[1] for found in _BEGUN.finditer(text) if found[1])
    only = named.total() > 1 and all(name.casefold() in _LABELS for name in named)
    known = {name for name in named if name.casefold() in _LABELS and (only or name.isupper())}
    labels = known and known | {name for name, count in named.items() if count > 1 and _SHORT_CAPITALS.fullmatch(name)}
    marks: list[Mark] = []
    opened: list[re.Match[str]] = []
    for found in _BEGUN.finditer(text) if labels else ():
        if found[0] != "]":
            opened.append(found)
        elif opened and (first := opened.pop())[1] in labels:
            marks.append(Mark(first.start(), first.end(), True, f"[{first.start()}", first[0].strip(), first[1]))
            marks.append(Mark(found.start(), found.end(), False, f"[{first.start()}", "]"))
    return marks


_TEMPLATE = re.compile(r"\{\{([^{}|\n]{1,300})\|([^{}|\n]{1,64})\}\}")


def _templates(text: str) -> Iterator[Mark]:
    """Yield the marks of `{{…|PER}}`; what has another second part is a template."""
    for found in _TEMPLATE.finditer(text) if "{{" in text else ():
        if is_label(found[2].strip()):
            yield from _pair(found, 2, "}}", found[2].strip(), {})


def _pair(found: re.Match[str], opening: int, key: str, label: str, attributes: dict[str, Any]) -> Iterable[Mark]:
    """Return both marks around the first group of a match."""
    start, end = found.span(1)
    own = f"{key}{start}"
    yield Mark(start - opening, start, True, own, found[0][:40], label, attributes)
    yield Mark(end, found.end(), False, own, found[0][:40])
