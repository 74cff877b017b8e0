"""Whether a case folder agrees with itself: everything is read again, nothing is believed, and nothing is written.

It goes on to the end and says all that is wrong, and apart from that what a stopped writer left behind: that is
not wrong but pending. The projection is not looked at: it can be made again (`recoupe.preserve.custody.verdict`
compares it). Written for speed: 100,000 acts in about a second, originals as fast as the disk and SHA-256 allow.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from recoupe.preserve import folder
from recoupe.preserve.log import NOTHING_BEFORE, name_of
from recoupe.preserve.records import Pending

_LINE = re.compile(
    rb"([0-9]{6,18}) ([0-9a-f]{64}) ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z) "
    rb"([a-z][a-z0-9-]{0,31}) ([0-9a-f]{64})"
)
_SAID = re.compile(
    rb"^(original|bytes|output|file|sha256|erased|anchor|text|signature|authority|request|reply): ([^\n]*)$", re.M
)
_HEAD = b"format: recoupe-entry/1\ncase: "
_NUMBER = re.compile(r"[0-9]{6,18}\Z")
_FILES = frozenset({"dossier", "set-aside", "write", "stamp-request", "stamp"})
_MOST = 1 << 26
_WORKERS = min(8, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Said:
    """What the check needs of one entry: its number, act and the values by key, in order."""

    seq: int
    act: str
    values: tuple[tuple[str, str], ...]

    def get(self, key: str) -> str:
        """The first value of a key, or nothing."""
        return next((value for name, value in self.values if name == key), "")


@dataclass(slots=True)
class Examined:
    """What was found in a folder.

    lines: of the log, with their line feeds. times: of their acts. said: of each act whose entry is there, in order.
    sizes: bytes of each original that was read. problems: what is wrong, each sentence beginning with a path.
    """

    lines: list[bytes] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    case: str = ""
    erased: frozenset[int] = frozenset()
    problems: list[str] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    originals: int = 0
    derived: int = 0
    bytes_read: int = 0

    def acts(self, kind: str) -> Iterator[Said]:
        """The acts of one kind."""
        return (said for said in self.said if said.act == kind)


def check_folder(root: Path) -> list[str]:
    """What is wrong with a case folder, one sentence each, each beginning with the path it is about."""
    return examine(root).problems


def examine(root: Path, *, contents: bool = True) -> Examined:
    """Check a case folder against its log.

    Args:
        root: The folder.
        contents: Read originals, derived records and dossiers, too; without, only their names are looked at.
    """
    # A hundred thousand acts are as many small tuples, none of them in a circle: looking for circles costs a sixth.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _examine(root, contents=contents)
    finally:
        if collecting:
            gc.enable()


def _examine(root: Path, *, contents: bool) -> Examined:
    out = Examined()
    try:
        data = folder.read_regular(root / folder.LOG)
    except OSError as error:
        out.problems.append(f"{folder.LOG}: it cannot be read: {error.strerror}")
        return out
    entries = _log(data, out)
    _entries(root, entries, out)
    _shelves(root, out, contents=contents)
    _listed(root, out, contents=contents)
    _incoming(root, out)
    _top(root, out)
    return out


def _log(data: bytes, out: Examined) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Check line after line; gives number, time, act and digest of the entry of each that is a line."""
    found = []
    before = NOTHING_BEFORE.encode()
    parts = data.split(b"\n")
    torn = parts.pop()
    if torn:
        out.pending.append(Pending(path=folder.LOG, kind="log", size=len(torn)))
    add, sha, match_line = out.lines.append, hashlib.sha256, _LINE.fullmatch
    for n, part in enumerate(parts, 1):
        line = part + b"\n"
        add(line)
        match = match_line(part)
        if match is None:
            out.problems.append(f"{folder.LOG}: line {n} is not a line of the log: {part[:80]!r}")
        else:
            number, named, time, act, entry = match.groups()
            if number != b"%06d" % n:
                out.problems.append(f"{folder.LOG}: line {n} calls itself {number.decode()}")
            if named != before:
                out.problems.append(f"{folder.LOG}: line {n} does not follow the line before it")
            if n == 1 and act != b"new":
                out.problems.append(f"{folder.LOG}: the first act is not `new`")
            out.times.append(time.decode())
            found.append((number, time, act, entry))
        before = sha(line).hexdigest().encode()
    if not parts:
        out.problems.append(f"{folder.LOG}: it has no line")
    return found


def _entries(root: Path, lines: list[tuple[bytes, bytes, bytes, bytes]], out: Examined) -> None:
    base = root / folder.ENTRIES
    try:
        handle = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        out.problems.append(f"{folder.ENTRIES} cannot be read: {error.strerror}")
        return
    failed: list[tuple[int, bytes, str]] = []
    try:
        with os.scandir(handle) as listing:
            there = {entry.name: entry.is_file(follow_symlinks=False) for entry in listing}
        head, erased = b"", set[int]()
        for number, time, act, entry in lines:
            name = number.decode()
            if not there.get(name, False):
                gone = name not in there
                failed.append((int(number), b"", "is missing" if gone else "is not a regular file"))
                continue
            try:
                data = _read_at(name, handle)
            except OSError as error:
                failed.append((int(number), b"x", f"cannot be read: {error.strerror}"))
                continue
            if hashlib.sha256(data).hexdigest().encode() != entry:
                failed.append((int(number), b"x", "is not the one its line commits to"))
                continue
            if not head:
                # Every entry names the case; the first one says which.
                head = data[: len(_HEAD) + 33]
                out.case = head[len(_HEAD) : -1].decode("ascii", "replace")
                if not head.startswith(_HEAD) or re.fullmatch("[0-9a-f]{32}", out.case) is None:
                    out.problems.append(f"{folder.ENTRIES}/{name} does not name its case")
            if not data.startswith(head + b"seq: " + number + b"\ntime: " + time + b"\nact: " + act + b"\n"):
                out.problems.append(f"{folder.ENTRIES}/{name} says another case, number, act or time than its line")
                continue
            found = _SAID.findall(data)
            values = tuple((key.decode(), value.decode("utf-8", "replace")) for key, value in found) if found else ()
            said = Said(int(number), act.decode(), values)
            out.said.append(said)
            if said.act == "erase":
                erased |= {int(value) for key, value in values if key == "erased" and _NUMBER.match(value)}
    finally:
        os.close(handle)
    out.erased = frozenset(erased)
    for seq, here, why in failed:
        if here or seq not in erased:
            out.problems.append(f"{folder.ENTRIES}/{name_of(seq)} {why}")
    for said in out.said if erased else ():
        if said.seq in erased:
            path = f"{folder.ENTRIES}/{name_of(said.seq)}"
            out.pending.append(Pending(path=path, kind="erasure", size=(root / path).stat().st_size))
    wanted = {number.decode() for number, *_ in lines}
    following = name_of(len(out.lines) + 1)
    for name in sorted(there.keys() - wanted):
        path = f"{folder.ENTRIES}/{name}"
        if name == following and there[name]:
            out.pending.append(Pending(path=path, kind="entry", size=(root / path).stat().st_size))
        else:
            out.problems.append(f"{path} belongs to no line of the log")


def _read_at(name: str, base: int) -> bytes:
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=base)
    try:
        data = os.read(handle, 65536)
        if len(data) == 65536:
            rest = [data]
            while (part := os.read(handle, 1 << 20)) and len(rest) < _MOST >> 20:
                rest.append(part)
            data = b"".join(rest)
        return data
    finally:
        os.close(handle)


def _shelves(root: Path, out: Examined, *, contents: bool) -> None:
    """Originals and derived records: those that entries name, with the bytes their names say, and no other."""
    for where, key in ((folder.ORIGINALS, "original"), (folder.DERIVED, "output")):
        named = _named(out, key)
        erased = {said.get(key) for said in out.said if said.seq in out.erased} if out.erased else set[str]()
        live = {said.get(key) for said in out.said if said.seq not in out.erased} if out.erased else named.keys()
        seen: dict[str, Path] = {}
        for path, regular in _listing(root / where, root, out):
            name = path.relative_to(root).as_posix()
            if not folder.is_digest(path.name) or path.parent.name != path.name[:2]:
                out.problems.append(f"{name} is not named by a digest on its shelf")
            elif not regular:
                out.problems.append(f"{name} is not a regular file")
                seen[path.name] = path
            else:
                seen[path.name] = path
        wrong = _contents(root, seen, named, out) if contents else set()
        for digest, path in seen.items():
            if digest not in named and digest not in wrong:
                kind = "original" if where == folder.ORIGINALS else "derived"
                out.pending.append(
                    Pending(path=path.relative_to(root).as_posix(), kind=kind, size=path.lstat().st_size)  # type: ignore[arg-type]
                )
        for digest in named:
            if digest not in seen and (digest in live or digest not in erased):
                out.problems.append(f"{where}/{digest[:2]}/{digest} is missing")
        if where == folder.ORIGINALS:
            out.originals = len(seen)
        else:
            out.derived = len(seen)


def _named(out: Examined, key: str) -> dict[str, int | None]:
    """Digests that entries name, each with the number of bytes the entry gives, if any."""
    found: dict[str, int | None] = {}
    for said in out.said:
        digest = said.get(key) if said.values else ""
        if digest:
            size = said.get("bytes") if key == "original" else ""
            if not folder.is_digest(digest):
                out.problems.append(f"{folder.ENTRIES}/{name_of(said.seq)} names {digest[:80]!r}, which is no digest")
                continue
            found.setdefault(digest, int(size) if _is_count(size) else None)
    return found


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _listing(base: Path, root: Path, out: Examined) -> Iterator[tuple[Path, bool]]:
    """What lies on the shelves below a folder, and whatever else lies there; whether each is a regular file."""
    try:
        shelves = sorted(os.scandir(base), key=lambda entry: entry.name)
    except OSError as error:
        out.problems.append(f"{base.relative_to(root).as_posix()} cannot be read: {error.strerror}")
        return
    for shelf in shelves:
        if shelf.is_dir(follow_symlinks=False):
            for entry in sorted(os.scandir(shelf.path), key=lambda entry: entry.name):
                yield Path(entry.path), entry.is_file(follow_symlinks=False)
        else:
            yield Path(shelf.path), False


def _contents(root: Path, seen: dict[str, Path], named: dict[str, int | None], out: Examined) -> set[str]:
    """Read files by their digests, several at a time; gives those that are not what their names say."""
    wrong: set[str] = set()

    def look(path: Path) -> tuple[str, int]:
        # hashlib lets go of the interpreter for large buffers, so threads read and hash side by side.
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(handle, "rb", buffering=0) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return "is not a regular file", 0
                size = os.fstat(file.fileno()).st_size
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"cannot be read: {error.strerror}", 0
        if digest != path.name:
            return "has other bytes than its name says", size
        if named.get(path.name) not in (None, size):
            return f"has {size} bytes, its entry says {named[path.name]}", size
        return "", size

    with ThreadPoolExecutor(_WORKERS) as pool:
        for path, (problem, size) in zip(seen.values(), pool.map(look, seen.values()), strict=True):
            out.bytes_read += size
            if problem:
                wrong.add(path.name)
                text = f"{path.relative_to(root).as_posix()} {problem}"
                if text not in out.problems:
                    out.problems.append(text)
    return wrong


def _listed(root: Path, out: Examined, *, contents: bool) -> None:
    """Dossiers, instructions and files set aside are what their newest entry says; they may wait in `incoming/`."""
    newest = {said.get("file"): said for said in out.said if said.act in _FILES}
    for name, said in sorted(newest.items()):
        if not _may_be(name, said.act):
            out.problems.append(f"{folder.LOG}: {name!r} cannot be the name of a file in the case")
            continue
        digest = said.get("sha256")
        if said.seq in out.erased:
            continue
        if not contents and said.act in ("dossier", "set-aside"):
            here = os.path.lexists(root / name) or os.path.lexists(root / folder.INCOMING / digest)
            if not here:
                out.problems.append(f"{name} is missing or has other bytes than were recorded")
        elif not folder.holds(root / name, digest):
            # Between its act and its place, a file waits under its digest.
            if folder.is_digest(digest) and folder.holds(root / folder.INCOMING / digest, digest):
                out.pending.append(Pending(path=name, kind="dossier", size=0))
            else:
                out.problems.append(f"{name} is missing or has other bytes than were recorded")
    base = root / folder.SET_ASIDE
    if base.is_dir() and not base.is_symlink():
        for entry in sorted(os.scandir(base), key=lambda entry: entry.name):
            name = f"{folder.SET_ASIDE}/{entry.name}"
            if not entry.is_file(follow_symlinks=False):
                out.problems.append(f"{name} is not a regular file")
            elif name not in newest:
                out.pending.append(Pending(path=name, kind="set-aside", size=entry.stat().st_size))


def _may_be(name: str, act: str) -> bool:
    if act == "set-aside":
        return name.startswith(f"{folder.SET_ASIDE}/") and folder.is_free_name(
            name.removeprefix(f"{folder.SET_ASIDE}/")
        )
    if act == "write":
        return name in folder.INSTRUCTIONS
    if act == "dossier":
        return folder.is_free_name(name)
    return name.startswith(f"{folder.ANCHORS}/") and folder.may_be_placed(name)


def _incoming(root: Path, out: Examined) -> None:
    base = root / folder.INCOMING
    if not base.is_dir() or base.is_symlink():
        return
    for entry in sorted(os.scandir(base), key=lambda entry: entry.name):
        path = f"{folder.INCOMING}/{entry.name}"
        if entry.is_file(follow_symlinks=False):
            out.pending.append(Pending(path=path, kind="unfinished", size=entry.stat().st_size))
        else:
            out.problems.append(f"{path} is not a regular file")


def _top(root: Path, out: Examined) -> None:
    """Nothing else lies at the top, and everything there is of its kind."""
    listed = {said.get("file") for said in out.said if said.act in _FILES}
    for entry in sorted(os.scandir(root), key=lambda entry: entry.name):
        if entry.is_symlink():
            out.problems.append(f"{entry.name} is a link")
        elif entry.name in folder.FOLDERS:
            if not entry.is_dir():
                out.problems.append(f"{entry.name} is not a folder")
        elif entry.name in folder.INSTRUCTIONS and entry.name not in listed:
            out.problems.append(f"{entry.name} belongs to no act of the log")
        elif entry.name not in folder.OURS | listed:
            out.problems.append(f"{entry.name} is not part of the case")
        elif not entry.is_file():
            out.problems.append(f"{entry.name} is not a regular file")
