"""What the elements of an XML corpus are: documents, their text, titles, tokens, entities. No format itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_NAMED = frozenset({"field", "column", "col", "str"})
"""Elements whose `name` says what they are, as databases write them."""
_DOCUMENTS = frozenset(
    "doc document article text tei story news newsitem item post record row entry page file topic comment tweet "
    "abstract poem chapter".split()
)
TITLES = frozenset("title headline heading hl1 subject عنوان سرخی".split())
HEADERS = frozenset("teiheader header metadata meta fileheader profiledesc standoff".split())
_FACTS = frozenset(
    "date time datetime author authors byline name url link uri source publisher category categories section tag tags "
    "keywords language lang id docno docid guid type genre city country slug image copyright description "
    "pubdate".split()
)
BLOCKS = frozenset(
    "p para paragraph s sent sentence seg head l lg line div item list body text content title headline ab u utt turn "
    "row cell table quote q sp speaker trailer caption note".split()
)
"""Elements each of which is a line of its own, or several, inside a longer text."""
TOKENS = frozenset("w tok token word pc c wf".split())
BREAKS = frozenset("lb br newline".split())
GENERIC = frozenset("ne name rs entity ent enamex timex numex timex3 namedentity mention annotation ner".split())
"""Elements of entities whose label is in an attribute."""
LABELLED = frozenset(
    "person per pers persname location loc place placename geogname gpe org organization organisation orgname misc "
    "date time money percent number designation facility fac event product nationality norp".split()
)
"""Elements of entities that are called as their label is."""
_LABEL = ("type", "label", "class", "cat", "category", "ner", "tag", "ne", "entity", "subtype", "kind")


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace; "" for what is none."""
    tag = element.tag if isinstance(element.tag, str) else ""
    name = tag.rpartition("}")[2]
    return element.get("name", name) if name.lower() in _NAMED else name


def label_of(element: Element) -> str:
    """Return the label of an entity: that of its attribute, or else its name."""
    attributes = {key.rpartition("}")[2].lower(): value.strip() for key, value in element.attrib.items()}
    return next((attributes[key] for key in _LABEL if attributes.get(key)), name_of(element))


def holds_text(element: Element) -> bool:
    """Whether words stand in an element itself, beside others or alone."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def has_tokens(element: Element) -> bool:
    """Whether an element holds tokens, alone or inside of entities."""
    return any(name_of(child).lower() in TOKENS or (is_entity(child) and has_tokens(child)) for child in element)


def is_entity(element: Element) -> bool:
    """Whether an element inside of a text is an entity by its name."""
    return name_of(element).lower() in GENERIC | LABELLED


@dataclass
class Found:
    """What there is in a corpus. `names`: of all elements, in order; `text`: of those that hold the running text."""

    names: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    document: str = ""


def look(root: Element) -> Found:
    """Return what the elements of a corpus are, by their names and by what stands in them."""
    found = Found(document=_document(root))
    for element in root.iter():
        name = name_of(element)
        sample = " ".join((element.text or "").split())[:40]
        if sample or name not in found.names:
            found.names[name] = found.names.get(name) or sample
    lengths: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for document in documents(root, found.document):
        for unit in units(document):
            name = name_of(unit)
            counts[name] += 1
            lengths[name] += len(" ".join("".join(unit.itertext()).split()))
    for name in counts:
        if name.lower() in TITLES:
            found.titles.append(name)
        elif _is_running(name, lengths[name] / counts[name]):
            found.text.append(name)
    if not found.text:  # nothing but titles and facts: the longest of them is what there is to read
        found.text = [max(lengths, key=lambda name: lengths[name])] if lengths else []
        found.titles = [name for name in found.titles if name not in found.text]
    return found


def _is_running(name: str, mean: float) -> bool:
    """Whether elements of a name hold running text: those of blocks do, and others that are long enough."""
    folded = name.lower()
    if folded in _FACTS:
        return False
    return folded in BLOCKS | _DOCUMENTS or mean >= 20


def _document(root: Element) -> str:
    """Return the name of the elements that are documents; "" when the whole file is one."""
    counts: Counter[str] = Counter()
    depths: dict[str, int] = {}
    level, depth = [root], 0
    while level and depth < 6:
        for element in level:
            name = name_of(element)
            if name.lower() in _DOCUMENTS and element is not root and next(units(element), None) is not None:
                counts[name] += 1
                depths.setdefault(name, depth)
        level, depth = [child for element in level for child in element], depth + 1
    several = [name for name in counts if counts[name] > 1 and not _inside(root, name)]
    if several:
        return min(several, key=lambda name: depths[name])
    names = {name_of(child) for child in root}
    if len(names) == 1 and len(root) > 1 and not any(holds_text(child) or has_tokens(child) for child in root):
        (name,) = names
        return name if name.lower() not in BLOCKS else ""
    return ""


def _inside(root: Element, name: str) -> bool:
    """Whether a name is only that of parts of one document, which has a title or facts of its own."""
    folded = name.lower()
    return folded in {"item", "row", "text", "page", "entry"} and name_of(root).lower() in _DOCUMENTS


def documents(root: Element, name: str) -> Iterator[Element]:
    """Yield the outermost elements of a name; the root for none."""
    if not name:
        yield root
        return
    stack = [root]
    while stack:
        element = stack.pop()
        if name_of(element) == name and element is not root:
            yield element
        else:
            stack += reversed(element)


def units(document: Element) -> Iterator[Element]:
    """Yield the outermost elements that hold words or tokens, without those of headers."""
    stack = [document]
    while stack:
        element = stack.pop()
        if holds_text(element) or has_tokens(element):
            yield element
        elif name_of(element).lower() not in HEADERS or element is document:
            stack += reversed(element)
