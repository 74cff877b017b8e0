"""Films that point elsewhere or claim what no machine could hold. Boxes as in ISO/IEC 14496-12 and the QuickTime File
Format, chunks as in Microsoft's AVI RIFF reference."""

from __future__ import annotations

import struct

from tests.hostile.making import Files
from tests.hostile.making.playlists import lists

WIDTH, HEIGHT = 64, 48


def pointing(raw: str, film: str, web: str) -> Files:
    """Containers of our allow-list with something inside that names a file or an address.

    Args:
        raw: Path of a file whose first `WIDTH` × `HEIGHT` × 3 bytes must not become a picture.
        film: Path of a film that must not be read.
        web: Address that must not be asked.
    """
    hidden = lists(film, film, web)
    return {
        "reference-path.mov": movie(reference=alias(raw)),
        "reference-relative.mov": movie(reference=alias(raw, levels=(2, 2))),
        "reference-url.mov": movie(reference=box(b"url ", u32(0), f"file://{raw}\0".encode())),
        "reference-web.mov": movie(reference=box(b"url ", u32(0), f"{web}/clip.mov\0".encode())),
        "reference-movie.mov": reference_movie(f"{web}/other.mov"),
        "playlist-as-subtitle.avi": avi_with_subtitle(hidden["hls-file"]),
        "playlist-of-the-web-as-subtitle.avi": avi_with_subtitle(hidden["hls-web"]),
        "script-as-subtitle.avi": avi_with_subtitle(hidden["concat-file"]),
        "attachment.mkv": matroska_with_link(film, web),
    }


def oversized() -> Files:
    """Small files that claim huge pictures, counts or lengths."""
    return {
        "wide.mov": movie(size=(65535, 65535)),
        "many-frames.mov": movie(frames=0xFFFFFFF0),
        "many-frames-of-no-bytes.mov": movie(frames=0xFFFFFFF0, bytes_each=0),
        "long.mov": movie(seconds=0xFFFFFFFF),
        "boxes-in-boxes.mov": nested(40_000),
        "wide.avi": avi(size=(0x7FFFFFFF, 0x7FFFFFFF)),
        "many-frames.avi": avi(frames=0xFFFFFFFF),
        "wide.ivf": b"DKIF"
        + struct.pack("<HH4sHHIIII", 0, 32, b"VP80", 65535, 65535, 30, 1, 0xFFFFFFFF, 0)
        + struct.pack("<IQ", 10, 0)
        + b"\x10\x02\x00\x9d\x01\x2a\xff\xff\xff\xff",
        "long.wav": wav(claimed=0xFFFFFFF0),
        "many-channels.wav": wav(channels=65535),
        "fast.wav": wav(rate=0x7FFFFFFF),
        "no-rate.wav": wav(rate=0),
        "huge-block.flac": b"fLaC\x00\x00\x00\x22" + b"\xff" * 34 + b"\x84\xff\xff\xff" + bytes(64),
    }


def box(kind: bytes, *parts: bytes) -> bytes:
    """An ISO base media box."""
    body = b"".join(parts)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def u32(*values: int) -> bytes:
    """32-bit numbers, big-endian."""
    return b"".join(value.to_bytes(4, "big") for value in values)


def alias(path: str, levels: tuple[int, int] = (0xFFFF, 0xFFFF)) -> bytes:
    """A Macintosh alias record as data reference: "the samples lie in the file at this path"."""
    name = path.rpartition("/")[2].encode()[:63]
    record = bytes(10) + b"\0" + bytes(27) + bytes(12) + bytes((len(name),)) + name.ljust(63, b"\0")
    record += bytes(16) + struct.pack(">HH", *levels) + bytes(16)
    for kind, value in ((0, b"folder"), (2, path.encode())):
        record += struct.pack(">HH", kind, len(value)) + value + b"\0" * (len(value) % 2)
    return box(b"alis", u32(0), record + b"\xff\xff\0\0")


def movie(
    *,
    reference: bytes = b"",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    frames: int = 1,
    bytes_each: int = WIDTH * HEIGHT * 3,
    seconds: int = 1,
) -> bytes:
    """A QuickTime track of raw pictures, 24 bits a point; they lie in the file itself unless a reference says where."""
    width, height = size
    matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    picture = u32(0, 1) + bytes(16) + struct.pack(">HH", width, height)
    sample = picture + u32(0x480000, 0x480000, 0) + b"\0\1" + bytes(32) + b"\0\x18\xff\xff"
    start = b"" if reference else box(b"mdat", bytes(WIDTH * HEIGHT * 3))
    head = box(b"ftyp", b"qt  ", bytes(4), b"qt  ")
    table = box(
        b"stbl",
        box(b"stsd", u32(0, 1), box(b"raw ", bytes(6), b"\0\1", sample)),
        box(b"stts", u32(0, 1, frames, 600)),
        box(b"stsc", u32(0, 1, 1, frames, 1)),
        box(b"stsz", u32(0, bytes_each, frames)),
        box(b"stco", u32(0, 1, len(head) + 8 if start else 0)),
    )
    inside = reference or box(b"url ", u32(1))
    media = box(
        b"mdia",
        box(b"mdhd", u32(0, 0, 0, 600, seconds if seconds > 1 else 600, 0)),
        box(b"hdlr", u32(0), b"mhlrvide", bytes(13)),
        box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", box(b"dref", u32(0, 1), inside)), table),
    )
    shown = box(b"tkhd", u32(7, 0, 0, 1, 0, 600), bytes(16), matrix, u32(width & 0xFFFF) * 2)
    header = box(b"mvhd", u32(0, 0, 0, 600, 600, 0x10000), bytes(12), matrix, bytes(24), u32(2))
    return head + start + box(b"moov", header, box(b"trak", shown, media))


def reference_movie(address: str) -> bytes:
    """A QuickTime reference movie: nothing but the address of another."""
    reference = box(b"rdrf", u32(0), b"url ", u32(len(address) + 1), address.encode() + b"\0")
    return box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"moov", box(b"rmra", box(b"rmda", reference)))


def nested(depth: int) -> bytes:
    """A movie box in a movie box in a movie box …"""
    boxes = b"".join((8 + 8 * n).to_bytes(4, "big") + b"moov" for n in range(depth, 0, -1))
    return box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + boxes


def chunk(kind: bytes, *parts: bytes) -> bytes:
    """A RIFF chunk."""
    body = b"".join(parts)
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def avi(
    *, size: tuple[int, int] = (WIDTH, HEIGHT), frames: int = 1, streams: bytes = b"", packets: bytes = b""
) -> bytes:
    """An AVI of raw pictures, with more streams and packets when given."""
    width, height = size
    main = struct.pack("<10I", 40000, 0, 0, 0x10, frames, 0, 2 if streams else 1, 0, width, height) + bytes(16)
    header = struct.pack("<4s4sIHHIIIIIIIII", b"vids", b"DIB ", 0, 0, 0, 0, 1, 25, 0, frames, 0, 0, 0, 0)
    form = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    video = chunk(b"LIST", b"strl", chunk(b"strh", header), chunk(b"strf", form))
    heads = chunk(b"LIST", b"hdrl", chunk(b"avih", main), video, streams)
    pictures = chunk(b"00db", bytes(WIDTH * HEIGHT * 3))
    return chunk(b"RIFF", b"AVI ", heads, chunk(b"LIST", b"movi", packets, pictures))


def avi_with_subtitle(subtitle: bytes) -> bytes:
    """An AVI whose subtitle stream holds a file of its own, which a library opens by guessing its format."""
    header = struct.pack("<4s4sIHHIIIIIIIII", b"txts", bytes(4), 0, 0, 0, 0, 1, 25, 0, 1, 0, 0, 0, 0)
    stream = chunk(b"LIST", b"strl", chunk(b"strh", header), chunk(b"strf", bytes(40)))
    title = "en\0".encode("utf-16-le")
    packet = b"GAB2\0" + struct.pack("<HI", 2, len(title)) + title + struct.pack("<HI", 4, len(subtitle)) + subtitle
    return avi(streams=stream, packets=chunk(b"01tx", packet))


def matroska_with_link(film: str, web: str) -> bytes:
    """A Matroska file without tracks that names the file it is said to go on in, and an address as attachment."""

    def element(kind: int, body: bytes) -> bytes:
        return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + (1 << 56 | len(body)).to_bytes(8, "big") + body

    head = element(0x1A45DFA3, element(0x4282, b"matroska") + element(0x4287, b"\4") + element(0x4285, b"\2"))
    facts = element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40") + element(0x3E83BB, film.encode()))
    attached = element(0x466E, f"{web}/font.ttf".encode()) + element(0x4660, b"application/x-truetype-font")
    files = element(0x1941A469, element(0x61A7, attached + element(0x465C, b"x") + element(0x46AE, b"\1")))
    return head + element(0x18538067, facts + files)


def wav(*, channels: int = 1, rate: int = 16000, claimed: int | None = None) -> bytes:
    """A tenth of a second of sound, with a header that may claim more."""
    data = bytes(3200)
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * channels * 2) & 0xFFFFFFFF, (channels * 2) & 0xFFFF, 16)
    length = len(data) if claimed is None else claimed
    body = b"WAVE" + chunk(b"fmt ", form) + b"data" + struct.pack("<I", length) + data
    return b"RIFF" + struct.pack("<I", min(len(body), 0xFFFFFFFF)) + body
