"""docs/architecture.md names folders and classes that exist, and every folder of the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def folders() -> set[str]:
    """The folders of the code that hold modules."""
    found = {file.parent for top in ("models", "ui") for file in (ROOT / top).rglob("*.py")}
    return {folder.relative_to(ROOT).as_posix() for folder in found} - {"models", "ui"}


def names() -> set[str]:
    """Every class and function, and every method as `Class.method`."""
    found: set[str] = set()
    for top in ("models", "ui"):
        for file in (ROOT / top).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    members = [each for each in node.body if isinstance(each, (ast.FunctionDef, ast.Assign))]
                    found |= {node.name} | {f"{node.name}.{name}" for each in members for name in _names(each)}
                elif isinstance(node, (ast.FunctionDef, ast.Assign)):
                    found |= {*_names(node)}
    return found


def _names(node: ast.FunctionDef | ast.Assign) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def test_every_folder_of_the_code_is_on_the_page_and_no_other() -> None:
    named = set(re.findall(r"\b(?:models|ui)/[a-z_]+(?:/[a-z_]+)*(?=[\s/`,.)])", PAGE))
    missing = folders() - named
    assert not missing, f"docs/architecture.md does not name {sorted(missing)}"
    unknown = {name for name in named if not (ROOT / name).exists() and not (ROOT / f"{name}.py").exists()}
    assert not unknown, f"docs/architecture.md names {sorted(unknown)}"


def test_every_file_class_and_function_on_the_page_exists() -> None:
    known = names()
    quoted = set(re.findall(r"`([A-Za-z_][\w.]*)(?:\(\))?`", PAGE))
    packages = {"models", "ui", "main.py", "flow.py", "labels.toml", "pyproject.toml"}
    own = {"handlers", "read", "redo", "changed", "pending_changed"}  # methods and signals of what the sentence names
    unknown = {name for name in quoted if name not in known | packages | own}
    assert not unknown, f"docs/architecture.md names {sorted(unknown)}"
