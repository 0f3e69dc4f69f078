"""What is wrong with a record of doccano's is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.errors import UserError
from models.base.report import Report
from models.formats.doccano import FORMAT
from models.formats.support.options import Offsets, ReadOptions
from models.formats.support.source import SourceFile
from models.importing.run import import_files
from models.project.project import Project
from tests.models.helpers import contents

BAD = {
    "cut off": ('{"text": "a", "label": [[0, 1', "not JSON"),
    "text is a number": ('{"text": 5, "label": []}', '"text" must be text'),
    "label is an object": ('{"text": "a", "label": {}}', '"label" must be a list'),
    "a span of two": ('{"text": "a", "label": [[0, 1]]}', r'"label" must be a list of \[start, end, label\]'),
    "a span is a number": ('{"text": "a", "label": [1]}', r"must be a list of \[start"),
    "label of a span is a number": ('{"text": "a", "label": [[0, 1, 5]]}', "has no name of a label"),
    "offsets are text": ('{"text": "a", "label": [["0", "1", "A"]]}', "must be whole numbers"),
    "entity without offsets": ('{"text": "a", "entities": [{"label": "A"}]}', "must be whole numbers"),
    "outside": ('{"text": "a", "label": [[0, 2, "A"]]}', r"\[0, 2\) does not lie"),
    "below zero": ('{"text": "a", "label": [[-1, 1, "A"]]}', r"\[-1, 1\) does not lie"),
    "reversed": ('{"text": "abc", "label": [[2, 1, "A"]]}', r"\[2, 1\) does not lie"),
    "empty span": ('{"text": "abc", "label": [[1, 1, "A"]]}', r"\[1, 1\) does not lie"),
    "NUL": ('{"text": "a\\u0000", "label": []}', "is NUL"),
}


@pytest.mark.parametrize("offsets", Offsets)
@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD.keys())
def test_bad_record_is_named(tmp_path: Path, line: str, says: str, offsets: Offsets) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "a", "label": [[0, 1, "A"]]}\n' + line + "\n")
    assert FORMAT.read
    with pytest.raises(UserError, match=says) as caught:
        list(FORMAT.read(SourceFile(file, Report(), options=ReadOptions(offsets=offsets))))
    assert str(caught.value).startswith(f"{file}, line 2: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ['[{"text": "a", "label": []}, 5]', '[{"text": "a", "label": []}', "[" * 100_000])
def test_bad_list_of_records_changes_nothing(project: Project, tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(text)
    before = contents(project)
    with pytest.raises(UserError, match=r"not JSON|record 2: not a JSON object"):
        import_files(project, [file])
    assert contents(project) == before
