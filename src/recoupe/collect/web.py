"""Fetching a public page or file from an address, when the user asks for it.

    with fetched("https://example.org/clip.mp4", folder) as answer:
        case.add(answer.path, …, origin=answer.origin())

One plain request without cookies, scripts or proxy. The name is looked up once and the connection goes to the very
address that was checked: it must be a public one, at every redirection anew, so that no page can lead recoupe into the
reporter's own network. What comes back is taken as it is, byte for byte, up to a limit. A page as a browser shows it,
is for a web archiver: add what it gives. A clip behind a player is for `recoupe.collect.footage`.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import ipaddress
import os
import re
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from recoupe import __version__
from recoupe.collect.names import declared_type, visible
from recoupe.errors import CollectError, UsageError
from recoupe.model import Origin

MOST_BYTES = 2 << 30
MOST_REDIRECTIONS = 5
WAIT_S = 20.0
WHOLE_S = 900.0
METHOD = "fetch"

Resolve = Callable[[str, int], list[str]]
Allowed = Callable[[str], bool]
_PLAIN = MappingProxyType({"User-Agent": f"recoupe/{__version__}", "Accept": "*/*"})
_MAPPED = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
)
_HEADERS = ("date", "last-modified", "etag", "content-type", "content-encoding", "server")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an address gave.

    path: the bytes, under a random name. url: what was asked for; final: where it led. status: 200 or another one of
    success. address: the one that was connected to. certificate: SHA-256 of the server's, empty without TLS.
    headers: those that may matter later.
    """

    path: Path
    digest: str
    size: int
    url: str
    final: str
    status: int
    address: str
    certificate: str
    headers: dict[str, str]
    at: str

    @property
    def name(self) -> str:
        """A name for people, from the address."""
        last = unquote(urlsplit(self.final).path).rstrip("/").rsplit("/", 1)[-1]
        return visible(last)[:200] or visible(urlsplit(self.final).hostname or "page")

    def origin(self) -> Origin:
        """Where the bytes came from, for the case."""
        notes = [f"{key}: {value}" for key, value in self.headers.items()]
        notes += [f"status: {self.status}", f"address: {self.address}"]
        if self.final != self.url:
            notes.append(f"led to: {visible(self.final)}")
        if self.certificate:
            notes.append(f"certificate sha256: {self.certificate}")
        asked = visible(self.url)
        return Origin(
            name=self.name, collected_at=self.at, method=METHOD, path=asked, url=asked, notes=tuple(notes)
        )  # fmt: skip

    @property
    def declared_type(self) -> str:
        """The media type that the name promises."""
        return declared_type(self.name)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not local, private, reserved, or one of these in disguise.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        elif parsed.scope_id or parsed.teredo or any(parsed in network for network in _MAPPED):
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name.

    Raises:
        CollectError: It has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CollectError(
            f"{visible(host)} cannot be found: {error}", todo="check the address and the network"
        ) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@contextlib.contextmanager
def fetched(
    url: str, folder: Path, *, most_bytes: int = MOST_BYTES, resolver: Resolve = resolve, allowed: Allowed = is_public
) -> Iterator[Answer]:
    """Fetch what is at an address; the file is removed when the block ends.

    Args:
        url: An http or https address.
        folder: Where the bytes may lie meanwhile.
        most_bytes: More is refused.
        resolver: Finds the IP addresses of a name.
        allowed: Which IP addresses may be connected to.
    Raises:
        UsageError: It is no address of that kind.
        CollectError: It cannot be fetched, or may not be; says why.
    """
    path = folder / secrets.token_hex(12)
    began = time.monotonic()
    try:
        final = url
        for _ in range(MOST_REDIRECTIONS + 1):
            with asked(final, resolver, allowed) as (response, address, certificate):
                if response.status in (301, 302, 303, 307, 308) and response.headers.get("location"):
                    final = urljoin(final, response.headers["location"])
                    continue
                if not 200 <= response.status < 300:
                    raise CollectError(
                        f"{visible(final)} answers with status {response.status}",
                        todo="it may be gone or ask for a login; note that, or collect it with a browser",
                    )
                headers = {key: visible(value)[:300] for key in _HEADERS if (value := response.headers.get(key))}
                digest, size = _kept(response, path, most_bytes, began)
                yield Answer(
                    path=path, digest=digest, size=size, url=url, final=final, status=response.status,
                    address=address, certificate=certificate, headers=headers,
                    at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                )  # fmt: skip
                return
        raise CollectError(f"{visible(url)} leads from one address to the next without an end", todo="try the last one")
    finally:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def asked(
    url: str,
    resolver: Resolve,
    allowed: Allowed,
    *,
    method: str = "GET",
    headers: Mapping[str, str] = _PLAIN,
    body: bytes | None = None,
) -> Iterator[tuple[http.client.HTTPResponse, str, str]]:
    """One request to an address that was checked: the answer, the IP address, and the SHA-256 of the certificate.

    Raises:
        UsageError, CollectError: As `fetched`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise UsageError(f"{visible(url)!r} is no address: {error}", todo="it begins with https://") from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise UsageError(f"{visible(url)!r} is no public address of the web", todo="it begins with https://")
    if re.search(r"[\x00-\x20\x7f]", url):
        raise UsageError(f"{visible(url)!r} holds characters that no address has", todo="copy it again")
    found = resolver(host, port)
    refused = [address for address in found if not allowed(address)]
    # One private address among public ones is refused, too: the next look-up might give that one.
    if refused or not found:
        raise CollectError(
            f"{visible(host)} is not a public address of the internet ({', '.join(refused) or 'none'})",
            todo="recoupe fetches from the public web only; download it yourself and add the file",
        )
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    connection = _Pinned(host, port, found[0], secure=parts.scheme == "https")
    try:
        try:
            name = host.encode("idna").decode() if not host.isascii() else host
            shown = f"[{name}]" if ":" in name else name
            default = 443 if parts.scheme == "https" else 80
            connection.putrequest(method, _ascii(target), skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", shown if port == default else f"{shown}:{port}")
            for key, value in headers.items():
                connection.putheader(key, value)
            connection.putheader("Accept-Encoding", "identity")
            connection.putheader("Connection", "close")
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise CollectError(f"{visible(url)} cannot be fetched: {error}", todo="try again later") from error
        with response:
            yield response, found[0], connection.certificate
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the IP address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=WAIT_S)
        self._address, self._secure = address, secure
        self.certificate = ""

    def connect(self) -> None:
        """Connect to the address; with TLS the certificate must be that of the name."""
        made = socket.create_connection((self._address, self.port), self.timeout)
        if not self._secure:
            self.sock = made
            return
        try:
            secured = ssl.create_default_context().wrap_socket(made, server_hostname=self.host)
        except BaseException:
            made.close()
            raise
        self.certificate = hashlib.sha256(secured.getpeercert(binary_form=True) or b"").hexdigest()
        self.sock = secured


def _kept(response: http.client.HTTPResponse, path: Path, most_bytes: int, began: float) -> tuple[str, int]:
    sink, size = hashlib.sha256(), 0
    announced = response.length
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while True:
            try:
                data = response.read1(1 << 20)
            except (OSError, http.client.HTTPException) as error:
                raise CollectError(f"the answer broke off after {size} bytes: {error}", todo="try again") from error
            if not data:
                break
            size += len(data)
            if size > most_bytes:
                raise CollectError(
                    f"the answer is larger than {most_bytes} bytes", todo="download it yourself and add it"
                )
            if time.monotonic() - began > WHOLE_S:
                raise CollectError(
                    f"the answer took longer than {WHOLE_S:.0f} s", todo="download it yourself and add it"
                )
            sink.update(data)
            file.write(data)
    if announced is not None and size < announced:
        raise CollectError(f"the answer broke off after {size} of {announced} bytes", todo="try again")
    return sink.hexdigest(), size


def _ascii(target: str) -> str:
    """The path of an address with whatever is not ASCII written as UTF-8 in percent form."""
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in target)


def look(url: str, folder: Path, *, resolver: Resolve = resolve, allowed: Allowed = is_public) -> dict[str, Any]:
    """Whether something is to be had at an address now: outcome (`there`, `not there`), reason, digest and size."""
    try:
        with fetched(url, folder, resolver=resolver, allowed=allowed) as answer:
            return {"outcome": "there", "sha256": answer.digest, "bytes": str(answer.size), "final": answer.final}
    except CollectError as error:
        return {"outcome": "not there", "reason": error.reason}
