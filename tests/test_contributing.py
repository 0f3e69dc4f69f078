"""What CONTRIBUTING.md shows is code that works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from models.base.report import Report
from models.formats.support.base import Format
from models.formats.support.sink import Sink
from models.formats.support.source import Head, SourceFile

ROOT = Path(__file__).resolve().parents[1]


def shown() -> Format:
    """The format that is shown there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(compile(code[1], "CONTRIBUTING.md", "exec"), names)
    made = names["FORMAT"]
    assert isinstance(made, Format)
    return made


def test_format_that_is_shown_reads_and_writes(tmp_path: Path) -> None:
    file, report = tmp_path / "a.x", Report()
    file.write_text('{"body": "علی\\nلاہور", "marks": [{"from": 0, "to": 9, "kind": "PERSON"}]}\n', encoding="utf-8")
    format_ = shown()
    assert format_.read is not None
    assert format_.write is not None
    assert format_.sniff is not None
    assert format_.sniff(Head.of(file)) == 'its records have "body"'
    (article,) = format_.read(SourceFile(file, report))
    assert [(span.start, span.end, span.label) for span in article.layers[0].spans] == [(0, 9, "PERSON")]
    format_.write([article], Sink(tmp_path / "b.x", (), report))
    assert [note.what for note in report.notes] == ["X holds no line ends; left out"]
