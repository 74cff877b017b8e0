"""`recoupe verify`: whether a case is what it was, as far as what the asker holds can show it.

    verdict = verify(Path("harbour"), keys=["SHA256:…"])
    verdict.status      # holds | pending | fails
    verdict.says        # "unchanged since it was signed with SHA256:…: acts 1 to 214 …"

Alone, a folder can only be consistent with itself. With the fingerprint of a key, a receipt, or the certificates of a
time stamp authority, held elsewhere, it can be unchanged since. `verify.sh` in the case says the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from recoupe.errors import CaseDamaged, NotACase
from recoupe.preserve import folder
from recoupe.preserve.checking import Examined, examine
from recoupe.preserve.custody import anchors, merkle, stamps
from recoupe.preserve.custody.anchors import Anchor, Signed
from recoupe.preserve.custody.sshsig import PublicKey, SignatureError
from recoupe.preserve.lock import is_held
from recoupe.preserve.projection import OtherVersion, Projection
from recoupe.preserve.records import Pending
from recoupe.preserve.replay import replay

Status = Literal["holds", "pending", "fails"]
ALONE = "consistent with itself: that is all a folder alone can show"


class AnchorSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A good anchor: the acts it is over, when the last of them was done by the writer's clock, and who signed."""

    entries: int
    bytes: int
    time: str
    key: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    says: what is shown, sentence by sentence. problems: what is wrong, each beginning with a path. pending: what a
    stopped writer left, which the next writer puts right. unsigned: acts after the last anchor. erased: acts whose
    entries were taken out. unread: what was not looked at.
    """

    case: str
    status: Status
    says: tuple[str, ...]
    problems: tuple[str, ...]
    pending: tuple[Pending, ...]
    acts: int
    unsigned: int
    erased: int
    anchors: tuple[AnchorSeen, ...]
    originals: int
    derived: int
    unread: tuple[str, ...]

    @property
    def exit_status(self) -> int:
        """0 holds, 1 fails, 3 pending."""
        return {"holds": 0, "fails": 1, "pending": 3}[self.status]


@dataclass(slots=True)
class _Work:
    """What the parts of the check hand on."""

    root: Path
    found: Examined
    problems: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    good: list[Signed] = field(default_factory=list)


def verify(
    root: Path, *, keys: Sequence[str] = (), receipt: Signed | None = None, tsa_roots: Path | None = None,
    contents: bool = True,
) -> Verdict:  # fmt: skip
    """Check a case against itself and against what the asker holds.

    Args:
        root: The case folder.
        keys: Fingerprints of the keys that may have signed it; any that `allowed_signers` names when empty.
        receipt: An anchor kept elsewhere (`recoupe.preserve.custody.receipts.read`).
        tsa_roots: PEM file of certificates of time stamp authorities.
        contents: Read originals, derived records, dossiers and the projection, too.
    Raises:
        NotACase: There is no case.
    """
    if not (root / folder.LOG).exists() and not (root / folder.ENTRIES).is_dir():
        raise NotACase(f"{root} holds no case", todo="name the folder of a case")
    found = examine(root, contents=contents)
    work = _Work(root, found, problems=list(found.problems), pending=list(found.pending))
    _anchors(work, keys)
    if receipt is not None:
        _receipt(work, receipt, keys)
    _stamps(work, tsa_roots)
    if is_held(root):
        work.unread.append("what a process is writing just now: ask again when it has ended")
    if not contents:
        work.unread.append("originals, derived records and dossiers, of which only the names were looked at")
    elif not work.problems:
        _projection(work)
    unsigned = len(found.lines) - max((signed.anchor.entries for signed in work.good), default=0)
    if work.good and unsigned:
        work.says.append(f"acts after the last anchor, which are not signed yet: {unsigned}")
    if not any(line.startswith(("unchanged since", "existed by")) for line in work.says):
        work.says.insert(0, ALONE)
    begun = not work.good and all(_act(line) in (b"new", b"write") for line in found.lines)
    if not work.good and not begun:
        work.problems.append(f"{folder.ANCHORS}: there is no good anchor, so nothing binds this folder to anything")
    waits = bool(work.pending) or unsigned > 0
    return Verdict(
        case=found.case,
        status="fails" if work.problems else "pending" if waits else "holds",
        says=() if work.problems else tuple(work.says),
        problems=tuple(dict.fromkeys(work.problems)),
        pending=tuple(work.pending),
        acts=len(found.lines),
        unsigned=unsigned,
        erased=len(found.erased),
        anchors=tuple(_seen(work, signed) for signed in work.good),
        originals=found.originals,
        derived=found.derived,
        unread=tuple(work.unread),
    )


def _act(line: bytes) -> bytes:
    return line.split(b" ")[3] if line.count(b" ") == 4 else b""


def _seen(work: _Work, signed: Signed) -> AnchorSeen:
    anchor = signed.anchor
    return AnchorSeen(
        entries=anchor.entries, bytes=anchor.size, time=_time(work, anchor.entries), key=signed.key.fingerprint
    )


def _time(work: _Work, entries: int) -> str:
    return work.found.times[entries - 1] if entries <= len(work.found.times) else ""


def _anchors(work: _Work, keys: Sequence[str]) -> None:
    """Every anchor is well signed by a key of the case, over the log as it is, and known to the log that follows."""
    root, base = work.root, work.root / folder.ANCHORS
    known = {said.get("anchor"): said for said in work.found.acts("anchored")}
    stamped = {said.get("file") for kind in ("stamp-request", "stamp") for said in work.found.acts(kind)}
    sizes = folder.anchors(root)
    for entry in sorted(base.iterdir()) if base.is_dir() else ():
        name = f"{folder.ANCHORS}/{entry.name}"
        if entry.is_symlink() or not entry.is_file():
            work.problems.append(f"{name} is not a regular file")
        elif folder.is_stamp(entry.name):
            if name not in stamped:
                work.problems.append(f"{name} belongs to no act of the log")
        elif not any(entry.name in (f"{size}.txt", f"{size}.txt.sig") for size in sizes):
            work.problems.append(f"{name} is not part of the case")
    try:
        signers = set(anchors.read_signers(folder.read_regular(root / "allowed_signers")))
    except FileNotFoundError:
        signers = set[PublicKey]()
    except (OSError, SignatureError) as error:
        work.problems.append(f"allowed_signers: {error}")
        signers = set()
    states = _states(work.found.lines, set(sizes))
    for size in sizes:
        halves = anchors.load(root, size)
        work.problems += halves.problems
        name = f"{folder.ANCHORS}/{size}.txt"
        if halves.text is None or halves.signature is None:
            if str(size) not in known and not halves.problems:
                half = halves.text if halves.text is not None else halves.signature
                work.pending.append(Pending(path=name, kind="anchor", size=len(half or b"")))
            continue
        try:
            signed = anchors.read_signed(halves.text, halves.signature)
        except SignatureError as error:
            work.problems.append(f"{name} is not well signed: {error}")
            continue
        by = signed.key.fingerprint
        if signed.key not in signers:
            work.problems.append(f"{name} is signed by {by}, which allowed_signers does not name")
        elif keys and by not in keys:
            work.problems.append(f"{name} is signed by another key: {by}")
        elif why := _differs(signed.anchor, states.get(size), work):
            work.problems.append(f"{name} {why}")
        else:
            work.good.append(signed)
    _known(work)
    if keys and work.good and not work.problems:
        last = work.good[-1]
        work.says.append(
            f"unchanged since it was signed with {last.key.fingerprint}: "
            f"acts 1 to {last.anchor.entries}, the last of {_time(work, last.anchor.entries)}"
        )


def _known(work: _Work) -> None:
    """The log's own digests of anchors: none but the newest can be taken away or changed."""
    for said in work.found.acts("anchored"):
        size = said.get("anchor")
        if not size.isascii() or not size.isdigit() or len(size) > 18:
            work.problems.append(f"{folder.LOG}: {size[:80]!r} cannot be the name of an anchor")
            continue
        for ending, key in ((".txt", "text"), (".txt.sig", "signature")):
            name = f"{folder.ANCHORS}/{size}{ending}"
            if not folder.holds(work.root / name, said.get(key)):
                work.problems.append(f"{name} is missing, or not the one that was logged")


def _states(lines: list[bytes], sizes: set[int]) -> dict[int, tuple[int, str, str]]:
    """Lines, SHA-256 and Merkle root of those prefixes of the log, in one pass."""
    out: dict[int, tuple[int, str, str]] = {}
    if not sizes:
        return out
    sink, tree, at, most = hashlib.sha256(), merkle.Growing(), 0, max(sizes)
    for line in lines:
        sink.update(line)
        tree.add(line)
        at += len(line)
        if at in sizes:
            out[at] = (tree.size, sink.hexdigest(), tree.root().hex())
        if at >= most:
            break
    return out


def _differs(anchor: Anchor, state: tuple[int, str, str] | None, work: _Work) -> str:
    """Why an anchor is not one of this log; nothing when it is."""
    if anchor.case != work.found.case:
        return "is of another case"
    if state is None:
        return "is not of this log: lines were removed, or made longer or shorter, since"
    if (anchor.entries, anchor.sha256, anchor.root) != state:
        return "is not of this log: lines were changed, removed, inserted or moved since"
    return ""


def _receipt(work: _Work, receipt: Signed, keys: Sequence[str]) -> None:
    """An anchor kept elsewhere must still be a part of this log."""
    anchor = receipt.anchor
    held = sum(map(len, work.found.lines))
    if keys and receipt.key.fingerprint not in keys:
        work.problems.append(f"receipt: it is signed by another key: {receipt.key.fingerprint}")
    if anchor.case != work.found.case:
        work.problems.append("receipt: it is of another case")
    elif anchor.size > held:
        work.problems.append(
            f"{folder.LOG}: rolled back: the receipt knows {anchor.entries} acts, the log has {len(work.found.lines)}"
        )
    elif _differs(anchor, _states(work.found.lines, {anchor.size}).get(anchor.size), work):
        work.problems.append(f"{folder.LOG}: it was written anew since the receipt of {anchor.entries} acts")
    else:
        work.says.append(
            f"unchanged since the receipt signed with {receipt.key.fingerprint}: "
            f"acts 1 to {anchor.entries}, the last of {_time(work, anchor.entries)}"
        )


def _stamps(work: _Work, tsa_roots: Path | None) -> None:
    """What stamps are of, whether the asker's certificates vouch for them, and whether the clocks agree."""
    for seen in stamps.check(work.root, tsa_roots):
        entries = next((signed.anchor.entries for signed in work.good if signed.anchor.size == seen.anchor), 0)
        if seen.problem:
            work.problems.append(f"{seen.name} {seen.problem}")
        elif seen.vouched:
            work.says.append(
                f"existed by {seen.time}, says a time stamp that your certificates vouch for: acts 1 to {entries}"
            )
            if entries and seen.time[:19] < _time(work, entries)[:19]:
                work.says.append(
                    f"but act {entries} says {_time(work, entries)}, which is later: one of the two clocks was wrong"
                )
        else:
            work.unread.append(f"{seen.name}: {seen.note}")


def _projection(work: _Work) -> None:
    """`case.db` must say what the records say: the desk and the dossier are drawn from it.

    It is looked at in a copy, since opening it would write. One that is behind the log is brought up to it first.
    """
    path = work.root / folder.DATABASE
    if not path.exists() or any(item.kind == "erasure" for item in work.pending):
        return
    with tempfile.TemporaryDirectory(prefix="recoupe-") as place:
        copy = Path(place) / folder.DATABASE
        for suffix in ("", "-wal", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}", follow_symlinks=False)
        fresh = Projection.in_memory()
        with contextlib.closing(fresh):
            try:
                replay(work.root, fresh, strict=True)
            except CaseDamaged as error:
                work.problems.append(f"{folder.ENTRIES}: {error.reason}")
                return
            try:
                there = Projection.open(copy, write=False)
                with contextlib.closing(there):
                    there.writable()
                    if work.found.erased and there.knows_of(work.found.erased):
                        work.pending.append(Pending(path=folder.DATABASE, kind="erasure", size=path.stat().st_size))
                        return
                    replay(work.root, there, strict=True)
                    same = there.digest() == fresh.digest()
            except OtherVersion:
                work.unread.append(f"{folder.DATABASE}, which is empty or of another version, and is made again")
                return
            except (sqlite3.Error, msgspec.MsgspecError, CaseDamaged) as error:
                work.problems.append(f"{folder.DATABASE} cannot be read ({error}): recoupe rebuild makes it again")
                return
        if not same:
            work.problems.append(
                f"{folder.DATABASE} says something else than the records: recoupe rebuild makes it again"
            )
