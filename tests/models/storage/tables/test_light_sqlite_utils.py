"""sqlite-utils is loaded without the libraries of numbers that it looks for, and they are there for all others."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models.storage.tables.light_sqlite_utils import hidden
from tests.models.helpers import ROOT


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_new_project_loads_neither_pandas_nor_numpy(tmp_path: Path) -> None:
    path = str(tmp_path / "p.nishan")
    code = f"import sys, main\ntry: main.main(['new', {path!r}])\nfinally: print(*sys.modules)"
    loaded = _run(code).split()
    assert "sqlite_utils.db" in loaded
    assert Path(path).exists()
    assert not {"pandas", "numpy"} & {*loaded}


def test_pandas_and_numpy_are_there_after_sqlite_utils() -> None:
    pytest.importorskip("pandas")
    code = "import models.storage.tables.schema, pandas, numpy; print(pandas.DataFrame({'a': [1]}).sum().a)"
    assert _run(code).split() == ["1"]


def test_hidden_module_is_missing_and_then_found_again() -> None:
    sys.modules.pop("colorsys", None)
    before = [*sys.meta_path]
    with hidden("colorsys"), pytest.raises(ModuleNotFoundError, match="No module named 'colorsys'"):
        __import__("colorsys")
    assert sys.meta_path == before


def test_module_that_is_hidden_in_one_thread_is_found_in_another() -> None:
    found: list[str] = []
    sys.modules.pop("colorsys", None)
    with hidden("colorsys"):
        thread = threading.Thread(target=lambda: found.append(__import__("colorsys").__name__))
        thread.start()
        thread.join()
    assert found == ["colorsys"]


def test_loaded_module_stays_while_it_is_hidden() -> None:
    import colorsys

    with hidden("colorsys"):
        assert __import__("colorsys") is colorsys
