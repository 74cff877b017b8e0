"""Anchors: a short text that names the log as it stands, and an SSH signature of it.

    anchors/<bytes>.txt       format, case, entries, bytes, sha256 of that prefix of the log, its RFC 6962 root
    anchors/<bytes>.txt.sig   `ssh-keygen -Y verify` takes it, namespace recoupe-checkpoint@v1

One is made at the end of each command that wrote something. The digests of an anchor are the first thing the next
act logs, so that none but the newest can be taken away unnoticed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from recoupe.errors import CaseDamaged
from recoupe.model import sha256
from recoupe.preserve import folder
from recoupe.preserve.custody import merkle
from recoupe.preserve.custody.sshsig import NAMESPACE, PublicKey, SignatureError, read_public, verify

FORMAT = "recoupe-anchor/1"
PRINCIPAL = "recoupe"
MOST = 1 << 16
"""No anchor, signature or list of keys is longer, in bytes."""

_TEXT = re.compile(
    rf"format: {FORMAT}\ncase: (?P<case>[0-9a-f]{{32}})\nentries: (?P<entries>[1-9][0-9]{{0,17}})\n"
    r"bytes: (?P<bytes>[1-9][0-9]{0,17})\nsha256: (?P<sha256>[0-9a-f]{64})\nroot: (?P<root>[0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What is signed: the first `size` bytes of a case's log, which are `entries` lines."""

    case: str
    entries: int
    size: int
    sha256: str
    root: str

    def text(self) -> bytes:
        """The one written form."""
        return (
            f"format: {FORMAT}\ncase: {self.case}\nentries: {self.entries}\nbytes: {self.size}\n"
            f"sha256: {self.sha256}\nroot: {self.root}\n"
        ).encode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An anchor with its signature, and the key that made it."""

    anchor: Anchor
    signature: str
    key: PublicKey


@dataclass(slots=True)
class Halves:
    """The two files of an anchor as they were found; None for one that is missing or not a regular file."""

    size: int
    text: bytes | None = None
    signature: bytes | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether both are there."""
        return self.text is not None and self.signature is not None


def anchor_of(case: str, log: bytes) -> Anchor:
    """The anchor of a log, which ends with a line feed."""
    lines = log.splitlines(keepends=True)
    return Anchor(case=case, entries=len(lines), size=len(log), sha256=sha256(log), root=merkle.root(lines).hex())


def read_anchor(data: bytes) -> Anchor:
    """The anchor that a text is.

    Raises:
        SignatureError: It is none.
    """
    match = _TEXT.fullmatch(data.decode("ascii", "replace"))
    if match is None:
        raise SignatureError("this is not the text of an anchor")
    return Anchor(
        case=match["case"], entries=int(match["entries"]), size=int(match["bytes"]), sha256=match["sha256"],
        root=match["root"],
    )  # fmt: skip


def read_signed(text: bytes, signature: bytes) -> Signed:
    """An anchor whose signature is good. Whose key it is, the caller must ask.

    Raises:
        SignatureError: It is no anchor, or the signature is not of it.
    """
    anchor = read_anchor(text)
    armoured = signature.decode("ascii", "replace")
    return Signed(anchor=anchor, signature=armoured, key=verify(armoured, text))


def load(root: Path, size: int) -> Halves:
    """The files of the anchor of that size."""
    out = Halves(size)
    for ending in (".txt", ".txt.sig"):
        path = root / folder.ANCHORS / f"{size}{ending}"
        try:
            data = folder.read_regular(path)[: MOST + 1]
        except FileNotFoundError:
            continue
        except OSError as error:
            out.problems.append(f"{folder.ANCHORS}/{path.name} cannot be read: {error.strerror}")
            continue
        if ending == ".txt":
            out.text = data
        else:
            out.signature = data
    return out


def newest(root: Path) -> Signed | None:
    """The newest anchor that is whole and well signed, by whatever key."""
    for size in reversed(folder.anchors(root)):
        halves = load(root, size)
        if halves.text is not None and halves.signature is not None:
            try:
                return read_signed(halves.text, halves.signature)
            except SignatureError:
                continue
    return None


def unsigned(root: Path) -> int:
    """How many whole lines the log has after the newest well signed anchor; 0 when there is no anchor yet."""
    last = newest(root)
    if last is None:
        return 0
    with (root / folder.LOG).open("rb") as file:
        file.seek(last.anchor.size)
        return file.read().count(b"\n")


def signer_line(key: PublicKey) -> str:
    """A key's line in `allowed_signers`, by which `ssh-keygen -Y verify` knows it."""
    return f'{PRINCIPAL} namespaces="{NAMESPACE}" {key.line}\n'


def read_signers(data: bytes) -> tuple[PublicKey, ...]:
    """The keys of an `allowed_signers` file as recoupe writes it.

    Raises:
        SignatureError: A line is not of that form.
    """
    out = []
    for line in data.decode("ascii", "replace").splitlines():
        head, space, rest = line.partition(" ssh-")
        if head != f'{PRINCIPAL} namespaces="{NAMESPACE}"' or not space:
            raise SignatureError(f"{line[:80]!r} is not a line of allowed_signers as recoupe writes it")
        out.append(read_public(f"ssh-{rest}"))
    return tuple(out)


def instructions(root: Path, key: PublicKey, logged_signers: str) -> dict[str, bytes]:
    """The files by which anybody can check the case, as they should be when this key signs.

    Args:
        root: The case.
        key: Who signs now.
        logged_signers: Digest of `allowed_signers` as it was last logged; empty when it never was.
    Raises:
        CaseDamaged: `allowed_signers` is not the one that was logged.
    """
    signers = b""
    if logged_signers:
        path = root / "allowed_signers"
        if not folder.holds(path, logged_signers):
            raise CaseDamaged(
                f"{path} is not the one that was logged", todo="run: recoupe verify, and keep the folder as it is"
            )
        signers = folder.read_regular(path)
    line = signer_line(key).encode("ascii")
    if line not in signers.splitlines(keepends=True):
        signers += line
    here = resources.files("recoupe.preserve.custody")
    out = {name: (here / name).read_bytes() for name in ("verify.sh", "VERIFY.txt")}
    return {**out, "allowed_signers": signers}
