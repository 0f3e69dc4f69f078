"""Which field of a task's data is the text that its results are about. No format itself."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice
from typing import Any

from models.base.documents import FileLocation
from models.base.errors import UserError
from models.base.presence import is_file
from models.base.reading import Reading
from models.formats.support.label_studio.tasks import Task
from models.formats.support.offsets.quotations import alike, loose
from models.formats.support.source import SourceFile

_CONFIGS = ("config.xml", "label_config.xml", "labeling_config.xml")
_TEXT = re.compile(r"<(?:Text|HyperText|Paragraphs)\b([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(r"""\b(name|value)\s*=\s*["']([^"'<>]*)["']""")
_QUOTES = 50  # of a task that are looked for
_SAMPLE = 40  # code points


class TextField:
    """Tells the field of each task: chosen, said by the labelling config beside the file, quoted, or named so.

    What the quotations of the first tasks fit counts for those that have none.
    """

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._chosen = source.options.chosen("text") or ""
        self._by_name = _config_beside(source)
        self._fitted: Counter[str] = Counter()
        self._told = False

    def of(self, task: Task, where: FileLocation) -> str:
        """Return the name of the field. Raises UserError where there is no telling."""
        texts = [name for name, value in task.data.items() if isinstance(value, str) and value.strip()]
        if self._chosen and self._chosen not in texts:
            raise UserError(f'{where}: there is no text in "{self._chosen}" (there are: {_named(task.data)}).')
        return self._chosen or self._found(task, texts, where)

    def tell(self, task: Task, name: str) -> None:
        """Tell, once a file, which of several fields was taken."""
        texts = {key: value for key, value in task.data.items() if isinstance(value, str) and value.strip()}
        if not self._told and len(texts) > 1 and not task.ours:
            row = tuple(" ".join(text.split())[:_SAMPLE] for text in texts.values())
            self._source.took(Reading("field", tuple(texts), (row,), {"text": (name,)}, needed=frozenset({"text"})))
        self._told = True

    def _found(self, task: Task, texts: list[str], where: FileLocation) -> str:
        regions = list(_regions(task))
        aims = [str(region.get("to_name")) for region in regions]
        if said := next((self._by_name[aim] for aim in aims if self._by_name.get(aim) in texts), ""):
            return said
        if len(texts) > 1 and (quoted := _quoted(task.data, texts, regions)):
            self._fitted[quoted] += 1
            return quoted
        if labelled := next((aim for aim in aims if aim in texts), ""):
            return labelled
        usual = [name for name, _ in self._fitted.most_common() if name in texts]
        if usual and not regions:
            return usual[0]
        return self._by_its_name(task.data, texts, where)

    @staticmethod
    def _by_its_name(data: dict[str, Any], texts: list[str], where: FileLocation) -> str:
        if "text" in data:
            if not isinstance(data["text"], str):
                raise UserError(f'{where}: "text" must be text.')
            return "text"
        others = [name for name in texts if name not in ("id", "title")] or texts
        if len(others) != 1:
            there = f"(there are: {_named(data)}); name it, --field text=NAME"
            raise UserError(f"{where}: no telling which field of the data is the text {there}.")
        return others[0]


def _named(data: dict[str, Any]) -> str:
    return ", ".join(str(name)[:40] for name in list(data)[:10]) or "nothing"


def _regions(task: Task) -> list[dict[str, Any]]:
    rows = (row.get("result") for row in (*task.annotations, *task.predictions))
    return [item for item in chain(*(row for row in rows if isinstance(row, list))) if isinstance(item, dict)]


def _quoted(data: dict[str, Any], texts: list[str], regions: list[dict[str, Any]]) -> str:
    """Return the field that most quotations are of, at their offsets or else anywhere; empty where that is unclear."""
    values = [value for item in regions if isinstance(value := item.get("value"), dict)]
    quotes = list(islice((value for value in values if isinstance(value.get("text"), str)), _QUOTES))
    standing = {name: sum(_stands_in(data[name], value) for value in quotes) for name in texts}
    most = max(standing.values())
    leading = [name for name in texts if standing[name] == most]
    if len(leading) == 1:
        return leading[0]
    plain = {name: loose(data[name]) for name in leading}
    wanted = [one for value in quotes if (one := loose(value["text"]))]
    scores = {name: (most, sum(one in plain[name] for one in wanted)) for name in leading}
    best = max(scores, key=lambda name: scores[name])
    alone = list(scores.values()).count(scores[best]) == 1
    return best if alone and scores[best] > (0, 0) else ""


def _stands_in(text: str, value: dict[str, Any]) -> bool:
    start, end = value.get("start"), value.get("end")
    return type(start) is int and type(end) is int and 0 <= start < end and alike(text[start:end], value["text"])


def _config_beside(source: SourceFile) -> dict[str, str]:
    """Return the name of a text in the labelling config beside a file -> the field of the data that it shows."""
    path = source.path
    for file in (path.with_name(f"{path.stem}.config.xml"), *(path.with_name(name) for name in _CONFIGS)):
        if is_file(file):
            return _fields_shown(SourceFile(file, source.report))
    return {}


def _fields_shown(config: SourceFile) -> dict[str, str]:
    try:
        text = config.text()
    except UserError:
        return {}  # what is beside a file does not refuse it
    shown = (dict(_ATTRIBUTE.findall(tag)) for tag in _TEXT.findall(text))
    return {one["name"]: one["value"][1:] for one in shown if "name" in one and one.get("value", "").startswith("$")}
