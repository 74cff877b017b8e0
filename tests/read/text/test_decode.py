"""Bytes to characters: every encoding a reporter meets, and what is refused."""

from __future__ import annotations

import codecs

import pytest

from recoupe.errors import EmptyFile, MislabelledFile
from recoupe.read.text.decode import MAX_CHARACTERS, decode

WORDS = "Zoë a dit : « Où étiez-vous ? »\r\nRien.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_a_mark(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).text == WORDS


def test_windows_western_is_read_and_said_to_be_a_guess() -> None:
    decoded = decode(WORDS.encode("cp1252"))
    assert decoded.text == WORDS
    assert any("guess" in remark for remark in decoded.remarks)


def test_line_ends_are_kept() -> None:
    assert decode(b"a\r\nb\rc\nd").text == "a\r\nb\rc\nd"


def test_one_broken_character_does_not_change_the_encoding() -> None:
    decoded = decode("déjà vu à Ève ".encode() * 5 + b"\xff" + "ça là où".encode())
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") == 1
    assert decoded.remarks


def test_nothing_is_not_a_text() -> None:
    with pytest.raises(EmptyFile, match="no bytes"):
        decode(b"")


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 400])
def test_a_binary_is_refused_with_the_reason(data: bytes) -> None:
    with pytest.raises(MislabelledFile, match="control characters"):
        decode(data)


def test_a_very_long_text_is_cut_and_says_so() -> None:
    line = b"12:00:01 staged log line\n"
    decoded = decode(line * (MAX_CHARACTERS // len(line) + 9), size=80_000_000)
    assert len(decoded.text) == MAX_CHARACTERS
    assert any("80,000,000 bytes" in remark for remark in decoded.remarks)


def test_blanks_only_are_said() -> None:
    assert decode(codecs.BOM_UTF8 + b" \n\t\n").remarks == ("the text holds nothing but blanks",)


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850", "cp1252", "cp932", "cp1251", "koi8-r", "gb18030"])
def test_encodings_of_old_machines_are_guessed_and_said_to_be(encoding: str) -> None:
    words = {
        "cp932": "暗かったと彼は言った。二段落目です。" * 9,
        "gb18030": "他说那天晚上很黑，我们什么也没看见。" * 9,
        **dict.fromkeys(("cp1251", "koi8-r"), "Он сказал, что было темно, и все побежали к мосту. " * 5),
    }
    text = words.get(encoding, "Il était déjà là, à Noël, a-t-il déclaré à la mairie. Nous étions très émus. " * 3)
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert "a guess" in decoded.remarks[0]
