"""What the program reads besides datasets: its projects, labels, guidelines, settings, and what people type."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from models import formats
from models.base.documents import AnnotatedArticle, LabelledSpan, Layer
from models.base.errors import UserError
from models.checks import check
from models.exporting.plan import ExportPlan
from models.exporting.rows import annotated
from models.exporting.run import export
from models.labels.templates import read_guidelines, seed_labels
from models.labels.toml_file import merged, read_labels, write_labels
from models.project.filters import Filter, filter_steps
from models.project.project import Project
from models.project.search import search_steps
from models.project.sound import Unsound
from models.project.stats import stats
from models.project.titles import find_titles
from models.storage import lock_note
from tests.models.formats.helpers import fill, usable
from tests.stress.fuzz.samples import Sample, articles


def project(folder: Path, sample: Sample, data: bytes) -> bool:
    """Opened, checked, read from end to end and exported; whatever is wrong with it is a sentence."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        path = sample.lay(Path(name), data)
        try:
            opened = Project.open(path)
        except UserError:
            return False
        with opened:
            check(opened)
            return _all_read(opened, Path(name) / "out.jsonl")


def read_articles(project: Project) -> None:
    """Read all articles as an export does; that something is unsound has no sentence of its own."""
    with suppress(Unsound):
        list(annotated(project, None))


def _all_read(opened: Project, out: Path) -> bool:
    sound = True
    for read in (_everything, stats, read_articles, lambda one: _exported(one, out)):
        try:
            read(opened)
        except UserError:
            sound = False
    return sound


def _everything(opened: Project) -> None:
    opened.labels(), opened.guideline_versions()
    for who in opened.annotators():
        for row in opened.article_rows(who.id):
            try:
                opened.article(row.id)
                opened.spans(row.id, who.id), opened.other_spans(row.id, who.id)
                opened.article_labels(row.id, who.id), opened.rejections(row.id, who.id)
            except UserError:
                continue


def _exported(opened: Project, out: Path) -> None:
    export(opened, out, ExportPlan("jsonl"))


def labels(folder: Path, sample: Sample, data: bytes) -> bool:
    """Labels that were read make a project, and come back as they were."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        home = Path(name)
        try:
            found = read_labels(sample.lay(home, data))
        except UserError:
            return False
        again = home / "again.toml"
        write_labels(found, again)
        assert read_labels(again) == found
        merged(seed_labels(), ())
        with Project.create(home / "p.nishan", found) as made:
            assert [one.name for one in made.labels()] == [one.name for one in found]
        return True


def guidelines(folder: Path, sample: Sample, data: bytes) -> bool:
    """Markdown that was read can be shown, at some width, without anything being fetched."""
    path = sample.lay(folder, data)
    try:
        text = read_guidelines(path)
    except UserError:
        return False
    _shown_in_window(text)
    return True


def _shown_in_window(text: str) -> None:
    from PySide6.QtGui import QGuiApplication

    from ui.guidelines.document import GuidelinesDocument
    from ui.shell.application import Application

    global _app  # noqa: PLW0603 - Qt goes with its last reference
    _app = QGuiApplication.instance() or Application(["fuzz", "-platform", "offscreen"])
    document = GuidelinesDocument()
    document.show_markdown(text)
    document.setTextWidth(300)
    document.size()
    document.section("PERSON")


_app: object = None


def settings(folder: Path, sample: Sample, data: bytes) -> bool:
    """Whatever the file says, every setting has a value."""
    from ui.keys.action_specs import ACTION_SPECS
    from ui.keys.keymap import Keymap
    from ui.support.settings import Setting, Settings

    home = Path(tempfile.mkdtemp(dir=folder))
    try:
        sample.lay(home, data)
        found = Settings(home)
        for name, declared in vars(Settings).items():
            if isinstance(declared, (property, Setting)):
                getattr(found, name)
        for key in ("undo", "redo", "x", "%1"):
            found.keys(key)
        found.layers("x")
        Keymap(found, ACTION_SPECS)
        return True
    finally:
        shutil.rmtree(home)


# --- what is typed, and what lies beside a project -----------------------------------------------------------------


def typed() -> tuple[Sample, ...]:
    return (Sample("typed", "علی لاہور".encode()), Sample("typed", b'a "b" OR c* NEAR(d e, 2) -f ^g title:h'))


def notes() -> tuple[Sample, ...]:
    note = b'{"user": "sana", "host": "desk", "pid": 1, "since": "2026-01-01 10:00", "process": "x"}'
    return (Sample("p.nishan.lock", note),)


def lock(folder: Path, sample: Sample, data: bytes) -> bool:
    """Who has a project open, as the file beside it says."""
    sample.lay(folder, data)
    return lock_note.owner_of(folder / "p.nishan") is not None


@cache
def _library(folder: Path) -> Project:
    made = Project.create(folder / "library.nishan", seed_labels())
    fill(made, articles())
    return made


def search(folder: Path, sample: Sample, data: bytes) -> bool:
    """Whatever is typed is looked for, and is no command."""
    opened = _library(folder)
    text = data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")
    me = opened.annotators()[0].id
    for articles_ in filter_steps(opened, me, Filter(text=text)):
        assert all(opened.article(article) for article in articles_)
    find_titles(opened, text)
    for whole in (False, True):
        for match in search_steps(opened, text, whole_words=whole):
            assert match is None or match.start < match.end
    return True


def names(folder: Path, sample: Sample, data: bytes) -> bool:
    """One string as the name of all that has one: kept as it is, and exported to every format, inside its folder."""
    text = data.decode("utf-8", "replace").replace("\0", "")[:2_000]
    layer = Layer(text or "x", spans=(LabelledSpan(0, 3, text or "x", note=text),), labels=(f"{text} of all",))
    one = AnnotatedArticle(text or "x", text, "علی گیا", meta={text: text}, layers=(layer,))
    home = Path(tempfile.mkdtemp(dir=folder))
    try:
        with Project.create(home / "p.nishan", seed_labels()) as made:
            fill(made, [one])
            assert text in [row.title for row in made.article_rows(made.annotators()[0].id)]
            for format_ in (
                each for each in formats.writers() if usable(each) and each.key not in ("spacy", "parquet")
            ):
                out = home / "in" / format_.key
                out.parent.mkdir(exist_ok=True)
                try:
                    export(
                        made, out if format_.folder else out.with_suffix(format_.suffixes[0]), ExportPlan(format_.key)
                    )
                except UserError:
                    continue
        outside = {path.name for path in home.iterdir()} - {"in", "p.nishan"}
        assert not outside, outside
        return True
    finally:
        shutil.rmtree(home)
