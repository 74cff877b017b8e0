"""Entries: what is written is read again, each value has one written form, and any bytes are an entry or an error."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recoupe.preserve.entry import EntryError, escape, read_entry, unescape, write_entry

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True).filter(lambda key: key != "format")
VALUES = st.text(st.characters(), max_size=40)  # surrogates and controls included


@given(st.lists(st.tuples(KEYS, VALUES), max_size=8))
@example([("a", "\\u{a}"), ("a", "line\nbreak"), ("a", " padded "), ("b", "\x85\u2028\u202e\udc80\ufeff")])
def test_what_is_written_is_read_again(fields: list[tuple[str, str]]) -> None:
    data = write_entry(fields)
    assert read_entry(data) == tuple(fields)
    assert data.count(b"\n") == 1 + len(fields), "one line a field"


@given(VALUES)
def test_a_written_value_is_one_harmless_line(value: str) -> None:
    written = escape(value)
    assert unescape(written) == value
    assert len(written.splitlines()) <= 1
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in written)
    written.encode()


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda tail: b"format: recoupe-entry/1\n" + tail))
def test_any_bytes_are_an_entry_or_an_error(data: bytes) -> None:
    try:
        fields = read_entry(data)
    except EntryError:
        return
    assert write_entry(fields) == data, "an entry that is read has exactly these bytes"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin"),
        (b"format: recoupe-entry/2\n", "does not begin"),
        (b"format: recoupe-entry/1\nact: add", "does not end"),
        (b"format: recoupe-entry/1\nact add\n", "line 2 .* `key: value`"),
        (b"format: recoupe-entry/1\nAct: add\n", "line 2"),
        (b"format: recoupe-entry/1\nact: \\q\n", "not written as this format"),
        (b"format: recoupe-entry/1\nact: \\u{A}\n", "not written as this format"),
        (b"format: recoupe-entry/1\nact: \\u{61}\n", "not written as this format"),
        (b"format: recoupe-entry/1\nact: \\u{110000}\n", "names no character"),
        (b"format: recoupe-entry/1\nact: a\rb\n", "not written as this format"),
        (b"format: recoupe-entry/1\nact: \xff\n", "not UTF-8 at byte 29"),
        (b"format: recoupe-entry/1\nformat: x\n", "line 2"),
    ],
)
def test_what_is_no_entry_says_why(data: bytes, why: str) -> None:
    with pytest.raises(EntryError, match=why):
        read_entry(data)


def test_a_key_is_a_word() -> None:
    for key in ("", "Act", "two words", "format", "a:b", "1"):
        with pytest.raises(EntryError, match="cannot be a key"):
            write_entry([(key, "x")])


def test_awk_reads_an_entry() -> None:
    """Everything after the first colon and space is the value, colons included."""
    awk = shutil.which("awk")
    assert awk, "POSIX has awk"
    program = '{ i = index($0, ": "); if (substr($0, 1, i - 1) == "origin_url") print substr($0, i + 2) }'
    data = write_entry([("act", "add"), ("origin_url", "https://example.org/a: b")])
    done = subprocess.run([awk, program], input=data, capture_output=True, check=True)
    assert done.stdout == b"https://example.org/a: b\n"
