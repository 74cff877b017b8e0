"""What is fuzzed: each target takes any bytes, lets no error through but those promised, and checks what must hold.

python benchmarks/fuzz.py            coverage-guided, with atheris (`make fuzz`)
pytest tests/fuzz                    a short run without it
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Any

from recoupe.collect import archive_jobs, jobs, media_type_of, statement_jobs, visible
from recoupe.errors import DamagedFile, KeyUnusable
from recoupe.model import der
from recoupe.model.cells import neutralise_cell
from recoupe.model.timestamps import read_reply, signed_by
from recoupe.preserve import entry, log
from recoupe.preserve.custody import anchors, receipts, sshsig, stamps
from recoupe.read.text.subtitles import read_subtitles

Target = Callable[[bytes], None]


class Outlet:
    """Where a job's chunks go in a fuzzer: their names and sizes are held to what the parent would take."""

    def __init__(self) -> None:
        self.last, self.bytes = 0, 0

    def chunk(self, name: str, data: bytes) -> None:
        """Take one."""
        assert name.isdigit() and self.last <= int(name) <= archive_jobs.MOST_MEMBERS
        self.last = int(name)
        self.bytes += len(data)

    def progress(self, done: float, total: float | None = None) -> None:
        """Take none."""


def log_lines(data: bytes) -> None:
    """Whatever the bytes, every line is told or read; what was read is written back as it was."""
    found = log.scan(data)
    assert len(found.lines) + len(found.problems) >= data.count(b"\n") - len(found.lines)
    assert data.endswith(found.torn) and b"\n" not in found.torn
    for line in found.lines:
        assert (
            log.write_line(seq=line.seq, before=line.before, time=line.time, act=line.act, entry=line.entry).raw
            == line.raw
        )
    if not found.problems:
        assert b"".join(line.raw for line in found.lines) + found.torn == data


def entries(data: bytes) -> None:
    """An entry that can be read has exactly one written form."""
    with contextlib.suppress(entry.EntryError):
        assert entry.write_entry(entry.read_entry(data)) == data
    value = data.decode("utf-8", "replace")
    assert entry.unescape(entry.escape(value)) == value


def anchor(data: bytes) -> None:
    """The text of an anchor has one form; a list of signers, a key and a signature are read or refused."""
    with contextlib.suppress(sshsig.SignatureError):
        assert anchors.read_anchor(data).text() == data
    with contextlib.suppress(sshsig.SignatureError):
        anchors.read_signers(data)
    text, _, signature = data.partition(b"\0")
    with contextlib.suppress(sshsig.SignatureError):
        anchors.read_signed(text, signature)
    with contextlib.suppress(sshsig.SignatureError):
        sshsig.read_public(data.decode("utf-8", "replace"))


def receipt(data: bytes) -> None:
    """A receipt is read or refused."""
    with contextlib.suppress(KeyUnusable):
        receipts.read(data)


def stamp(data: bytes) -> None:
    """Requests and replies of a time stamp authority are read or refused."""
    with contextlib.suppress(der.DerError):
        stamps.read_request(data)
    with contextlib.suppress(der.DerError):
        reply = read_reply(data)
        assert signed_by(reply, ()) is None or reply.time is not None


def web_archive(data: bytes, media_type: str = "application/warc") -> None:
    """An archive gives members within bounds, or is refused."""
    outlet: Any = Outlet()
    try:
        said = archive_jobs.unpack(io.BytesIO(data), {"media_type": media_type}, outlet)
    except DamagedFile as error:
        assert error.reason and error.todo
        return
    assert sum(member["bytes"] for member in said["members"]) == outlet.bytes
    for number, member in enumerate(said["members"]):
        assert member["number"] == number and "/" not in member["name"]
        assert all(word.isprintable() for word in (member["url"], member["at"], member["kind"]))


def wacz(data: bytes) -> None:
    """The same for the zip around it."""
    web_archive(data, archive_jobs.WACZ)


def side_car(data: bytes) -> None:
    """What a side-car says becomes plain fields of bounded length, or is refused."""
    with contextlib.suppress(DamagedFile):
        fields = jobs.read_info(io.BytesIO(data), {}, _nothing())
        _plain(fields)
    _plain(jobs.read_caption(io.BytesIO(data), {}, _nothing()))


def statement(data: bytes) -> None:
    """A record of auto-archiver gives files with whole digests, or is refused; all in bounded words."""
    for form in ("json", "html", "csv"):
        with contextlib.suppress(DamagedFile):
            for record in statement_jobs.read(io.BytesIO(data), {"form": form}, _nothing()):
                for file in record["files"]:
                    assert len(file["digest"]) == {"SHA-256": 64, "SHA3-512": 128}[file["method"]]
                    assert not any("/" in name for name in file["names"])
                _plain({key: value for key, value in record.items() if key != "files"})


def subtitle(data: bytes) -> None:
    """Cues lie one after the other in the text, each with its words and two times; or there are none, which is said."""
    try:
        document = read_subtitles(data.decode("utf-8", "replace"))
    except DamagedFile as error:
        assert error.reason and error.todo
        return
    at = 0
    for part in document.parts:
        assert at == part.start < part.end <= len(document.text) and part.cue_ms is not None
        words = document.text[part.start : part.end]
        assert words == words.strip() and "\n" not in words
        assert all(0 <= time < 10**11 for time in part.cue_ms)
        at = part.end + 1
    assert at == len(document.text) + 1


def names_and_kinds(data: bytes) -> None:
    """Recognising, showing names and writing cells never fail."""
    assert "/" in media_type_of(data)
    assert visible(data.decode("utf-8", "surrogateescape")).isprintable()
    cell = neutralise_cell(data.decode("utf-8", "replace"))
    assert not cell.startswith(("=", "@"))


def _plain(fields: dict[str, str]) -> None:
    for value in fields.values():
        value.encode()
        assert len(value) <= jobs.FIELD_MAX + 100


def _nothing() -> Any:
    return Outlet()


TARGETS: dict[str, Target] = {
    "log": log_lines,
    "entry": entries,
    "anchor": anchor,
    "receipt": receipt,
    "stamp": stamp,
    "warc": web_archive,
    "wacz": wacz,
    "side_car": side_car,
    "statement": statement,
    "subtitle": subtitle,
    "names_and_kinds": names_and_kinds,
}
