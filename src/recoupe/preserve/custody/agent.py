"""Signing through an SSH agent, which holds a key open so that nobody types its passphrase again (`ssh-add KEY`).

Only what is wanted of it: is a key there, and sign this. Source: draft-miller-ssh-agent (Miller, OpenSSH).
"""

from __future__ import annotations

import os
import socket
import struct
from dataclasses import dataclass
from typing import Final

from recoupe.errors import KeyUnusable
from recoupe.preserve.custody.sshsig import PublicKey

VARIABLE: Final = "SSH_AUTH_SOCK"
_LIST, _LISTED, _SIGN, _SIGNED = 11, 12, 13, 14
_KIND: Final = b"ssh-ed25519"
_MOST: Final = 1 << 18
_WAIT_S: Final = 60.0
"""An agent may ask its user before it signs."""


@dataclass(frozen=True)
class AgentKey:
    """A key that an agent holds."""

    public: PublicKey

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of a signature.

        Raises:
            KeyUnusable: The agent does not give one.
        """
        try:
            body = _asked(_SIGN, _string(self.public.blob) + _string(data) + struct.pack(">I", 0), _SIGNED)
            kind, rest = _take(_take(body)[0])
            signature, _ = _take(rest)
        except (OSError, ValueError) as error:
            raise KeyUnusable(
                f"the SSH agent did not sign: {error}", todo="run ssh-add again, or give the passphrase"
            ) from error
        if kind != _KIND or len(signature) != 64:
            raise KeyUnusable("the SSH agent signed in a way that was not asked for", todo="give the passphrase")
        return signature


def held(public: PublicKey) -> AgentKey | None:
    """The key, if an agent is there and holds it."""
    try:
        body = _asked(_LIST, b"", _LISTED)
        (count,), rest = struct.unpack(">I", body[:4]), body[4:]
        for _ in range(count):
            blob, rest = _take(rest)
            _, rest = _take(rest)
            if blob == public.blob:
                return AgentKey(public)
    except (OSError, ValueError, struct.error):
        return None  # no agent, or none that can be talked to: the passphrase is asked for instead
    return None


def _asked(kind: int, body: bytes, wanted: int) -> bytes:
    where = os.environ.get(VARIABLE, "")
    if not where or not hasattr(socket, "AF_UNIX"):
        raise OSError("there is no agent")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(_WAIT_S)
        link.connect(where)
        link.sendall(_string(bytes([kind]) + body))
        (length,) = struct.unpack(">I", _exactly(link, 4))
        if not 1 <= length <= _MOST:
            raise ValueError("its answer has no sensible length")
        answer = _exactly(link, length)
    if answer[0] != wanted:
        raise ValueError("it refused")
    return answer[1:]


def _exactly(link: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = link.recv(length - len(data))
        if not piece:
            raise ValueError("it hung up")
        data += piece
    return bytes(data)


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    if len(data) < 4:
        raise ValueError("its answer breaks off")
    (length,) = struct.unpack(">I", data[:4])
    if len(data) < 4 + length:
        raise ValueError("its answer breaks off")
    return data[4 : 4 + length], data[4 + length :]
