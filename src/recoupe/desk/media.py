"""Bytes that pages ask for: renditions made for looking, stills, and originals as attachments only.

A rendition is made in the jailed child from the preserved original and kept in the case's cache. The browser never
decodes foreign bytes themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from recoupe.desk.failures import BadRequest, NotHere
from recoupe.desk.state import Desk, desk_of, source_of
from recoupe.draw.text import one_line
from recoupe.read import rendition

STILL_WIDTH = 640
PICTURE_WIDTH = 1280
SANDBOX = "default-src 'none'; sandbox"


def original(request: Request) -> Response:
    """The preserved bytes, as an attachment that no browser opens by itself."""
    with desk_of(request).read(request.path_params["handle"]) as book:
        source = source_of(book, request.path_params["digest"])
        path = book.case.original(source.digest)
    answer = FileResponse(path, media_type="application/octet-stream", filename=attachment_name(source.name))
    answer.headers["content-security-policy"] = SANDBOX
    return answer


def clip(request: Request) -> Response:
    """A rendition of footage that every browser plays, answered in ranges; waits until it is made."""
    original, target = _clip(request)
    made = desk_of(request).renditions.get(original, target)
    return FileResponse(made, media_type="video/mp4")


def clip_json(request: Request) -> Response:
    """How much of the rendition is made, 0–1; null when nobody has asked for it."""
    _, target = _clip(request)
    return JSONResponse({"share": desk_of(request).renditions.share(target)})


def _clip(request: Request) -> tuple[Path, Path]:
    with desk_of(request).read(request.path_params["handle"]) as book:
        source = source_of(book, request.path_params["digest"])
        if source.kind not in {"video", "audio"}:
            raise NotHere("this source has nothing to play")
        return book.case.original(source.digest), book.case.cache("renditions") / f"{source.digest}.mp4"


def still(request: Request) -> Response:
    """One frame of footage as a JPEG; `?t=` in seconds on the clip clock."""
    at = instant(request.query_params.get("t", "0"))
    return _jpeg(
        request,
        {"video"},
        f"still-{at.numerator}-{at.denominator}",
        lambda path: rendition.still(path, at, width=STILL_WIDTH),
    )


def picture(request: Request) -> Response:
    """An image source as a JPEG, orientation applied."""
    return _jpeg(request, {"image"}, "picture", lambda path: rendition.picture(path, width=PICTURE_WIDTH))


def _jpeg(request: Request, kinds: set[str], name: str, make: Callable[[Path], bytes]) -> Response:
    desk = desk_of(request)
    with desk.read(request.path_params["handle"]) as book:
        source = source_of(book, request.path_params["digest"])
        if source.kind not in kinds:
            raise NotHere("this source has no such picture")
        original = book.case.original(source.digest)
        folder = book.case.cache("stills")
    return Response(kept(desk, folder / f"{source.digest}-{name}.jpg", lambda: make(original)), media_type="image/jpeg")


def kept(desk: Desk, path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a file in the cache, made once."""
    with desk.making(path):
        if not path.is_file():
            draft = path.with_suffix(".new")
            draft.write_bytes(make())
            draft.replace(path)
        return path.read_bytes()


def instant(text: str) -> Fraction:
    """Seconds of an address, to the microsecond.

    Raises:
        BadRequest: It is no plain decimal number, or beyond a thousand hours.
    """
    if not re.fullmatch(r"\d{1,7}(\.\d{1,9})?", text):
        raise BadRequest(f"an instant is written in seconds, as in t=16.04, not {text[:40]!r}")
    return Fraction(text)


def attachment_name(name: str) -> str:
    """The name under which an original is saved: no path, nothing invisible, nothing a shell or a disk trips over."""
    flat = re.sub(r'[\\/:*?"<>|⟨⟩]', "_", one_line(name, most=120)).lstrip(".").strip()
    return flat or "original"
