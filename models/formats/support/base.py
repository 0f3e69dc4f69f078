"""What a dataset format is, and what can be asked of one."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.base.documents import AnnotatedArticle
from models.base.errors import UserError
from models.base.losses import Holds
from models.formats.support.options import Cut, Overlaps, Scheme, Unit

if TYPE_CHECKING:
    from models.formats.support.sink import Sink
    from models.formats.support.source import Head, SourceFile


@dataclass(frozen=True, slots=True)
class Extra:
    """A library that is not installed with the program: its module, what it is called, the extra it comes with."""

    module: str
    name: str
    extra: str

    def load(self, key: str, module: str = "") -> Any:
        """Return the module, or one of its own. Raises UserError that tells format `key`'s user how to install it."""
        try:
            return importlib.import_module(module or self.module)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] != self.module.partition(".")[0]:
                raise
            raise UserError(self._sentence(key)) from error

    def missing(self, key: str) -> str:
        """The sentence that tells format `key`'s user how to install it; "" when it is there. Nothing is loaded."""
        try:
            there = importlib.util.find_spec(self.module.partition(".")[0]) is not None
        except ValueError:  # a module without a spec
            there = False
        return "" if there else self._sentence(key)

    def _sentence(self, key: str) -> str:
        return (
            f"{key} needs {self.name}, which is not installed; get it with `uv sync --extra {self.extra} --inexact` "
            f"(without uv: pip install {self.name})."
        )


@dataclass(frozen=True, slots=True)
class Format:
    """A dataset format.

    `read` yields articles one by one. `write` takes them in a stream. `sniff` says why a file is of this format,
    or "" when it is not; of several that say yes the highest `rank` is taken. `main_file`: of several files that
    belong together, the one to read. `folder`: it is written as a folder of files. `one_layer`: it holds the spans
    of a single annotator. `exact`: text and offsets come back as they were. `overlaps`, `scheme`: which policies
    it can follow; `units`: which records, its own first; `cuts`: which tokens. `offsets`: it asks for them when read.
    `holds`: what it has a place for besides texts and spans, all else is told as lost when it is written; whose
    layers and whether texts are exact is said by `one_layer` and `exact`. `attributes`: those of spans that it holds
    where it does not hold all.
    `beside`: the ends of the names of further files that it writes with each one; `by_depth`: those of nested spans,
    `STEM.2.SUFFIX` and on, when overlaps are layers. `by_name`: the end of a name alone tells it.
    `columns`: all that its records may have, each with the type that a card tells `datasets`, which else goes by the
    first file and refuses one that has more: `string`, `int64`, `float64`, `json`, with `[]` lists, `tags` for a list
    of tags and `label` for a label, both by their names.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]
    read: Callable[[SourceFile], Iterator[AnnotatedArticle]] | None = None
    write: Callable[[Iterable[AnnotatedArticle], Sink], None] | None = None
    sniff: Callable[[Head], str] | None = None
    rank: int = 50
    main_file: Callable[[Path], Path] | None = None
    folder: bool = False
    one_layer: bool = False
    exact: bool = True
    overlaps: tuple[Overlaps, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    units: tuple[Unit, ...] = (Unit.ARTICLE,)
    cuts: tuple[Cut, ...] = ()
    offsets: bool = False
    beside: tuple[str, ...] = ()
    by_depth: bool = False
    by_name: bool = True
    extra: Extra | None = None
    holds: frozenset[Holds] = frozenset()
    attributes: frozenset[str] = frozenset()
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def lacks(self) -> frozenset[Holds]:
        """What it has no place for."""
        said = {Holds.LAYERS: not self.one_layer, Holds.TEXT: self.exact}
        return frozenset(Holds) - self.holds - {kind for kind, held in said.items() if held}
