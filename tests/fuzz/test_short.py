"""A short run of every fuzz target: its corpus, changes of that by a fixed seed, and what hypothesis thinks of."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import HERE, corpus
from tests.fuzz.targets import TARGETS

CHANGES = 300


def changed(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """One to four small changes: a byte, a cut, a doubled stretch, a piece of another."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at, end = sorted((rng.randint(0, len(out)), rng.randint(0, len(out))))
        match rng.randrange(6):
            case 0 if out:
                out[min(at, len(out) - 1)] = rng.choice(b'\x00\x01\x7f\x80\xff\n\r "{}[]:0-9/\\PKW')
            case 1:
                del out[at : min(end, at + rng.choice((1, 2, 40, 4000)))]
            case 2:
                out[at:at] = out[at : min(end, at + 200)]
            case 3:
                other = rng.choice(others)
                out[at:at] = other[rng.randint(0, len(other)) :][:200]
            case 4:
                out = out[:end]
            case _:
                out[at:at] = rng.choice(
                    (b"9" * 30, b"\xff\xff\xff\xff", b"\n", b"\\u{10ffff}", b"\x00" * 64, b"\xe2\x80\xae")
                )
    return bytes(out)


@pytest.mark.parametrize("name", TARGETS)
def test_corpus_and_changes_of_it(name: str) -> None:
    beginnings = [b"", *corpus(name)]
    assert len(beginnings) > 1, f"{name} has no corpus"
    for data in beginnings:
        TARGETS[name](data)
    rng = random.Random(f"recoupe {name}")
    for _ in range(CHANGES):
        TARGETS[name](changed(rng.choice(beginnings), beginnings, rng))


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(name: str, data: bytes) -> None:
    TARGETS[name](data)


def test_what_is_kept_is_small_text() -> None:
    for path in HERE.iterdir():
        data = path.read_bytes()
        assert len(data) < 4096 and data.decode("utf-8", "strict") is not None
