"""Everything somebody may do to a case folder, at random: for `benchmarks/tamper.py` and a short run in the tests.

A mutation takes a case (and what is known beside it) and a source of chance, changes something, says what. Whether it
shall be found by the folder alone, or with the key's fingerprint or a receipt held elsewhere, is part of its entry in
`KINDS`. `case.db` is changed by what it says, not byte by byte: its bytes are no evidence.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from recoupe.preserve import Case
from recoupe.preserve.custody import anchors, receipts
from recoupe.preserve.custody.anchors import Signed
from recoupe.preserve.custody.keys import Signer, make_key
from recoupe.preserve.custody.verdict import Verdict, verify
from recoupe.preserve.entry import read_entry, write_entry
from recoupe.preserve.log import NOTHING_BEFORE, name_of, write_line
from tests.custody.making import shell, signed_case
from tests.preserve.making import put

NO_EVIDENCE = {"case.db", "case.db-wal", "case.db-shm", "case.db-journal", "lock"}


class Nothing(Exception):
    """There was nothing here that this mutation could change."""


@dataclass
class Subject:
    """A case that is changed and restored again and again, with what its owner holds elsewhere."""

    root: Path
    signer: Signer
    stranger: Signer
    receipt: Signed
    receipt_file: Path
    stamp: bytes
    snapshot: dict[str, bytes | None] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path) -> Subject:
        """A case with every kind of file, five anchors, a stamp's request and reply, and something set aside."""
        root, signer = signed_case(folder)
        with Case.open(root, write=True, signer=signer) as case:
            newest = anchors.newest(root)
            assert newest is not None
            more = [("anchor", str(newest.anchor.size)), ("authority", "http://localhost/")]
            name = f"anchors/{newest.anchor.size}-1"
            case.put_stamp_file("stamp-request", f"{name}.tsq", b"a request that waits", more)
            case.put_stamp_file("stamp", f"{name}.tsr", b"a reply as it came", more)
        (root / "entries" / name_of((root / "log").read_bytes().count(b"\n") + 1)).write_bytes(b"half of an entry")
        for n in range(2):
            with Case.open(root, write=True, signer=signer) as case:
                put(case, folder, f"late-{n}.txt", b"late %d" % n)
        newest = anchors.newest(root)
        assert newest is not None
        text = receipts.write(newest, time="")
        (folder / "receipt.txt").write_text(text, encoding="utf-8")
        made = cls(
            root, signer, make_key(folder / "stranger"), receipts.read(text.encode()), folder / "receipt.txt", b"",
        )  # fmt: skip
        made.snapshot = made.state()
        return made

    def state(self) -> dict[str, bytes | None]:
        """Every file's bytes, None for a folder, and where a link leads."""
        out: dict[str, bytes | None] = {}
        for at, folders, files in os.walk(self.root):
            for name in folders + files:
                path = Path(at, name)
                key = path.relative_to(self.root).as_posix()
                if path.is_symlink():
                    out[key] = b"link to " + os.fsencode(path.readlink())
                elif path.is_file():
                    out[key] = path.read_bytes()
                else:
                    out[key] = None if path.is_dir() else b"no regular file"
        return out

    def restore(self) -> None:
        """Put everything back."""
        there = self.state()
        for key in sorted(there, reverse=True):
            if there[key] != self.snapshot.get(key, b"not there at all"):
                path = self.root / key
                if there[key] is None and not path.is_symlink():
                    if key not in self.snapshot or self.snapshot[key] is not None:
                        shutil.rmtree(path)
                else:
                    path.unlink()
        for key in sorted(self.snapshot):
            path, data = self.root / key, self.snapshot[key]
            if not os.path.lexists(path):
                if data is None:
                    path.mkdir()
                else:
                    path.write_bytes(data)

    def evidence(self) -> list[str]:
        """The files that count."""
        return [key for key, data in sorted(self.snapshot.items()) if data is not None and key not in NO_EVIDENCE]

    def write(self, key: str, data: bytes) -> None:
        """Change a file, and be sure that it is changed."""
        if data == self.snapshot.get(key):
            raise Nothing
        path = self.root / key
        path.unlink(missing_ok=True)
        path.write_bytes(data)

    def lines(self) -> list[bytes]:
        """The lines of the log."""
        return (self.root / "log").read_bytes().splitlines(keepends=True)


Mutation = Callable[[Subject, random.Random], str]


def some(subject: Subject, chance: random.Random) -> tuple[str, bytes]:
    """A file that counts: first a kind of file, then one of that kind, so that the few are not drowned by the many."""
    kinds: dict[str, list[str]] = {}
    for key in subject.evidence():
        kind = key.split("/")[0] + (key[key.rindex(".") :] if key.startswith("anchors/") else "")
        kinds.setdefault(kind, []).append(key)
    key = chance.choice(kinds[chance.choice(sorted(kinds))])
    return key, subject.snapshot[key] or b""


def flip(subject: Subject, chance: random.Random) -> str:
    key, data = some(subject, chance)
    if not data:
        raise Nothing
    at = chance.randrange(len(data))
    subject.write(key, data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
    return f"{key}: a bit of byte {at}"


def truncate(subject: Subject, chance: random.Random) -> str:
    key, data = some(subject, chance)
    if not data:
        raise Nothing
    keep = chance.choice((0, len(data) - 1, chance.randrange(len(data))))
    subject.write(key, data[:keep])
    return f"{key}: cut to {keep} of {len(data)}"


def extend(subject: Subject, chance: random.Random) -> str:
    key, data = some(subject, chance)
    more = chance.choice((b"\n", b" ", b"\0", b"x", chance.randbytes(chance.randrange(1, 50)), b"more\n"))
    subject.write(key, data + more if chance.random() < 0.8 else more + data)
    return f"{key}: {len(more)} bytes more"


def edit(subject: Subject, chance: random.Random) -> str:
    """A careful change of a text: another digit, another letter, another line end."""
    key, data = some(subject, chance)
    if not data:
        raise Nothing
    at = chance.randrange(len(data))
    new = chance.choice(b"0123456789abcdef \n\r\t-:AZ")
    how = chance.randrange(3)
    changed = data[:at] + bytes([new]) + data[at + (how > 0) :] if how < 2 else data[:at] + data[at + 1 :]
    subject.write(key, changed)
    return f"{key}: edited at {at}"


def swap(subject: Subject, chance: random.Random) -> str:
    (one, a), (two, b) = some(subject, chance), some(subject, chance)
    subject.write(one, b)
    subject.write(two, a)
    return f"{one} and {two} swapped"


def delete(subject: Subject, chance: random.Random) -> str:
    key, _ = some(subject, chance)
    (subject.root / key).unlink()
    return f"{key}: deleted"


def delete_folder(subject: Subject, chance: random.Random) -> str:
    key = chance.choice([key for key, data in subject.snapshot.items() if data is None and key not in ("incoming",)])
    shutil.rmtree(subject.root / key)
    return f"{key}/: deleted"


def link(subject: Subject, chance: random.Random) -> str:
    """A link in place of a file, to the same bytes."""
    key, data = some(subject, chance)
    other = subject.root.parent / "elsewhere"
    other.write_bytes(data)
    (subject.root / key).unlink()
    (subject.root / key).symlink_to(other)
    return f"{key}: a link to the same bytes"


def link_folder(subject: Subject, chance: random.Random) -> str:
    key = chance.choice([key for key, data in subject.snapshot.items() if data is None and "/" not in key])
    other = subject.root.parent / "elsewhere-folder"
    shutil.rmtree(other, ignore_errors=True)
    (subject.root / key).rename(other)
    (subject.root / key).symlink_to(other)
    return f"{key}/: a link to the same folder"


def special(subject: Subject, chance: random.Random) -> str:
    """A folder or a pipe in place of a file."""
    key, _ = some(subject, chance)
    (subject.root / key).unlink()
    if chance.random() < 0.5:
        (subject.root / key).mkdir()
    else:
        os.mkfifo(subject.root / key)
    return f"{key}: no file any more"


def rename(subject: Subject, chance: random.Random) -> str:
    key, _ = some(subject, chance)
    name = Path(key).name
    at = chance.randrange(len(name))
    new = chance.choice((name + "0", name[:at] + chance.choice("0123456789abcdef") + name[at + 1 :], name.upper()))
    target = (subject.root / key).with_name(new)
    if target.exists():
        raise Nothing
    (subject.root / key).rename(target)
    return f"{key}: renamed to {new}"


def duplicate(subject: Subject, chance: random.Random) -> str:
    """The same bytes a second time, under another name or in another place."""
    key, data = some(subject, chance)
    folders = ["", *(key for key, value in subject.snapshot.items() if value is None and key != "cache")]
    place = chance.choice(folders)
    name = chance.choice((Path(key).name, Path(key).name + "~", "000099", hashlib.sha256(data).hexdigest(), "copy"))
    target = subject.root / place / name
    if os.path.lexists(target) or name in NO_EVIDENCE:
        raise Nothing
    target.write_bytes(data)
    return f"{key}: again as {place}/{name}"


def stray(subject: Subject, chance: random.Random) -> str:
    folders = ["", *(key for key, value in subject.snapshot.items() if value is None and key != "cache")]
    place = chance.choice(folders)
    name = chance.choice(
        ("notes.txt", ".hidden", "Thumbs.db", "0" * 64, "000000", "a b", "x\ny", "-rf", "é.txt", "99.txt")
    )
    target = subject.root / place / name
    if os.path.lexists(target):
        raise Nothing
    target.write_bytes(chance.randbytes(chance.randrange(40)))
    return f"{place}/{name!r}: stray"


def delete_line(subject: Subject, chance: random.Random) -> str:
    lines = subject.lines()
    at = chance.randrange(len(lines))
    subject.write("log", b"".join(lines[:at] + lines[at + 1 :]))
    return f"line {at + 1} deleted"


def reorder_lines(subject: Subject, chance: random.Random) -> str:
    lines = subject.lines()
    a, b = chance.sample(range(len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]
    subject.write("log", b"".join(lines))
    return f"lines {a + 1} and {b + 1} exchanged"


def duplicate_line(subject: Subject, chance: random.Random) -> str:
    lines = subject.lines()
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines) + 1)
    subject.write("log", b"".join([*lines[:b], lines[a], *lines[b:]]))
    return f"line {a + 1} again before {b + 1}"


def insert_line(subject: Subject, chance: random.Random) -> str:
    lines = subject.lines()
    at = chance.randrange(len(lines) + 1)
    line = write_line(
        seq=at + 1, before=chance.randbytes(32).hex(), time="2026-01-01T00:00:00.000Z", act="add",
        entry=chance.randbytes(32).hex(),
    )  # fmt: skip
    subject.write("log", b"".join([*lines[:at], line.raw, *lines[at:]]))
    return f"a line inserted as {at + 1}"


def cut_end(subject: Subject, chance: random.Random) -> str:
    """The last acts gone with their entries, originals and all: the anchors say more than there is."""
    keep = chance.randrange(1, len(subject.lines()))
    _cut(subject, keep)
    return f"cut to {keep} acts, anchors left"


def roll_back(subject: Subject, chance: random.Random) -> str:
    """The whole folder as it was at an earlier anchor: only who holds a receipt can tell."""
    sizes = anchors.folder.anchors(subject.root)[:-1]
    size = chance.choice(sizes)
    lines = subject.lines()
    keep = next(n for n in range(len(lines) + 1) if sum(map(len, lines[:n])) == size)
    _cut(subject, keep)
    for path in (subject.root / "anchors").iterdir():
        at = int(path.name.split(".")[0].split("-")[0])
        if at > size or (at == size and "-" in path.name):
            path.unlink()
    (subject.root / "case.db").unlink()
    return f"rolled back to {keep} acts"


def _cut(subject: Subject, keep: int) -> None:
    root, lines = subject.root, subject.lines()
    subject.write("log", b"".join(lines[:keep]))
    named: set[str] = set()
    for path in (root / "entries").iterdir():
        if int(path.name) > keep:
            path.unlink()
        else:
            named |= {value for key, value in read_entry(path.read_bytes()) if key in ("original", "output", "file")}
    for shelf in ("originals", "derived"):
        for path in [path for path in (root / shelf).rglob("*") if path.is_file()]:
            if path.name not in named:
                path.unlink()
    for path in [*root.iterdir(), *(root / "set-aside").glob("*")]:
        key = path.relative_to(root).as_posix()
        if path.is_file() and key not in NO_EVIDENCE | {"log"} and key not in named:
            path.unlink()


def rewrite(subject: Subject, chance: random.Random) -> str:
    """One entry changed, and every line from there on made to fit. Without the key the anchors do not fit."""
    at = chance.randrange(len(subject.lines()))
    _rewrite(subject, chance, at)
    return f"act {at + 1} written anew, and the chain with it"


def rewrite_unanchored(subject: Subject, chance: random.Random) -> str:
    """The same, with all anchors taken away."""
    at = chance.randrange(len(subject.lines()))
    _rewrite(subject, chance, at)
    shutil.rmtree(subject.root / "anchors")
    return f"act {at + 1} written anew, anchors removed"


def rewrite_by_stranger(subject: Subject, chance: random.Random) -> str:
    """The whole case written anew and signed by somebody else: only who holds the fingerprint can tell."""
    signers = anchors.signer_line(subject.stranger.public).encode()
    shutil.rmtree(subject.root / "anchors")
    (subject.root / "case.db").unlink()
    subject.write("allowed_signers", signers)
    _rewrite(subject, chance, -1, {"allowed_signers": signers})
    case = dict(read_entry((subject.root / "entries" / "000001").read_bytes()))["case"]
    anchor = anchors.anchor_of(case, (subject.root / "log").read_bytes())
    (subject.root / "anchors").mkdir()
    (subject.root / "anchors" / f"{anchor.size}.txt").write_bytes(anchor.text())
    (subject.root / "anchors" / f"{anchor.size}.txt.sig").write_text(subject.stranger.sign(anchor.text()))
    return "the case written anew by a stranger"


def _rewrite(subject: Subject, chance: random.Random, at: int, instead: dict[str, bytes] | None = None) -> None:
    """Write log and entries anew. In a case by a stranger, acts that name anchors of the owner become harmless ones."""
    out, before = [], NOTHING_BEFORE
    for n, raw in enumerate(subject.lines()):
        seq, _, time, act, _ = raw.decode().split()
        path = subject.root / "entries" / seq
        fields = [(key, value) for key, value in read_entry(path.read_bytes())]
        if n == at:
            fields = [(key, chance.randbytes(16).hex() if key == "salt" else value) for key, value in fields]
        if instead is not None:
            if act in ("anchored", "stamp", "stamp-request"):
                act = "note"
                fields = [(key, "note" if key == "act" else value) for key, value in fields if key not in _NAMES]
            said = dict(fields)
            if act == "write" and said["file"] in instead:
                data = instead[said["file"]]
                new = {"bytes": str(len(data)), "sha256": hashlib.sha256(data).hexdigest()}
                fields = [(key, new.get(key, value)) for key, value in fields]
        entry = write_entry(fields)
        if entry != path.read_bytes():
            path.unlink()
            path.write_bytes(entry)
        line = write_line(seq=int(seq), before=before, time=time, act=act, entry=hashlib.sha256(entry).hexdigest())
        out.append(line.raw)
        before = line.digest
    subject.write("log", b"".join(out))


_NAMES = {"anchor", "text", "signature", "file", "sha256", "bytes", "authority"}


def append_forged(subject: Subject, chance: random.Random) -> str:
    """An act added at the end that fits in every way but is not signed."""
    lines = subject.lines()
    seq = len(lines) + 1
    said = dict(read_entry((subject.root / "entries" / "000001").read_bytes()))
    entry = write_entry(
        [("case", said["case"]), ("seq", name_of(seq)), ("time", "2026-12-01T00:00:00.000Z"), ("act", "refuse"),
         ("actor", "x"), ("program", "x"), ("salt", chance.randbytes(16).hex()), ("name", "x"), ("slug", "x"),
         ("reason", "x")]
    )  # fmt: skip
    line = write_line(
        seq=seq, before=hashlib.sha256(lines[-1]).hexdigest(), time="2026-12-01T00:00:00.000Z", act="refuse",
        entry=hashlib.sha256(entry).hexdigest(),
    )  # fmt: skip
    (subject.root / "entries" / name_of(seq)).write_bytes(entry)
    subject.write("log", b"".join([*lines, line.raw]))
    return "a forged act at the end"


def erase_by_hand(subject: Subject, chance: random.Random) -> str:
    """An entry deleted, as if it had been erased, without the act that says so."""
    seq = name_of(chance.randrange(1, len(subject.lines()) + 1))
    (subject.root / "entries" / seq).unlink()
    return f"entry {seq} deleted"


def no_anchors(subject: Subject, chance: random.Random) -> str:
    shutil.rmtree(subject.root / "anchors")
    if chance.random() < 0.5:
        (subject.root / "anchors").mkdir()
    return "all anchors removed"


def lose_anchor(subject: Subject, chance: random.Random) -> str:
    """One anchor removed, text and signature."""
    size = chance.choice(anchors.folder.anchors(subject.root))
    for path in (subject.root / "anchors").glob(f"{size}.txt*"):
        path.unlink()
    return f"anchor {size} removed"


def other_key(subject: Subject, chance: random.Random) -> str:
    """An anchor signed by somebody else; perhaps with that key named among the signers."""
    size = chance.choice(anchors.folder.anchors(subject.root))
    text = (subject.root / "anchors" / f"{size}.txt").read_bytes()
    subject.write(f"anchors/{size}.txt.sig", subject.stranger.sign(text).encode())
    if chance.random() < 0.5:
        line = anchors.signer_line(subject.stranger.public).encode()
        mine = subject.snapshot["allowed_signers"] or b""
        subject.write("allowed_signers", chance.choice((line, mine + line, line + mine)))
    return f"anchor {size} signed by another key"


def other_anchor(subject: Subject, chance: random.Random) -> str:
    """The text of an anchor changed and signed by a stranger, or another anchor's files in its place."""
    one, two = chance.sample(anchors.folder.anchors(subject.root), 2)
    for ending in (".txt", ".txt.sig"):
        subject.write(f"anchors/{one}{ending}", (subject.root / "anchors" / f"{two}{ending}").read_bytes())
    return f"anchor {two} in place of {one}"


def other_stamp(subject: Subject, chance: random.Random) -> str:
    """A stamp swapped for another reply, or moved to another anchor."""
    key = chance.choice([key for key in subject.evidence() if key.endswith((".tsr", ".tsq"))])
    if chance.random() < 0.5:
        subject.write(key, chance.randbytes(60))
    else:
        size = chance.choice(anchors.folder.anchors(subject.root))
        (subject.root / key).rename(subject.root / "anchors" / f"{size}-9{key[-4:]}")
    return f"{key}: swapped"


def other_story(subject: Subject, chance: random.Random) -> str:
    """A row of case.db changed, removed or doubled: the desk would show something else."""
    database = sqlite3.connect(subject.root / "case.db")
    try:
        tables = ["acts", "sources", "origins", "refusals", "readings", "marks", "comparisons", "checks", "findings"]
        table = chance.choice([*tables, "statements", "outputs"])
        rows = database.execute(f"SELECT rowid FROM {table}").fetchall()
        if not rows:
            raise Nothing
        row = chance.choice(rows)[0]
        columns = database.execute(f"PRAGMA table_info({table})").fetchall()
        _, column, kind, *_ = chance.choice(columns)
        if chance.random() < 0.3:
            database.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        elif kind == "INTEGER":
            database.execute(f"UPDATE {table} SET {column} = {column} + 1000 WHERE rowid = ?", (row,))
        else:
            cast = "BLOB" if kind == "BLOB" else "TEXT"
            database.execute(f"UPDATE {table} SET {column} = CAST({column} || ' ' AS {cast}) WHERE rowid = ?", (row,))
        database.commit()
    except sqlite3.IntegrityError as error:
        raise Nothing from error
    finally:
        database.close()
    return f"case.db: {table}.{column} of row {row}"


@dataclass(frozen=True)
class Kind:
    """A mutation; by what it shall be found; whether verify.sh shall find it, too."""

    do: Mutation
    held: str = ""  # "", "key" or "receipt": what must be held elsewhere
    script: bool = True


KINDS: dict[str, Kind] = {
    **{
        do.__name__: Kind(do)
        for do in (
            flip, truncate, extend, edit, swap, delete, delete_folder, link, link_folder, special, rename, duplicate,
            stray, delete_line, reorder_lines, duplicate_line, insert_line, cut_end, rewrite, rewrite_unanchored,
            append_forged, erase_by_hand, no_anchors, lose_anchor, other_key, other_anchor, other_stamp,
        )
    },
    "rewrite_by_stranger": Kind(rewrite_by_stranger, held="key"),
    "roll_back": Kind(roll_back, held="receipt"),
    "other_story": Kind(other_story, script=False),
}  # fmt: skip


@dataclass
class Tally:
    """What became of the mutations of one kind."""

    fails: int = 0
    pending: int = 0
    missed: list[str] = field(default_factory=list)


def mutate(subject: Subject, kind: Kind, chance: random.Random) -> str:
    """Change the case in one way; tries until there is something that can be changed."""
    while True:
        try:
            told = kind.do(subject, chance)
        except Nothing:
            subject.restore()
            continue
        if subject.state() != subject.snapshot:
            return told
        subject.restore()


def by_verify(subject: Subject, kind: Kind) -> str:
    """What `recoupe verify` says."""
    keys = [subject.signer.public.fingerprint] if kind.held == "key" else []
    verdict: Verdict = verify(subject.root, keys=keys, receipt=subject.receipt if kind.held == "receipt" else None)
    return verdict.status


def by_script(subject: Subject, kind: Kind, script: bytes) -> str:
    """What `verify.sh` says: a copy that was held elsewhere, as its own head asks for."""
    options: list[str] = []
    if kind.held == "key":
        options = ["--key", subject.signer.public.fingerprint]
    if kind.held == "receipt":
        options = ["--receipt", str(subject.receipt_file)]
    held = subject.root.parent / "verify.sh"
    held.write_bytes(script)
    done = shell(subject.root, *options, script=str(held))
    return {0: "holds", 3: "pending"}.get(done.returncode, "fails")


def run(
    subject: Subject, count: int, seed: int, *, script: bool = False, only: str = "",
    tell: Callable[[int], None] = lambda done: None,
) -> dict[str, Tally]:  # fmt: skip
    """So many mutations, spread evenly over the kinds; every one must be found.

    Args:
        subject: The case; it is whole again at the end.
        count: How many.
        seed: Of chance.
        script: Ask verify.sh instead.
        only: One kind alone.
        tell: Called with the number done.
    """
    chance = random.Random(seed)
    kinds = {name: kind for name, kind in KINDS.items() if (kind.script or not script) and only in ("", name)}
    out = {name: Tally() for name in kinds}
    own = subject.snapshot["verify.sh"] or b""
    for n in range(count):
        name = list(kinds)[n % len(kinds)]
        told = mutate(subject, kinds[name], chance)
        said = by_script(subject, kinds[name], own) if script else by_verify(subject, kinds[name])
        tally = out[name]
        if said == "fails":
            tally.fails += 1
        elif said == "pending":
            tally.pending += 1
        else:
            tally.missed.append(told)
        subject.restore()
        tell(n + 1)
    return out
