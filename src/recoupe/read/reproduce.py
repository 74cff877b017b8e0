"""Reading again: whether readers give the same of the originals as they did when the case was made.

    for outcome in reproduce(case):
        outcome.verdict        # same | within tolerance | different | cannot be repeated

Each original is added to a scratch case and read there; nothing is written to the case itself. With pinned versions
readers are deterministic, so "same" means the same bytes of output. Other versions of libraries may move a number in
its last digits: "within tolerance" says by how much at most.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from recoupe.events import Events, Progress, quiet
from recoupe.model import Reading, Source
from recoupe.preserve import Case
from recoupe.read.reading import read_source
from recoupe.read.registry import READERS

TOLERANCE = 1e-3
"""Numbers may differ by this part of the larger one, or by this much where they are below one."""

Verdict = Literal["same", "within tolerance", "different", "cannot be repeated"]


class Repeated(msgspec.Struct, frozen=True, kw_only=True):
    """One reading, done again.

    was, now: SHA-256 of what it gave then and now, empty when it gave nothing. apart: largest relative difference of a
    number. where: the first place that differs, or why it cannot be repeated.
    """

    source: str
    name: str
    reader: str
    version: str
    verdict: Verdict
    was: str
    now: str = ""
    apart: float = 0.0
    where: str = ""


def reproduce(case: Case, *, sources: tuple[str, ...] = (), events: Events = quiet) -> Iterator[Repeated]:
    """Do the newest readings of a case again, source by source.

    Args:
        case: Open for reading.
        sources: Digests; all sources when empty.
        events: Where progress goes.
    """
    outputs = {act.details["reading"]: act.details["output"] for act in case.custody() if _is_reading(act.details)}
    wanted = [source for source in case.sources() if not sources or source.digest in sources]
    for n, source in enumerate(wanted):
        events(Progress(operation="reproduce", stage="reading again", item=source.name, done=n, total=len(wanted)))
        with tempfile.TemporaryDirectory(prefix="recoupe-") as scratch:
            yield from _again(case, source, outputs, Path(scratch), events)
    events(Progress(operation="reproduce", stage="reading again", done=len(wanted), total=len(wanted), finished=True))


def _is_reading(details: dict[str, str]) -> bool:
    return "reading" in details and "output" in details and "outcome" in details


def _again(case: Case, source: Source, outputs: dict[str, str], scratch: Path, events: Events) -> Iterator[Repeated]:
    with Case.create(scratch / "case", title="scratch", staged=case.staged) as other:
        origin = source.origins[0]
        other.add(
            case.original(source.digest), media_type=source.media_type, declared_type=source.declared_type,
            origin=origin,
        )  # fmt: skip
        read_source(other, other.source(source.digest), events=events)
        done = {act.details["reading"]: act.details["output"] for act in other.custody() if _is_reading(act.details)}
        by_reader = {reading.reader: reading for reading in other.readings(source.digest)}
        for reading in case.readings(source.digest):
            was, repeated = outputs.get(reading.id, ""), by_reader.get(reading.reader)
            same: dict[str, Any] = {
                "source": source.digest,
                "name": source.name,
                "reader": reading.reader,
                "version": reading.version,
            }
            now = done.get(repeated.id, "") if repeated is not None else ""
            if repeated is None or repeated.id != reading.id:
                yield Repeated(**same, verdict="cannot be repeated", was=was, where=_why(reading, repeated))
            elif now == was:
                yield Repeated(**same, verdict="same", was=was, now=now)
            else:
                apart, where = compare_records(_record(case, was), _record(other, now))
                verdict: Verdict = "different" if where else "within tolerance"
                yield Repeated(**same, verdict=verdict, was=was, now=now, apart=apart, where=where)


def _why(reading: Reading, repeated: Reading | None) -> str:
    if repeated is not None and repeated.version != reading.version:
        return f"version {reading.version} is not here; version {repeated.version} is"
    if repeated is not None:
        return "the settings are others than they were"
    return "this reader reads it no more" if reading.reader in READERS else "there is no such reader here"


def _record(case: Case, digest: str) -> Any:
    path = case.root / "derived" / digest[:2] / digest
    return msgspec.json.decode(path.read_bytes()) if digest and path.is_file() else None


def compare_records(was: Any, now: Any, at: str = "") -> tuple[float, str]:
    """The largest relative difference of two JSON values, and the first place where they differ in more than numbers.

    >>> compare_records({"a": 1.0, "b": "x"}, {"a": 1.0005, "b": "x"})[1]
    ''
    >>> compare_records({"a": [1, "x"]}, {"a": [1, "y"]})
    (0.0, 'a[1]')
    """
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        parts = [(was[key], now[key], f"{at}.{key}".lstrip(".")) for key in was if key != "id"]
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        parts = [(a, b, f"{at}[{n}]") for n, (a, b) in enumerate(zip(was, now, strict=True))]
    elif _is_number(was) and _is_number(now):
        apart = abs(was - now) / max(1.0, abs(was), abs(now))
        return apart, "" if apart <= TOLERANCE else at
    else:
        return 0.0, "" if type(was) is type(now) and was == now else at or "the whole"
    most, first = 0.0, ""
    for a, b, place in parts:
        apart, where = compare_records(a, b, place)
        most, first = max(most, apart), first or where
    return most, first


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
