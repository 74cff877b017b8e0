"""Footage behind a player, fetched by yt-dlp inside the jail, when the user asks for it.

    with taken("https://example.org/watch?v=1", folder) as haul:
        for found in haul.found: case.add(found.path, …, origin=found.origin)

yt-dlp runs as a job: it reads pages and playlists and says what to ask for, `recoupe.collect.gateway` asks for it. Each
file is kept as a server gave it: picture and sound are not joined, since that would make bytes that nobody published.
What yt-dlp read of the page is kept beside it as `.info.json`, without the addresses that were made for this download.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

import msgspec

from recoupe import jail
from recoupe.collect import gateway, web
from recoupe.collect.gather import Found, take_in
from recoupe.collect.names import visible
from recoupe.collect.walk import Item
from recoupe.errors import ChildDied, CollectError, ComponentMissing, UsageError
from recoupe.events import Events, quiet

JOB: Final = "recoupe.collect.footage_jobs:gather"
METHOD: Final = "yt-dlp"
MOST_BYTES: Final = 8 << 30
WHOLE_S: Final = 4 * 3600.0
LOOK_S: Final = 300.0
_MOST_NUMBER: Final = 60


class File(msgspec.Struct, frozen=True):
    """A file as the child tells of it."""

    number: int
    format: str
    ext: str
    bytes: int


class Piece(msgspec.Struct, frozen=True):
    """A piece of footage as the child tells of it. info: the text of an `.info.json`. failed: what could not be had."""

    info: str
    title: str
    id: str
    duration: str
    availability: str
    age_limit: str
    files: tuple[File, ...]
    failed: tuple[str, ...]


class _Answer(msgspec.Struct, frozen=True):
    version: str
    pieces: tuple[Piece, ...]


class Haul(msgspec.Struct, frozen=True, kw_only=True):
    """What an address gave: side-cars and footage, and what could not be had of it, in words."""

    found: tuple[Found, ...]
    failed: tuple[str, ...]


def installed() -> bool:
    """Whether the extra `collect` is there."""
    return find_spec("yt_dlp") is not None


@contextlib.contextmanager
def taken(
    url: str,
    folder: Path,
    *,
    events: Events = quiet,
    resolver: web.Resolve = web.resolve,
    allowed: web.Allowed = web.is_public,
) -> Iterator[Haul]:
    """Fetch the footage at an address; the files are removed when the block ends.

    Args:
        url: An http or https address of a page with a player, of a playlist, or of the footage itself.
        folder: Where the bytes may lie meanwhile.
        resolver: Finds the IP addresses of a name.
        allowed: Which IP addresses may be connected to.
    Raises:
        ComponentMissing: yt-dlp is not installed.
        UsageError: It is no address of that kind.
        CollectError: There is no footage, or none that can be had; says why.
        JailError: The child did not finish.
    """
    with tempfile.TemporaryDirectory(prefix="footage-", dir=folder) as inside:
        with _Files(Path(inside)) as files:
            answer, way = _called(url, True, files, events, resolver, allowed)
        failed = [visible(word)[:1000] for piece in answer.pieces for word in piece.failed]
        if not any(piece.files for piece in answer.pieces):
            raise CollectError(
                "; ".join(failed) or "no footage was found there",
                todo="look at the page in a browser; save what it shows another way",
            )
        names = _named(answer, files)
        where = [f"connected to {name}: {address}" for name, address in list(way.reached.items())[:20]]
        notes = (f"fetched by yt-dlp {visible(answer.version)[:40]}", *where)
        items = (take_in(Item(path=path, shown=visible(path.name))) for path in sorted(Path(inside).iterdir()))
        found = tuple(_found(item, url, names, notes) for item in items if isinstance(item, Found))
        yield Haul(found=found, failed=(*failed, *(visible(reason) for reason in way.refused)))


def look(url: str, *, resolver: web.Resolve = web.resolve, allowed: web.Allowed = web.is_public) -> dict[str, str]:
    """Whether footage is to be had at an address now, and what its page says of it; nothing is downloaded.

    Returns:
        outcome (`there`, `not there`), reason; title, duration in seconds, availability and age limit as the page says.
    Raises:
        ComponentMissing, UsageError, JailError: As `taken`.
    """
    try:
        answer, _ = _called(url, False, None, quiet, resolver, allowed)
    except CollectError as error:
        return {"outcome": "not there", "reason": error.reason}
    first = answer.pieces[0] if answer.pieces else None
    if first is None:
        return {"outcome": "not there", "reason": "no footage was found there"}
    said = {"outcome": "there", "title": first.title, "duration": first.duration, "availability": first.availability}
    said |= {"age-limit": first.age_limit, "pieces": str(len(answer.pieces)) if len(answer.pieces) > 1 else ""}
    return {key: visible(value)[:500] for key, value in said.items() if value}


def _called(
    url: str, wanted: bool, files: _Files | None, events: Events, resolver: web.Resolve, allowed: web.Allowed
) -> tuple[_Answer, gateway.Gateway]:
    if not installed():
        raise ComponentMissing(
            "yt-dlp, which finds footage behind a player, is not installed",
            todo='pipx install --force "recoupe[collect]", or pip install "recoupe[collect]"',
        )
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise UsageError(f"{visible(url)!r} is no public address of the web", todo="it begins with https://")
    limits = jail.Limits(wall_s=WHOLE_S if wanted else LOOK_S, output_bytes=MOST_BYTES + (64 << 20))
    with gateway.opened(most_bytes=MOST_BYTES, resolver=resolver, allowed=allowed) as way:
        try:
            said = jail.call(
                JOB, way.end, settings={"url": url, "bytes": wanted}, limits=limits,
                sink=files.take if files else None, events=events, operation="collect", item=visible(url),
            )  # fmt: skip
        except CollectError as error:
            refused = "; ".join(visible(reason) for reason in way.refused if reason not in error.reason)
            if refused:
                raise CollectError(f"{error.reason} ({refused})", todo=error.todo) from error
            raise
    try:
        return msgspec.convert(said, _Answer), way
    except msgspec.ValidationError as error:
        raise ChildDied(f"its reader sent something that is no answer ({error})", todo="report it") from error


class _Files:
    """Writes what the child sends under numbers of its own; a name comes when everything is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[int, BinaryIO] = {}

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._open.values():
            file.close()

    def take(self, name: str, data: bytes) -> None:
        """One more piece of a file.

        Raises:
            ChildDied: The name is none that the job gives.
        """
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 4 else -1
        if not 0 <= number < _MOST_NUMBER:
            raise ChildDied("its reader sent a piece of no file", todo="report it")
        if number not in self._open:
            self._open[number] = self.path(number).open("xb")
        self._open[number].write(data)

    def path(self, number: int) -> Path:
        """Where a file lies until it has a name."""
        return self.folder / f".{number}"


def _named(answer: _Answer, files: _Files) -> dict[str, str]:
    """Give side-cars and footage names that a person knows and `gather` joins; name → what is to be said of it."""
    said: dict[str, str] = {}
    for place, piece in enumerate(answer.pieces):
        stem = re.sub(r"[^\w\- ]+", "_", piece.title, flags=re.ASCII if not piece.title.isprintable() else 0)
        stem = f"{stem.strip('_ ')[:60].strip() or 'footage'} {place + 1 if len(answer.pieces) > 1 else ''}".strip()
        whole = [file for file in piece.files if files.path(file.number).exists()]
        for n, file in enumerate(whole, 1):
            ending = file.ext if re.fullmatch(r"[a-z0-9]{1,5}", file.ext) else "bin"
            name = f"{stem}.f{n}.{ending}" if len(whole) > 1 else f"{stem}.{ending}"
            files.path(file.number).rename(files.folder / name)
            said[name] = f"format {visible(file.format)[:80]}"
        (files.folder / f"{stem}.info.json").write_text(piece.info[: 32 << 20], encoding="utf-8")
    return said


def _found(item: Found, url: str, names: dict[str, str], notes: tuple[str, ...]) -> Found:
    origin = item.origin
    own = names.get(item.path.name)
    if own is None:
        more = ("written by recoupe from what yt-dlp read of the page", *notes[:1])
        changed = msgspec.structs.replace(origin, path=visible(url), url=visible(url), notes=(*origin.notes, *more))
    else:
        kept = tuple(note for note in origin.notes if not note.startswith("downloaded at "))
        changed = msgspec.structs.replace(
            origin,
            method=METHOD,
            path=visible(url),
            url=origin.url or visible(url),
            modified_at="",
            notes=(*kept, own, *notes),
        )
    return msgspec.structs.replace(item, origin=changed)
