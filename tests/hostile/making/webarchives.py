"""WARC and WACZ files, honest and hostile. ISO 28500:2017 and the WACZ specification 1.1.1."""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
from collections.abc import Callable

from tests.hostile.making import Files, archives

DATE = "2021-03-04T05:06:07Z"
PAGE = b"<html><body><h1>Bridge</h1><p>The bridge was closed at noon, officials said on Tuesday.</p></body></html>"


@functools.cache
def everything() -> Files:
    """The hostile ones."""
    bomb = archives.gzip_bomb(64 << 20)
    page = response("http://example.org/a.html", PAGE)
    return {
        "cut.warc": (page * 2)[: -len(page) // 2],
        "length-lies.warc": record("http://example.org/", PAGE, length=10**15),
        "length-negative.warc": record("http://example.org/", PAGE, length=-5),
        "length-word.warc": page.replace(b"Content-Length: ", b"Content-Length: x", 1),
        "no-end-of-header.warc": b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * 3_000_000,
        "many-headers.warc": b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        "many-records.warc": response("http://example.org/", b"x") * 4000,
        "bomb.warc": response("http://example.org/b", bomb, more="Content-Encoding: gzip\r\n"),
        "bomb.warc.gz": archives.gzip_bomb(256 << 20),
        "endless-line.warc.gz": archives.gzip_bomb(128 << 20, start=b"WARC/1.0\r\nWARC-Type: "),
        "nested.warc.gz": gzip.compress(gzip.compress(page, mtime=0), mtime=0),
        "names.warc": b"".join(
            response(f"http://example.org/{n}/{name}", PAGE + b"%d" % n) for n, name in enumerate(NAMES)
        ),
        "wrong-digest.warc": response("http://example.org/a.html", PAGE, digest=sha1(b"other")),
        "no-warc.warc": b"WARC/1.0\n" + bytes(range(256)) * 40,
        "names.wacz": wacz({"archive/../../../up.warc": page, "/archive/abs.warc": page, "archive/..\\x.warc": page}),
        "case.wacz": wacz({"archive/a.warc": page, "archive/A.WARC": page}),
        "wrong-digest.wacz": wacz({"archive/a.warc": page}, lie=True),
        "bad-list.wacz": wacz({"archive/a.warc": page}, listed=b'{"resources": [' + b"[" * 100_000),
        "bomb.wacz": wacz({"archive/a.warc": response("http://example.org/", bytes(100 << 20))}),
        "many-bombs.wacz": wacz({f"archive/{n}.warc.gz": archives.gzip_bomb(300 << 20) for n in range(3)}),
        "overlapping.wacz": as_wacz(archives.overlapping(500)),
        "locked.wacz": as_wacz(archives.locked()),
        "cut.wacz": wacz({"archive/a.warc": page})[:-40],
        "link.wacz": as_wacz(archives.linked({"archive/a.warc": "/etc/hostname"}, {})),
    }


NAMES = (
    "../../up.html",
    "%2e%2e%2f%2e%2e%2fup.html",
    "%00.html",
    "..%5c..%5cup.html",
    "a%0d%0aSet-Cookie:x.html",
    "%E2%80%AEgpj.exe",
    "<script>alert('pwn-script')</script>",
    "x" * 5000,
    "$(touch pwned)",
    "?q='; DROP TABLE sources;--",
    "[::1",
)


def record(url: str, body: bytes, *, kind: str = "response", more: str = "", length: int | None = None) -> bytes:
    """One WARC record."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {DATE}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n{more}"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(
    url: str, payload: bytes, *, kind: str = "text/html", status: int = 200, digest: str | None = None, more: str = ""
) -> bytes:
    """A page as a server gave it, with the digest of its payload; an empty `digest` leaves it out."""
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}; charset=utf-8\r\n{more}\r\n".encode() + payload
    given = sha1(payload) if digest is None else digest
    return record(url, http, more=f"WARC-Payload-Digest: {given}\r\n" if given else "")


def sha1(data: bytes) -> str:
    """As WARC files write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def wacz(
    parts: Files, *, lie: bool = False, listed: bytes | None = None, sign: Callable[[str], dict[str, str]] | None = None
) -> bytes:
    """A WACZ of WARC files, with their digests; `lie` gives others. `sign` makes the signature of a digest."""
    resources = [
        {
            "name": name,
            "path": name,
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data + b'x' * lie).hexdigest()}",
        }
        for name, data in parts.items()
    ]
    package = json.dumps({"profile": "data-package", "resources": resources}).encode() if listed is None else listed
    digest: dict[str, object] = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    if sign is not None:
        digest["signedData"] = sign(str(digest["hash"]))
    members = [("datapackage.json", package), ("datapackage-digest.json", json.dumps(digest).encode()), *parts.items()]
    return archives.zipped([*members, ("archive/", b"")])


def as_wacz(data: bytes) -> bytes:
    """A zip that is given the look of a WACZ."""
    return b"PK\3\4" + bytes(26) + b"mimetypeapplication/waczPK" + data
