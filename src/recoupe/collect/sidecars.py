"""Side-cars: files that a downloader puts beside footage and that say where it came from.

yt-dlp writes `clip.info.json` and `clip.description` beside `clip.mp4`. They are kept as sources themselves, and
what they say becomes the Origin of the footage: their claim, not a fact.
"""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from recoupe import jail
from recoupe.errors import RecoupeError

ENDINGS: Final = {".info.json": "recoupe.collect.jobs:read_info", ".description": "recoupe.collect.jobs:read_caption"}
_FORMAT_PART: Final = re.compile(r"\.f[0-9]+\Z")  # `clip.f137.mp4`, one of several formats of `clip`
_LIMITS: Final = jail.Limits(wall_s=30, memory_bytes=1 << 30, output_bytes=8 << 20)


@dataclass(frozen=True, slots=True)
class Said:
    """What the side-cars of one file say: fields of an Origin, the names they stand in, and which could not be read."""

    fields: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def is_sidecar(path: Path) -> bool:
    """Whether the name is one that a downloader gives to a side-car."""
    return any(path.name.endswith(ending) and path.name != ending for ending in ENDINGS)


def sidecars_of(path: Path) -> tuple[Path, ...]:
    """The side-cars that lie beside a file, the fuller kind first."""
    if is_sidecar(path):
        return ()
    stems = dict.fromkeys((path.name, path.stem, _FORMAT_PART.sub("", path.stem)))
    beside = (path.with_name(stem + ending) for ending in ENDINGS for stem in stems)
    return tuple(p for p in beside if _is_plain_file(p))


def _is_plain_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:  # not there, or the longer name is one that the system cannot hold
        return False


def read_sidecars(path: Path) -> Said:
    """What the side-cars beside a file say; where two say the same field, the fuller kind counts."""
    fields: dict[str, str] = {}
    names: list[str] = []
    troubles: list[str] = []
    for sidecar in sidecars_of(path):
        job = next(job for ending, job in ENDINGS.items() if sidecar.name.endswith(ending))
        try:
            said = jail.call(job, sidecar, limits=_LIMITS, operation="add", stage="side-car")
        except RecoupeError as error:
            troubles.append(f"its side-car {sidecar.name} was not understood: {error.reason}")
            continue
        names.append(sidecar.name)
        fields = {**_fields(said), **fields}
    return Said(fields, tuple(names), tuple(troubles))


_FIELDS: Final = frozenset(
    {
        "url",
        "platform",
        "uploader",
        "title",
        "caption",
        "published",
        "published_as_written",
        "published_zone",
        "collected_at",
    }
)


def _fields(said: object) -> dict[str, str]:
    """The answer of the child, kept to the fields that are asked for."""
    if not isinstance(said, dict):
        return {}
    return {name: value for name, value in said.items() if name in _FIELDS and isinstance(value, str)}
