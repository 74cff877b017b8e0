"""Progress as data: the command line's bar, `--json` lines and the desk draw the same events.

    def work(events: Events = quiet) -> None:
        for i, item in enumerate(items):
            events(Progress(operation="read", stage="sound", item=item, done=i, total=len(items)))

This is neither a log for programmers (modules use `logging`) nor the custody log of a case.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a long operation.

    `done` and `total` count the same unit; `total` is None while it is not known.
    `item` names what is being worked on, as the user named it.
    """

    operation: str
    stage: str = ""
    item: str = ""
    done: float = 0
    total: float | None = None
    finished: bool = False


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A line the user should see: `level` is info, warning or failure; `todo` what to do about it."""

    level: str
    text: str
    todo: str = ""
    item: str = ""


Event = Progress | Notice
Events = Callable[[Event], None]


def quiet(event: Event) -> None:
    """Take an event and show nothing."""
