"""Read one source with every reader that accepts it, once.

    readings = read_source(case, source, events)

A reader that cannot read gives a failed Reading with its reason; nothing is skipped silently, and the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from recoupe import jail
from recoupe.errors import RecoupeError
from recoupe.events import Events, Progress, quiet
from recoupe.model import Reading, Source
from recoupe.read.registry import READERS, Reader, ReadResult

if TYPE_CHECKING:
    from recoupe.preserve import Case

log = logging.getLogger(__name__)

OUR_FAULTS = frozenset({"reader-fault", "child-died"})
"""Failures that may lie in a reader or in this machine rather than in the source: tried again on the next run."""


def read_source(
    case: Case, source: Source, events: Events = quiet, *, readers: Mapping[str, Reader] = READERS
) -> list[Reading]:
    """Run every reader that accepts the source and has not yet read it with this version and these settings.

    Args:
        case: Open for writing; readings, marks and documents are put into it, one reading at a time.
        source: A source of the case.
        events: Takes one Progress per reader, operation `read`, stage the reader's name.
        readers: The table to read with, in order.
    Returns:
        The readings that are new, done or failed; none when everything was read before. A reading that failed through a
        fault of a reader is tried again, and is new only when it goes otherwise.
    """
    chosen = [reader for reader in readers.values() if reader.accepts(source)]
    if source.size == 0:
        chosen = [reader for reader in chosen if reader.name == "kind"]
    made: list[Reading] = []
    for n, reader in enumerate(chosen):
        events(Progress(operation="read", stage=reader.name, item=source.name, done=n, total=len(chosen)))
        if _settled(case, source, reader) or not _ready(case, source, reader, readers):
            continue
        if not case.has_reading(reader.reading_of(source)):
            case.put_layers(jail.present())  # what stands around the children that read from here on
        reading, result = _try(case, source, reader, events, _waiting(reader, chosen))
        if case.put_reading(reading, result.marks, result.document):
            made.append(reading)
    return made


def _settled(case: Case, source: Source, reader: Reader) -> bool:
    """Whether reading again could give nothing new: it was done, or failed for a reason that lies in the source."""
    name = reader.reading_of(source)
    if not case.has_reading(name):
        return False
    return not any(r.id == name and r.slug in OUR_FAULTS for r in case.readings(source.digest))


def _ready(case: Case, source: Source, reader: Reader, readers: Mapping[str, Reader]) -> bool:
    if not reader.needs:
        return True
    needed = readers[reader.needs].reading_of(source)
    return any(reading.id == needed and reading.outcome == "done" for reading in case.readings(source.digest))


def _waiting(reader: Reader, chosen: list[Reader]) -> list[str]:
    return [other.name for other in chosen if other.needs == reader.name]


def _try(case: Case, source: Source, reader: Reader, events: Events, waiting: list[str]) -> tuple[Reading, ReadResult]:
    """Run one reader and write down how it went; `waiting` are the readers that need it."""
    name = reader.reading_of(source)
    settings = reader.settings()
    try:
        result = reader.run(case, source, events)
    except RecoupeError as error:
        slug, reason, todo = error.slug, error.reason, error.todo
    except Exception as error:  # a fault of one reader of ours must cost one reading, not the run
        log.exception("reader %s failed on source %s", reader.name, source.digest)
        slug, reason = "reader-fault", f"the reader {reader.name} has a fault: {type(error).__name__}: {error}"
        todo = "report it with the version of recoupe and, if you may share it, the file; the other readers went on"
    else:
        done = Reading(
            id=name,
            source=source.digest,
            reader=reader.name,
            version=reader.version,
            settings=settings,
            outcome="done",
            remarks=result.remarks,
        )
        return done, result
    failed = Reading(
        id=name,
        source=source.digest,
        reader=reader.name,
        version=reader.version,
        settings=settings,
        outcome="failed",
        slug=slug,
        reason=reason,
        todo=todo,
        remarks=(f"not tried without it: {', '.join(waiting)}",) if waiting else (),
    )
    return failed, ReadResult()
