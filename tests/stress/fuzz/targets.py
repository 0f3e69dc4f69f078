"""What is given broken input, and what must hold however broken it is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models import formats
from models.base.errors import Cancelled, UserError
from models.checks import check
from models.formats import Format
from models.formats.support.options import Offsets, ReadOptions
from models.importing.plan import ImportPlan
from models.importing.preview import preview
from models.importing.run import import_files
from models.labels.templates import seed_labels
from models.project.project import Project
from tests.models.helpers import contents
from tests.stress.fuzz import others, samples
from tests.stress.fuzz.samples import Sample


class Unsound(Exception):  # noqa: N818
    """Something came in that should not have, or a refusal left its mark."""


@dataclass(frozen=True)
class Target:
    """`run` takes a folder to work in, a sample and what is in its place; True when it was taken, False when refused.

    `missing`: why it cannot run here.
    """

    key: str
    samples: Callable[[], tuple[Sample, ...]]
    run: Callable[[Path, Sample, bytes], bool]
    missing: str = ""


def told(error: UserError) -> str:
    """The sentence. Raises Unsound when it is none: a line and no more, that a terminal can show."""
    text = str(error)
    if not text or len(text) > 2_000 or "\n" in text or "\x1b" in text:
        raise Unsound(f"no sentence for a person: {text[:3000]!r}") from error
    return text


class _Importing:
    """One format: what a preview and an import make of it, in a project that stays what it was when refused."""

    def __init__(self, format_: Format) -> None:
        self._format = format_
        self._template: bytes | None = None

    def __call__(self, folder: Path, sample: Sample, data: bytes) -> bool:
        home = Path(tempfile.mkdtemp(dir=folder))
        try:
            return self._both(home, sample.lay(home, data), data)
        finally:
            shutil.rmtree(home)

    def _both(self, home: Path, file: Path, data: bytes) -> bool:
        asked = file if file.suffix in self._format.suffixes else next(home.glob(f"*{self._format.suffixes[0]}"))
        offsets = tuple(Offsets)[len(data) % len(Offsets)]
        plan = ImportPlan(format_key=self._format.key, options=ReadOptions(offsets=offsets))
        for each in (ImportPlan(), plan):
            with suppress(UserError, Cancelled):
                if trouble := preview([asked], each).trouble:
                    told(UserError(trouble))
        with self._project(home) as project:
            before = contents(project)
            try:
                import_files(project, [asked], plan)
            except (UserError, Cancelled) as error:
                told(UserError(str(error)))
                if contents(project) != before:
                    raise Unsound("refused, and yet the project is another") from error
                return False
            # An edge inside a letter is the file's own, and kept.
            if problems := [one for one in check(project) if one.kind != "edge"]:
                raise Unsound(f"imported, and now the project is unsound: {problems[0]}")
            others.read_articles(project)
        return True

    def _project(self, home: Path) -> Project:
        path = home / "p.nishan"
        if self._template is None:
            Project.create(path, seed_labels()).close()
            self._template = path.read_bytes()
        path.write_bytes(self._template)
        return Project.open(path)


def _importer(format_: Format) -> Target:
    missing = format_.extra.missing(format_.key) if format_.extra else ""
    return Target(format_.key, lambda: samples.of_format(format_), _Importing(format_), missing)


def targets() -> tuple[Target, ...]:
    """All there are: every format that is read, then the program's own files and what people type."""
    own = (
        Target("project", samples.project, others.project),
        Target("labels.toml", samples.label_files, others.labels),
        Target("guidelines", samples.guidelines, others.guidelines),
        Target("settings", lambda: (Sample("settings.ini", samples.SETTINGS.encode()),), others.settings),
        Target("lock", others.notes, others.lock),
        Target("search", others.typed, others.search),
        Target("names", others.typed, others.names),
    )
    return (*(_importer(format_) for format_ in formats.readers()), *own)
