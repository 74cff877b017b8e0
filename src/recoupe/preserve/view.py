"""What a case says: every question that can be asked of it, answered from the projection.

Of each reader only the newest recorded reading of a source counts, of each pair of copies the newest comparison, of
each check the newest findings. By their ids the older ones can still be had, because a statement may point to them.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from recoupe.errors import CaseError, UsageError
from recoupe.model import (
    Document,
    EditMap,
    Finding,
    Mark,
    Origin,
    Reading,
    Refusal,
    Source,
    Statement,
    canonical,
    sha256,
)
from recoupe.preserve import folder
from recoupe.preserve.checking import check_folder
from recoupe.preserve.ledger import pending
from recoupe.preserve.projection import Projection
from recoupe.preserve.records import Act, FailedComparison, Pending

_T = TypeVar("_T")
_ORDER = "(SELECT seq FROM sources WHERE digest = x.source), x.seq"


class _WithDocument(msgspec.Struct):
    document: Document | None = None


class CaseView:
    """The reading side of a case; several threads may use it."""

    def __init__(self, root: Path, projection: Projection) -> None:
        self.root = root
        self._projection = projection
        self._guard = threading.RLock()
        meta = projection.meta()
        self.id = meta.get("case", "")
        self.title = meta.get("title", "")
        self.staged = meta.get("staged") == "yes"

    # --- sources

    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order of adding."""
        origins: dict[str, list[Origin]] = {}
        for digest, record in self._rows("SELECT source, record FROM origins ORDER BY seq"):
            origins.setdefault(digest, []).append(msgspec.json.decode(record, type=Origin))
        return tuple(
            Source(
                digest=digest,
                size=size,
                media_type=media_type,
                declared_type=declared_type,
                origins=tuple(origins.get(digest, ())),
            )
            for digest, size, media_type, declared_type in self._rows(
                "SELECT digest, size, media_type, declared_type FROM sources ORDER BY seq"
            )
        )

    def source(self, digest: str) -> Source:
        """The source with this digest.

        Raises:
            CaseError: There is none.
        """
        row = self._row("SELECT digest, size, media_type, declared_type FROM sources WHERE digest = ?", digest)
        if row is None:
            raise CaseError(f"the case holds no source {digest[:80]}", todo="`recoupe status` lists the sources")
        origins = self._records("SELECT record FROM origins WHERE source = ? ORDER BY seq", digest, kind=Origin)
        return Source(digest=row[0], size=row[1], media_type=row[2], declared_type=row[3], origins=origins)

    def original(self, digest: str) -> Path:
        """Where the bytes of a source lie; for reading only."""
        return folder.blob(self.root, folder.ORIGINALS, digest)

    def refusals(self) -> tuple[Refusal, ...]:
        """What could not be taken in and was not taken in since, oldest first."""
        return self._records("SELECT record FROM refusals ORDER BY seq", kind=Refusal)

    # --- readings

    def has_reading(self, reading_id: str) -> bool:
        """Whether this reading, done or failed, is the newest of its reader on its source."""
        return self._row("SELECT 1 FROM readings WHERE id = ? AND current = 1", reading_id) is not None

    def reading(self, reading_id: str) -> Reading | None:
        """The reading of that name, newest or not."""
        return self._record("SELECT record FROM readings WHERE id = ?", reading_id, kind=Reading)

    def readings(self, source: str | None = None) -> tuple[Reading, ...]:
        """The newest reading by each reader, of one source or of all, by source and then in order of recording."""
        return self._records(
            f"SELECT record FROM readings x WHERE current = 1 AND (?1 IS NULL OR source = ?1) ORDER BY {_ORDER}",
            source,
            kind=Reading,
        )

    def marks(self, *, source: str | None = None, types: Collection[str] = ()) -> tuple[Mark, ...]:
        """The marks of the newest readings, and those that people made.

        Args:
            source: Digest of one source; all of them without.
            types: Kinds of marks (`quote`, `figure` …); every kind when empty.
        Returns:
            By source in order of adding, then by reading, then in the reader's own order.
        """
        where, values = ["current = 1"], list[str]()
        if source is not None:
            where.append("source = ?")
            values.append(source)
        if types:
            where.append(f"type IN ({', '.join('?' * len(types))})")
            values += sorted(types)
        return self._records(
            f"SELECT record FROM marks x WHERE {' AND '.join(where)} ORDER BY {_ORDER}, x.n", *values, kind=Mark
        )

    def mark_counts(self) -> dict[str, int]:
        """How many such marks each source has, by digest; sources without any are left out."""
        return dict(self._rows("SELECT source, count(*) FROM marks WHERE current = 1 GROUP BY source"))

    def mark(self, mark_id: str) -> Mark | None:
        """The mark of that name, of the newest reading or an older one."""
        return self._record("SELECT record FROM marks WHERE id = ? ORDER BY seq DESC", mark_id, kind=Mark)

    def document(self, digest: str) -> Document | None:
        """The text of a source as its newest reading with a text gave it."""
        row = self._row(
            "SELECT output FROM readings WHERE source = ? AND current = 1 AND has_document = 1 ORDER BY seq DESC",
            digest,
        )
        data = folder.load_derived(self.root, row[0]) if row else None
        return msgspec.json.decode(data, type=_WithDocument).document if data else None

    # --- comparisons, findings, statements

    def editmaps(self) -> tuple[EditMap, ...]:
        """The newest edit map of each pair of copies that could be compared, in order of recording."""
        return self._records(
            "SELECT record FROM comparisons WHERE current = 1 AND outcome = 'done' ORDER BY seq", kind=EditMap
        )

    def editmap(self, editmap_id: str) -> EditMap | None:
        """The edit map of that name, newest of its pair or not."""
        return self._record(
            "SELECT record FROM comparisons WHERE id = ? AND outcome = 'done'", editmap_id, kind=EditMap
        )

    def failed_comparisons(self) -> tuple[FailedComparison, ...]:
        """The pairs whose newest comparison failed, with the reason."""
        return self._records(
            "SELECT record FROM comparisons WHERE current = 1 AND outcome = 'failed' ORDER BY seq",
            kind=FailedComparison,
        )

    def findings(self) -> tuple[Finding, ...]:
        """What the checks found, by name of the check, in each check's own order."""
        return self._records("SELECT record FROM findings ORDER BY name, n", kind=Finding)

    def finding(self, finding_id: str) -> Finding | None:
        """The finding of that name."""
        return self._record("SELECT record FROM findings WHERE id = ? ORDER BY n DESC", finding_id, kind=Finding)

    def statements(self) -> tuple[Statement, ...]:
        """The statements in their order."""
        return self._records("SELECT record FROM statements ORDER BY n", kind=Statement)

    # --- the case as a whole

    def custody(self) -> tuple[Act, ...]:
        """Every act of the log with what its entry says."""
        out = []
        for seq, time, act, entry, fields in self._rows("SELECT seq, time, act, entry, fields FROM acts ORDER BY seq"):
            details: dict[str, str] = {}
            for key, value in msgspec.json.decode(fields, type=tuple[tuple[str, str], ...]):
                details[key] = f"{details[key]}\n{value}" if key in details else value
            out.append(Act(seq=seq, time=time, act=act, entry=entry, details=details))
        return tuple(out)

    def layers(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Every state of the layers around the children that opened files: active ones, and absent ones with why."""
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], None] = {}
        for (fields,) in self._rows("SELECT fields FROM acts WHERE act = 'layers' ORDER BY seq"):
            told = msgspec.json.decode(fields, type=tuple[tuple[str, str], ...])
            active = next((value for key, value in told if key == "active"), "")
            found[tuple(active.split()), tuple(value for key, value in told if key == "absent")] = None
        return tuple(found)

    def evidence_digest(self) -> str:
        """SHA-256 over what checks may look at: sources, outputs of readings, people's marks and comparisons."""
        return sha256(canonical(self._evidence()))

    def state_digest(self) -> str:
        """SHA-256 over what the case holds, whenever and in whatever order it came in: two runs of one work agree.

        Over sources with what their origins say (but not when and from which folder they were collected), refusals,
        newest readings by their outputs, people's marks, newest comparisons, findings and statements.
        """
        checks = self._rows("SELECT name, version, output FROM checks ORDER BY name")
        statements = self._row("SELECT digest FROM outputs WHERE name = 'statements'")
        return sha256(canonical([self._evidence(), checks, statements]))

    def pending(self) -> tuple[Pending, ...]:
        """What a stopped writer put in place and did not log; the next writer adopts it or sets it aside."""
        with self._guard:
            return pending(self.root, self._projection)

    def check(self) -> list[str]:
        """Read everything again: the chain of the log, every entry, every original and derived record by its digest.

        Returns:
            What is wrong, in words; empty when the folder agrees with itself. That is all a folder alone can show:
            whoever can write to it can also write it anew.
        """
        return check_folder(self.root)

    def cache(self, *parts: str) -> Path:
        """A folder for what can be made again, by names; made when it is not there.

        Raises:
            UsageError: A part is not the plain name of a folder.
        """
        if any(part in ("", ".", "..") or "/" in part or "\0" in part for part in parts):
            raise UsageError(f"{parts!r} are not plain names of folders")
        path = self.root.joinpath(folder.CACHE, *parts)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def _evidence(self) -> list[Any]:
        origins: dict[str, list[Origin]] = {}
        for source in self.sources():
            origins[source.digest] = [
                msgspec.structs.replace(origin, collected_at="", modified_at="", path="") for origin in source.origins
            ]
        return [
            [
                [*row, sorted({canonical(origin) for origin in origins[row[0]]})]
                for row in self._rows("SELECT digest, size, media_type, declared_type FROM sources ORDER BY digest")
            ],
            sorted([refusal.name, refusal.slug] for refusal in self.refusals()),
            self._rows(
                "SELECT id, outcome, slug, iif(outcome = 'done', output, '') FROM readings WHERE current = 1"
                " ORDER BY id"
            ),
            self._rows("SELECT id, record FROM marks WHERE reading = '' ORDER BY id"),
            self._rows(
                "SELECT a, b, outcome, iif(outcome = 'done', output, id) FROM comparisons WHERE current = 1"
                " ORDER BY a, b"
            ),
        ]

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._guard:
            return self._projection.rows(query, *values)

    def _row(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        with self._guard:
            return self._projection.row(query, *values)

    def _records(self, query: str, *values: Any, kind: type[_T]) -> tuple[_T, ...]:
        decoder = msgspec.json.Decoder(kind)
        return tuple(decoder.decode(record) for (record,) in self._rows(query, *values))

    def _record(self, query: str, *values: Any, kind: type[_T]) -> _T | None:
        row = self._row(query, *values)
        return msgspec.json.decode(row[0], type=kind) if row else None
