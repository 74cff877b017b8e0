"""The child: reads the request, shuts itself in, runs the job on the open file, answers, ends.

Nothing here touches a foreign byte before `confine` has returned.
"""

from __future__ import annotations

import os
from types import ModuleType
from typing import Any, BinaryIO

import msgspec

from recoupe.errors import ChildOverLimit, RecoupeError
from recoupe.jail import jobs
from recoupe.jail.confine import backstop, confine
from recoupe.jail.frames import HEADER, BadFrame, Confined, Failure, Request, pack, unpack_header
from recoupe.jail.outlet import Outlet

REASON_MAX = 2000


def serve(module: ModuleType, channel: int, files: list[int]) -> None:
    """Do one job. `channel` leads to the parent, `files` are the open files; no other descriptor matters.

    A module may define `prepare(settings)`: it runs before the jail closes, to load a model the settings name.
    """
    outlet = Outlet(channel)
    spare: bytes | None = bytes(1 << 20)
    try:
        request = _request(channel)
        backstop(request.wall_s)
        os.environ.clear()  # after the imports: they read from it how many threads to start
        job = jobs.function(module, request.function)
        prepare = getattr(module, "prepare", None)
        if prepare is not None:
            prepare(request.settings)
        shut = confine(request.memory_bytes, request.cpu_s, keep=[0, 1, 2, channel, *files], off=request.off)
        outlet.send(pack(b"S", msgspec.json.encode(Confined(layers=shut))))
        opened: list[BinaryIO] = [os.fdopen(f, "rb") for f in files]
        for file in opened:
            if file.seekable():  # else it is the way to a gateway
                file.seek(0)
        result = job(opened if request.several else opened[0], request.settings, outlet)
        answer = _result(result)
    except MemoryError:
        spare = None  # room to say so
        answer = _failure(ChildOverLimit.slug, "reading it needs more memory than it was given")
    except RecoupeError as error:
        answer = _failure(error.slug, error.reason, error.todo)
    except Exception as error:  # noqa: BLE001 - a parser of foreign bytes may raise anything; the parent is told
        answer = _failure("bug", f"{type(error).__name__}: {error}")
    del spare
    outlet.send(answer)


def _request(channel: int) -> Request:
    _, length = unpack_header(_exactly(channel, HEADER.size), expected=b"Q")
    return msgspec.json.decode(_exactly(channel, length), type=Request)


def _exactly(channel: int, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = os.read(channel, min(length - len(parts), 1 << 20))
        if not part:
            raise BadFrame("the parent closed the channel before the request was complete")
        parts += part
    return bytes(parts)


def _result(value: Any) -> bytes:
    try:
        return pack(b"R", msgspec.json.encode(value))
    except BadFrame as error:
        return _failure(ChildOverLimit.slug, str(error))


def _failure(slug: str, reason: str, todo: str = "") -> bytes:
    clean = [text.encode("utf-8", "replace").decode()[:REASON_MAX] for text in (reason, todo)]
    return pack(b"E", msgspec.json.encode(Failure(slug=slug, reason=clean[0], todo=clean[1])))
