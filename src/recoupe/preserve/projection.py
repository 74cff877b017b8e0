"""The projection `case.db`: what log, entries and derived records say, in SQLite, so that it can be asked quickly.

It holds nothing of its own. `apply` is a function of one act, its entry and its derived record, so replaying the
log from the beginning gives the same rows. Acts of a kind not known here are kept with their fields and change nothing
else. Rows that a later act replaced stay with `current` 0: an old statement may still point to them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from recoupe.model import Origin, content_id, sha256
from recoupe.preserve.entry import Fields
from recoupe.preserve.log import NOTHING_BEFORE, Line

VERSION = 1
"""Raised with every change of the tables or of what `apply` writes: another version is made again, not migrated."""

BUSY_S = 20.0

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE acts (seq INTEGER PRIMARY KEY, time TEXT NOT NULL, act TEXT NOT NULL, entry TEXT NOT NULL,
    fields BLOB NOT NULL) STRICT;
CREATE TABLE sources (digest TEXT PRIMARY KEY, seq INTEGER NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL,
    declared_type TEXT NOT NULL) STRICT;
CREATE TABLE origins (seq INTEGER PRIMARY KEY, source TEXT NOT NULL, same TEXT NOT NULL, record BLOB NOT NULL,
    UNIQUE (source, same)) STRICT;
CREATE TABLE refusals (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, name TEXT NOT NULL, record BLOB NOT NULL) STRICT;
CREATE TABLE readings (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, source TEXT NOT NULL, reader TEXT NOT NULL,
    outcome TEXT NOT NULL, slug TEXT NOT NULL, output TEXT NOT NULL, has_document INTEGER NOT NULL,
    current INTEGER NOT NULL, record BLOB NOT NULL) STRICT;
CREATE INDEX readings_of_source ON readings (source, reader);
CREATE TABLE marks (n INTEGER PRIMARY KEY, id TEXT NOT NULL, seq INTEGER NOT NULL, reading TEXT NOT NULL,
    reader TEXT NOT NULL, source TEXT NOT NULL, type TEXT NOT NULL, current INTEGER NOT NULL, record BLOB NOT NULL,
    UNIQUE (reading, id)) STRICT;
CREATE INDEX marks_by_id ON marks (id);
CREATE INDEX marks_of_source ON marks (source, type);
CREATE INDEX marks_by_type ON marks (type);
CREATE TABLE comparisons (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL,
    outcome TEXT NOT NULL, output TEXT NOT NULL, current INTEGER NOT NULL, record BLOB NOT NULL) STRICT;
CREATE INDEX comparisons_of_pair ON comparisons (a, b);
CREATE TABLE checks (name TEXT PRIMARY KEY, seq INTEGER NOT NULL, version TEXT NOT NULL, inputs TEXT NOT NULL,
    output TEXT NOT NULL) STRICT;
CREATE TABLE findings (n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, record BLOB NOT NULL) STRICT;
CREATE INDEX findings_by_id ON findings (id);
CREATE TABLE statements (n INTEGER PRIMARY KEY, id TEXT NOT NULL, record BLOB NOT NULL) STRICT;
CREATE TABLE outputs (name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;
"""
TABLES = (
    "meta", "acts", "sources", "origins", "refusals", "readings", "marks", "comparisons", "checks", "findings",
    "statements", "outputs",
)  # fmt: skip

_T = TypeVar("_T")
Load = Callable[[str], bytes | None]
"""Gives the bytes of a derived record by its digest, or None when it is missing or not what its name says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """How far along the log the projection is: number, digest and length of the last line, and bytes up to its end."""

    seq: int = 0
    digest: str = NOTHING_BEFORE
    length: int = 0
    bytes: int = 0


class OtherVersion(sqlite3.DatabaseError):
    """The projection is empty, or of another version: nobody asks it anything before it was made again."""


class _Body(msgspec.Struct):
    type: str


class _MarkHead(msgspec.Struct):
    id: str
    body: _Body


class _Named(msgspec.Struct):
    id: str


class _Reading(msgspec.Struct):
    reading: msgspec.Raw
    marks: tuple[msgspec.Raw, ...]
    document: msgspec.Raw


class _Mark(msgspec.Struct):
    mark: msgspec.Raw


class _EditMap(msgspec.Struct):
    editmap: msgspec.Raw


class _Findings(msgspec.Struct):
    findings: tuple[msgspec.Raw, ...]


class _Statements(msgspec.Struct):
    statements: tuple[msgspec.Raw, ...]


class Projection:
    """One connection to a projection, on disk or in memory. Not for several threads at once: its owner locks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, write: bool) -> Projection:
        """The projection at `path`; with `write` it is made when it is missing, or of another version, or no database.

        Raises:
            sqlite3.Error: Without `write`: it is missing, of another version, or no database.
        """
        try:
            return cls._open(path, write=write)
        except sqlite3.DatabaseError as error:
            # A database that is locked or cannot be opened is none of our business to delete.
            busy = isinstance(error, sqlite3.OperationalError) and "no such" not in str(error)
            if not write or busy:
                raise
        remove(path)
        return cls._open(path, write=True)

    @classmethod
    def in_memory(cls) -> Projection:
        """An empty projection that vanishes when it is closed."""
        made = cls(_connect(":memory:"))
        made.clear()
        return made

    @classmethod
    def _open(cls, path: Path, *, write: bool) -> Projection:
        made = cls(_connect(f"{path.absolute().as_uri()}?mode={'rwc' if write else 'rw'}"))
        try:
            if write:
                made._connection.execute("PRAGMA journal_mode = WAL")
                if made._version() != VERSION:
                    made.clear()
            elif made._version() != VERSION:
                raise OtherVersion("a projection of another version")
            else:
                made._connection.execute("PRAGMA query_only = ON")
            made.applied()
        except BaseException:
            made.close()
            raise
        return made

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def writable(self) -> None:
        """Let a projection that was opened for reading be written to: only ever a copy of one."""
        self._connection.execute("PRAGMA query_only = OFF")

    def clear(self) -> None:
        """Drop every table there is and lay them out anew, empty, in one transaction."""
        with self.transaction():
            for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"):
                self._connection.execute(f'DROP TABLE "{name}"')
            for statement in SCHEMA.split(";"):
                self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {VERSION}")

    def knows_of(self, seqs: Collection[int]) -> bool:
        """Whether it still says anything of acts whose entries are erased."""
        told = self.rows("SELECT seq FROM acts WHERE fields != CAST('[]' AS BLOB)")
        return not {seq for (seq,) in told}.isdisjoint(seqs)

    def compact(self) -> None:
        """Leave no page behind that held something which is gone: neither in the database nor in its log."""
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing; inside another one it is part of that."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows a query gives."""
        return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row a query gives, or None."""
        found: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
        return found

    def meta(self) -> dict[str, str]:
        """What the case says of itself, and how far the projection is."""
        return dict(self.rows("SELECT key, value FROM meta"))

    def applied(self) -> Applied:
        """How far along the log this is."""
        meta = self.meta()
        if "applied" not in meta:
            return Applied()
        try:
            return msgspec.json.decode(meta["applied"], type=Applied)
        except msgspec.MsgspecError as error:
            raise sqlite3.DatabaseError(f"the projection does not say how far it is: {error}") from error

    def digest(self) -> str:
        """SHA-256 over every row of every table: equal for equal projections."""
        out = []
        for table in TABLES:
            out.append(table)
            out += [repr(row) for row in self.rows(f"SELECT * FROM {table} ORDER BY 1")]
        return sha256("\n".join(out).encode())

    def count(self) -> int:
        """Rows in all tables but `meta`."""
        return sum(int(self.rows(f"SELECT count(*) FROM {table}")[0][0]) for table in TABLES[1:])

    def apply(self, line: Line, fields: Fields | None, load: Load) -> str:
        """Write down one act, in one transaction.

        Args:
            line: Its line, the next one after what is applied.
            fields: Its entry, or None when that was erased.
            load: Gives derived records.
        Returns:
            What is amiss (a derived record is missing, a field is not there), or nothing.
        """
        problem = ""
        with self.transaction():
            kept = [field for field in fields or () if field[0] != "salt"]
            self._do(
                "INSERT INTO acts VALUES (?, ?, ?, ?, ?)",
                line.seq, line.time, line.act, line.entry, msgspec.json.encode(kept),
            )  # fmt: skip
            writer = _WRITERS.get(line.act)
            if writer is not None and fields is not None:
                self._do("SAVEPOINT act")
                try:
                    writer(self, line, _Fields(fields), load)
                except (KeyError, ValueError, msgspec.MsgspecError, sqlite3.IntegrityError) as error:
                    self._do("ROLLBACK TO act")
                    problem = f"entries/{line.seq:06d}: {error.args[0] if error.args else error}"
                self._do("RELEASE act")
            self._advance(line)
        return problem

    def _advance(self, line: Line) -> None:
        before = self.applied()
        applied = Applied(
            seq=line.seq, digest=line.digest, length=len(line.raw), bytes=before.bytes + len(line.raw)
        )  # fmt: skip
        self._set("applied", msgspec.json.encode(applied).decode())

    def _do(self, statement: str, *values: Any) -> None:
        self._connection.execute(statement, values)

    def _set(self, key: str, value: str) -> None:
        self._do("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    def _new(self, line: Line, fields: _Fields, load: Load) -> None:
        if line.seq == 1:
            for key in ("case", "title", "staged"):
                self._set(key, fields.get(key))

    def _add(self, line: Line, fields: _Fields, load: Load) -> None:
        digest, media_type = fields["original"], fields.get("media_type")
        if line.act == "add":
            self._do(
                "INSERT INTO sources VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                digest, line.seq, int(fields["bytes"]), media_type, fields.get("declared_type"),
            )  # fmt: skip
        else:
            self._do("UPDATE sources SET media_type = ? WHERE digest = ?", media_type, digest)
        origin = origin_of(fields)
        self._do(
            "INSERT INTO origins VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            line.seq, digest, same_origin(origin), msgspec.json.encode(origin),
        )  # fmt: skip
        self._do("DELETE FROM refusals WHERE name = ?", fields.get("lifts"))

    def _refuse(self, line: Line, fields: _Fields, load: Load) -> None:
        name, slug, reason, todo = fields["name"], fields["slug"], fields["reason"], fields.get("todo")
        record = {"id": content_id("refusal", name, slug, reason, todo), "name": name, "slug": slug}
        record |= {"reason": reason, "todo": todo, "at": line.time}
        # What is refused again for another reason is refused for that reason.
        self._do("DELETE FROM refusals WHERE name = ?", name)
        self._do("INSERT INTO refusals VALUES (?, ?, ?, ?)", record["id"], line.seq, name, msgspec.json.encode(record))

    def _read(self, line: Line, fields: _Fields, load: Load) -> None:
        stored = _derived(fields, load, _Reading)
        name, source, reader = fields["reading"], fields["source"], fields["reader"]
        self._do("UPDATE readings SET current = 0 WHERE source = ? AND reader = ?", source, reader)
        self._do("UPDATE marks SET current = 0 WHERE source = ? AND reader = ? AND current = 1", source, reader)
        self._do("DELETE FROM marks WHERE reading = ?", name)
        self._do(
            "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            name, line.seq, source, reader, fields["outcome"], fields.get("slug"), fields["output"],
            int(bytes(stored.document) != b"null"), bytes(stored.reading),
        )  # fmt: skip
        rows = []
        for raw in stored.marks:
            head = msgspec.json.decode(raw, type=_MarkHead)
            rows.append((head.id, line.seq, name, reader, source, head.body.type, bytes(raw)))
        self._connection.executemany(
            "INSERT OR IGNORE INTO marks (id, seq, reading, reader, source, type, current, record)"
            " VALUES (?, ?, ?, ?, ?, ?, 1, ?)",
            rows,
        )

    def _mark(self, line: Line, fields: _Fields, load: Load) -> None:
        raw = _derived(fields, load, _Mark).mark
        head = msgspec.json.decode(raw, type=_MarkHead)
        self._do("DELETE FROM marks WHERE id = ? AND reading = ''", head.id)
        self._do(
            "INSERT INTO marks (id, seq, reading, reader, source, type, current, record)"
            " VALUES (?, ?, '', '', ?, ?, 1, ?)",
            head.id, line.seq, fields["source"], head.body.type, bytes(raw),
        )  # fmt: skip

    def _compare(self, line: Line, fields: _Fields, load: Load) -> None:
        a, b, outcome = fields["a"], fields["b"], fields["outcome"]
        if outcome == "failed":
            record: dict[str, str] = {key: fields.get(key) for key in ("a", "b", "method", "slug", "reason", "todo")}
            name, data, output = content_id("failed", a, b, record["method"]), msgspec.json.encode(record), ""
        else:
            name, data = fields["editmap"], bytes(_derived(fields, load, _EditMap).editmap)
            output = fields["output"]
        self._do("UPDATE comparisons SET current = 0 WHERE a = ? AND b = ?", a, b)
        self._do(
            "INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?, ?, ?, ?, 1, ?)",
            name, line.seq, a, b, outcome, output, data,
        )  # fmt: skip

    def _check(self, line: Line, fields: _Fields, load: Load) -> None:
        name, stored = fields["check"], _derived(fields, load, _Findings)
        self._do(
            "INSERT OR REPLACE INTO checks VALUES (?, ?, ?, ?, ?)",
            name, line.seq, fields["version"], fields["inputs"], fields["output"],
        )  # fmt: skip
        self._do("DELETE FROM findings WHERE name = ?", name)
        self._connection.executemany(
            "INSERT INTO findings (id, name, record) VALUES (?, ?, ?)",
            [(msgspec.json.decode(raw, type=_Named).id, name, bytes(raw)) for raw in stored.findings],
        )

    def _statements(self, line: Line, fields: _Fields, load: Load) -> None:
        stored = _derived(fields, load, _Statements)
        self._do("DELETE FROM statements")
        self._connection.executemany(
            "INSERT INTO statements (id, record) VALUES (?, ?)",
            [(msgspec.json.decode(raw, type=_Named).id, bytes(raw)) for raw in stored.statements],
        )
        self._do("INSERT OR REPLACE INTO outputs VALUES ('statements', ?)", fields["output"])

    def _dossier(self, line: Line, fields: _Fields, load: Load) -> None:
        self._do("INSERT OR REPLACE INTO outputs VALUES (?, ?)", fields["file"], fields["sha256"])

    def _version(self) -> int:
        return int(self.rows("PRAGMA user_version")[0][0])


_WRITERS: dict[str, Callable[[Projection, Line, _Fields, Load], None]] = {
    "new": Projection._new,
    "add": Projection._add,
    "add-origin": Projection._add,
    "refuse": Projection._refuse,
    "read": Projection._read,
    "mark": Projection._mark,
    "compare": Projection._compare,
    "check": Projection._check,
    "statements": Projection._statements,
    "dossier": Projection._dossier,
    "write": Projection._dossier,
    "stamp-request": Projection._dossier,
    "stamp": Projection._dossier,
}


class _Fields:
    """An entry's fields by key: `[]` wants one, `get` gives the empty text without one, `all` gives every value."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def __getitem__(self, key: str) -> str:
        for name, value in self._fields:
            if name == key:
                return value
        raise KeyError(f"the entry has no `{key}`")

    def get(self, key: str) -> str:
        return next((value for name, value in self._fields if name == key), "")

    def all(self, key: str) -> tuple[str, ...]:
        return tuple(value for name, value in self._fields if name == key)


def origin_fields(origin: Origin) -> list[tuple[str, str]]:
    """An origin as entry fields `origin_…`; empty ones are left out, several values repeat the key."""
    out: list[tuple[str, str]] = []
    for name in origin.__struct_fields__:
        value = getattr(origin, name)
        values: Sequence[str] = (value,) if isinstance(value, str) else value
        out += [(f"origin_{name}", text) for text in values if text]
    return out


def origin_of(fields: _Fields) -> Origin:
    """The origin that `origin_fields` wrote."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(Origin):
        values = fields.all(f"origin_{field.name}")
        if field.type is str:
            found[field.name] = values[0] if values else ""
        else:
            found[field.name] = values
    return Origin(**found)


def same_origin(origin: Origin) -> str:
    """A name for what an origin says, whenever it was said: equal for a file that is collected twice."""
    return content_id("origin", msgspec.structs.replace(origin, collected_at=""))


def remove(path: Path) -> None:
    """Delete a database with its write-ahead log and shared memory; a log left alone could be taken for another's."""
    for suffix in ("-journal", "-wal", "-shm", ""):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    # The log is the truth and is synced; a power cut may cost the projection its last acts, which are replayed.
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is deleted shall not stay readable in free pages: `erase` counts on it.
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _derived(fields: _Fields, load: Load, kind: type[_T]) -> _T:
    digest = fields["output"]
    data = load(digest)
    if data is None:
        raise ValueError(f"the derived record {digest} is missing or damaged")
    return msgspec.json.decode(data, type=kind)
