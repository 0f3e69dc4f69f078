"""What a new project starts from: the files of seeds/."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from models.base.entities import Label
from models.base.errors import UserError, error_text
from models.labels.toml_file import read_labels
from models.storage.disk import regular
from models.text.encodings import decode
from models.text.offsets import clean

FOLDER = Path(__file__).resolve().parents[2] / "seeds"


def seed_labels() -> tuple[Label, ...]:
    """Return the labels of seeds/labels.toml."""
    return read_labels(FOLDER / "labels.toml")


@dataclass(frozen=True, slots=True)
class Template:
    """A labels.toml that a new project may start from, under the `title` in it."""

    title: str
    path: Path


def templates() -> tuple[Template, ...]:
    """seeds/labels.toml, then every file of seeds/templates/ by name."""
    paths = [FOLDER / "labels.toml", *sorted((FOLDER / "templates").glob("*.toml"))]
    return tuple(Template(_title(path), path) for path in paths)


def _title(path: Path) -> str:
    try:
        title = tomllib.loads(regular.read_whole(path).decode()).get("title")
    except (OSError, ValueError):  # reading its labels says what is wrong
        title = None
    return title if isinstance(title, str) and title else path.stem


def seed_articles() -> list[Path]:
    """Return the articles of seeds/."""
    return sorted(FOLDER.glob("*.txt"))


def read_guidelines(path: Path = FOLDER / "guidelines.md") -> str:
    """Guidelines from a Markdown file. Raises UserError."""
    try:
        return clean(decode(regular.read_whole(path), str(path)), str(path)).text
    except OSError as error:
        raise UserError(f"{path}: the guidelines cannot be read ({error_text(error)}).") from error
