"""Where things lie in a case folder, and reading them without believing them.

Nothing here writes. A digest in a path is checked to be one, so that no entry can lead outside the case.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from recoupe.errors import CaseError
from recoupe.model import sha256
from recoupe.preserve.entry import EntryError, Fields, read_entry
from recoupe.preserve.log import Line, name_of

LOG, DATABASE = "log", "case.db"
ORIGINALS, ENTRIES, DERIVED = "originals", "entries", "derived"
INCOMING, SET_ASIDE, CACHE, ANCHORS = "incoming", "set-aside", "cache", "anchors"

INSTRUCTIONS = ("verify.sh", "VERIFY.txt", "allowed_signers", "tsa-roots.pem")
"""Files at the top of a case by which anybody can check it; each is logged as it was written."""

FOLDERS = frozenset({ORIGINALS, ENTRIES, DERIVED, INCOMING, SET_ASIDE, CACHE, ANCHORS})
"""Folders at the top of a case."""

OURS = frozenset(
    {
        LOG, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", "lock", ORIGINALS, ENTRIES, DERIVED,
        INCOMING, SET_ASIDE, CACHE, ANCHORS, *INSTRUCTIONS,
    }
)  # fmt: skip
"""Names at the top of a case that a dossier may not take and a check does not call stray."""

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_ANCHOR = re.compile(r"([1-9][0-9]{0,17})\.txt(?:\.sig)?\Z")
_STAMP = re.compile(r"[1-9][0-9]{0,17}-[1-9][0-9]{0,5}\.ts[qr]\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def is_case(root: Path) -> bool:
    """Whether a folder holds a case: it has a log, entries, and a first act."""
    log = root / LOG
    try:
        return log.is_file() and log.stat().st_size > 0 and (root / ENTRIES).is_dir()
    except OSError:
        return False


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256 as recoupe writes it."""
    return _DIGEST.match(text) is not None


def is_free_name(name: str) -> bool:
    """Whether a file at the top of a case may have this name: plain, and none of the case's own."""
    return _PLAIN_NAME.match(name) is not None and name not in OURS


def may_be_placed(name: str) -> bool:
    """Whether an act may have put a file of this name in its place: a dossier, an instruction, a stamp."""
    stamp = name.startswith(f"{ANCHORS}/") and is_stamp(name.removeprefix(f"{ANCHORS}/"))
    return is_free_name(name) or name in INSTRUCTIONS or stamp


def blob(root: Path, folder: str, digest: str) -> Path:
    """Where the file with this digest lies: `<folder>/ab/<digest>`.

    Raises:
        CaseError: The text is no digest.
    """
    if not is_digest(digest):
        raise CaseError(f"{digest[:80]!r} is not a SHA-256: want 64 lower-case hexadecimal digits")
    return root / folder / digest[:2] / digest


def entry_path(root: Path, seq: int) -> Path:
    """Where the entry of an act lies."""
    return root / ENTRIES / name_of(seq)


def load_entry(root: Path, line: Line) -> Fields:
    """The entry of a line, if it is the one the line commits to.

    Raises:
        EntryError: It is missing, not a regular file, not the one named, or says another act than its line.
    """
    name = f"{ENTRIES}/{name_of(line.seq)}"
    try:
        data = read_regular(f"{root}/{name}")
    except FileNotFoundError as error:
        raise EntryError(f"{name} is missing") from error
    except OSError as error:
        raise EntryError(f"{name} cannot be read: {error.strerror}") from error
    if sha256(data) != line.entry:
        raise EntryError(f"{name} is not the one its line commits to")
    fields = read_entry(data)
    said = dict(fields)
    if (said.get("seq"), said.get("act"), said.get("time")) != (name_of(line.seq), line.act, line.time):
        raise EntryError(f"{name} says another number, act or time than its line")
    return fields


def load_derived(root: Path, digest: str) -> bytes | None:
    """The bytes of a derived record, or None when it is missing or not what its name says."""
    if not is_digest(digest):
        return None
    try:
        data = read_regular(blob(root, DERIVED, digest))
    except OSError:
        return None
    return data if sha256(data) == digest else None


def holds(path: Path, digest: str) -> bool:
    """Whether a regular file lies there with this digest."""
    try:
        return sha256(read_regular(path)) == digest
    except OSError:
        return False


def read_regular(path: Path | str) -> bytes:
    """The bytes of a regular file; a link in its place is not followed.

    Raises:
        OSError: It is missing, a link, or cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        parts = []
        while part := os.read(handle, max(state.st_size + 1, 4096)):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(handle)


def blobs(root: Path, folder: str) -> list[Path]:
    """Every path two levels below `originals` or `derived`, and whatever else lies there, in order of name."""
    found: list[Path] = []
    base = root / folder
    if not base.is_dir():
        return found
    for shelf in sorted(base.iterdir()):
        found += sorted(shelf.iterdir()) if shelf.is_dir() and not shelf.is_symlink() else [shelf]
    return found


def is_stamp(name: str) -> bool:
    """Whether a file among the anchors is a request for a time stamp or the reply to one, by its name."""
    return _STAMP.match(name) is not None


def anchors(root: Path) -> list[int]:
    """How many bytes of the log each anchor is over, rising; halves of anchors count, too."""
    base = root / ANCHORS
    names = [path.name for path in base.iterdir()] if base.is_dir() else []
    found = {match[1] for name in names if (match := _ANCHOR.match(name))}
    return sorted(int(size) for size in found)
