"""The key that signs a case's anchors: the user's own, or one made at first use. It never lies in the case.

Where: `--key`, or the file that RECOUPE_KEY names, or `key` in the user's configuration folder. It is an OpenSSH
Ed25519 private key, so `ssh-keygen -p -f KEY` gives it a passphrase, and `ssh-keygen -l -f KEY` prints its fingerprint.
The passphrase is asked for by the command line, or comes from RECOUPE_PASSPHRASE, or from the descriptor whose number
is in RECOUPE_PASSPHRASE_FD; a key that an SSH agent holds needs none.
"""

from __future__ import annotations

import base64
import binascii
import functools
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_ssh_private_key,
)

from recoupe.errors import KeyLocked, KeyUnusable, MissingFile
from recoupe.preserve import files
from recoupe.preserve.custody import agent, sshsig
from recoupe.preserve.custody.agent import AgentKey

KEY_VARIABLE, PASSPHRASE_VARIABLE, DESCRIPTOR_VARIABLE = "RECOUPE_KEY", "RECOUPE_PASSPHRASE", "RECOUPE_PASSPHRASE_FD"
_MOST = 1 << 16


@dataclass(frozen=True)
class Signer:
    """A key that is open for signing."""

    private: Ed25519PrivateKey | AgentKey
    path: Path | None = None

    @property
    def public(self) -> sshsig.PublicKey:
        """Its public half."""
        if isinstance(self.private, AgentKey):
            return self.private.public
        return sshsig.public_of(self.private)

    def sign(self, message: bytes) -> str:
        """An armoured SSH signature in the namespace of anchors.

        Raises:
            KeyUnusable: An agent holds the key and does not sign.
        """
        return sshsig.signed_with(self.public, self.private.sign, message)


def key_path() -> Path:
    """Where the user's key lies, or will lie."""
    stated = os.environ.get(KEY_VARIABLE)
    return Path(stated).expanduser() if stated else platformdirs.user_config_path("recoupe") / "key"


def make_key(path: Path, passphrase: str = "") -> Signer:
    """Make a key, readable for its owner alone, with its public half beside it as `.pub`.

    A key that is there already is never written over; when two processes make one at once, one of them wins for both.

    Raises:
        KeyUnusable: The folder cannot be written to.
    """
    private = Ed25519PrivateKey.generate()
    closing = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, closing)
    temporary = path.parent / f".{path.name}-{secrets.token_hex(6)}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write_unplaced(temporary, data, what="key", mode=0o600)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return load_key(path, passphrase)
        finally:
            temporary.unlink()
        public = sshsig.public_of(private)
        Path(f"{path}.pub").write_text(f"{public.line} recoupe\n", encoding="ascii")
        files.sync_folder(path.parent)
    except OSError as error:
        raise KeyUnusable(
            f"no key can be made at {path}: {error.strerror}", todo=f"name another place in {KEY_VARIABLE}"
        ) from error
    return Signer(private, path)


def stated_passphrase() -> str:
    """The passphrase that was given without asking: from the environment, or from a descriptor, read once.

    Raises:
        KeyUnusable: The descriptor that is named cannot be read.
    """
    number = os.environ.get(DESCRIPTOR_VARIABLE, "")
    return _from_descriptor(number) if number else os.environ.get(PASSPHRASE_VARIABLE, "")


@functools.cache
def _from_descriptor(number: str) -> str:
    try:
        with os.fdopen(int(number), "rb") as file:
            return file.read(_MOST).decode("utf-8").rstrip("\r\n")
    except (OSError, ValueError, OverflowError) as error:
        raise KeyUnusable(
            f"no passphrase can be read from descriptor {number[:20]}", todo=f"set {DESCRIPTOR_VARIABLE} to an open one"
        ) from error


def agent_key(path: Path) -> Signer | None:
    """The key at a path as an SSH agent holds it; None when none does, or its public half is not beside it."""
    try:
        line = Path(f"{path}.pub").read_text(encoding="ascii")[:_MOST].splitlines()[0]
        held = agent.held(sshsig.read_public(line))
    except (OSError, ValueError, IndexError):  # no public half, or another kind: the agent cannot be asked
        return None
    return Signer(held, path) if held else None


def load_key(path: Path, passphrase: str = "") -> Signer:
    """Open an OpenSSH Ed25519 private key.

    Raises:
        MissingFile: There is none.
        KeyLocked: It has a passphrase, and this is not it.
        KeyUnusable: It is not such a key.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST)
    except FileNotFoundError as error:
        raise MissingFile(f"there is no key {path}", todo="check the name") from error
    except OSError as error:
        raise KeyUnusable(f"the key {path} cannot be read: {error.strerror}", todo="check its permissions") from error
    try:
        private = load_ssh_private_key(data, passphrase.encode() if passphrase and _is_closed(data) else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if _is_closed(data):
            what = "the passphrase is not that of" if passphrase else "a passphrase is needed for"
            raise KeyLocked(
                f"{what} the key {path}", todo=f"give it in {PASSPHRASE_VARIABLE}, or when asked"
            ) from error
        raise KeyUnusable(
            f"{path} is not a private key as OpenSSH writes it", todo="make one with: ssh-keygen -t ed25519"
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} is not an Ed25519 key", todo="make one with: ssh-keygen -t ed25519")
    return Signer(private, path)


def is_protected(path: Path) -> bool | None:
    """Whether a key asks for a passphrase; None when there is no key that could be looked at."""
    try:
        with path.open("rb") as file:
            return _is_closed(file.read(_MOST))
    except OSError:
        return None


def unlocked_signer(path: Path | None = None) -> Signer:
    """The user's key without asking anybody: made without a passphrase when there is none, else opened.

    Raises:
        KeyLocked: It wants a passphrase that was not given, and no SSH agent holds it.
        KeyUnusable, MissingFile: see `load_key`; a key named by the caller is never made.
    """
    passphrase = stated_passphrase()
    where = path or key_path()
    if path is None and not where.exists():
        return make_key(where, passphrase)
    try:
        return load_key(where, passphrase)
    except KeyLocked:
        held = agent_key(where)
        if held is None:
            raise
        return held


def _is_closed(data: bytes) -> bool:
    """Whether an OpenSSH private key names a cipher: the second string of its blob is not `none`."""
    body = b"".join(data.splitlines()[1:-1])
    try:
        blob = base64.b64decode(body, validate=True)
    except binascii.Error:
        return b"ENCRYPTED" in data
    return blob.startswith(b"openssh-key-v1\x00") and not blob[15:].startswith(b"\x00\x00\x00\x04none")
