"""From what was handed over to what can be preserved: each file with its Origin and its kind, or the reason why not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from recoupe.collect.archives import Member, is_archive, opened
from recoupe.collect.names import KNOWN, declared_type, visible
from recoupe.collect.recognise import recognise
from recoupe.collect.sidecars import is_sidecar, read_sidecars, sidecars_of
from recoupe.collect.statements import METHOD, Statements, statements
from recoupe.collect.walk import Item, walk
from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.events import Events, Notice, Progress, quiet
from recoupe.model import Origin, kind_of
from recoupe.model.sources import FAILS

_WITH_SIDECAR: Final = frozenset({"video", "audio", "image"})


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose bytes can be taken. `warnings` are for the person who handed it over.

    origin.name and origin.path are printable; origin.path begins at what was handed over, so that a case does
    not carry the names of the reporter's own folders. origin.method is `file`, `side-car` for a side-car itself,
    `auto-archiver` for its records and the files they speak of, `archive` for a web archive that was taken apart and
    `archive-member` for what was in it. The path of a member is good until the next item is asked for.
    """

    path: Path
    origin: Origin
    media_type: str
    declared_type: str
    warnings: tuple[str, ...] = ()


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Something whose bytes cannot be taken: its name, the slug of the error, why, and what to do."""

    name: str
    slug: str
    reason: str
    todo: str


def gather(paths: Iterable[Path], *, events: Events = quiet) -> Iterator[Found | Refused]:
    """Everything under `paths`, one by one, in the order of `paths` and by name within folders.

    Folders are walked; hidden files and whatever lies in a recoupe case are left out of them. The side-cars beside a
    file that was handed over come along. An empty, damaged or unsupported file is found all the same: its
    bytes are evidence, and reading it says what is wrong.

    Args:
        paths: Files and folders.
        events: Progress of the walk, and a notice for each case folder left out.
    """
    taken: set[Path] = set()
    items = list(_with_sidecars(walk(paths)))
    stated = statements(item.path for item in items if item.error is None and not item.left_out)
    for number, item in enumerate(items):
        if item.left_out:
            events(Notice(level="info", item=item.shown, text=f"left out: {item.left_out}"))
            continue
        resolved = item.path.absolute() if item.error else item.path.resolve()
        if resolved in taken:
            continue
        taken.add(resolved)
        events(Progress(operation="add", stage="collecting", item=item.shown, done=number))
        taken_in = _stated(take_in(item), stated)
        if isinstance(taken_in, Found) and is_archive(item.path.name, taken_in.media_type):
            yield from _with_members(taken_in, events)
        else:
            yield taken_in


def _stated(item: Found | Refused, stated: Statements) -> Found | Refused:
    """With what a record of auto-archiver says of it; the fields of a side-car of its own count more."""
    if isinstance(item, Refused):
        return item
    trouble = stated.troubles.get(item.path)
    if trouble is not None:
        warning = f"it looks like a record of auto-archiver and was not understood: {trouble}"
        return msgspec.structs.replace(item, warnings=(*item.warnings, warning))
    try:
        said = stated.of(item.path)
    except OSError:  # it went away meanwhile; preserving it says so
        return item
    if said is None:
        return item
    origin = item.origin
    free = {key: value for key, value in said.fields.items() if getattr(origin, key) in ("", "unknown")}
    return msgspec.structs.replace(
        item,
        origin=msgspec.structs.replace(
            origin,
            **free,
            method=METHOD if origin.method == "file" else origin.method,
            notes=(*origin.notes, *said.notes),
            checks=(*origin.checks, *said.checks),
        ),
        warnings=(*item.warnings, *doubts(said.checks)),
    )


def _with_sidecars(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.error is None and not item.left_out:
            shown = item.shown.rpartition("/")[0]
            for sidecar in sidecars_of(item.path):
                name = visible(sidecar.name)
                yield Item(path=sidecar, shown=f"{shown}/{name}" if shown else name)


def _with_members(archive: Found, events: Events) -> Iterator[Found]:
    """A web archive, and what it holds; when it cannot be taken apart, the archive alone and why."""
    with contextlib.ExitStack() as stack:
        try:
            size = archive.path.stat().st_size
            inside = stack.enter_context(opened(archive.path, archive.media_type, size=size, events=events))
        except (RecoupeError, OSError) as error:
            why = f"what it holds could not be taken out: {error.reason if isinstance(error, RecoupeError) else error}"
            yield msgspec.structs.replace(archive, warnings=(*archive.warnings, why))
            return
        origin = msgspec.structs.replace(
            archive.origin,
            method="archive",
            notes=(*archive.origin.notes, f"{len(inside.members)} members were taken out of it", *inside.remarks),
            checks=(*archive.origin.checks, *inside.checks),
        )
        yield msgspec.structs.replace(archive, origin=origin, warnings=(*archive.warnings, *doubts(inside.checks)))
        for member in inside.members:
            yield _member(member, archive)


def _member(member: Member, archive: Found) -> Found:
    told = member.told
    name = visible(told.name)[:200] or "member"
    declared = told.kind if told.kind in KNOWN else declared_type(told.name)
    checks = member.checks()
    return Found(
        path=member.path,
        origin=Origin(
            name=name,
            path=f"{archive.origin.path}/{told.number + 1} {name}",
            collected_at=_utc(datetime.now(UTC)),
            method="archive-member",
            url=visible(told.url),
            notes=(f"taken out of {archive.origin.name}", *member.notes()),
            checks=checks,
        ),
        media_type=recognise(member.path, declared=declared),
        declared_type=declared,
        warnings=doubts(checks),
    )


def doubts(checks: Iterable[str]) -> tuple[str, ...]:
    """Warnings for checks that did not hold."""
    return tuple(f"{check}; it may have been changed since" for check in checks if check.endswith(FAILS))


def take_in(item: Item) -> Found | Refused:
    """One file on the way in, with what its side-cars say of it; or why it cannot be taken."""
    error = item.error
    if error is None:
        try:
            return _found(item)
        except PermissionError:
            error = UnreadableFile(
                "this user may not read it", todo="change its permissions, or copy it with a user who may"
            )
        except OSError as trouble:
            error = UnreadableFile(
                f"its bytes cannot be read: {trouble.strerror}", todo="check the disk or the connection and try again"
            )
    return Refused(name=item.shown, slug=error.slug, reason=error.reason, todo=error.todo)


def _found(item: Item) -> Found:
    """Recognise a file and say where it came from.

    Raises:
        OSError: Its bytes cannot be read.
    """
    media_type = recognise(item.path)
    name = visible(item.path.name)
    notes: list[str] = []
    warnings: list[str] = []
    if name != item.path.name:
        notes.append("the name held characters that do not print; they stand here as escapes")
    if item.linked_to:
        notes.append(f"reached through a link to {item.linked_to}")
        warnings.append(f"it is a link; the file it leads to was taken: {item.linked_to}")
    said: dict[str, Any] = {}
    if kind_of(media_type) in _WITH_SIDECAR:
        beside = read_sidecars(item.path)
        warnings += beside.troubles
        said = dict(beside.fields)
        if beside.names:
            said["sidecar"] = visible(beside.names[0])
        if "collected_at" in said:
            notes.append(f"downloaded at {said.pop('collected_at')}, as its side-car says")
    origin = Origin(
        name=name,
        path=item.shown,
        collected_at=_utc(datetime.now(UTC)),
        modified_at=_utc(datetime.fromtimestamp(item.path.stat().st_mtime, UTC)),
        method="side-car" if is_sidecar(item.path) else "file",
        notes=tuple(notes),
        **said,
    )
    return Found(
        path=item.path,
        origin=origin,
        media_type=media_type,
        declared_type=declared_type(item.path.name),
        warnings=tuple(warnings),
    )


def _utc(time: datetime) -> str:
    """RFC 3339 to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
