"""Statements: an editor's sentences with the evidence chosen for each."""

from __future__ import annotations

from typing import Literal

import msgspec

Standing = Literal["established", "supported", "reported", "disputed", "open"]
"""established: only what arithmetic, digests and edit maps establish. supported, reported, disputed: set by a person or
by the number of origins, never stronger. open: not decided."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A record a statement rests on. kind: mark, editmap, finding or source; id: its name or digest."""

    kind: Literal["mark", "editmap", "finding", "source"]
    id: str
    note: str = ""


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sentence. Without evidence it cannot be published. author: machine or a person."""

    id: str
    text: str
    evidence: tuple[Evidence, ...]
    standing: Standing = "open"
    author: str = "machine"
    order: float = 0.0
