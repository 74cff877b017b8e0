"""The job that takes web archives apart; it runs in a jailed child, where names of members open nothing.

WARC 1.0 and 1.1 (ISO 28500), also compressed by gzip, and WACZ 1.1.1 (a zip of WARC files with a list of digests).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from recoupe.collect import signed_lists
from recoupe.errors import DamagedFile, RecoupeError
from recoupe.jail.outlet import Outlet
from recoupe.model.sources import FAILS, HOLDS, cannot_tell

PRELOAD = ("bz2", "lzma", "zlib", "cryptography.hazmat.*", "cryptography.x509.*")
WACZ: Final = "application/wacz"

MOST_MEMBERS: Final = 2_000
MOST_ENTRIES: Final = 20_000
MEMBER_BYTES: Final = 512 << 20
TOTAL_BYTES: Final = 2 << 30
LIST_BYTES: Final = 16 << 20
PIECE: Final = 1 << 20
BLOCK: Final = 1 << 18
LINE: Final = 1 << 16
"""Bytes of a line of a header."""
WORD: Final = 2_000
MOST_TOLD: Final = 20
"""Parts whose listed digest does not hold that are named one by one."""

_BROKEN_ZIP: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, KeyError, IndexError, OverflowError, struct.error),
)
"""What zipfile raises on broken files; NotImplementedError is its word for a compression that it does not know."""

_LEFT: Final = ("text/css", "font/", "application/font", "application/x-font", "application/vnd.ms-fontobject")
_SCRIPTS: Final = ("javascript", "ecmascript", "wasm")


def unpack(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, Any]:
    """Send every saved page, picture and film of an archive out, and say of each what the archive says.

    Chunks: the bytes of each member under its number, as the browser had them (transfer and content encoding undone).

    Args:
        settings: `media_type` of the archive.
    Returns:
        members: number, url, at (the archive's date of capture), kind (as the server said), name, checks (`what:
        outcome`, of the digests that the archive gives for it); checks of the archive as a whole; remarks.
    Raises:
        DamagedFile: It is no web archive, is broken before its first record, or is made to exhaust its reader.
    """
    task = _Task(outlet)
    if settings.get("media_type") == WACZ:
        _wacz(file, task)
    else:
        task.warc(file, "", "")
    return {"members": task.members, "checks": task.checks, "remarks": task.remarks()}


class _Task:
    def __init__(self, outlet: Outlet) -> None:
        self.members: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.checks: list[str] = []
        self._outlet = outlet
        self._sent = 0
        self._left: Counter[str] = Counter()

    def remarks(self) -> list[str]:
        counts = [f"{count:,} {what} were not taken out of it" for what, count in sorted(self._left.items())]
        return [*self.said, *counts]

    def warc(self, file: Any, name: str, listed: str) -> None:
        """Every record of a WARC file, up to where it breaks off."""
        before = len(self.members)
        try:
            for record in _records(_unzipped(file)):
                if not self._record(record, listed):
                    return
        except RecoupeError:
            raise
        except (
            ArchiveLoadFailed,
            EOFError,
            zlib.error,
            OSError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
        ) as error:
            # warcio meets broken records with many kinds of error; each means that it goes on no further
            if not name and not before and not self.members and not self._left:
                raise DamagedFile(
                    f"it is no web archive that can be read: {_word(error)}", todo="save the pages again"
                ) from error
            self.said.append(f"{name or 'it'} breaks off after {len(self.members) - before:,} members: {_word(error)}")

    def _record(self, record: Any, listed: str) -> bool:
        """Take one record; False when no more can be taken."""
        if record.rec_type not in ("response", "resource"):
            self._left["records of requests, repeats and the crawl itself"] += 1
            return True
        header = record.http_headers
        status = str(header.get_statuscode() or "") if header else ""
        kind = _word((header.get_header("content-type") if header else record.content_type) or "")
        kind = kind.partition(";")[0].strip().lower()
        if status and not status.startswith("2"):
            self._left["redirections and answers that something is missing"] += 1
            return True
        if kind.startswith(_LEFT) or any(word in kind for word in _SCRIPTS):
            self._left["styles, scripts and fonts"] += 1
            return True
        if len(self.members) >= MOST_MEMBERS:
            self.said.append(f"only the first {MOST_MEMBERS:,} members were taken out of it")
            return False
        url = _word(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
        content = _content_digest(record)
        taken = self._payload(record, content)
        if not taken:
            self._left["records without content"] += 1
        else:
            at = _word(record.rec_headers.get_header("WARC-Date") or "")
            checks = _digests(record, content)
            checks += [f"digest listed for the part of the archive it lies in: {listed}"] if listed else []
            self.members.append(
                {"number": len(self.members), "url": url, "at": at, "kind": kind, "name": name_of(url), "bytes": taken,
                 "checks": checks}
            )  # fmt: skip
        return True

    def _payload(self, record: Any, content: Any) -> int:
        stream, taken = record.content_stream(), 0
        while piece := stream.read(PIECE):
            taken += len(piece)
            self._sent += len(piece)
            if taken > MEMBER_BYTES or self._sent > TOTAL_BYTES:
                raise DamagedFile(
                    f"its members would unpack to more than {TOTAL_BYTES:,} bytes, or one to {MEMBER_BYTES:,}",
                    todo="take it apart with a tool for web archives and hand over the parts that matter",
                )
            self._outlet.chunk(str(len(self.members)), piece)
            if content is not None:
                content.update(piece)
        raw = record.raw_stream
        while raw.read(PIECE):  # what a content encoding left over still counts for the digest
            continue
        return taken


def _content_digest(record: Any) -> Any:
    """A digest for the content of a coded payload: some tools state that of the payload without its coding."""
    header = record.http_headers
    given = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    coded = header and (header.get_header("transfer-encoding") or header.get_header("content-encoding"))
    try:
        return hashlib.new(given.partition(":")[0].replace("-", "")) if coded else None
    except ValueError:
        return None


def _digests(record: Any, content: Any) -> list[str]:
    """What became of the digests that a record gives, once it was read to its end."""
    checks = []
    for name in ("payload", "block"):
        given = _word(record.rec_headers.get_header(f"WARC-{name.title()}-Digest") or "")[:200]
        if not given:
            continue
        problems = [problem for problem in record.digest_checker.problems if f"{name} digest" in problem]
        if any("unknown" in problem for problem in problems):
            outcome = cannot_tell("it is of a kind that is not computed here")
        elif problems:
            outcome = HOLDS if name == "payload" and _is_of(given, content) else FAILS
        elif record.digest_checker.passed is None or getattr(record.raw_stream, "limit", None):
            outcome = cannot_tell("the record could not be read to its end")
        else:
            outcome = HOLDS
        checks.append(f"digest of its {name} in the archive, {given}: {outcome}")
    return checks or [f"digest in the archive: {cannot_tell('none is given')}"]


def _is_of(given: str, content: Any) -> bool:
    if content is None:
        return False
    stated = given.partition(":")[2]
    raw = content.digest()
    return stated.lower() == raw.hex() or stated.upper() == base64.b32encode(raw).decode()


def _records(file: Any) -> Any:
    """The records of a WARC, which may not have lines without end: warcio would join their blocks anew with each.

    Raises:
        ArchiveLoadFailed: It has one, or it is broken.
    """
    records = ArchiveIterator(file, check_digests=True, block_size=BLOCK)
    whole = records.reader.readline

    def line(length: int = 0) -> bytes:
        got: bytes = whole(min(length or LINE, LINE))
        if len(got) >= LINE and not got.endswith(b"\n"):
            raise ArchiveLoadFailed("a line of it does not end")
        return got

    records.reader.readline = line
    return records


def _unzipped(file: Any) -> Any:
    """The WARC in a file that may be compressed, record by record or as a whole (which warcio does not take).

    Raises:
        ArchiveLoadFailed: It does not begin as a WARC does.
    """
    start = file.read(2)
    file.seek(0)
    plain = gzip.GzipFile(fileobj=file) if start == b"\x1f\x8b" else file
    if plain.read(5) != b"WARC/":
        raise ArchiveLoadFailed("it does not begin as a WARC file does")
    plain.seek(0)
    return plain


def _wacz(file: BinaryIO, task: _Task) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            check_entries(entries)
            outcomes = _resources(archive, entries, _listed(archive, entries, task), task)
            for entry in entries:
                if entry.filename.startswith("archive/") and entry.filename.endswith((".warc", ".warc.gz")):
                    listed = outcomes.get(entry.filename, cannot_tell("none is listed"))
                    task.warc(archive.open(entry), _word(entry.filename), listed)
    except _BROKEN_ZIP as error:
        raise DamagedFile(f"it is no WACZ that can be read: {_word(error)}", todo="save the pages again") from error


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a table of contents that is made to deceive or to exhaust.

    Raises:
        DamagedFile: Too many entries, entries that share bytes, that are locked, or that are called the same.
    """
    todo = "it is not as tools write it; ask whoever made it, and look inside with care"
    if len(entries) > MOST_ENTRIES:
        raise DamagedFile(f"it has {len(entries):,} entries, more than the {MOST_ENTRIES:,} that are read", todo=todo)
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise DamagedFile("entries of it lie on top of each other", todo=todo)
        end = entry.header_offset + 30 + entry.compress_size
        if entry.flag_bits & 1:
            raise DamagedFile("an entry of it is locked with a password", todo="unlock it first")
    names = Counter(entry.filename.casefold() for entry in entries)
    if twice := [name for name, count in names.items() if count > 1]:
        raise DamagedFile(f"entries of it are called the same: {_word(twice[0])}", todo=todo)


def _listed(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], task: _Task) -> dict[str, str]:
    """Path → `sha256:…` as datapackage.json lists them; checked against datapackage-digest.json where that is there."""
    parts = {e.filename: e for e in entries if e.filename in ("datapackage.json", "datapackage-digest.json")}
    texts = {name: archive.open(entry).read(LIST_BYTES) for name, entry in parts.items()}
    try:
        package = json.loads(texts.get("datapackage.json", b"{}"))
        resources = package.get("resources", [])
        found = {
            str(r["path"]): str(r["hash"]) for r in resources if isinstance(r, dict) and "path" in r and "hash" in r
        }
        digest = json.loads(texts.get("datapackage-digest.json", b"{}"))
        stated = str(digest.get("hash", ""))
        signed = digest.get("signedData")
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        task.said.append(f"its list of contents cannot be read ({_word(error)}); no digest in it was checked")
        return {}
    if stated:
        own = "sha256:" + hashlib.sha256(texts["datapackage.json"]).hexdigest() if "datapackage.json" in texts else ""
        task.checks.append(f"digest of its list of contents, {_word(stated)[:80]}: {HOLDS if stated == own else FAILS}")
    if signed is not None:
        task.checks += [_word(line) for line in signed_lists.checked(signed, stated)]
    return found


def _resources(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], digests: dict[str, str], task: _Task
) -> dict[str, str]:
    """What became of each digest that is listed; the whole is told in one line, and each that does not hold."""
    parts = {entry.filename: entry for entry in entries}
    outcomes: dict[str, str] = {}
    budget = TOTAL_BYTES
    for name, stated in digests.items():
        if name not in parts:
            outcomes[name] = FAILS
            continue
        outcomes[name], taken = _agrees(archive, parts[name], stated, budget)
        budget -= taken
    if outcomes:
        count = sum(outcome == HOLDS for outcome in outcomes.values())
        task.checks.append(f"digests listed for its parts, {count:,} of {len(outcomes):,}: {HOLDS if count else FAILS}")
    bad = [name for name, outcome in outcomes.items() if outcome == FAILS]
    task.checks += [f"digest listed for {_word(name)[:200]}: {FAILS}" for name in bad[:MOST_TOLD]]
    if len(bad) > MOST_TOLD:
        task.checks.append(f"digests listed for {len(bad) - MOST_TOLD:,} further parts: {FAILS}")
    return outcomes


def _agrees(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, listed: str, budget: int) -> tuple[str, int]:
    """Whether a digest is that of an entry, and its bytes; unpacks it once, never beyond the caps."""
    method, _, stated = listed.partition(":")
    if method not in ("sha256", "md5"):
        return cannot_tell("it is of a kind that is not computed here"), 0
    digest, total = hashlib.new(method), 0
    with archive.open(entry) as opened:
        for piece in _pieces(opened):
            digest.update(piece)
            total += len(piece)
            if total > budget:
                raise DamagedFile("its parts unpack to more than is read", todo="take it apart with another tool")
    return (HOLDS if digest.hexdigest() == stated.lower() else FAILS), total


def _pieces(opened: Any) -> Iterator[bytes]:
    while piece := opened.read(PIECE):
        yield piece


def name_of(url: str) -> str:
    """The last part of an address, to call a member by; never a path."""
    try:
        parts = urlsplit(url)
        last = unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc
    except ValueError:
        last = ""
    return (last.replace("/", "_").replace("\\", "_")[:200] or "member").encode("utf-8", "replace").decode()


def _word(value: object) -> str:
    text = str(value).encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:WORD])
