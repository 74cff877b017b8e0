"""The gate in front of every request: right address, right origin, right person, strict headers.

A desk holds unpublished material, and any page open in the same browser can send requests to 127.0.0.1. So:

- Host must be the desk's own address (a name rebound to 127.0.0.1 is refused);
- Origin and Sec-Fetch-Site, where the browser sends them, must be the desk's own; a request that changes something must
  carry one of them;
- everything but the entrance needs the cookie, which only the printed or opened address hands out;
- every answer forbids inline and remote code, framing, sniffing, storing and referring.

Not for: keeping out other programs of the same user, who can read the case folder anyway.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
import traceback
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recoupe.desk.failures import FAULT, Problem, problem_response

log = logging.getLogger(__name__)

ENTRANCE = "/enter"
SAFE_METHODS = frozenset({"GET", "HEAD"})
METHODS = SAFE_METHODS | {"POST"}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}


class Keys:
    """The secrets of one desk process; they end with it.

    `token` is in the printed address and can be used again. `ticket` is in the address handed to the browser program,
    whose command line others can read, and works once. Both are exchanged for `session`, the cookie's value.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.session = secrets.token_urlsafe(32)
        self._ticket: str | None = secrets.token_urlsafe(24)
        self._lock = threading.Lock()

    @property
    def ticket(self) -> str:
        """The single-use key, empty once used."""
        return self._ticket or ""

    def admits(self, offered: str) -> bool:
        """Whether a key from an address opens the desk; a ticket is used up by it."""
        with self._lock:
            if self._ticket and same(offered, self._ticket):
                self._ticket = None
                return True
        return same(offered, self.token)


def same(a: str, b: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(a.encode("utf-8", "surrogatepass"), b.encode())


def where(error: BaseException) -> str:
    """The class of an error and the lines of code it came through, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return type(error).__name__ + "".join(f" < {frame.name}:{frame.lineno}" for frame in reversed(frames))


class Gate:
    """ASGI middleware that lets a request through or answers with a Problem.

    Args:
        app: What is behind the gate.
        keys: The secrets of this desk.
        hosts: Values of Host that are this desk ("127.0.0.1:8642").
        cookie: Name of the cookie; two desks on one machine share a cookie jar, so it carries the port.
    """

    def __init__(self, app: ASGIApp, *, keys: Keys, hosts: frozenset[str], cookie: str) -> None:
        self.app = app
        self.keys = keys
        self.hosts = hosts
        self.cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, and put the headers on whatever comes back."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no websockets here: the server answers 500 to a handshake nobody accepts

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        problem = self.problem(scope)
        if problem is not None:
            await problem_response(Request(scope), problem)(scope, receive, guarded)
            return
        try:
            await self.app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001 - the last door: say where, never with which source or in whose words
            log.error("a page failed: %s", where(error))
            if not started:
                await problem_response(Request(scope), FAULT)(scope, receive, guarded)

    def problem(self, scope: Scope) -> Problem | None:
        """Why the request is turned away, or None."""
        headers = Headers(scope=scope)
        method = scope["method"]
        if method not in METHODS:
            return Problem(405, "method", f"the desk does not answer {method}")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return Problem(421, "host", "this is not the desk's address", todo="use the address that recoupe printed")
        if foreign := self._foreign(headers, method, scope["path"]):
            return foreign
        if scope["path"] != ENTRANCE and not self._known(headers):
            return Problem(
                401,
                "key",
                "this browser has no key to the desk",
                todo="open the address that recoupe printed; it changes with every start",
            )
        return None

    def _foreign(self, headers: Headers, method: str, path: str) -> Problem | None:
        refusal = Problem(403, "origin", "the request came from another site")
        origins = headers.getlist("origin")
        if origins and (len(origins) != 1 or origins[0].lower() not in {f"http://{host}" for host in self.hosts}):
            return refusal
        site = headers.get("sec-fetch-site")
        entering = path == ENTRANCE and method in SAFE_METHODS
        if site not in {None, "same-origin", "none"} and not entering:
            return refusal
        if method not in SAFE_METHODS and not origins and site != "same-origin":
            return Problem(403, "origin", "a request that changes something must say where it comes from")
        return None

    def _known(self, headers: Headers) -> bool:
        for line in headers.getlist("cookie"):
            try:
                jar = SimpleCookie(line)
            except CookieError:
                continue
            if self.cookie in jar and same(jar[self.cookie].value, self.keys.session):
                return True
        return False
