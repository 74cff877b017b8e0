"""Records as JSON for people and programs outside: exact ticks and, derived from them, decimal seconds.

What is stored holds exact fields only (`recoupe.model.ids.canonical`); what is printed by `--json` goes through here.
"""

from __future__ import annotations

from typing import Any

import msgspec

from recoupe.model.time import TimeSpan


def plain(value: Any) -> Any:
    """Dictionaries, lists and scalars; every TimeSpan gains `seconds: [start, end]`."""
    if isinstance(value, TimeSpan):
        start, end = value.seconds
        return {
            "start": value.start,
            "end": value.end,
            "base": [value.base.num, value.base.den],
            "seconds": [round(float(start), 6), round(float(end), 6)],
        }
    if isinstance(value, msgspec.Struct):
        fields = {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        config = value.__struct_config__
        return {config.tag_field: config.tag, **fields} if config.tag_field else fields
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def to_json(value: Any, *, indent: int = 1) -> str:
    """Readable JSON of any record or collection of records."""
    return msgspec.json.format(msgspec.json.encode(plain(value)), indent=indent).decode()
