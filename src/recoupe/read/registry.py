"""The readers, by name.

A reader is a function from one source to marks. Adding one: write a module with a `Reader` in its tuple `READERS`,
name the module in `MODULES`, and `tests/contract/test_readers.py` runs it through what every reader must hold.

    READERS["footage"].run(case, source, quiet).marks
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from recoupe.events import Events
from recoupe.model import Document, Mark, Scalar, Source, reading_id

if TYPE_CHECKING:
    from recoupe.preserve import Case

MODULES = (
    "recoupe.read.kind",
    "recoupe.read.text.reader",
    "recoupe.read.picture.footage",
    "recoupe.read.whole",
    "recoupe.read.sound.impulse",
    "recoupe.read.picture.transient",
    "recoupe.read.picture.image",
    "recoupe.read.picture.screen_text",
)
"""Modules that each hold a tuple `READERS`, in the order in which they read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What a reader found: marks in order of their place, the text it took out, and what a person should know."""

    marks: tuple[Mark, ...] = ()
    document: Document | None = None
    remarks: tuple[str, ...] = ()


def no_settings() -> dict[str, Scalar]:
    """The settings of a reader that has none."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A named function from one source to marks.

    version: changes whenever the same source could give other marks; earlier readings then no longer count.
    accepts: whether it reads this source at all, told from media type and size alone.
    run: raises a `RecoupeError` when it cannot read; everything it gives is the same on every run.
    settings: what else decides the result (thresholds a user may set, an optional component and its version).
    needs: another reader whose reading of the source must be done first; when that fails, this one is not tried.
    """

    name: str
    version: str
    accepts: Callable[[Source], bool]
    run: Callable[[Case, Source, Events], ReadResult]
    settings: Callable[[], dict[str, Scalar]] = no_settings
    needs: str = ""

    def reading_of(self, source: Source) -> str:
        """The id that this reader's reading of the source has, with the settings as they are now."""
        return reading_id(source.digest, self.name, self.version, self.settings())


class Readers(Mapping[str, Reader]):
    """Readers by name in the order they run; their modules are imported when the table is first looked at.

    Late, because the reader modules import this one, and a child that only opens a file needs none of them.
    """

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = modules
        self._table: dict[str, Reader] | None = None

    def _load(self) -> dict[str, Reader]:
        if self._table is None:
            table: dict[str, Reader] = {}
            for module in self._modules:
                for reader in import_module(module).READERS:
                    if reader.name in table:
                        raise ValueError(f"two readers are named {reader.name!r}; the second is in {module}")
                    table[reader.name] = reader
            self._table = table
        return self._table

    def __getitem__(self, name: str) -> Reader:
        return self._load()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._load())

    def __len__(self) -> int:
        return len(self._load())


READERS: Mapping[str, Reader] = Readers(MODULES)
