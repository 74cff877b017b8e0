"""A site on loopback that the fetching tests ask, and the rules that let them reach it and nothing else."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Site(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD by `respond`, which a test's own site defines; notes each request in `asked`."""

    asked: list[tuple[str, dict[str, str]]]

    def __init_subclass__(cls) -> None:
        cls.asked = []

    def respond(self, path: str) -> None:
        """Answer a request for a path without its query."""
        raise AssertionError("a site says what it answers")

    def do_GET(self) -> None:
        self.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        self.respond(self.path.split("?")[0])

    do_HEAD = do_GET  # noqa: N815 (the server's own name)

    def answer(self, status: int, data: bytes, **headers: str) -> None:
        """Send a whole answer; a header given replaces the usual one of that name."""
        self.send_response(status)
        for key, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Silent: what was asked stands in `asked`."""


@contextmanager
def served(site: type[Site]) -> Iterator[int]:
    """The site's port on loopback, while the block runs."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def to_loopback(host: str, port: int) -> list[str]:
    """Every name ending in .example leads to the test's server; any other keeps its meaning."""
    return ["127.0.0.1"] if host.endswith(".example") else [host]


def only_ours(address: str) -> bool:
    """The test's own rule in place of "a public address"."""
    return address == "127.0.0.1"
