"""Take in what a browser hands over: a multipart body written to files as it comes, never held in memory.

    incoming = await receive(request.stream(), content_type, folder, limits)

The names are the browser's word only: they become plain relative paths below `folder`, at most DEPTH deep, nothing
absolute, nothing hidden, nothing that climbs. Fields come before the files they speak of: `title` once, and
`modified` (milliseconds since 1970) before each file whose time of change the browser knows.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from recoupe.desk.failures import BadRequest, TooLarge
from recoupe.errors import UnreadableFile

DEPTH = 24
NAME_BYTES = 200
FIELD_BYTES = 4_000
HEADER_BYTES = 16_000
BATCH = 1 << 20
UNKNOWN = 0.0
"""Time of change of a file whose own is not known: 1970, which nobody takes for one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one hand-over may bring, in bytes and files; `spare` bytes of the disk stay free."""

    file: int = 64 << 30
    total: int = 256 << 30
    files: int = 20_000
    spare: int = 512 << 20


@dataclass(slots=True)
class Incoming:
    """What was handed over: its folder, the fields, and how many files of how many bytes."""

    folder: Path
    fields: dict[str, str] = field(default_factory=dict)
    files: int = 0
    size: int = 0


async def receive(
    stream: AsyncIterator[bytes], content_type: str, folder: Path, *, limits: Limits | None = None
) -> Incoming:
    """Write a multipart body below `folder`.

    Args:
        stream: The body, in chunks.
        content_type: The request's Content-Type, with its boundary.
        folder: An empty private folder.
        limits: What is taken at most.
    Raises:
        BadRequest: The body is not multipart/form-data, or it is broken.
        TooLarge: A limit was passed; what came before it stays in `folder`.
        UnreadableFile: The disk refuses.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary or len(boundary) > 200:
        raise BadRequest("files must come as multipart/form-data", todo="use the page's own form")
    sink = _Sink(Incoming(folder), limits or Limits())
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": sink.begin,
            "on_header_field": sink.header_name,
            "on_header_value": sink.header_value,
            "on_header_end": sink.header_end,
            "on_headers_finished": sink.open,
            "on_part_data": sink.data,
            "on_part_end": sink.close,
            "on_end": sink.finish,
        },
    )
    try:
        batch = bytearray()
        async for chunk in stream:
            batch += chunk
            if len(batch) >= BATCH:
                await run_in_threadpool(parser.write, bytes(batch))
                batch.clear()
        await run_in_threadpool(parser.write, bytes(batch))
        parser.finalize()
    except MultipartParseError as error:
        raise BadRequest("the files did not arrive whole", todo="hand them over again") from error
    except OSError as error:
        raise UnreadableFile(f"the files cannot be written to the disk ({error.strerror})") from error
    finally:
        sink.abandon()
    if not sink.finished:
        raise BadRequest("the files did not arrive whole", todo="hand them over again")
    return sink.incoming


class _Sink:
    """Callbacks of the parser: one part at a time, straight to its file."""

    def __init__(self, incoming: Incoming, limits: Limits) -> None:
        self.incoming = incoming
        self.limits = limits
        self.finished = False
        self.modified: float | None = None
        self._headers: dict[bytes, bytes] = {}
        self._name = b""
        self._value = b""
        self._field = ""
        self._text = bytearray()
        self._file: BufferedWriter | None = None
        self._written = 0
        self._room = 0

    def begin(self) -> None:
        self._headers, self._name, self._value = {}, b"", b""

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._check_header()

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_header()

    def _check_header(self) -> None:
        if len(self._name) + len(self._value) > HEADER_BYTES:
            raise BadRequest("a part of the form has too long a header")

    def header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        self._text.clear()
        self._written = 0
        if b"filename" not in options:
            return
        name = options[b"filename"].decode("utf-8", "replace")
        if not name:
            self._field = ""  # an empty file input: nothing was chosen
            return
        self.incoming.files += 1
        if self.incoming.files > self.limits.files:
            raise TooLarge(f"more than {self.limits.files} files at once", todo="hand them over in several goes")
        path = free_path(self.incoming.folder, safe_parts(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("xb")

    def data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            self._text += data[start:end]
            if len(self._text) > FIELD_BYTES:
                raise TooLarge(f"the field {self._field[:40]!r} is too long")
            return
        length = end - start
        self._written += length
        self.incoming.size += length
        if self._written > self.limits.file or self.incoming.size > self.limits.total:
            raise TooLarge("more than the desk takes at once", todo="hand the files over in several goes")
        self._room -= length
        if self._room < 0:
            self._room = shutil.disk_usage(self.incoming.folder).free - self.limits.spare
            if self._room <= 0:
                raise TooLarge("the disk is nearly full", todo="free some space, then hand the files over again")
            self._room = min(self._room, 64 << 20)
        self._file.write(data[start:end])

    def close(self) -> None:
        if self._file is None:
            self._field_done(self._text.decode("utf-8", "replace"))
            return
        self._file.close()
        # A browser without script does not say when a file was changed. The time of the hand-over would pass for it.
        changed = self.modified if self.modified is not None else UNKNOWN
        os.utime(self._file.name, (changed, changed))
        self._file, self.modified = None, None

    def _field_done(self, text: str) -> None:
        if self._field == "modified":
            self.modified = int(text) / 1000 if re.fullmatch(r"\d{1,14}", text) else None
        elif self._field:
            self.incoming.fields[self._field] = text

    def finish(self) -> None:
        self.finished = True

    def abandon(self) -> None:
        """Close what is still open."""
        if self._file is not None:
            self._file.close()


def safe_parts(name: str) -> tuple[str, ...]:
    """A browser's file name as the parts of a plain relative path, never empty.

    >>> safe_parts("../../etc/./passwd"), safe_parts("C:\\\\clips\\\\a.mp4")
    (('etc', 'passwd'), ('clips', 'a.mp4'))
    """
    parts: list[str] = []
    for raw in re.split(r"[/\\]", name):
        part = re.sub(r"[\x00-\x1f\x7f]", "", raw).strip()
        if part in {"", ".", ".."} or re.fullmatch(r"[A-Za-z]:", part):
            continue
        parts.append(_short(part))
    return tuple(parts[-DEPTH:]) or ("unnamed",)


def _short(part: str) -> str:
    """Fit a name into what file systems take, keeping the end with the suffix."""
    if len(part.encode("utf-8", "replace")) <= NAME_BYTES:
        return part
    stem, dot, suffix = part.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= 16 else ""
    head = part[: len(part) - len(tail)]
    while head and len((head + tail).encode("utf-8", "replace")) > NAME_BYTES:
        head = head[:-1]
    return head + tail


def free_path(folder: Path, parts: tuple[str, ...]) -> Path:
    """A path below `folder` where nothing is yet; a second file of one name gets its own folder, not another name."""
    for n in range(10_000):
        path = folder.joinpath(*((f"again {n}",) if n else ()), *parts)
        if not path.exists() and not any(parent.is_file() for parent in path.parents if parent != folder):
            return path
    raise TooLarge(f"too many files named {parts[-1][:80]!r}")
