"""Run a job in a child and believe nothing it says."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from recoupe import errors
from recoupe.events import Events, Progress, quiet
from recoupe.jail import frames, jobs, nursery
from recoupe.jail.frames import HEADER, BadFrame, Confined, Failure, Request, Step
from recoupe.jail.limits import Limits
from recoupe.jail.switches import switches

log = logging.getLogger(__name__)

Sink = Callable[[str, bytes], None]
Report = Callable[[Mapping[str, str]], None]
File = str | os.PathLike[str] | int

_REASON_MAX = 2000
_ADDRESS = re.compile(r"\b(?:0x[0-9a-fA-F]{6,16}|[0-9]{14,20})\b")
_UNNAMED = Progress(operation="read")
_TODO_LARGER = "the file may be damaged or made to exhaust its reader; open it in another program to see"


def call(
    job: str,
    file: File,
    *,
    settings: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
    sink: Sink | None = None,
    events: Events = quiet,
    extra: Sequence[File] = (),
    operation: str = "read",
    stage: str = "",
    item: str = "",
    report: Report | None = None,
) -> Any:
    """Open a foreign file in a child, let `job` read it there, and return what it says as plain data.

    Args:
        job: `recoupe.package.module:function`; called there as function(file, settings, outlet).
        file: A path, or an open descriptor (read from its start; it stays open here).
        settings: Plain data handed to the job.
        limits: Time, memory and output it may take; `Limits()` unless given.
        sink: Takes each chunk the job sends, as (name, data), in order. Without one, a chunk is an error.
        extra: Further files; the job is then handed a list.
        operation, stage, item: Name the work in the `Progress` events made from the job's progress.
        report: Is told, before the file is opened, each layer and why it is not active (empty when it is).
    Returns:
        Dictionaries, lists, strings, numbers, booleans, None: checked to be that and nothing else.
    Raises:
        InputError: There is no readable regular file, or what the job itself raised of that family.
        ChildDied: It crashed, was killed by the system, or raised something that is not of `recoupe.errors`.
        ChildTimedOut: It took longer than `limits.wall_s`.
        ChildOverLimit: It wanted more memory, processor time or output than it was given.
        RecoupeError: Any other error of the family that the job raised, as the same class.
    """
    name = Progress(operation=operation, stage=stage, item=item)
    return run(
        job, (file, *extra), settings or {}, limits or Limits(), sink, events, name, report or _note, off=switches.off
    )


def run(
    job: str,
    files: Sequence[File],
    settings: Mapping[str, Any],
    limits: Limits,
    sink: Sink | None = None,
    events: Events = quiet,
    name: Progress = _UNNAMED,
    report: Report | None = None,
    *,
    off: Sequence[str] = (),
) -> Any:
    """`call`, with layers of the jail that may be left `off`: for measuring the others one at a time."""
    module, function = jobs.split(job, roots=switches.roots)
    request = Request(
        function=function,
        settings=dict(settings),
        several=len(files) > 1,
        memory_bytes=limits.memory_bytes,
        cpu_s=limits.cpu_limit_s,
        wall_s=limits.wall_s,
        off=tuple(off),
    )
    with contextlib.ExitStack() as stack:
        descriptors = [stack.enter_context(_opened(f)) for f in files]
        ours, theirs = socket.socketpair()
        stack.enter_context(ours)
        with theirs:
            child = nursery.start(module, theirs, descriptors)
            stack.callback(child.end)
        talk = _Conversation(ours, child, limits)
        return talk.run(frames.pack(b"Q", msgspec.json.encode(request)), sink, events, name, report or _note)


class _Conversation:
    """One request and everything that comes back, against one deadline and one budget of output."""

    def __init__(self, channel: socket.socket, child: nursery.Started, limits: Limits) -> None:
        self._channel = channel
        self._child = child
        self._limits = limits
        self._deadline = time.monotonic() + limits.wall_s
        self._left = limits.output_bytes

    def run(self, request: bytes, sink: Sink | None, events: Events, name: Progress, report: Report) -> Any:
        try:
            self._within_time()
            self._channel.sendall(request)
            while True:
                kind, payload = self._receive()
                if kind == b"R":
                    return msgspec.json.decode(payload)
                if kind == b"E":
                    raise _error(msgspec.json.decode(payload, type=Failure))
                if kind == b"C":
                    _deliver(sink, *frames.unpack_chunk(payload))
                elif kind == b"P":
                    step = msgspec.json.decode(payload, type=Step)
                    events(msgspec.structs.replace(name, done=step.done, total=step.total))
                else:
                    report(msgspec.json.decode(payload, type=Confined).layers)
        except TimeoutError:
            raise errors.ChildTimedOut(
                f"reading it took longer than {self._limits.wall_s:g} s and was ended", todo=_TODO_LARGER
            ) from None
        except (ConnectionError, EOFError):
            raise _death(self._child.status(), self._limits) from None
        except (BadFrame, msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise errors.ChildDied(
                f"its reader sent something that is no answer ({error})", todo=_TODO_LARGER
            ) from None

    def _receive(self) -> tuple[bytes, bytes]:
        kind, length = frames.unpack_header(self._exactly(HEADER.size), expected=b"SPCER")
        self._left -= HEADER.size + length
        if self._left < 0:
            raise errors.ChildOverLimit(
                f"reading it gave more than the {self._limits.output_bytes} bytes that are allowed", todo=_TODO_LARGER
            )
        return kind, self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        """So many bytes, grown as they come: a length that is only announced costs nothing."""
        parts = bytearray()
        while len(parts) < length:
            self._within_time()
            part = self._channel.recv(min(length - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    def _within_time(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._channel.settimeout(left)


@contextlib.contextmanager
def _opened(file: File) -> Iterator[int]:
    """A descriptor of a regular file.

    Raises:
        MissingFile, UnreadableFile: There is none, or it cannot be opened.
    """
    if isinstance(file, int):
        yield file
        return
    path = Path(file)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise errors.MissingFile("there is no such file any more", todo="hand it over again") from None
    except OSError as error:
        raise errors.UnreadableFile(f"it cannot be opened: {error.strerror}", todo="check its permissions") from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise errors.UnreadableFile("it is not a regular file", todo="hand over the file itself")
        yield descriptor
    finally:
        os.close(descriptor)


def _deliver(sink: Sink | None, name: str, data: bytes) -> None:
    if sink is None:
        raise BadFrame("raw bytes that nobody asked for")
    sink(name, data)


def _note(layers: Mapping[str, str]) -> None:
    missing = {name: reason for name, reason in layers.items() if reason}
    if missing:
        log.debug("a child runs without these layers: %s", missing)


def _error(failure: Failure) -> errors.RecoupeError:
    """The error a child reports, as an error of this process; its words are foreign text and cut to plain ones."""
    reason, todo = _plain(failure.reason), _plain(failure.todo)
    kind = errors.family().get(failure.slug)
    if kind is None:
        return errors.ChildDied(f"its reader stopped with {reason}", todo="the file may be damaged")
    if kind is errors.ChildOverLimit and not todo:
        todo = _TODO_LARGER
    return kind(reason, todo=todo)


def _plain(text: str) -> str:
    """Printable, and the same in every child: places in its memory, as libraries print them, are left out."""
    said = _ADDRESS.sub("…", text[:_REASON_MAX])
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in said)


def _death(status: int | None, limits: Limits) -> errors.JailError:
    if status == -signal.SIGXCPU:
        return errors.ChildOverLimit(
            f"reading it used up the {limits.cpu_limit_s} s of processor time it was given", todo=_TODO_LARGER
        )
    if status is None:
        how = "its reader ended without an answer"
    elif status == -signal.SIGKILL:
        how = "its reader was killed by the system, perhaps because memory ran out"
    elif status < 0:
        how = f"its reader crashed ({_signal_name(-status)})"
    else:
        how = "its reader ended without an answer"
    return errors.ChildDied(how, todo=_TODO_LARGER)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
