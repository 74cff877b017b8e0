"""What files begin with. Each test looks at the first kilobytes only.

Sources: the formats' own specifications; where several formats share a beginning (ISO base media, RIFF, Ogg, EBML,
ZIP), the brand or the first entries decide.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import Final

_FIXED: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"8BPS\0\1", "image/vnd.adobe.photoshop"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR-WB\n", "audio/amr-wb"),
    (0, b"#!AMR\n", "audio/amr"),
    (0, b"ID3\2", "audio/mpeg"),
    (0, b"ID3\3", "audio/mpeg"),
    (0, b"ID3\4", "audio/mpeg"),
    (0, b".snd", "audio/basic"),
    (0, b"caff\0", "audio/x-caf"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"DKIF\0\0", "video/x-ivf"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"\0\0\x01\xb3", "video/mpeg"),
    (0, b"\0\0\0\x01\x67", "video/h264"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01", "application/mxf"),
    (0, b".RMF\0", "application/vnd.rn-realmedia"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (4, b"1AY&SY", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"WARC/1.", "application/warc"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"age-encryption.org/", "application/age"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"#EXTM3U", "application/vnd.apple.mpegurl"),
    (0, b"ffconcat", "application/x-ffconcat"),
    (0, b"v=0\r\no=", "application/sdp"),
    (0, b"v=0\no=", "application/sdp"),
    (0, b"WEBVTT", "text/vtt"),
)

_BRANDS: Final = {
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"crx ": "image/x-canon-cr3",
}
_QUICKTIME_ATOMS: Final = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_RIFF: Final = {b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav", b"WEBP": "image/webp"}

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ZIP_CONTENTS: Final = (
    (b"xl/", _OOXML + "spreadsheetml.sheet"),
    (b"word/", _OOXML + "wordprocessingml.document"),
    (b"ppt/", _OOXML + "presentationml.presentation"),
)
_ZIP_ENTRY: Final = re.compile(
    rb"PK(?:\x03\x04.{26}|\x01\x02.{42})((?:xl|word|ppt|archive)/|datapackage\.json)", re.DOTALL
)
_ZIP_MIMETYPE: Final = re.compile(rb"PK\x03\x04.{26}mimetype(application/[a-z0-9.+-]{1,80}?)(?:PK|\0)", re.DOTALL)


def signature(head: bytes, tail: bytes = b"") -> str:
    """The media type of a binary or otherwise marked format; empty when the bytes carry no known mark.

    Args:
        head: The first bytes, 64 KiB at best.
        tail: The last bytes of a longer file: where a ZIP keeps its table of contents.
    """
    start = head.removeprefix(BOM_UTF8)
    for at, mark, kind in _FIXED:
        if start.startswith(mark, at):
            return kind
    return _shared(head, tail) or _scanned(head)


def _shared(head: bytes, tail: bytes) -> str:
    """Formats that share a beginning with others."""
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[4:8] in _QUICKTIME_ATOMS and (head[0] == 0 or head[4] == ord("m")):  # "the free press" is text
        return "video/quicktime"
    if head[:4] in (b"RIFF", b"RF64"):
        return _RIFF.get(head[8:12], "")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "audio/aiff"
    if head[:4] == b"OggS":
        return "video/ogg" if re.search(rb"\x80theora|OVP80|fishead", head[:4096]) else "audio/ogg"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(head, tail)
    return ""


def _iso_media(head: bytes) -> str:
    brand = head[8:12]
    if brand[:2] == b"3g":
        return "video/3gpp"
    return _BRANDS.get(brand, "video/mp4")


def _zip(head: bytes, tail: bytes) -> str:
    stated = _ZIP_MIMETYPE.match(head)
    if stated:
        return stated[1].decode("ascii")
    entries = {found[1] for part in (head, tail) for found in _ZIP_ENTRY.finditer(part)}
    for folder, kind in _ZIP_CONTENTS:
        if folder in entries:
            return kind
    return "application/wacz" if {b"archive/", b"datapackage.json"} <= entries else "application/zip"


def _scanned(head: bytes) -> str:
    """Formats told by a rhythm or by a mark that need not stand first."""
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[:2] == b"BM" and len(head) > 18 and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 108, 124):
        return "image/bmp"
    if head[:2] == b"MZ" and b"\0" in head[:64]:
        return "application/x-executable"
    for first, step in ((0, 188), (4, 192)):
        if len(head) > first + 3 * step and all(head[first + n * step] == 0x47 for n in range(4)):
            return "video/mp2t"
    return _frames(head)


def _frames(head: bytes) -> str:
    """Bare MPEG audio or AAC: two frames that follow each other as their headers say."""
    adts = _adts_length(head)
    if adts and head[adts : adts + 2] == head[:2]:
        return "audio/aac"
    mpeg = _mpeg_audio_length(head)
    if mpeg and _mpeg_audio_length(head[mpeg:]):
        return "audio/mpeg"
    return ""


def _adts_length(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


_RATES_V1_L3: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_V1_L2: Final = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0)
_RATES_V2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLE_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mpeg_audio_length(head: bytes) -> int:
    """Bytes of the MPEG audio frame (layer II or III) that begins here; 0 when none does. Source: ISO/IEC 11172-3."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate_index, sample_index, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer not in (1, 2) or sample_index == 3:
        return 0
    rates = _RATES_V2 if version != 3 else _RATES_V1_L3 if layer == 1 else _RATES_V1_L2
    samples = 576 if version != 3 and layer == 1 else 1152
    return samples // 8 * rates[rate_index] * 1000 // _SAMPLE_RATES[version][sample_index] + padding
