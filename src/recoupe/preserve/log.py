"""The log: one line an act, each naming the SHA-256 of the line before and of the act's entry file.

    000002 9f2c… 2026-11-21T21:25:03.120Z add 41be…

A line carries commitments only: what was done stands in the entry, whose salt hides it from those who have only
the line. The digest of a line is taken over its bytes with the line feed; the first line names 64 zeros.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from recoupe.model import sha256

NOTHING_BEFORE = "0" * 64

_LINE = re.compile(
    rb"([0-9]{6,18}) ([0-9a-f]{64}) ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z) "
    rb"([a-z][a-z0-9-]{0,31}) ([0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. `before` and `entry` are digests; `time` is UTC to the millisecond; `raw` its bytes."""

    seq: int
    before: str
    time: str
    act: str
    entry: str
    raw: bytes

    @property
    def digest(self) -> str:
        """What the next line names."""
        return sha256(self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a stretch of the log holds.

    torn: bytes after the last line feed, which never became a line. problems: what is wrong with the lines, in words.
    """

    lines: tuple[Line, ...]
    torn: bytes
    problems: tuple[str, ...]


def name_of(seq: int) -> str:
    """The number of an act as log and entry files write it: at least six digits."""
    return f"{seq:06d}"


def now() -> str:
    """The present time as the log writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def write_line(*, seq: int, before: str, time: str, act: str, entry: str) -> Line:
    """The line of an act.

    Raises:
        ValueError: A part does not fit the format.
    """
    raw = f"{name_of(seq)} {before} {time} {act} {entry}\n".encode()
    line = _read(raw)
    if line is None:
        raise ValueError(f"{raw!r} is not a line of the log")
    return line


def scan(data: bytes, *, seq: int = 0, before: str = NOTHING_BEFORE) -> Scan:
    """Read a stretch of the log that follows line `seq` with digest `before`; goes on to the end whatever is wrong.

    Args:
        data: Any bytes.
        seq: Number of the line before the stretch, 0 at the beginning of the log.
        before: Digest of that line.
    """
    lines: list[Line] = []
    problems: list[str] = []
    whole, feed, torn = data.rpartition(b"\n")
    for raw in whole.split(b"\n") if feed else ():
        seq += 1
        line = _read(raw + b"\n")
        if line is None:
            problems.append(f"log: line {seq} is not a line of the log: {raw[:80]!r}")
        else:
            if line.seq != seq:
                problems.append(f"log: line {seq} calls itself {name_of(line.seq)}")
            if line.before != before:
                problems.append(f"log: line {seq} does not follow the line before it")
            lines.append(line)
        before = sha256(raw + b"\n")
    return Scan(lines=tuple(lines), torn=torn, problems=tuple(problems))


def _read(raw: bytes) -> Line | None:
    match = _LINE.fullmatch(raw)
    if match is None:
        return None
    number, before, time, act, entry = (part.decode() for part in match.groups())
    if number != name_of(int(number)):
        return None
    return Line(seq=int(number), before=before, time=time, act=act, entry=entry, raw=raw)
