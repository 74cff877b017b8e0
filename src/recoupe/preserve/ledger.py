"""The ledger: appending acts to a case, and putting right what a stopped writer left behind.

The order of writing is: original or derived record → entry → log line → projection, each made to last before the next.
So originals ⊇ log ⊇ projection holds at every moment, and whatever is found beyond the log was never acted on:

- bytes after the last whole line, and an entry without a line, are set aside at once;
- originals and derived records without an entry are *pending*: the writer adopts them when the same bytes come again,
  and sets aside those still left when it ends well.

Nothing is deleted but unfinished copies in `incoming/`, whose sources still lie where they were.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from recoupe import __version__
from recoupe.errors import CaseDamaged
from recoupe.model import sha256
from recoupe.preserve import files, folder
from recoupe.preserve.entry import read_entry, write_entry
from recoupe.preserve.files import step
from recoupe.preserve.log import Line, name_of, now, write_line
from recoupe.preserve.projection import Projection
from recoupe.preserve.records import Pending
from recoupe.preserve.replay import read_log, replay

log = logging.getLogger(__name__)

_Kind = Literal["original", "derived", "dossier", "entry", "log"]


class Ledger:
    """The writing side of one case. The caller holds the writer's lock, and calls from one thread at a time."""

    def __init__(self, root: Path, projection: Projection, *, actor: str) -> None:
        self.root = root
        self._projection = projection
        self._actor = actor
        self._case = ""
        self._unsettled = True
        self._broken_off = -1
        self._anchors_noted = False

    @property
    def incoming(self) -> Path:
        """Where unfinished files lie."""
        return self.root / folder.INCOMING

    @property
    def broken_off(self) -> bool:
        """Whether a step broke off since this ledger began and was made good."""
        return self._broken_off > 0

    @property
    def unsettled(self) -> bool:
        """Whether a step of writing broke off, so that something may have been left behind."""
        return self._unsettled

    def settle(self) -> None:
        """Bring log, entries and projection into agreement; done before the first act and after one that broke off.

        Raises:
            CaseDamaged: Log or entries contradict themselves; nothing is written then.
        """
        self._broken_off += 1
        done = replay(self.root, self._projection, strict=True)
        if done.torn:
            self._set_torn_aside(done.torn)
        self._finish_erasing()
        self._set_entries_aside()
        self._case = self._projection.meta().get("case", "")
        self._unsettled = False
        self._anchors_noted = False
        self._log_set_aside()

    def append(self, act: str, fields: Iterable[tuple[str, str]]) -> Line:
        """Write one act: its entry, its line, its rows.

        Args:
            act: What was done, a lower-case word.
            fields: What the entry says; empty values are left out.
        """
        if not self._anchors_noted:
            self._note_anchors()
        with self._writing():
            return self._append(act, fields)

    def _append(self, act: str, fields: Iterable[tuple[str, str]]) -> Line:
        applied = self._projection.applied()
        line, entry = draft(
            act, fields, case=self._case, actor=self._actor, seq=applied.seq + 1, before=applied.digest
        )  # fmt: skip
        target = folder.entry_path(self.root, line.seq)
        if target.exists():
            raise CaseDamaged(f"{target} is there already", todo="another program writes into the case: end it")
        files.write_file(target, entry, incoming=self.incoming, what="entry")
        append_line(self.root, line)
        amiss = self._projection.apply(line, read_entry(entry), lambda digest: folder.load_derived(self.root, digest))
        if amiss:
            raise CaseDamaged(amiss, todo="the disk may be failing: copy the case to another one")
        step("projection")
        return line

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if self._unsettled:
            self.settle()
        self._unsettled = True
        yield
        self._unsettled = False  # not reached when a step broke off

    def put_original(self, copied: files.Copied) -> None:
        """Give a finished copy its name; one that a stopped writer left there is the same bytes and is adopted."""
        with self._writing():
            files.place(copied.path, folder.blob(self.root, folder.ORIGINALS, copied.digest), "original")

    def put_derived(self, data: bytes) -> str:
        """Keep a derived record under its digest; the act that names it follows."""
        digest = sha256(data)
        target = folder.blob(self.root, folder.DERIVED, digest)
        if folder.load_derived(self.root, digest) is None:
            with self._writing():
                files.write_file(target, data, incoming=self.incoming, what="derived")
        return digest

    def put_file(self, act: str, name: str, data: bytes, more: Iterable[tuple[str, str]] = ()) -> None:
        """Log a file at the top of the case (or a stamp) and put it in its place. It lies in `incoming/` by its digest
        until then, so that what was logged can always be put in its place by the next writer."""
        digest = sha256(data)
        with self._writing():
            files.write_unplaced(self.incoming / digest, data, what=act, mode=0o644)
            files.sync_folder(self.incoming)
        if self._projection.row("SELECT 1 FROM outputs WHERE name = ? AND digest = ?", name, digest) is None:
            self.append(act, [*more, ("file", name), ("bytes", str(len(data))), ("sha256", digest)])
        with self._writing():
            files.place(self.incoming / digest, self.root / name, act)

    def put_anchor(self, text: bytes, signature: bytes, size: int) -> None:
        """Put an anchor of the log's first `size` bytes beside it: its signature first, so that a text has one."""
        with self._writing():
            for name, data in ((f"{size}.txt.sig", signature), (f"{size}.txt", text)):
                files.write_file(self.root / folder.ANCHORS / name, data, incoming=self.incoming, what="anchor")
        self._anchors_noted = False

    def erase(self, seqs: Iterable[int], fields: Iterable[tuple[str, str]]) -> None:
        """Take the entries of acts out for good, with the originals, derived records and files that only they name.

        The act that says so is logged first: from then on the acts are erased, and a writer that is stopped is
        followed by one that finishes. Files are overwritten once before they go.
        """
        self.append("erase", [*(("erased", name_of(seq)) for seq in sorted(set(seqs))), *fields])
        with self._writing():
            self._finish_erasing()

    def _finish_erasing(self) -> None:
        """Remove what `erase` acts name and what is still there; makes the projection again when it knew of it."""
        named = [value for key, value in _all_fields(self._projection, "erase") if key == "erased"]
        erased = {int(value) for value in named if value.isdigit() and len(value) < 19}
        known = self._projection.rows("SELECT seq, act, fields FROM acts")
        fields = {seq: msgspec.json.decode(data, type=tuple[tuple[str, str], ...]) for seq, _, data in known}
        left = sorted(seq for seq in erased if fields.get(seq) or os.path.lexists(folder.entry_path(self.root, seq)))
        if not left:
            return
        acts = {seq: act for seq, act, _ in known}
        kept = {value for seq, pairs in fields.items() if seq not in erased for _, value in pairs}
        for seq in left:
            for key, value in fields.get(seq, ()):
                for shelf, name in ((folder.ORIGINALS, "original"), (folder.DERIVED, "output")):
                    if key == name and value not in kept and folder.is_digest(value):
                        files.destroy(folder.blob(self.root, shelf, value))
                if key == "file" and value not in kept and acts[seq] in ("dossier", "set-aside"):
                    plain = value.removeprefix(f"{folder.SET_ASIDE}/")
                    if folder.is_free_name(plain):
                        files.destroy(self.root / value)
        shutil.rmtree(self.root / folder.CACHE, ignore_errors=True)
        step("erased files removed")
        for seq in left:
            files.destroy(folder.entry_path(self.root, seq))
        step("erased entries removed")
        with self._projection.transaction():
            self._projection.clear()
            replay(self.root, self._projection, strict=True)
        self._projection.compact()
        step("projection made again")

    def _note_anchors(self) -> None:
        """Log the digests of anchors that the log does not know yet: the next act after an anchor binds it.

        Halves of anchors, whose writer was stopped between signature and text, are set aside.
        """
        self._anchors_noted = True
        known = {value for name, value in _all_fields(self._projection, "anchored") if name == "anchor"}
        for size in folder.anchors(self.root):
            if str(size) in known:
                continue
            paths = [self.root / folder.ANCHORS / f"{size}{ending}" for ending in (".txt", ".txt.sig")]
            there = [path for path in paths if path.is_file() and not path.is_symlink()]
            if len(there) == len(paths):
                text, signature = (files.digest_of(path) for path in paths)
                self.append("anchored", [("anchor", str(size)), ("text", text), ("signature", signature)])
                continue
            with self._writing():
                for path in there:
                    self._move_aside(path)
            self._log_set_aside()

    def sweep(self) -> None:
        """Put logged dossiers in their place and delete unfinished files; called before anything is written."""
        for name, waiting in unplaced_dossiers(self.root, self._projection):
            files.place(waiting, self.root / name, "file")
        if self.incoming.is_dir():
            for left in self.incoming.iterdir():
                log.info("an unfinished file of %d bytes is removed", left.lstat().st_size)
                left.unlink()

    def set_pending_aside(self) -> int:
        """Move what no act names out of the way and log that; gives how many files."""
        left = [item for item in pending(self.root, self._projection) if item.kind in ("original", "derived")]
        for item in left:
            self._move_aside(self.root / item.path)
        self._log_set_aside()
        return len(left)

    def _set_torn_aside(self, torn: bytes) -> None:
        name = f"log-{sha256(torn)[:16]}-{secrets.token_hex(4)}"
        target = self.root / folder.SET_ASIDE / name
        files.write_file(target, torn, incoming=self.incoming, what="torn line")
        handle = os.open(self.root / folder.LOG, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.ftruncate(handle, self._projection.applied().bytes)
            os.fsync(handle)
        finally:
            os.close(handle)
        step("torn line cut")
        log.warning("the last line of the log was torn (%d bytes) and is set aside as %s", len(torn), name)

    def _set_entries_aside(self) -> None:
        seq = self._projection.applied().seq + 1
        while os.path.lexists(path := folder.entry_path(self.root, seq)):
            self._move_aside(path)
            seq += 1

    def _move_aside(self, path: Path) -> None:
        own = path.parent.name in (folder.ENTRIES, folder.ANCHORS)
        name = f"{path.parent.name if own else 'file'}-{path.name}"
        files.place(path, self.root / folder.SET_ASIDE / f"{name}-{secrets.token_hex(4)}", "set-aside")
        files.sync_folder(path.parent)
        log.warning("%s was never logged and is set aside", path.name)

    def _log_set_aside(self) -> None:
        """Write an act for each file set aside that has none yet: it was moved first, and a crash may lie between."""
        aside = self.root / folder.SET_ASIDE
        if not aside.is_dir():
            return
        told = {value for name, value in _all_fields(self._projection, "set-aside") if name == "file"}
        for path in sorted(aside.iterdir()):
            name = f"{folder.SET_ASIDE}/{path.name}"
            if name not in told and path.is_file() and not path.is_symlink():
                size = str(path.stat().st_size)
                self.append("set-aside", [("file", name), ("bytes", size), ("sha256", files.digest_of(path))])


def draft(
    act: str, fields: Iterable[tuple[str, str]], *, case: str, actor: str, seq: int, before: str
) -> tuple[Line, bytes]:
    """An act that is not written yet: its line, and the bytes of its entry with a fresh salt."""
    time = now()
    head = [("case", case), ("seq", name_of(seq)), ("time", time), ("act", act), ("actor", actor)]
    head += [("program", f"recoupe {__version__}"), ("salt", secrets.token_hex(16))]
    entry = write_entry(head + [(key, value) for key, value in fields if value])
    return write_line(seq=seq, before=before, time=time, act=act, entry=sha256(entry)), entry


def append_line(root: Path, line: Line) -> None:
    """Add a line to the log and make it last."""
    handle = os.open(root / folder.LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        files.write_all(handle, line.raw)
        step("line written")
        os.fsync(handle)
    finally:
        os.close(handle)
    step("line synced")


def pending(root: Path, projection: Projection) -> tuple[Pending, ...]:
    """What lies in the case beyond its log: see the module's head. Looks at names only, not into the files."""
    named = list(_all_fields(projection))
    known = {
        folder.ORIGINALS: {value for key, value in named if key == "original"},
        folder.DERIVED: {value for key, value in named if key == "output"},
    }
    out: list[Pending] = []
    shelves: tuple[tuple[str, _Kind], ...] = ((folder.ORIGINALS, "original"), (folder.DERIVED, "derived"))
    for where, kind in shelves:
        out += [_pending(root, path, kind) for path in folder.blobs(root, where) if _unnamed(path, known[where])]
    out += [_pending(root, path, "dossier") for _, path in unplaced_dossiers(root, projection)]
    applied = projection.applied()
    seq = applied.seq + 1
    while (path := folder.entry_path(root, seq)).is_file():
        out.append(_pending(root, path, "entry"))
        seq += 1
    torn = read_log(root, applied).torn
    if torn:
        out.append(Pending(path=folder.LOG, kind="log", size=len(torn)))
    return tuple(out)


def unplaced_dossiers(root: Path, projection: Projection) -> list[tuple[str, Path]]:
    """Dossiers that were logged and not yet put in their place: their names, and where they lie."""
    logged = projection.rows("SELECT name, digest FROM outputs WHERE name != 'statements'")
    waiting = [(str(name), root / folder.INCOMING / digest) for name, digest in logged if folder.is_digest(digest)]
    # A case may come from others: no name in it may lead out of the folder.
    return [(name, path) for name, path in waiting if folder.may_be_placed(name) and folder.holds(path, path.name)]


def _unnamed(path: Path, known: set[str]) -> bool:
    return path.is_file() and not path.is_symlink() and folder.is_digest(path.name) and path.name not in known


def _pending(root: Path, path: Path, kind: _Kind) -> Pending:
    return Pending(path=path.relative_to(root).as_posix(), kind=kind, size=path.stat().st_size)


def _all_fields(projection: Projection, act: str = "") -> Iterator[tuple[str, str]]:
    """The fields of every act, or of every act of one kind; acts of kinds not known here count, too."""
    for kind, fields in projection.rows("SELECT act, fields FROM acts"):
        if act in ("", kind):
            yield from msgspec.json.decode(fields, type=tuple[tuple[str, str], ...])
