"""The jobs that read side-cars; they run in a jailed child, since a side-car is foreign bytes like any other."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from recoupe.errors import DamagedFile
from recoupe.jail.outlet import Outlet

BYTES_MAX = 64 << 20
FIELD_MAX = 100_000
"""Characters of a caption that are kept as the Origin's; the side-car itself is preserved whole."""


def read_info(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, str]:
    """What a yt-dlp `.info.json` says of the footage beside it, as fields of an Origin.

    A time stamp in seconds since 1970 is exact and in UTC; a bare upload date is kept as a date with its zone unknown.

    Raises:
        DamagedFile: It is no JSON object.
    """
    try:
        info = json.loads(file.read(BYTES_MAX))
    except (ValueError, RecursionError) as error:
        raise DamagedFile("it is not the JSON that its name promises") from error
    if not isinstance(info, dict):
        raise DamagedFile("it is JSON, but not a description of one piece of footage")
    fields = {
        "url": _first(info, "webpage_url", "original_url", "url"),
        "platform": _first(info, "extractor_key", "extractor", "webpage_url_domain"),
        "uploader": _first(info, "uploader", "channel", "creator", "uploader_id"),
        "title": _first(info, "fulltitle", "title"),
        "caption": _first(info, "description"),
        **_published(info),
        "collected_at": _time(info.get("epoch")),
    }
    return {name: value for name, value in fields.items() if value}


def read_caption(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, str]:
    """The text of a `.description` file."""
    text = _clean(file.read(4 * FIELD_MAX).decode("utf-8-sig", "replace"))
    return {"caption": text} if text.strip() else {}


def _published(info: dict[str, Any]) -> dict[str, str]:
    for name in ("timestamp", "release_timestamp"):
        exact = _time(info.get(name))
        if exact:
            return {"published": exact, "published_as_written": f"{name} {info[name]}", "published_zone": "UTC"}
    written = _first(info, "upload_date", "release_date")
    try:
        # not strptime: it imports a module when first called, which a jailed child can no longer do
        day = date.fromisoformat(written) if len(written) == 8 else None
    except ValueError:
        day = None
    return {"published": day.isoformat() if day else "", "published_as_written": written}


def _time(value: object) -> str:
    """RFC 3339 in UTC of seconds since 1970, to the second; empty when it is no sensible number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 32_503_680_000:
        return ""
    return datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _first(info: dict[str, Any], *names: str) -> str:
    for name in names:
        value = info.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return _clean(str(value))
    return ""


def _clean(text: str) -> str:
    """At most `FIELD_MAX` characters, without halves of surrogate pairs, which no file could hold."""
    return text[:FIELD_MAX].encode("utf-8", "replace").decode()
