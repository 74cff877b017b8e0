"""The log: lines chain, any change shows, and any bytes can be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recoupe.model import sha256
from recoupe.preserve.log import NOTHING_BEFORE, now, scan, write_line


def chain(count: int) -> bytes:
    """A log of so many acts."""
    before, out = NOTHING_BEFORE, b""
    for seq in range(1, count + 1):
        line = write_line(seq=seq, before=before, time=now(), act="add", entry=sha256(b"%d" % seq))
        out, before = out + line.raw, line.digest
    return out


LOG = chain(5)


def test_a_log_reads_as_it_was_written() -> None:
    found = scan(LOG)
    assert [line.seq for line in found.lines] == [1, 2, 3, 4, 5]
    assert b"".join(line.raw for line in found.lines) == LOG
    assert (found.torn, found.problems) == (b"", ())


def test_a_stretch_is_read_after_the_line_before_it() -> None:
    lines = scan(LOG).lines
    rest = scan(b"".join(line.raw for line in lines[2:]), seq=2, before=lines[1].digest)
    assert rest.lines == lines[2:]
    assert rest.problems == ()


@given(st.integers(0, len(LOG) - 1), st.integers(1, 255))
def test_a_changed_byte_is_found(at: int, by: int) -> None:
    """All but in the last line's own entry digest, time and act, which the entry file itself holds."""
    changed = bytearray(LOG)
    changed[at] ^= by
    found = scan(bytes(changed))
    last = scan(LOG).lines[-1]
    own = len(LOG) - len(last.raw) + len("000005 ") + 64
    assert found.problems or found.torn or at > own


@given(st.permutations(range(5)))
def test_lines_in_another_order_are_found(order: list[int]) -> None:
    lines = scan(LOG).lines
    found = scan(b"".join(lines[n].raw for n in order))
    assert bool(found.problems) == (list(order) != [0, 1, 2, 3, 4])


@given(st.integers(0, 4))
def test_a_line_left_out_or_doubled_is_found(n: int) -> None:
    raw = [line.raw for line in scan(LOG).lines]
    assert scan(b"".join([*raw[:n], raw[n], *raw[n:]])).problems
    assert n == 4 or scan(b"".join(raw[:n] + raw[n + 1 :])).problems, "the end of a log can be cut off unseen"


@given(
    st.binary(max_size=400)
    | st.tuples(st.integers(0, len(LOG)), st.binary(max_size=40)).map(lambda t: LOG[: t[0]] + t[1])
)
def test_any_bytes_can_be_scanned(data: bytes) -> None:
    found = scan(data)
    assert data.endswith(found.torn)
    assert b"\n" not in found.torn
    if not found.problems:
        assert b"".join(line.raw for line in found.lines) + found.torn == data


def test_a_number_has_one_written_form() -> None:
    line = scan(LOG).lines[0]
    assert scan(b"0" + line.raw).problems == (f"log: line 1 is not a line of the log: {(b'0' + line.raw)[:80]!r}",)
