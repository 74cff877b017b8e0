"""Whether a case folder agrees with itself: everything is read again, nothing is believed, and nothing is written.

It goes on to the end and says all that is wrong. What a stopped writer left behind is not wrong but pending
(`recoupe.preserve.ledger.pending`). The projection is not looked at: it can be made again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from recoupe.errors import NotACase, RecoupeError
from recoupe.preserve import files, folder
from recoupe.preserve.entry import EntryError, Fields
from recoupe.preserve.log import Line, name_of
from recoupe.preserve.replay import erased_by, read_log


def check_folder(root: Path) -> list[str]:
    """What is wrong with a case folder, one sentence each, each beginning with the path it is about."""
    try:
        found = read_log(root)
    except NotACase as error:
        return [error.reason]
    entries, problems = _entries(root, found.lines)
    problems = [*found.problems, *problems]
    problems += _numbers(root, {line.seq for line in found.lines})
    named = {key: _named(entries, key) for key in ("original", "output")}
    problems += _shelf(root, folder.ORIGINALS, named["original"])
    problems += _shelf(root, folder.DERIVED, named["output"])
    problems += _listed(root, entries)
    problems += _strays(root, entries)
    return problems


def _entries(root: Path, lines: tuple[Line, ...]) -> tuple[list[tuple[Line, Fields]], list[str]]:
    read: list[tuple[Line, Fields]] = []
    failed: list[tuple[Line, str]] = []
    erased: set[int] = set()
    cases: set[str] = set()
    for line in lines:
        try:
            fields = folder.load_entry(root, line)
        except EntryError as error:
            failed.append((line, str(error)))
            continue
        read.append((line, fields))
        cases.add(dict(fields).get("case", ""))
        if line.act == "erase":
            erased |= erased_by(fields)
    problems = [
        why for line, why in failed if line.seq not in erased or os.path.lexists(folder.entry_path(root, line.seq))
    ]
    if len(cases) > 1:
        problems.append(f"{folder.ENTRIES}: entries of {len(cases)} different cases")
    if not lines or lines[0].act != "new":
        problems.append(f"{folder.LOG}: the first act is not `new`")
    return read, problems


def _numbers(root: Path, known: set[int]) -> Iterator[str]:
    """Entry files beyond the log are pending when they follow it at once; any other is stray."""
    last = max(known, default=0)
    wanted = {name_of(number) for number in known} | {name_of(last + 1)}
    base = root / folder.ENTRIES
    names = {path.name for path in base.iterdir()} if base.is_dir() else set()
    for name in sorted(names - wanted):
        yield f"{folder.ENTRIES}/{name} belongs to no line of the log"


def _named(entries: list[tuple[Line, Fields]], key: str) -> dict[str, int | None]:
    """Digests that entries name, each with the number of bytes the entry gives, if any."""
    out: dict[str, int | None] = {}
    for _, fields in entries:
        said = dict(fields)
        if key in said:
            size = said.get("bytes", "") if key == "original" else ""
            out.setdefault(said[key], int(size) if size.isdigit() else None)
    return out


def _shelf(root: Path, where: str, named: dict[str, int | None]) -> Iterator[str]:
    seen: set[str] = set()
    for path in folder.blobs(root, where):
        name = path.relative_to(root).as_posix()
        if not folder.is_digest(path.name) or path.parent.name != path.name[:2]:
            yield f"{name} is not named by a digest on its shelf"
            continue
        seen.add(path.name)
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode):
            yield f"{name} is not a regular file"
            continue
        try:
            if files.digest_of(path) != path.name:
                yield f"{name} has other bytes than its name says"
            elif named.get(path.name) not in (None, state.st_size):
                yield f"{name} has {state.st_size} bytes, its entry says {named[path.name]}"
        except RecoupeError as error:
            yield f"{name}: {error.reason}"
    for digest in named:
        if digest not in seen:
            yield f"{where}/{digest[:2]}/{digest} is missing"


def _listed(root: Path, entries: list[tuple[Line, Fields]]) -> Iterator[str]:
    """Dossiers and files set aside are what their newest entry says; a dossier may still wait in `incoming/`."""
    newest = {dict(fields).get("file", ""): dict(fields) for line, fields in entries if line.act in _FILES}
    for name, said in sorted(newest.items()):
        if not folder.is_free_name(name.removeprefix(f"{folder.SET_ASIDE}/")):
            yield f"{folder.LOG}: {name!r} cannot be the name of a file in the case"
            continue
        digest = said.get("sha256", "")
        if not folder.holds(root / name, digest) and not folder.holds(root / folder.INCOMING / digest, digest):
            yield f"{name} is missing or has other bytes than were recorded"


def _strays(root: Path, entries: list[tuple[Line, Fields]]) -> Iterator[str]:
    listed = {dict(fields).get("file", "") for line, fields in entries if line.act in _FILES}
    for path in sorted(root.iterdir()):
        if path.name not in folder.OURS | listed:
            yield f"{path.name} is not part of the case"
        elif path.is_symlink():
            yield f"{path.name} is a link"


_FILES = frozenset({"dossier", "set-aside"})
