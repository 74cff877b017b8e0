"""Readings: one run of one reader over one source, done or failed, never skipped."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.model.ids import content_id

Scalar = str | int | float | bool | None


class Reading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One run of one reader over one source.

    `id` follows from source, reader, version and settings, so the same reading is never kept twice.
    A failed reading carries the reason, the error's slug and what to do; it has no marks.
    `remarks` are things a person should know of a reading that did succeed ("3 packets could not be decoded").
    """

    id: str
    source: str
    reader: str
    version: str
    settings: dict[str, Scalar] = {}
    outcome: Literal["done", "failed"]
    slug: str = ""
    reason: str = ""
    todo: str = ""
    remarks: tuple[str, ...] = ()


def reading_id(source: str, reader: str, version: str, settings: dict[str, Scalar]) -> str:
    """The name of a reading: the same for the same source, reader, version and settings."""
    return content_id("reading", source, reader, version, settings)
