"""Web archives as material: what they hold comes out as files of its own, beside the archive as it was handed over.

    with opened(path, media_type) as taken:
        for member in taken.members: ...  # member.path lies in a private folder that is gone afterwards

Members are written under random names only: nothing that an archive says ever becomes a path.
"""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from recoupe import jail
from recoupe.collect.names import visible
from recoupe.errors import ChildDied
from recoupe.events import Events, quiet

JOB: Final = "recoupe.collect.archive_jobs:unpack"
MOST: Final = 2_000
"""Members that are taken; `archive_jobs` stops there, too."""
_GIB: Final = 1 << 30


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive says of a member. checks: what became of the digests given for it, as `what: outcome`."""

    number: int
    url: str
    at: str
    kind: str
    name: str
    bytes: int
    checks: tuple[str, ...]


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member that was written out, for as long as the archive is open."""

    path: Path
    told: Told

    def notes(self) -> tuple[str, ...]:
        """What a person should know of where it came from."""
        return (f"captured at {visible(self.told.at)}, as the archive says",) if self.told.at else ()

    def checks(self) -> tuple[str, ...]:
        """What became of the digests that the archive gives for it."""
        return tuple(visible(line)[:1000] for line in self.told.checks[:8])


class Taken(msgspec.Struct, frozen=True):
    """The members of an archive in its order, and remarks on the whole.

    checks: what became of the digests, signatures and time stamps of the whole, as `what: outcome`.
    """

    members: tuple[Member, ...]
    remarks: tuple[str, ...]
    checks: tuple[str, ...] = ()


class _Answer(msgspec.Struct):
    members: list[Told]
    checks: list[str]
    remarks: list[str]


def is_archive(name: str, media_type: str) -> bool:
    """Whether a file is a web archive. A WARC inside gzip is told by its name, since only its child unpacks."""
    packed = media_type == "application/gzip" and name.lower().endswith(".warc.gz")
    return packed or media_type in ("application/warc", "application/wacz")


@contextlib.contextmanager
def opened(path: Path, media_type: str, *, size: int, events: Events = quiet) -> Iterator[Taken]:
    """Take an archive apart in a jailed child.

    Raises:
        InputError: It is damaged, or made to exhaust its reader. JailError: The child did not finish.
    """
    limits = jail.Limits(wall_s=45 + 4 * size / 1e6, output_bytes=2 * _GIB + (64 << 20))
    with tempfile.TemporaryDirectory(prefix="recoupe-") as folder, _Writer(Path(folder)) as writer:
        settings = {"media_type": media_type}
        said = jail.call(JOB, path, settings=settings, limits=limits, sink=writer.take, events=events, operation="add")
        try:
            answer = msgspec.convert(said, _Answer)
        except msgspec.ValidationError as error:
            raise ChildDied(f"its reader sent something that is no answer ({error})", todo="report it") from error
        writer.close()
        members = (Member(path=writer.paths[t.number], told=t) for t in answer.members if t.number in writer.paths)
        remarks, checks = (
            tuple(visible(line)[:2000] for line in lines[:50]) for lines in (answer.remarks, answer.checks)
        )
        yield Taken(tuple(members), remarks, checks)


class _Writer:
    """Writes chunks under random names; believes of their own names only that they are numbers below `MOST`."""

    def __init__(self, folder: Path) -> None:
        self.paths: dict[int, Path] = {}
        self._folder = folder
        self._number = -1
        self._file: BinaryIO | None = None

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def take(self, name: str, data: bytes) -> None:
        """One more piece of a member.

        Raises:
            ChildDied: The name is none that the job gives.
        """
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 6 else -1
        if not 0 <= number <= MOST or (number in self.paths and number != self._number):
            raise ChildDied("its reader sent a piece of no member", todo="report it")
        if self._file is None or number != self._number:
            self.close()
            self._number = number
            self.paths[number] = self._folder / secrets.token_hex(16)
            self._file = self.paths[number].open("xb")
        self._file.write(data)

    def close(self) -> None:
        """Finish the member that is being written."""
        if self._file is not None:
            self._file.close()
            self._file = None
