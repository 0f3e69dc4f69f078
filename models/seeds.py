"""What a new project starts from: the files of seeds/."""

from __future__ import annotations

from pathlib import Path

from models.corpus import Label
from models.errors import UserError
from models.labels import read_labels
from models.text import clean, decode

FOLDER = Path(__file__).resolve().parent.parent / "seeds"


def seed_labels() -> tuple[Label, ...]:
    """The labels of seeds/labels.toml."""
    return read_labels(FOLDER / "labels.toml")


def seed_articles() -> list[Path]:
    """The articles of seeds/."""
    return sorted(FOLDER.glob("*.txt"))


def read_guidelines(path: Path = FOLDER / "guidelines.md") -> str:
    """Guidelines from a Markdown file. Raises UserError."""
    try:
        return clean(decode(path.read_bytes(), str(path)), str(path)).text
    except OSError as error:
        raise UserError(f"{path}: the guidelines cannot be read ({error.strerror}).") from error
