"""Erasing a source in danger: what belongs to it is found, shown, and taken out for good.

    plan = plan_for(case, digest)
    erase(case, plan, reason="asked by the person filmed")

Taken out are the source's bytes, the entries that tell of it, readings, marks, edit maps, findings and statements that
rest on it, every dossier, what was set aside of it, the cache, and its rows in the database. The lines of the log stay:
they hold salted digests, of which nothing can be read. The chain and all anchors still hold, and an `erase` act says
what was done. What was copied, sent or printed before, and what the disk keeps, is out of reach: `OUT_OF_REACH`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from recoupe.preserve import folder
from recoupe.preserve.case import Case
from recoupe.preserve.records import Act

OUT_OF_REACH = (
    "copies and backups of the case folder, and dossiers, exports and proofs already sent or printed",
    "the files it came from: what was added is a copy",
    "old versions that the disk keeps by itself: flash cells, snapshots, journals, files restored by a sync service",
    "receipts and time stamps already given: they hold no contents, but show how many acts there were",
    "that something was erased, when, and how many acts: the lines of the log stay",
)
_SCAN_MOST = 1 << 26


class ErasePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What erasing a source comes to.

    acts: numbers of the acts whose entries go. kinds: how many of each kind. files: of the case that go with them,
    beside the cache. dropped: ids of statements that rest on the source. beside: names of other sources that were
    collected along with it (its side-car, the same address) and stay.
    """

    source: str
    name: str
    acts: tuple[int, ...]
    kinds: dict[str, int]
    files: tuple[str, ...]
    dropped: tuple[str, ...]
    beside: tuple[str, ...]


def plan_for(case: Case, digest: str) -> ErasePlan:
    """Everything in a case that belongs to a source or rests on it.

    Raises:
        CaseError: There is no such source.
    """
    source = case.source(digest)
    acts = case.custody()
    words = _words(case, digest)
    records = {path.name: path for path in folder.blobs(case.root, folder.DERIVED)}
    # What rests on something that goes, goes: findings on marks, statements on findings. Ids are digests of contents.
    tainted: set[str] = set()
    while True:
        found = {name for name, path in records.items() if name not in tainted and _mentions(path, words)}
        if not found:
            break
        tainted |= found
        for name in found:
            words |= _findings_with(records[name], words)
    statements = [statement.id for statement in case.statements() if _in(msgspec.json.encode(statement), words)]
    origins = {value for origin in source.origins for value in (origin.path, origin.name) if value}
    going = [act for act in acts if _goes(case, act, digest, tainted, origins, words)]
    kinds: dict[str, int] = {}
    for act in going:
        kinds[act.act] = kinds.get(act.act, 0) + 1
    files = {act.details["file"] for act in going if act.act in ("dossier", "set-aside")}
    files |= {folder.blob(case.root, folder.DERIVED, name).relative_to(case.root).as_posix() for name in tainted}
    return ErasePlan(
        source=digest,
        name=source.name,
        acts=tuple(act.seq for act in going),
        kinds=kinds,
        files=(case.original(digest).relative_to(case.root).as_posix(), *sorted(files)),
        dropped=tuple(statements),
        beside=tuple(_beside(case, digest)),
    )


def erase(case: Case, plan: ErasePlan, *, reason: str = "") -> None:
    """Do it. Statements that rest on other things only are kept; the next run makes checks and dossier again."""
    kept = [statement for statement in case.statements() if statement.id not in plan.dropped]
    case.put_statements(kept)
    more = [act.seq for act in case.custody() if act.act == "statements"][:-1] if plan.dropped else []
    case.erase(sorted({*plan.acts, *more}), reason)


def _words(case: Case, digest: str) -> set[bytes]:
    """What names the source in records: its digest, and the ids of its readings, marks and edit maps."""
    words = {digest}
    for act in case.custody():
        if digest in act.details.values():
            words |= {act.details[key] for key in ("reading", "mark", "editmap") if key in act.details}
    words |= {mark.id for mark in case.marks(source=digest)}
    return {word.encode() for word in words if len(word) >= 12}


def _mentions(path: Path, words: set[bytes]) -> bool:
    try:
        return _in(folder.read_regular(path), words)
    except OSError:
        return False


def _in(data: bytes, words: set[bytes]) -> bool:
    return any(word in data for word in words)


class _Named(msgspec.Struct):
    id: str


class _Findings(msgspec.Struct):
    kind: str
    findings: tuple[msgspec.Raw, ...] = ()


def _findings_with(path: Path, words: set[bytes]) -> set[bytes]:
    """The ids of those findings in a record that rest on the source."""
    try:
        record = msgspec.json.decode(folder.read_regular(path), type=_Findings)
    except (OSError, msgspec.MsgspecError):
        return set()
    hit = [raw for raw in record.findings if _in(bytes(raw), words)]
    return {msgspec.json.decode(raw, type=_Named).id.encode() for raw in hit}


def _goes(case: Case, act: Act, digest: str, tainted: set[str], origins: set[str], words: set[bytes]) -> bool:
    said = act.details
    if act.act in ("new", "write", "anchored", "stamp", "stamp-request", "erase") or not said:
        return False
    if act.act == "dossier":
        return True
    if act.act == "set-aside":
        path = case.root / said.get("file", "")
        if said.get("sha256") == digest or said.get("sha256") in tainted:
            return True
        return path.is_file() and path.stat().st_size < _SCAN_MOST and _mentions(path, words)
    if act.act == "refuse":
        return said.get("name") in origins
    values = re.split("\n", "\n".join(said.values()))
    return digest in values or said.get("output", "") in tainted


def _beside(case: Case, digest: str) -> Iterator[str]:
    source = case.source(digest)
    cars = {origin.sidecar for origin in source.origins if origin.sidecar}
    urls = {origin.url for origin in source.origins if origin.url}
    for other in case.sources():
        if other.digest != digest and any(
            origin.name in cars or origin.path in cars or origin.url in urls for origin in other.origins
        ):
            yield other.name
