"""What the case gives back beside the model's nouns, and the shapes of derived records.

A derived record is a JSON file named by its SHA-256. An entry names it; the projection is made from the file alone.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.model import Document, EditMap, Finding, Mark, Reading, Source, Statement, canonical

PendingKind = Literal["original", "derived", "dossier", "entry", "log", "set-aside", "unfinished", "erasure", "anchor"]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What adding a file came to. `new`: its bytes were not in the case before."""

    source: Source
    new: bool


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the custody log with what its entry says.

    details: the entry's fields without its salt, a key's several values on lines of their own; none when it was erased.
    """

    seq: int
    time: str
    act: str
    entry: str
    details: dict[str, str]


class FailedComparison(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two sources (digests) that could not be compared by a method, and why."""

    a: str
    b: str
    method: str
    slug: str
    reason: str
    todo: str = ""


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a stopped writer put in place but did not log. `path` is relative to the case.

    kind: what it would have become; `log` for a torn last line, `erasure` for an entry that is erased but still there,
    `unfinished` for a copy that was never given its name, `anchor` for half of one.
    """

    path: str
    kind: PendingKind
    size: int


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What making the projection again came to.

    acts: lines of the log replayed. records: rows the projection now holds. before: whether there was a projection;
    equal: whether it said the same, None when there was none to ask.
    """

    acts: int
    records: int
    before: bool
    equal: bool | None


class ReadingRecord(msgspec.Struct, frozen=True, kw_only=True, tag="reading", tag_field="kind"):
    """A reading with all it found."""

    reading: Reading
    marks: tuple[Mark, ...] = ()
    document: Document | None = None


class MarkRecord(msgspec.Struct, frozen=True, kw_only=True, tag="mark", tag_field="kind"):
    """A mark that a person made."""

    mark: Mark


class EditMapRecord(msgspec.Struct, frozen=True, kw_only=True, tag="editmap", tag_field="kind"):
    """An edit map."""

    editmap: EditMap


class FindingsRecord(msgspec.Struct, frozen=True, kw_only=True, tag="findings", tag_field="kind"):
    """All that one check found."""

    check: str
    findings: tuple[Finding, ...]


class StatementsRecord(msgspec.Struct, frozen=True, kw_only=True, tag="statements", tag_field="kind"):
    """All statements of the case, in order."""

    statements: tuple[Statement, ...]


Record = ReadingRecord | MarkRecord | EditMapRecord | FindingsRecord | StatementsRecord


def record_bytes(record: Record) -> bytes:
    """The bytes of a derived record: JSON with sorted keys, and sure to be read again.

    Raises:
        ValueError: A value has no JSON form that reads back (a float that is not finite, half a character).
    """
    try:
        data = canonical(record)
        msgspec.json.decode(data, type=type(record))
    except (msgspec.MsgspecError, TypeError, UnicodeError) as error:
        raise ValueError(f"a {type(record).__name__} cannot be stored: {error}") from error
    return data
