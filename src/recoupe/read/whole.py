"""The reader `whole`: is a clip all there, or was the file cut short?

A download that stopped leaves a file that plays to a point. What is there is read like any other clip; this reading
fails with the reason, so that nobody takes the rest for removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoupe.errors import DamagedFile
from recoupe.events import Events
from recoupe.model import Source, clock
from recoupe.read import proxy as proxies
from recoupe.read.registry import Reader, ReadResult

if TYPE_CHECKING:
    from recoupe.preserve import Case


def run(case: Case, source: Source, events: Events) -> ReadResult:
    """Compare the length the container states with what could be decoded.

    Raises:
        DamagedFile: The container promises more than a second and a tenth beyond what there is.
    """
    facts = proxies.for_case(case, source.digest, events).facts
    if facts.promised is None:
        return ReadResult()
    raise DamagedFile(
        f"{source.name} is cut short: it promises {clock(facts.promised.duration, places=1)}, "
        f"and {clock(facts.span.duration, places=1)} of it could be decoded",
        todo="collect it again: the download may have stopped; what there is was read",
    )


READERS = (
    Reader(
        name="whole",
        version="1",
        accepts=lambda source: source.kind in {"video", "audio"} and source.size > 0,
        run=run,
        needs="footage",
    ),
)
