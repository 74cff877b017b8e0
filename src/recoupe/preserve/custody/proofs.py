"""Proofs: one act of a case shown with its entry, the others hidden.

    proof = prove(Path("harbour"), 12)       # JSON-able: entry, line, path, anchor, signature, key

The path leads from the act's line through hashes of the other lines to the root that was signed. They tell nothing of
those lines but how many there are: a line holds digests of salted entries only. `check_proof.py` beside this module
checks a proof with Python and ssh-keygen alone.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from recoupe.errors import CaseError, KeyUnusable
from recoupe.model import sha256
from recoupe.preserve import folder
from recoupe.preserve.custody import anchors, merkle
from recoupe.preserve.custody.sshsig import SignatureError
from recoupe.preserve.log import name_of, scan

FORMAT = "recoupe-proof/1"


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One act with the way to a signed root. line: with its line feed. path: hexadecimal hashes, from the line up."""

    format: str
    line: str
    entry: str
    path: tuple[str, ...]
    anchor: str
    signature: str
    key: str


def prove(root: Path, seq: int) -> Proof:
    """The proof of an act by the newest anchor.

    Raises:
        CaseError: There is no such act, its entry is erased or changed, or it is not signed yet.
    """
    log = folder.read_regular(root / folder.LOG)
    found = scan(log)
    signed = anchors.newest(root)
    if not 1 <= seq <= len(found.lines):
        raise CaseError(f"the case has no act {seq}", todo=f"it has acts 1 to {len(found.lines)}")
    if found.problems:
        raise CaseError(f"the log is damaged: {found.problems[0]}", todo="run: recoupe verify")
    if signed is None or signed.anchor.entries < seq:
        raise CaseError(f"act {seq} is not signed yet", todo="run: recoupe anchor")
    lines = [line.raw for line in found.lines[: signed.anchor.entries]]
    line = found.lines[seq - 1]
    try:
        folder.load_entry(root, line)
        entry = folder.read_regular(folder.entry_path(root, seq))
    except (OSError, ValueError) as error:
        raise CaseError(f"the entry of act {seq} cannot be shown: {error}", todo="it may have been erased") from error
    proof = Proof(
        format=FORMAT,
        line=line.raw.decode(),
        entry=entry.decode(),
        path=tuple(step.hex() for step in merkle.path(lines, seq - 1)),
        anchor=signed.anchor.text().decode(),
        signature=signed.signature,
        key=signed.key.line,
    )
    check(proof)
    return proof


def check(proof: Proof) -> tuple[int, str]:
    """Check a proof as `check_proof.py` does; gives the number of the act and the fingerprint of the key that signed.

    Raises:
        KeyUnusable: It does not hold; says where.
    """
    try:
        signed = anchors.read_signed(proof.anchor.encode(), proof.signature.encode())
    except SignatureError as error:
        raise KeyUnusable(f"the proof is not well signed: {error}") from error
    found = scan(proof.line.encode(), seq=0)
    line = found.lines[0] if len(found.lines) == 1 and not found.torn else None
    if line is None or signed.key.line != proof.key:
        raise KeyUnusable("this is not the proof of an act")
    head = f"format: recoupe-entry/1\ncase: {signed.anchor.case}\nseq: {name_of(line.seq)}\ntime: {line.time}\n"
    if sha256(proof.entry.encode()) != line.entry or not proof.entry.startswith(f"{head}act: {line.act}\n"):
        raise KeyUnusable("the entry is not the one the line commits to")
    try:
        steps = [bytes.fromhex(step) for step in proof.path]
    except ValueError as error:
        raise KeyUnusable("the path of the proof is no path") from error
    got = merkle.root_from(line.raw, line.seq - 1, signed.anchor.entries, steps)
    if got is None or got.hex() != signed.anchor.root:
        raise KeyUnusable("the path does not lead to the root that was signed")
    return line.seq, signed.key.fingerprint
