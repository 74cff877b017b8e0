"""Bytes to characters: which encoding a text is in, and what was lost, said plainly.

Line ends are kept as they are, since offsets count code points of the decoded original. A page says its own encoding,
and is often wrong about it: `decode_page`.
"""

from __future__ import annotations

import codecs
import re

import msgspec
from charset_normalizer import from_bytes

from recoupe.errors import EmptyFile, MislabelledFile

MAX_CHARACTERS = 1_000_000
"""What is read of one text: some 170,000 words, far beyond any article, so that an 80 MB log stays bounded."""

SAMPLE_BYTES = 200_000
BINARY_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}
BINARY_SHARE = 0.02
"""More control characters than this in the first bytes: not a text. Logs with terminal colours stay below .01."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
_MARKS_AND_LETTERS = frozenset("éèêëàâäçîïôöùûüÿÉÈÊÀÂÇÎÔÖÜœŒæñáíóúß«»‘’“”–—…€°£\xa0")
_LEGACY = (("mac-roman", _MARKS_AND_LETTERS), ("cp850", _MARKS_AND_LETTERS), ("cp932", frozenset("、。「」")))
"""Encodings of old machines, and the characters beyond ASCII that ordinary text in them is mostly made of."""
_USUAL_SHARE = {"mac-roman": 0.95, "cp850": 0.95, "cp932": 0.4}
_STATED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_STATED_WITHIN = 4_096
_AS_BROWSERS = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "iso8859-1"), _WESTERN),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "x-sjis"), "cp932"),
    "ks_c_5601-1987": "cp949",
    "iso-8859-9": "cp1254",
}
"""Encodings that pages state for another that they are in: the aliases of the WHATWG Encoding Standard."""


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """Characters, the encoding they were read in, and remarks for a person."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def decode(data: bytes, *, size: int | None = None) -> Decoded:
    """Read bytes as text.

    A byte-order mark decides; then UTF-8 when it fits; then Windows-1252 for western prose; then the guess of
    charset-normalizer. A byte-order mark itself is no part of the text.

    Args:
        data: The first bytes of the text, or all of them.
        size: Bytes of the whole text, when `data` is only its beginning.
    Raises:
        EmptyFile: There are no bytes.
        MislabelledFile: The bytes are not text in any encoding known here.
    """
    if not data:
        raise EmptyFile("the file has no bytes", todo="check whether the download or copy was complete")
    remarks: list[str] = []
    text, encoding = _characters(data, remarks)
    if encoding == "utf-8-sig":
        encoding = "utf-8"
    if len(text) > MAX_CHARACTERS or (size is not None and size > len(data)):
        whole = f"{size:,} bytes" if size is not None else f"{len(text):,} characters"
        text = text[:MAX_CHARACTERS]
        remarks.append(f"only the first {len(text):,} characters of {whole} were read")
    if not text.strip():
        remarks.append("the text holds nothing but blanks")
    return Decoded(text=text, encoding=encoding, remarks=tuple(remarks))


def decode_page(data: bytes, remarks: list[str]) -> tuple[str, str]:
    """Read the bytes of an HTML page: by a byte-order mark, as UTF-8 if they are that, as it states, or by a guess.

    Returns:
        The characters, and the name of the encoding. What could not be read as stated is added to `remarks`.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data, name, remarks), name.removesuffix("-sig")
    if (wide := _wide(data)) is not None:
        return _lenient(data, wide, remarks), wide
    match = _STATED.search(data[:_STATED_WITHIN])
    stated = match[1].decode("ascii", "replace").lower() if match else ""
    name = _AS_BROWSERS.get(stated, stated)
    try:
        known = codecs.lookup(name).name if name and name != "utf-16" else ""
    except LookupError:
        known = ""
        remarks.append(f"the page states an encoding that is not known here: {stated}")
    # bytes beyond ASCII that make UTF-8 are UTF-8, whatever the page says: other encodings do not do so by chance
    for each in dict.fromkeys(n for n in (known if data.isascii() else "utf-8", known, "utf-8") if n):
        try:
            text = codecs.getincrementaldecoder(each)().decode(data)
        except UnicodeDecodeError:
            continue
        if known and each != known and not data.isascii():
            remarks.append(f"the page states {stated}, but its bytes are {each}, and were read as that")
        return text, each
    if (known or "utf-8") == "utf-8" and _mostly_utf8(data):
        return _lenient(data, "utf-8", remarks), "utf-8"
    if known and known != "utf-8":
        return _lenient(data, known, remarks), known
    guess = _guess(data)
    remarks.append(
        f"the page {'is not the UTF-8 it states' if known else 'states no encoding that fits'}; read as {guess}"
    )
    return _lenient(data, guess, remarks), guess


def _characters(data: bytes, remarks: list[str]) -> tuple[str, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data, name, remarks), name
    if (wide := _wide(data)) is not None:
        remarks.append(f"no byte-order mark; read as {wide} from the pattern of zero bytes")
        return _lenient(data, wide, remarks), wide
    _refuse_binary(data)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            remarks.append(f"a byte that is not UTF-8 at position {error.start:,}; shown as \ufffd")
            return data.decode("utf-8", "replace"), "utf-8"
    name = _guess(data)
    remarks.append(f"not UTF-8; read as {name}, which is a guess: check accented letters")
    return _lenient(data, name, remarks), name


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of western text is zero."""
    head = data[: SAMPLE_BYTES & ~1]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0) / (len(head) / 2), head[1::2].count(0) / (len(head) / 2)
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    if even > 0.7 and odd < 0.05:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes) -> None:
    head = data[:SAMPLE_BYTES]
    controls = sum(head.count(bytes((c,))) for c in BINARY_CONTROLS)
    if head.count(0) > 8 or controls / len(head) > BINARY_SHARE:
        raise MislabelledFile(
            f"the bytes are not text: {controls:,} of the first {len(head):,} are control characters",
            todo="open it with the programme it was made with, and add what that exports",
        )


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few: a broken character or a cut end, not another encoding."""
    text = data[:SAMPLE_BYTES].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    wide = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    return bad * 5 <= wide


def _guess(data: bytes) -> str:
    sample = data[:SAMPLE_BYTES]
    high = bytes(b for b in sample if b >= 0x80)
    # Western prose has few high bytes and most of them are letters or typographic marks of Windows-1252.
    letters = sum(
        1 for b in high if b >= 0xC0 or b in b"\x85\x91\x92\x93\x94\x95\x96\x97\x9c\x8c\xa0\xab\xbb\xb0\xa3\x80"
    )
    if high and len(high) / len(sample) < 0.25 and letters / len(high) > 0.9:
        return _WESTERN
    if name := _legacy(sample[:60_000]):
        return name
    best = from_bytes(sample[:60_000]).best()
    return best.encoding if best is not None else _WESTERN


def _legacy(sample: bytes) -> str:
    """The encoding of an old machine in which nearly all characters beyond ASCII are ordinary ones, or empty."""
    fits: list[tuple[int, str]] = []
    for name, usual in _LEGACY:
        found = [c for c in sample.decode(name, "ignore") if c > "\x7f"]
        kana = sum("\u3040" <= c <= "\u30ff" for c in found)
        if found and sum(c in usual for c in found) + kana > _USUAL_SHARE[name] * len(found):
            fits.append((sum(c in "éèàáíóäöü" for c in found) + kana, name))
    return max(fits)[1] if fits else ""


def _lenient(data: bytes, name: str, remarks: list[str]) -> str:
    text = data.decode(name, "replace")
    if lost := text.count("\ufffd"):
        remarks.append(f"{lost:,} characters could not be decoded; shown as \ufffd")
    return text
