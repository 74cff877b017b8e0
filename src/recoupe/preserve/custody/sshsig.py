"""SSH signatures over files, as `ssh-keygen -Y sign` makes and `ssh-keygen -Y verify` checks them, with Ed25519 keys.

    signature = sign(private, message)            # armoured text, namespace recoupe-checkpoint@v1
    key = verify(signature, message)              # the public key that signed, or SignatureError

The envelope is OpenSSH's PROTOCOL.sshsig: a blob that names version, public key, namespace and hash, signed over
the hash of the message. Only the one written form is taken: a signature that was changed anywhere is not one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NAMESPACE = "recoupe-checkpoint@v1"

_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
_HASH = b"sha512"
_WIDTH = 70  # as ssh-keygen breaks its lines
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMOUR = re.compile(rf"{_BEGIN}\n((?:[A-Za-z0-9+/=]{{1,{_WIDTH}}}\n)+){_END}\n")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}\Z")


class SignatureError(ValueError):
    """The text is no such signature, or not of this message."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key: its 32 bytes."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """The key as the SSH protocol writes it."""
        return _string(_KIND) + _string(self.raw)

    @property
    def line(self) -> str:
        """The key as `.pub` files write it, without a comment: `ssh-ed25519 AAAA…`."""
        return f"{_KIND.decode()} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """What to send away: `SHA256:…`, as `ssh-keygen -l` prints it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")


def is_fingerprint(text: str) -> bool:
    """Whether a text is a fingerprint as `ssh-keygen -l` prints it."""
    return _FINGERPRINT.match(text) is not None


def read_public(line: str) -> PublicKey:
    """The key of a line `ssh-ed25519 AAAA… [comment]`.

    Raises:
        SignatureError: It is none, or of another kind.
    """
    parts = line.split(" ", 2)
    try:
        blob = base64.b64decode(parts[1] if len(parts) > 1 else "", validate=True)
        kind, rest = _take(blob)
        raw, rest = _take(rest)
    except (binascii.Error, ValueError) as error:
        raise SignatureError(f"{line[:80]!r} is not a public key as SSH writes it") from error
    key = PublicKey(raw)
    if kind != _KIND or len(raw) != 32 or rest or not f"{line.rstrip()} ".startswith(f"{key.line} "):
        raise SignatureError(f"{line[:80]!r} is not an Ed25519 key as SSH writes it")
    return key


def public_of(private: Ed25519PrivateKey) -> PublicKey:
    """The public half of a private key."""
    return PublicKey(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def sign(private: Ed25519PrivateKey, message: bytes, *, namespace: str = NAMESPACE) -> str:
    """The armoured signature of a message."""
    return signed_with(public_of(private), private.sign, message, namespace=namespace)


def signed_with(
    public: PublicKey, make: Callable[[bytes], bytes], message: bytes, *, namespace: str = NAMESPACE
) -> str:
    """The armoured signature of a message by a key that is held elsewhere; `make` gives its 64 bytes."""
    return _armoured(_envelope(public, namespace, make(_signed(message, namespace))))


def verify(armoured: str, message: bytes, *, namespace: str = NAMESPACE) -> PublicKey:
    """The key that made an armoured signature of this message. Whose key it is, the caller must know.

    Raises:
        SignatureError: It is not such a signature in the one written form, or not of this message and namespace.
    """
    key, signature = _parsed(armoured, namespace)
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, _signed(message, namespace))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError("the signature is not of this text") from error
    return key


def _parsed(armoured: str, namespace: str) -> tuple[PublicKey, bytes]:
    match = _ARMOUR.fullmatch(armoured)
    if match is None:
        raise SignatureError("this is not an armoured SSH signature")
    try:
        blob = base64.b64decode(match[1].replace("\n", ""), validate=True)
        if not blob.startswith(_MAGIC):
            raise ValueError("no SSHSIG")
        _, rest = _take(blob[len(_MAGIC) + 4 :])
        key_blob = blob[len(_MAGIC) + 8 : len(blob) - len(rest)]
        for _ in range(3):
            _, rest = _take(rest)
        key = PublicKey(_take(_take(key_blob)[1])[0])
        signature = _take(_take(_take(rest)[0])[1])[0]
    except (binascii.Error, ValueError) as error:
        raise SignatureError("this is not an SSH signature") from error
    # Made again from what was read: whatever is written in another way, or is of another kind, shows as a difference.
    if len(key.raw) != 32 or _armoured(_envelope(key, namespace, signature)) != armoured:
        raise SignatureError(f"this is not an Ed25519 signature in the namespace {namespace} as SSH writes it")
    return key, signature


def _signed(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _envelope(key: PublicKey, namespace: str, signature: bytes) -> bytes:
    inner = _string(_KIND) + _string(signature)
    head = _MAGIC + struct.pack(">I", 1) + _string(key.blob) + _string(namespace.encode())
    return head + _string(b"") + _string(_HASH) + _string(inner)


def _armoured(blob: bytes) -> str:
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    """The SSH string at the head of some bytes, and the rest."""
    if len(data) < 4:
        raise ValueError("it breaks off")
    (length,) = struct.unpack(">I", data[:4])
    if len(data) < 4 + length:
        raise ValueError("it breaks off")
    return data[4 : 4 + length], data[4 + length :]
