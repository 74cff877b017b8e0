"""Beginnings for each target: small texts in `corpus/`, and what is easier to build than to keep."""

from __future__ import annotations

from pathlib import Path

from recoupe.preserve.custody import stamps
from tests.collect import archiver, signing
from tests.hostile.making import archives, names, webarchives

HERE = Path(__file__).parent / "corpus"


def corpus(target: str) -> list[bytes]:
    """The beginnings of one target, at most some kilobytes each."""
    kept = [path.read_bytes() for path in sorted(HERE.glob(f"{target}-*"))]
    return kept + [data for data in _built(target) if len(data) <= 1 << 14]


def _built(target: str) -> list[bytes]:
    hostile = webarchives.everything() if target in ("warc", "wacz") else {}
    if target == "warc":
        return [data for name, data in hostile.items() if ".warc" in name]
    if target == "wacz":
        zips = [archives.locked(), archives.linked({"a": "b"}, {}), archives.zipped([("archive/a.warc", b"")])]
        page = {"archive/a.warc": webarchives.response("http://example.org/a.html", b"<p>a")}
        signed = [webarchives.wacz(page, sign=sign) for sign in (signing.anonymous, signing.Domain().sign)]
        return [*(data for name, data in hostile.items() if name.endswith(".wacz")), *zips, *signed]
    if target == "stamp":
        return [
            stamps.request(bytes(32), 12345),
            stamps.request(bytes(range(32)), 1 << 60),
            b"\x30\x05\x30\x03\x02\x01\x02",
            signing.Domain().reply(bytes(32), signing.NOW),
        ]
    if target == "side_car":
        return [names.info(caption[:500], "http://127.0.0.1:9") for caption in names.CAPTIONS]
    if target == "statement":
        files = {"a.mp4": b"a", "b.jpg": b"b"}
        return [make(files, method).encode() for make in archiver.FORMS.values() for method in ("SHA-256", "SHA3-512")]
    if target == "names_and_kinds":
        return list(names.FILES)
    return []
