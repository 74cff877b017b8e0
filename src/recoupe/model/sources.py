"""Sources and where they came from."""

from __future__ import annotations

from typing import Final

import msgspec

HOLDS: Final = "checked, holds"
FAILS: Final = "does not hold"


def cannot_tell(reason: str) -> str:
    """The outcome of a check that could not be made."""
    return f"cannot tell: {reason}"


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where, when and by whom something was collected, and what it said of itself.

    Times are RFC 3339 in UTC where recoupe took them; `published_as_written` keeps the page's own
    text and `published_zone` is `unknown` unless the page named one. A claim here is the
    source's own: nothing in it has been checked.

    checks: what came with the bytes to check them by (digests, signatures, time stamps), each as `what: outcome`, where
    the outcome is `checked, holds`, `does not hold` or `cannot tell: ` with the reason.
    """

    name: str
    collected_at: str
    collected_by: str = ""
    method: str = "file"
    path: str = ""
    modified_at: str = ""
    url: str = ""
    platform: str = ""
    uploader: str = ""
    title: str = ""
    caption: str = ""
    published: str = ""
    published_as_written: str = ""
    published_zone: str = "unknown"
    sidecar: str = ""
    notes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One preserved original. `digest` is its SHA-256 in lower-case hex; its bytes are never written to again.

    `media_type` is what the bytes are, as recognised from them; `declared_type` what the name promised.
    """

    digest: str
    size: int
    media_type: str
    declared_type: str = ""
    origins: tuple[Origin, ...] = ()

    @property
    def name(self) -> str:
        """The name under which it was first collected."""
        return self.origins[0].name if self.origins else self.digest[:12]

    @property
    def kind(self) -> str:
        """video, audio, image, text or other: which readers come into question."""
        return kind_of(self.media_type)


TEXT_TYPES = frozenset(
    {
        "application/pdf",
        "application/json",
        "application/x-subrip",
        "application/xhtml+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)


def kind_of(media_type: str) -> str:
    """video, audio, image, text (pages, documents, tables) or other."""
    head = media_type.partition("/")[0]
    if head in {"video", "audio", "image", "text"}:
        return head
    return "text" if media_type in TEXT_TYPES else "other"


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something handed over whose bytes could not be taken into the case at all, with the reason."""

    id: str
    name: str
    slug: str
    reason: str
    todo: str = ""
    at: str = ""
