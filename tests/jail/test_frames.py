"""The messages between parent and child."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.jail import frames


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=100), st.binary())
def test_a_chunk_comes_out_as_it_went_in(name: str, data: bytes) -> None:
    message = frames.pack_chunk(name, data)
    kind, length = frames.unpack_header(message[: frames.HEADER.size], expected=b"C")
    assert (kind, length) == (b"C", len(message) - frames.HEADER.size)
    assert frames.unpack_chunk(message[frames.HEADER.size :]) == (name, data)


@given(st.binary(min_size=frames.HEADER.size, max_size=frames.HEADER.size))
def test_any_header_is_taken_within_its_cap_or_refused(header: bytes) -> None:
    try:
        kind, length = frames.unpack_header(header, expected=b"SPCER")
    except frames.BadFrame:
        return
    assert length <= frames.FRAME_MAX[kind]


@given(st.binary())
def test_any_payload_is_a_chunk_or_refused(payload: bytes) -> None:
    try:
        name, data = frames.unpack_chunk(payload)
    except frames.BadFrame:
        return
    assert name.isascii() and name.isprintable() and len(data) < len(payload)


@pytest.mark.parametrize("name", ["", "é", "x" * 101])
def test_a_chunk_needs_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="1–100 ASCII"):
        frames.pack_chunk(name, b"")


def test_a_message_over_its_cap_cannot_be_made() -> None:
    with pytest.raises(frames.BadFrame, match="at most 1024"):
        frames.pack(b"P", bytes(1025))
