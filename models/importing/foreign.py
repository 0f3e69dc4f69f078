"""What lies beside articles and is none: settings, lists of labels, types, cards, pictures, scripts."""

from __future__ import annotations

import re
from pathlib import Path

from models.base.file_names import NO_ARTICLES
from models.formats.records.json_records import LABEL_CONFIG, is_label_config
from models.formats.rows.card_yaml import COPIES
from models.formats.support.any_json.rows import beginning
from models.formats.support.refusals import NO_TEXT
from models.formats.support.source import Head

_SUFFIXES = NO_TEXT | frozenset(
    ".svg .ico .py .ipynb .pyc .sh .bat .ps1 .js .css .conf .cfg .ini .toml .yml .yaml .lock .ttf .otf .woff .woff2 "
    ".safetensors .bak .tmp .lnk".split()
)
_PROSE = frozenset((".md", ".rst", ".log"))  # of which somebody may have made a corpus, and says so
_CONFIG = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<View\b", re.DOTALL)
_TYPES = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<typeSystemDescription\b", re.DOTALL)


def by_name(file: Path, *, prose: bool = False) -> bool:
    """Return whether the name of a file in a folder says that it holds no articles; its bytes are not looked at.

    `prose`: one that holds text for people may be an article.
    """
    suffix = file.suffix.lower()
    if file.name.startswith(".") or file.parent.name == COPIES:
        return True
    return suffix in _SUFFIXES or file.stem.lower() in NO_ARTICLES or (suffix in _PROSE and not prose)


def by_contents(head: Head) -> str:
    """Return what a file of JSON or XML holds instead of articles; "" when it is no such file, as far as can be told.

    These are the lists of labels that doccano exports, settings of Label Studio, and types of UIMA.
    """
    if head.suffix not in (".json", ".jsonl", ".xml"):
        return ""
    if head.suffix == ".xml":
        return "the settings of Label Studio" if _CONFIG.match(head.text) else _types(head)
    return "the labels of doccano" if _labels(head) else ""


def _types(head: Head) -> str:
    return "the types of UIMA" if _TYPES.match(head.text) else ""


def _labels(head: Head) -> bool:
    """Whether its records are settings of labels; only a file that names such a field soon is parsed for that."""
    start = head.text[:2_000]
    return any(name in start for name in LABEL_CONFIG) and bool(found := beginning(head)) and is_label_config(found)
