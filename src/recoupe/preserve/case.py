"""A Case: the folder that keeps everything about one investigation.

    with Case.create(Path("harbour"), title="Harbour, Friday night") as case:
        added = case.add(path, media_type="video/mp4", declared_type="video/mp4", origin=origin)

    with Case.open(Path("harbour")) as case:
        case.marks(types={"quote"})

Everything that is put in is written as an act: kept records never change, and the newest counts. Putting the
same thing in again makes no act. One process writes at a time; reading needs no lock. The format is
docs/reference/case.md.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import logging
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from recoupe.errors import CaseDamaged, CaseError, NotACase, UsageError
from recoupe.model import (
    Document,
    EditMap,
    Finding,
    Mark,
    Origin,
    Reading,
    Refusal,
    Statement,
    canonical,
    content_id,
    sha256,
)
from recoupe.preserve import files, folder
from recoupe.preserve.custody import anchors
from recoupe.preserve.custody.anchors import Anchor
from recoupe.preserve.custody.keys import Signer
from recoupe.preserve.ledger import Ledger, append_line, draft
from recoupe.preserve.lock import WriterLock
from recoupe.preserve.log import NOTHING_BEFORE
from recoupe.preserve.projection import Projection, origin_fields, same_origin
from recoupe.preserve.records import (
    Added,
    EditMapRecord,
    FailedComparison,
    FindingsRecord,
    MarkRecord,
    ReadingRecord,
    Rebuilt,
    StatementsRecord,
    record_bytes,
)
from recoupe.preserve.replay import is_current, replay
from recoupe.preserve.view import CaseView

_MOST_ROOTS = 1 << 20

log = logging.getLogger(__name__)

_UNFINISHED = ".recoupe-new-"


class Case(CaseView):
    """A case, open for reading or for writing. Made by `create` and `open`, ended by `close` or by its `with`."""

    def __init__(self, root: Path, projection: Projection, ledger: Ledger | None, lock: WriterLock) -> None:
        super().__init__(root, projection)
        self._ledger = ledger
        self._lock = lock
        self._signer: Signer | None = None
        self._refused: set[str] = set()

    @classmethod
    def create(
        cls, root: Path, *, title: str = "", staged: bool = False, actor: str = "", signer: Signer | None = None
    ) -> Case:
        """Make a case in a folder that does not exist or is empty, and open it for writing.

        Args:
            root: The folder.
            title: What people call it.
            staged: It was made to show or test something and says so in every view.
            actor: Who is at work, for the entries; the login name when empty.
            signer: Signs an anchor now and when the case is closed; none is made without.
        Raises:
            CaseError: There is a case already, or other things are there.
        """
        root = root.absolute()
        if folder.is_case(root):
            raise CaseError(f"there is a case at {root} already", todo="add to it, or name another folder")
        if os.path.lexists(root) and not _is_empty(root):
            raise CaseError(f"{root} is not an empty folder", todo="name a new folder for the case")
        root.parent.mkdir(parents=True, exist_ok=True)
        # Made beside its place and renamed: a case exists whole or not at all, whenever this is stopped.
        _sweep_unfinished(root.parent)
        made = root.parent / f"{_UNFINISHED}{secrets.token_hex(6)}"
        made.mkdir(mode=0o700)
        lock = WriterLock(made)
        lock.acquire()
        try:
            _lay_out(made, title=_writable(title), staged=staged, actor=actor or _login())
            files.step("case laid out")
            if not _moved(made, root):
                _lay_out(root, title=_writable(title), staged=staged, actor=actor or _login())
                shutil.rmtree(made)
        except BaseException as error:
            lock.release(clean=True)
            shutil.rmtree(made, ignore_errors=True)
            if isinstance(error, OSError):
                raise CaseError(
                    f"no case can be made at {root}: {error.strerror}", todo="name another folder for the case"
                ) from error
            raise
        lock.release(clean=True)
        files.step("case made")
        opened = cls.open(root, write=True, actor=actor, signer=signer)
        if signer is not None:
            opened.anchor(signer)
        return opened

    @classmethod
    def open(cls, root: Path, write: bool = False, *, actor: str = "", signer: Signer | None = None) -> Case:
        """Open the case in a folder.

        Args:
            root: The folder.
            write: Open it for writing, too.
            actor: Who is at work, for the entries; the login name when empty.
            signer: Signs an anchor when the case is closed after work that did not break off; none is made without.
        Raises:
            NotACase: There is none.
            CaseBusy: `write`, and another process writes to it.
            CaseDamaged: `write`, and log or entries contradict themselves. For reading, what can be believed is shown.
        """
        root = root.absolute()
        if not folder.is_case(root):
            what = "is not a case" if root.is_dir() else "does not exist"
            raise NotACase(f"{root} {what}", todo=f"make a case with: recoupe new {root.name}")
        lock = WriterLock(root)
        if not write:
            return cls(root, _projection_for_reading(root, lock), None, lock)
        lock.acquire()
        projection: Projection | None = None
        unsigned = anchors.unsigned(root) if signer is not None else 0
        if unsigned:
            # Whoever had the folder in between may have added them; what is signed now is signed for.
            log.warning("acts that an earlier command left unsigned and that this one will sign: %d", unsigned)
        try:
            projection = Projection.open(root / folder.DATABASE, write=True)
            ledger = Ledger(root, projection, actor=actor or _login())
            ledger.settle()
            ledger.sweep()
            opened = cls(root, projection, ledger, lock)
            opened._signer = signer
            return opened
        except BaseException as error:
            if projection is not None:
                projection.close()
            lock.release(clean=False)
            if isinstance(error, (sqlite3.Error, OSError)):
                raise CaseError(
                    f"the case cannot be written to: {error}", todo="see that there is room on the disk"
                ) from error
            raise

    def close(self, *, failed: bool = False) -> None:
        """Let go of the case. `failed`: the work broke off, so what is pending is left for the next writer to adopt."""
        with self._guard:
            if self._ledger is not None and self._lock.held:
                clean = not failed and not self._ledger.unsettled
                try:
                    if clean and (self._lock.died or self._ledger.broken_off):
                        self._ledger.set_pending_aside()
                    if clean and self._signer is not None:
                        self.anchor(self._signer)
                except BaseException:
                    clean = False
                    raise
                finally:
                    self._projection.close()
                    self._lock.release(clean=clean)
            else:
                self._projection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(failed=kind is not None)

    # --- putting in

    def add(self, path: Path, *, media_type: str, declared_type: str, origin: Origin) -> Added:
        """Take a file's bytes in, and note where they came from.

        Bytes that are there already are not stored twice; an origin that says something new is noted beside the others.

        Raises:
            MissingFile, UnreadableFile: The file cannot be read.
            CaseError: The case cannot be written to.
            CaseDamaged: The case knows these bytes but has lost them.
        """
        with self._guard:
            ledger = self._writer()
            origin = _writable_origin(origin)
            digest, size = self._take(ledger, path)
            known = self._row("SELECT media_type FROM sources WHERE digest = ?", digest)
            fields = [("original", digest), ("bytes", str(size)), ("media_type", media_type)]
            fields += [("declared_type", declared_type), *origin_fields(origin)]
            lifts = self._lifted_by(origin)
            if known is None:
                ledger.append("add", [*fields, ("lifts", lifts)])
            elif known[0] != media_type or lifts or not self._told(digest, origin):
                ledger.append("add-origin", [*fields, ("lifts", lifts)])
            return Added(source=self.source(digest), new=known is None)

    def refuse(self, name: str, slug: str, reason: str, todo: str) -> Refusal:
        """Note that something handed over could not be taken in, and why.

        It stands until something with that path as its origin's is added by a later writer: the same one may be handed
        two things of one name, one of which can be read.
        """
        with self._guard:
            ledger = self._writer()
            name, reason, todo = _writable(name), _writable(reason), _writable(todo)
            self._refused.add(name)
            wanted = content_id("refusal", name, slug, reason, todo)
            if self._row("SELECT 1 FROM refusals WHERE id = ?", wanted) is None:
                ledger.append("refuse", [("name", name), ("slug", slug), ("reason", reason), ("todo", todo)])
            return next(refusal for refusal in self.refusals() if refusal.id == wanted)

    def put_reading(self, reading: Reading, marks: Sequence[Mark] = (), document: Document | None = None) -> bool:
        """Keep a reading with all it found; it is then the newest of its reader on its source.

        Returns:
            False when the very same is there already as the newest; then nothing is written.
        Raises:
            CaseError: The case holds no such source.
            ValueError: A failed reading brings marks, a mark is on another source or of another reading, or a value
                cannot be stored.
        """
        if reading.outcome == "failed" and (marks or document):
            raise ValueError(f"the failed reading {reading.id} brings marks or a document")
        for mark in marks:
            if mark.span.source != reading.source or mark.reading != reading.id:
                raise ValueError(f"{mark.id} is not a mark of {reading.id} on its source")
        data = record_bytes(ReadingRecord(reading=reading, marks=tuple(marks), document=document))
        with self._guard:
            ledger = self._writer()
            self.source(reading.source)
            row = self._row("SELECT output FROM readings WHERE id = ? AND current = 1", reading.id)
            if row == (sha256(data),):
                return False
            fields = [("reading", reading.id), ("source", reading.source), ("reader", reading.reader)]
            fields += [("version", reading.version), ("settings", canonical(reading.settings).decode())]
            fields += [("outcome", reading.outcome), ("slug", reading.slug), ("reason", reading.reason)]
            fields += [("input", reading.source), ("output", ledger.put_derived(data))]
            ledger.append("read", fields)
            return True

    def put_mark(self, mark: Mark) -> bool:
        """Keep a mark that a person made.

        Returns:
            False when the very same is there already.
        Raises:
            ValueError: It says that a machine made it, or belongs to a reading.
        """
        if mark.made_by == "machine" or mark.reading:
            raise ValueError(f"{mark.id} is not a person's mark: it belongs to a reading")
        data = record_bytes(MarkRecord(mark=mark))
        with self._guard:
            ledger = self._writer()
            self.source(mark.span.source)
            if self._row("SELECT record FROM marks WHERE id = ? AND reading = ''", mark.id) == (canonical(mark),):
                return False
            fields = [("mark", mark.id), ("source", mark.span.source), ("made_by", mark.made_by)]
            ledger.append("mark", [*fields, ("output", ledger.put_derived(data))])
            return True

    def put_editmap(self, editmap: EditMap) -> bool:
        """Keep an edit map; it is then the newest comparison of its pair. False when it is that already."""
        data = record_bytes(EditMapRecord(editmap=editmap))
        with self._guard:
            ledger = self._writer()
            row = self._row("SELECT output FROM comparisons WHERE id = ? AND current = 1", editmap.id)
            if row == (sha256(data),):
                return False
            fields = [("editmap", editmap.id), ("a", editmap.a), ("b", editmap.b), ("method", editmap.method)]
            fields += [("outcome", "done"), ("input", editmap.a), ("input", editmap.b)]
            ledger.append("compare", [*fields, ("output", ledger.put_derived(data))])
            return True

    def put_look(self, url: str, outcome: str, **more: str) -> None:
        """Note what was to be had at an address just now; every look is an act of its own, since it changes.

        Args:
            url: The address.
            outcome: `there` or `not there`.
            more: `sha256`, `bytes`, `final`, `reason`; of footage `as`, `title`, `duration`, `availability`,
                `age-limit`, `pieces`.
        """
        with self._guard:
            fields = [("url", _writable(url)), ("outcome", outcome)]
            self._writer().append("look", [*fields, *((key, _writable(value)) for key, value in more.items())])

    def put_failed_comparison(self, a: str, b: str, method: str, slug: str, reason: str, todo: str) -> bool:
        """Keep that two sources could not be compared, and why. False when that is known already."""
        with self._guard:
            ledger = self._writer()
            failed = FailedComparison(
                a=a, b=b, method=method, slug=slug, reason=_writable(reason), todo=_writable(todo)
            )  # fmt: skip
            if failed in self.failed_comparisons():
                return False
            fields = [("a", a), ("b", b), ("method", method), ("outcome", "failed"), ("slug", slug)]
            ledger.append("compare", [*fields, ("reason", failed.reason), ("todo", failed.todo)])
            return True

    def put_findings(self, check: str, version: str, inputs_digest: str, findings: Sequence[Finding]) -> bool:
        """Keep what a check found, in place of what it found before.

        Args:
            check: Name of the check.
            version: Its version.
            inputs_digest: Digest of what it looked at; `evidence_digest()` where that is everything.
            findings: All it found, in its own order; may be none.
        Returns:
            False when the same check of the same version said the same of the same inputs; then nothing is written.
        """
        data = record_bytes(FindingsRecord(check=check, findings=tuple(findings)))
        with self._guard:
            ledger = self._writer()
            row = self._row("SELECT version, inputs, output FROM checks WHERE name = ?", check)
            if row == (version, inputs_digest, sha256(data)):
                return False
            fields = [("check", check), ("version", version), ("inputs", inputs_digest)]
            fields += [("findings", str(len(findings))), ("output", ledger.put_derived(data))]
            ledger.append("check", fields)
            return True

    def put_layers(self, layers: Mapping[str, str]) -> bool:
        """Note which layers stand around the children that open files, from here on. False when that is noted already.

        Args:
            layers: Layer → empty when it is active, else the reason why it is not.
        """
        fields = [("active", " ".join(name for name, reason in layers.items() if not reason))]
        fields += [("absent", f"{name}: {reason}") for name, reason in layers.items() if reason]
        with self._guard:
            ledger = self._writer()
            row = self._row("SELECT fields FROM acts WHERE act = 'layers' ORDER BY seq DESC LIMIT 1")
            known = msgspec.json.decode(row[0], type=list[tuple[str, str]]) if row else []
            if row and [field for field in known if field[0] in ("active", "absent")] == [f for f in fields if f[1]]:
                return False
            ledger.append("layers", fields)
            return True

    def put_statements(self, statements: Sequence[Statement]) -> bool:
        """Keep these statements, in this order, in place of all before. False when they are the same."""
        data = record_bytes(StatementsRecord(statements=tuple(statements)))
        with self._guard:
            ledger = self._writer()
            row = self._row("SELECT digest FROM outputs WHERE name = 'statements'")
            if row == (sha256(data),) or (row is None and not statements):
                return False
            ledger.append("statements", [("statements", str(len(statements))), ("output", ledger.put_derived(data))])
            return True

    def put_dossier(self, data: bytes, name: str = "dossier.html") -> tuple[Path, bool]:
        """Write a dossier into the case folder, and log it when its bytes are new.

        Raises:
            UsageError: The name is not plain, or is one of the case's own.
        """
        if not folder.is_free_name(name):
            raise UsageError(f"{name!r} cannot be the name of a dossier", todo="take a plain name such as dossier.html")
        with self._guard:
            ledger = self._writer()
            path, digest = self.root / name, sha256(data)
            new = self._row("SELECT digest FROM outputs WHERE name = ?", name) != (digest,)
            if new or not folder.holds(path, digest):
                ledger.put_file("dossier", name, data)
            return path, new

    def anchor(self, signer: Signer) -> Anchor | None:
        """Sign the log as it stands, with the files by which anybody can check it; None when it is signed already.

        Raises:
            CaseDamaged: `allowed_signers` is not what was logged.
        """
        with self._guard:
            ledger = self._writer()
            before = anchors.newest(self.root)
            if before is not None and before.anchor.size == self._projection.applied().bytes:
                return None
            logged = dict(self._rows("SELECT name, digest FROM outputs"))
            wanted = anchors.instructions(self.root, signer.public, logged.get("allowed_signers", ""))
            for name, data in wanted.items():
                if logged.get(name) != sha256(data) or not folder.holds(self.root / name, sha256(data)):
                    ledger.put_file("write", name, data)
            made = anchors.anchor_of(self.id, (self.root / folder.LOG).read_bytes())
            ledger.put_anchor(made.text(), signer.sign(made.text()).encode("ascii"), made.size)
            return made

    def erase(self, seqs: Iterable[int], reason: str = "") -> None:
        """Take the entries of these acts out for good, with what only they name; their lines in the log stay.

        `recoupe.preserve.custody.erasing` says which acts belong to a source.

        Raises:
            UsageError: One of them is not there, or is an act the case cannot be checked without.
        """
        with self._guard:
            ledger = self._writer()
            acts: dict[int, str] = dict(self._rows("SELECT seq, act FROM acts"))
            for seq in seqs:
                if acts.get(seq) in (None, "new", "write", "anchored", "stamp", "stamp-request", "erase"):
                    raise UsageError(f"act {seq} cannot be erased: it is {acts.get(seq, 'not there')}")
            ledger.erase(seqs, [("reason", _writable(reason))])

    def put_tsa_roots(self, data: bytes) -> bool:
        """Keep certificates of time stamp authorities in the case, for whoever checks it; False when they are there.

        They are a convenience: a check trusts the certificates that the asker names, and none for lying in the folder.

        Raises:
            UsageError: They are no certificates in PEM form.
        """
        if b"-----BEGIN CERTIFICATE-----" not in data or len(data) > _MOST_ROOTS or b"PRIVATE KEY" in data:
            raise UsageError("these are no certificates in PEM form", todo="ask the authority for its root certificate")
        with self._guard:
            ledger, name = self._writer(), "tsa-roots.pem"
            new = self._row("SELECT digest FROM outputs WHERE name = ?", name) != (sha256(data),)
            if new or not folder.holds(self.root / name, sha256(data)):
                ledger.put_file("write", name, data)
            return new

    def put_stamp_file(self, act: str, name: str, data: bytes, more: Sequence[tuple[str, str]]) -> None:
        """Keep a request for a time stamp, or a reply as it came, beside the anchors, and log it.

        Raises:
            UsageError: The name is not that of a stamp.
        """
        if not folder.may_be_placed(name) or not name.startswith(f"{folder.ANCHORS}/"):
            raise UsageError(f"{name!r} cannot be the name of a stamp")
        with self._guard:
            self._writer().put_file(act, name, data, more)

    # --- helpers

    def _writer(self) -> Ledger:
        if self._ledger is None:
            raise CaseError("the case is open for reading only", todo="open it with write=True")
        return self._ledger

    def _take(self, ledger: Ledger, path: Path) -> tuple[str, int]:
        """Copy a file in unless the case has its bytes; gives their digest and number."""
        # Known bytes are the usual thing when work goes on: hashing first spares writing them again.
        with files.opened(path) as handle:
            size = os.fstat(handle).st_size
        if self._row("SELECT 1 FROM sources WHERE size = ?", size) is not None:
            digest = files.digest_of(path)
            if self._row("SELECT 1 FROM sources WHERE digest = ? AND size = ?", digest, size) is not None:
                if not self.original(digest).is_file():
                    raise CaseDamaged(
                        f"the original {digest} is missing", todo="go on with an untouched copy of the case"
                    )
                return digest, size
        copied = files.copy_in(path, incoming=ledger.incoming)
        if self._row("SELECT 1 FROM sources WHERE digest = ?", copied.digest) is None:
            ledger.put_original(copied)
        else:
            copied.path.unlink()  # the file changed while it was looked at, into one that is known
        return copied.digest, copied.size

    def _lifted_by(self, origin: Origin) -> str:
        """The name of the refusal that adding something of this origin makes good, or nothing."""
        if not origin.path or origin.path in self._refused:
            return ""
        return origin.path if self._row("SELECT 1 FROM refusals WHERE name = ?", origin.path) else ""

    def _told(self, digest: str, origin: Origin) -> bool:
        return self._row("SELECT 1 FROM origins WHERE source = ? AND same = ?", digest, same_origin(origin)) is not None


def rebuild(root: Path) -> Rebuilt:
    """Make the projection of a case again from log, entries and derived records.

    Raises:
        NotACase, CaseBusy: see `Case.open`.
        CaseDamaged: Log or entries contradict themselves; the projection stays as it was.
    """
    root = root.absolute()
    if not folder.is_case(root):
        raise NotACase(f"{root} is not a case", todo="name the folder of a case")
    path = root / folder.DATABASE
    lock = WriterLock(root)
    lock.acquire()
    clean = not lock.died
    try:
        before = _digest_now(root, path)
        fresh = Projection.in_memory()
        with contextlib.closing(fresh):
            replay(root, fresh, strict=True)
            after = fresh.digest()
        projection = Projection.open(path, write=True)
        with contextlib.closing(projection), projection.transaction():
            projection.clear()
            done = replay(root, projection, strict=True)
            records = projection.count()
    finally:
        lock.release(clean=clean)
    return Rebuilt(
        acts=done.acts, records=records, before=before is not None, equal=None if before is None else before == after
    )


def _digest_now(root: Path, path: Path) -> str | None:
    """The digest of the projection that is there, brought up to the log; None when there is none to ask."""
    try:
        there = Projection.open(path, write=False)
    except sqlite3.Error:
        return None
    with contextlib.closing(there):
        if is_current(root, there.applied()):
            return there.digest()
    return None


def _projection_for_reading(root: Path, lock: WriterLock) -> Projection:
    """A projection to read from: the one on disk, brought up to the log if nobody writes, else one in memory."""
    path = root / folder.DATABASE
    found: Projection | None = None
    with contextlib.suppress(sqlite3.Error):
        found = Projection.open(path, write=False)
        if is_current(root, found.applied()):
            return found
    if lock.try_as_reader():
        try:
            with contextlib.suppress(sqlite3.Error, CaseDamaged, OSError):
                writable = Projection.open(path, write=True)
                try:
                    replay(root, writable, strict=True)
                except BaseException:
                    writable.close()
                    raise
                if found is not None:
                    found.close()
                return writable
        finally:
            lock.release(clean=False)
    elif found is not None and found.applied().seq > 0:
        return found  # a writer is between a line and its rows; what is there is a whole case a moment ago
    if found is not None:
        found.close()
    memory = Projection.in_memory()
    replay(root, memory, strict=False)
    return memory


def _lay_out(root: Path, *, title: str, staged: bool, actor: str) -> None:
    for name in (folder.ORIGINALS, folder.ENTRIES, folder.DERIVED, folder.INCOMING):
        (root / name).mkdir(mode=0o700, exist_ok=True)
    fields: Iterable[tuple[str, str]] = [("title", title), ("staged", "yes" if staged else "no")]
    line, entry = draft("new", fields, case=secrets.token_hex(16), actor=actor, seq=1, before=NOTHING_BEFORE)
    files.write_file(folder.entry_path(root, 1), entry, incoming=root / folder.INCOMING, what="entry")
    append_line(root, line)
    files.sync_folder(root)


def _sweep_unfinished(parent: Path) -> None:
    """Remove cases that were never finished being made, unless somebody is just making one."""
    for left in parent.glob(f"{_UNFINISHED}*"):
        lock = WriterLock(left)
        if left.is_dir() and not left.is_symlink() and lock.try_as_reader():
            shutil.rmtree(left, ignore_errors=True)
            lock.release(clean=False)


def _is_empty(root: Path) -> bool:
    """Whether a folder holds nothing, or only what a `create` that was stopped left in it."""
    if not root.is_dir():
        return False
    skeleton = {folder.ORIGINALS, folder.ENTRIES, folder.DERIVED, folder.INCOMING, folder.LOG}
    return {path.name for path in root.iterdir()} <= skeleton and not any(folder.blobs(root, folder.ORIGINALS))


def _moved(made: Path, root: Path) -> bool:
    """Put a finished case in its place in one step; False where that cannot be: a mount point, or where we stand."""
    if root.exists() and root.samefile(Path.cwd()):
        return False
    try:
        made.rename(root)
    except OSError as error:
        if root.is_dir() and error.errno in (errno.EBUSY, errno.EXDEV, errno.ENOTEMPTY, errno.EACCES, errno.EPERM):
            return False
        raise
    files.sync_folder(root.parent)
    return True


def _login() -> str:
    try:
        return _writable(getpass.getuser())
    except (OSError, KeyError):  # no name for this user id, as in some containers
        return f"user {os.getuid()}"


def _writable(text: str) -> str:
    """The text with bytes of a file name that are no UTF-8 written out, so that it can be stored."""
    return text.encode("utf-8", "backslashreplace").decode()


def _writable_origin(origin: Origin) -> Origin:
    changed: dict[str, object] = {}
    for name in origin.__struct_fields__:
        value = getattr(origin, name)
        changed[name] = _writable(value) if isinstance(value, str) else tuple(_writable(text) for text in value)
    return msgspec.structs.replace(origin, **changed)
