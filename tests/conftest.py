"""What every test needs: no display, no network, no settings of the person who runs it."""

from __future__ import annotations

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

if sys.dont_write_bytecode:
    # Where that is set, nobody wants files beside the modules; but each worker, and each process that a test starts,
    # would compile the program and its libraries anew, which takes longer than most tests.
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    sys.dont_write_bytecode = False
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import pytest
from hypothesis import settings

from tests.selection import QUICK, THOROUGH, WHOLE

for name, count in (("thorough", THOROUGH), ("whole", WHOLE), ("quick", QUICK)):
    settings.register_profile(name, deadline=None, max_examples=count)  # machines are shared and slow at times


SLOW = {
    "test_accessible.py",
    "test_atspi_walk.py",
    "test_tree.py",
    "test_bombs.py",
    "test_elsewhere.py",
    "test_every_format.py",
    "test_hostile.py",
}
SLOW |= {"test_large_text.py", "test_read_only.py", "test_unclean_end.py"}


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples properties are tested with: few where the slow tests are left out, too."""
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("quick" if "not slow" in config.option.markexpr else "whole")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `uv run pytest` leaves to `.ci/run`: the short versions of the long runs, and files that take long."""
    for item in items:
        if "stress" in item.path.parts:
            item.add_marker(pytest.mark.stress)
        elif item.path.name in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Backups and settings that a test leaves to their usual place do not reach the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("data")))
        if sys.platform == "darwin":  # asks no variable but this
            patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_made_once() -> Iterator[None]:
    """Most tests make a project, and the steps of the schema are most of that; `test_versions` tests the steps."""
    from models.project import project
    from tests.made_once import Tables

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "bring_up_to_date", Tables().bring_up_to_date)
        yield


@pytest.fixture
def seed_text() -> str:
    """The article of seeds/, as it is in the file."""
    from models.labels.templates import seed_articles

    return seed_articles()[0].read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application of the program, which takes the files that the system asks for."""
    from PySide6.QtWidgets import QApplication

    from ui.shell.application import Application

    there = QApplication.instance()  # of a long run that came first in this process
    return type(there) if there is not None else Application


@pytest.fixture(scope="session")
def app_fonts(qapp: object) -> None:
    """The program's own fonts and style, as ui.shell.app sets them up."""
    from PySide6.QtWidgets import QApplication

    from ui.support import fonts

    assert isinstance(qapp, QApplication)
    fonts.load_fonts()
    fonts.use_naskh(qapp)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with three short articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(("لاہور میں بارش", "عمران خان😀 لاہور گئے۔", "کراچی اور اسلام آباد"), 1):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder
