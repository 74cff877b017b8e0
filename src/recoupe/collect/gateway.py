"""The one way to the network that a jailed child is given: requests over a socket pair, each checked as `web` checks.

    with opened(resolver=…, allowed=…) as gateway:
        jail.call(job, gateway.end, …)
    gateway.reached   # name → address that was connected to

A child asks for an address; the gateway looks its name up once, refuses it unless every IP address it has is a public
one, and connects to the very address that it checked. It follows no redirection: where one leads is a new request.
Of the child it believes nothing: kinds, lengths, numbers of requests and bytes are bounded.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import http.client
import re
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import msgspec

from recoupe.collect import web
from recoupe.collect.names import visible
from recoupe.errors import CollectError, UsageError

MOST_REQUESTS: Final = 50_000
MOST_OPEN: Final = 8
MOST_QUESTION: Final = 4 << 20
MOST_HEAD: Final = 1 << 18
PIECE: Final = 1 << 19
_LENGTH: Final = struct.Struct(">cII")
_METHODS: Final = ("GET", "HEAD", "POST")
_OURS: Final = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "upgrade", "te"}
)
_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VALUE: Final = re.compile(r"[\x20-\x7e\x80-\xff\t]{0,16384}")


class _Question(msgspec.Struct, forbid_unknown_fields=True):
    method: str
    url: str
    headers: dict[str, str]
    body: str


@dataclass
class Gateway:
    """end: the descriptor for the child. reached: name → IP address. refused: what was asked for and may not be."""

    end: int
    reached: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


@contextlib.contextmanager
def opened(
    *, most_bytes: int, resolver: web.Resolve = web.resolve, allowed: web.Allowed = web.is_public
) -> Iterator[Gateway]:
    """Serve one child until the block ends."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        gateway = Gateway(theirs.fileno())
        serving = _Serving(ours, gateway, most_bytes, resolver, allowed)
        thread = threading.Thread(target=serving.run, name="gateway", daemon=True)
        thread.start()
        try:
            yield gateway
        finally:
            for end in (ours, theirs):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            thread.join(web.WAIT_S + 5)


class _Serving:
    def __init__(
        self, channel: socket.socket, gateway: Gateway, most_bytes: int, resolver: web.Resolve, allowed: web.Allowed
    ) -> None:
        self._channel, self._gateway, self._left = channel, gateway, most_bytes
        self._resolver, self._allowed = resolver, allowed
        self._open: dict[int, tuple[contextlib.ExitStack, http.client.HTTPResponse]] = {}

    def run(self) -> None:
        """Answer until the other side has gone or says something that is no question."""
        try:
            for _ in range(MOST_REQUESTS):
                kind, number, length = _LENGTH.unpack(self._exactly(_LENGTH.size))
                if length > MOST_QUESTION:
                    return
                data = self._exactly(length)
                if kind == b"R":
                    self._ask(number, data)
                elif kind == b"P" and number in self._open:
                    self._piece(number)
                elif kind == b"C":
                    self._close(number)
                else:
                    return
        except (OSError, EOFError):
            return  # the child has ended, which is how every conversation ends
        finally:
            for number in list(self._open):
                self._close(number)
            with contextlib.suppress(OSError):
                self._channel.shutdown(socket.SHUT_RDWR)

    def _ask(self, number: int, data: bytes) -> None:
        with contextlib.ExitStack() as stack:
            try:
                question = _checked(data)
                body = base64.b64decode(question.body, validate=True)
                if len(self._open) >= MOST_OPEN or number in self._open:
                    raise CollectError("too many answers are open at once")
                response, address, _ = stack.enter_context(
                    web.asked(
                        question.url,
                        self._resolver,
                        self._allowed,
                        method=question.method,
                        headers=question.headers,
                        body=body if question.method == "POST" else None,
                    )
                )
            except (CollectError, UsageError, msgspec.MsgspecError, binascii.Error, UnicodeDecodeError) as error:
                reason = error.reason if isinstance(error, (CollectError, UsageError)) else "this is no request"
                if "not a public address" in reason:
                    self._gateway.refused.append(reason)
                self._say(b"E", number, reason.encode())
                return
            self._gateway.reached.setdefault(visible(urlsplit(question.url).hostname or ""), address)
            head = {
                "status": response.status,
                "reason": visible(response.reason or "")[:200],
                "headers": [[k, v] for k, v in response.getheaders() if _VALUE.fullmatch(v)],
            }
            said = msgspec.json.encode(head)
            if len(said) > MOST_HEAD:
                self._say(b"E", number, b"the head of the answer is too long")
                return
            self._open[number] = (stack.pop_all(), response)
            self._say(b"H", number, said)

    def _piece(self, number: int) -> None:
        response = self._open[number][1]
        try:
            data = response.read1(PIECE)
        except (OSError, http.client.HTTPException) as error:
            self._say(b"E", number, f"the answer broke off: {error}".encode())
            self._close(number)
            return
        self._left -= len(data)
        if self._left < 0:
            self._say(b"E", number, b"it is larger than is taken")
            self._close(number)
            return
        self._say(b"D", number, data)
        if not data:
            self._close(number)

    def _close(self, number: int) -> None:
        held = self._open.pop(number, None)
        if held is not None:
            held[0].close()

    def _say(self, kind: bytes, number: int, data: bytes) -> None:
        self._channel.sendall(_LENGTH.pack(kind, number, len(data)) + data)

    def _exactly(self, length: int) -> bytes:
        data = bytearray()
        while len(data) < length:
            piece = self._channel.recv(min(length - len(data), 1 << 20))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)


def _checked(data: bytes) -> _Question:
    """A question, with only the headers a child may set.

    Raises:
        CollectError: It is none that may be asked.
        msgspec.MsgspecError: It is none at all.
    """
    question = msgspec.json.decode(data, type=_Question)
    if question.method not in _METHODS:
        raise CollectError("only GET, HEAD and POST are asked")
    headers = {
        key: value
        for key, value in question.headers.items()
        if key.lower() not in _OURS and _TOKEN.fullmatch(key) and _VALUE.fullmatch(value)
    }
    return msgspec.structs.replace(question, headers=headers)
