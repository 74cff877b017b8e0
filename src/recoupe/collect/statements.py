"""Folders of auto-archiver as material: what its own records say of the files beside them, and whether the hashes hold.

    stated = statements([Path("archived")])
    stated.of(path)  # Said: fields of an Origin, notes, checks; or None

bellingcat's auto-archiver keeps footage, pictures and web archives under names of its own, and beside them a report
(HTML), a `metadata.json` or a table (CSV) with the address, the time and the hash of each. The records are kept as
sources like everything else; what they say becomes the origin of the files: their claim. A hash is checked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from recoupe import jail
from recoupe.collect.names import visible
from recoupe.errors import RecoupeError
from recoupe.model.sources import FAILS, HOLDS

JOB: Final = "recoupe.collect.statement_jobs:read"
METHOD: Final = "auto-archiver"
_HEAD: Final = 1 << 15
_FORMS: Final = (
    ("json", (".json",), re.compile(r'\s*\{\s*"status"\s*:.*"metadata"\s*:', re.S)),
    ("html", (".html", ".htm"), re.compile(r"Archived media for\s*<span", re.S)),
    ("csv", (".csv",), re.compile(r'\ufeff?"?status"?,"?metadata"?,"?media"?\s')),
)
_LIMITS: Final = jail.Limits(wall_s=60, memory_bytes=1 << 30, output_bytes=64 << 20)
_HASHES: Final = {"SHA-256": "sha256", "SHA3-512": "sha3_512"}
_STEM: Final = 24
"""Digits of the hash that auto-archiver calls a file by."""


class _Stated(msgspec.Struct, frozen=True):
    names: tuple[str, ...]
    method: str
    digest: str


class _Record(msgspec.Struct, frozen=True):
    url: str
    title: str
    caption: str
    published: str
    archived: str
    files: tuple[_Stated, ...]


class Said(msgspec.Struct, frozen=True):
    """What a record says of one file: fields of its origin, notes, and what became of its hash."""

    fields: dict[str, str]
    notes: tuple[str, ...]
    checks: tuple[str, ...]


class Statements:
    """Everything that was stated in what was handed over. troubles: records that could not be read, by their path."""

    def __init__(self) -> None:
        self.troubles: dict[Path, str] = {}
        self._records: dict[Path, tuple[_Record, ...]] = {}
        self._places: list[tuple[Path, _Record, _Stated]] = []
        self._asked: set[str] = set()

    def add(self, path: Path, form: str) -> None:
        """Read a record."""
        try:
            said = jail.call(JOB, path, settings={"form": form}, limits=_LIMITS, operation="add", stage="record")
            records = msgspec.convert(said, tuple[_Record, ...])
        except (RecoupeError, msgspec.ValidationError) as error:
            reason = error.reason if isinstance(error, RecoupeError) else "its reader sent something that is no answer"
            self.troubles[path] = reason
            return
        self._records[path] = records
        for record in records:
            self._places += [(path, record, file) for file in record.files if file.method in _HASHES]
            self._asked |= {file.method for file in record.files} & set(_HASHES)

    def is_record(self, path: Path) -> bool:
        """Whether a file is a record that was read."""
        return path in self._records

    def of(self, path: Path) -> Said | None:
        """What is said of a file, by the hash of its bytes or else by its name; None when nothing is.

        Raises:
            OSError: Its bytes cannot be read.
        """
        if path in self._records:
            return self._of_record(path)
        if not self._places:
            return None
        digests = _digests(path, self._asked)
        for record_path, record, file in self._places:
            if digests[file.method] == file.digest:
                return _said(record_path, record, file, HOLDS)
        named = [place for place in self._places if place[0].parent == path.parent and _is_named(path, place[2])]
        # Two records may use one name for different files; then the name alone says nothing.
        if len({file.digest for _, _, file in named}) == 1:
            return _said(*named[0], FAILS)
        return None

    def _of_record(self, path: Path) -> Said:
        records = self._records[path]
        fields = _fields(records[0]) if len(records) == 1 else {}
        return Said(fields, (f"a record of auto-archiver, of {len(records):,} addresses",), ())


def statements(files: Iterable[Path]) -> Statements:
    """Find the records of auto-archiver among files, and read them."""
    found = Statements()
    for path in files:
        form = form_of(path)
        if form:
            found.add(path, form)
    return found


def form_of(path: Path) -> str:
    """The form of a record of auto-archiver, empty for any other file; only its first bytes are looked at."""
    candidates = [(form, pattern) for form, endings, pattern in _FORMS if path.name.lower().endswith(endings)]
    if not candidates:
        return ""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:  # taking the file in will say so
        return ""
    return next((form for form, pattern in candidates if pattern.search(head)), "")


def _said(record_path: Path, record: _Record, file: _Stated, outcome: str) -> Said:
    name = visible(record_path.name)
    check = f"hash that auto-archiver noted in {name}, {file.method}:{file.digest}: {outcome}"
    return Said(_fields(record) | {"sidecar": name}, _notes(record), (check,))


def _notes(record: _Record) -> tuple[str, ...]:
    return (f"archived at {visible(record.archived)[:60]}, as auto-archiver says",) if record.archived else ()


def _fields(record: _Record) -> dict[str, str]:
    exact = _time(record.published)
    fields = {
        "url": visible(record.url),
        "title": record.title,
        "caption": record.caption,
        "published": exact,
        "published_as_written": visible(record.published)[:100],
        "published_zone": "UTC" if exact else "unknown",
    }
    return {key: value for key, value in fields.items() if value}


def _time(text: str) -> str:
    """RFC 3339 in UTC, when the text is a time with its zone; auto-archiver writes its times in UTC and says so."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return ""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_named(path: Path, file: _Stated) -> bool:
    stem = path.stem.lower()
    return path.name in file.names or (len(stem) == _STEM and file.digest.startswith(stem))


def _digests(path: Path, methods: set[str]) -> dict[str, str]:
    sinks: dict[str, Any] = {method: hashlib.new(_HASHES[method]) for method in methods}
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            for sink in sinks.values():
                sink.update(data)
    return {method: sink.hexdigest() for method, sink in sinks.items()}
