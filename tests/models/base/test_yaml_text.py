"""Text in YAML comes back as the text that it was."""

from __future__ import annotations

import pytest

from models.base.yaml_text import name, quoted

ODD = ("no", "Yes", "ON", "off", "null", "true", "1", "1.5", "2020-01-01", "a: b", "# a", "'", '"', "\\", "- a", "")
SIGNS = "\n\t\x01\x7f\x85\x9f\u2028\u2029\ufeff\ufffe\uffff😀"


@pytest.mark.parametrize("text", [*ODD, *SIGNS, f"a{SIGNS}b", "train", "my-train", "شخص"])
def test_text_comes_back(text: str) -> None:
    yaml = pytest.importorskip("yaml")
    for written in (quoted(text), name(text)):
        assert yaml.safe_load(f"- key: {written}\n") == [{"key": text}]
        assert "\n" not in written


def test_usual_names_stand_bare() -> None:
    assert [name("train"), name("dev-2"), name("no")] == ["train", "dev-2", '"no"']
