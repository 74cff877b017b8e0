"""Bringing a projection up to the log: from where it stands, or from the beginning when it does not fit.

The projection says how far it is. When the line it names is not where it says, it belongs to another log
and is made again.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from recoupe.errors import CaseDamaged, NotACase
from recoupe.model import sha256
from recoupe.preserve import folder
from recoupe.preserve.entry import EntryError, Fields
from recoupe.preserve.log import Line, Scan, scan
from recoupe.preserve.projection import Applied, Projection

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """acts: lines applied now. torn: bytes after the last whole line. problems: why not to write on, if anything."""

    acts: int
    torn: bytes
    problems: tuple[str, ...]


def fits(root: Path, applied: Applied) -> bool:
    """Whether the log holds, where the projection says, the line the projection names."""
    if applied.seq == 0:
        return True
    with (root / folder.LOG).open("rb") as file:
        file.seek(applied.bytes - applied.length)
        return sha256(file.read(applied.length)) == applied.digest


def is_current(root: Path, applied: Applied) -> bool:
    """Whether the projection is at the end of the log, a torn last line aside."""
    with (root / folder.LOG).open("rb") as file:
        file.seek(applied.bytes)
        return applied.seq > 0 and b"\n" not in file.read() and fits(root, applied)


def replay(root: Path, projection: Projection, *, strict: bool) -> Replayed:
    """Apply every line that the projection lacks, in one transaction: nobody sees half a projection.

    Args:
        root: The case.
        projection: Where to.
        strict: Believe all or nothing. Otherwise what cannot be believed is told and left out.
    Raises:
        CaseDamaged: `strict`, and log or entries contradict themselves; the projection is as it was.
    """
    with projection.transaction():
        if not fits(root, projection.applied()):
            log.warning("the projection belongs to another log and is made again")
            projection.clear()
        applied = projection.applied()
        found = read_log(root, applied)
        erased = _erased(root, found)
        problems = list(found.problems)
        for line in found.lines:
            if line.seq != projection.applied().seq + 1:
                break  # the numbering is broken here; the scan has said so
            fields = _fields(root, line, erased, problems)
            amiss = projection.apply(line, fields, lambda digest: folder.load_derived(root, digest))
            if amiss:
                # Derived records can be made again by reading again, so this does not stop a writer.
                log.warning("%s", amiss)
        if strict and problems:
            raise damaged(root, tuple(problems))
    return Replayed(acts=len(found.lines), torn=found.torn, problems=tuple(problems))


def read_log(root: Path, after: Applied | None = None) -> Scan:
    """The lines of the log after those that are applied.

    Raises:
        NotACase: There is no log.
    """
    after = after or Applied()
    try:
        handle = os.open(root / folder.LOG, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise NotACase(f"{root} holds no case: its log cannot be read: {error.strerror}") from error
    with os.fdopen(handle, "rb") as file:
        file.seek(after.bytes)
        return scan(file.read(), seq=after.seq, before=after.digest)


def damaged(root: Path, problems: tuple[str, ...]) -> CaseDamaged:
    """The error for a log that contradicts itself or its entries."""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return CaseDamaged(
        f"{root} is damaged: {problems[0]}{more}",
        todo="nothing was changed: keep the folder as it is, and go on with an untouched copy of the case",
    )


def erased_by(fields: Fields) -> set[int]:
    """The numbers of the acts whose entries an `erase` act removed."""
    return {int(value) for key, value in fields if key == "erased" and value.isdigit()}


def _erased(root: Path, found: Scan) -> set[int]:
    gone: set[int] = set()
    for line in found.lines:
        if line.act == "erase":
            try:
                gone |= erased_by(folder.load_entry(root, line))
            except EntryError:
                continue  # told when its own turn comes
    return gone


def _fields(root: Path, line: Line, erased: set[int], problems: list[str]) -> Fields | None:
    try:
        return folder.load_entry(root, line)
    except EntryError as error:
        if line.seq not in erased or folder.entry_path(root, line.seq).exists():
            problems.append(str(error))
        return None
