"""Serve the desk on this computer alone until Ctrl+C or SIGTERM."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import uvicorn

from recoupe.desk.app import create_app
from recoupe.desk.guard import ENTRANCE, Keys
from recoupe.desk.renditions import Renditions
from recoupe.desk.worker import Worker
from recoupe.desk.workspace import Workspace, default_folder
from recoupe.errors import NotACase, RecoupeError
from recoupe.preserve import is_case
from recoupe.read.rendition import browsable

ADDRESS = "127.0.0.1"


class PortTaken(RecoupeError):
    """Another program listens on the port that was asked for."""

    slug = "port-taken"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Where the desk is: the address with its key, and whether a browser was sent there."""

    address: str
    port: int
    browser: bool
    cases: str


def serve(
    case: Path | None = None,
    *,
    workspace: Path | None = None,
    port: int = 0,
    open_browser: bool = True,
    announce: Callable[[Opened], Any] | None = None,
    console: Callable[[str], Any] | None = None,
) -> None:
    """Serve until the process is told to end.

    Args:
        case: One case to show; without it, all cases of the workspace.
        workspace: Folder of the cases; by default the one the user chose, or "recoupe cases" in their documents.
        port: Port to listen on; 0 lets the system choose.
        open_browser: Whether to open a browser, where there is a display.
        announce: Called once, when the desk answers.
        console: The same as lines of text for people.
    Raises:
        NotACase: The folder given holds no case.
        PortTaken: The port is in use.
    """
    shown = _workspace(case, workspace)
    listener = listen(port)
    port = listener.getsockname()[1]
    keys, worker, renditions = Keys(), Worker(), Renditions(browsable)
    shown.sweep()
    app = create_app(shown, worker=worker, keys=keys, port=port, renditions=renditions)
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, renditions.close, lambda: _ready(shown, keys, port, open_browser, announce, console))
    try:
        with _signals():
            server.run(sockets=[listener])
    finally:
        worker.close()
        listener.close()


class _Server(uvicorn.Server):
    """Says when it answers and when it is about to end."""

    def __init__(self, config: uvicorn.Config, closing: Callable[[], None], ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._closing = closing
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing()  # first: whoever waits for a rendition would hold up the end
        await super().shutdown(sockets=sockets)


def _workspace(case: Path | None, workspace: Path | None) -> Workspace:
    if case is not None:
        if not is_case(case):
            raise NotACase(f"{case} is not a case", todo="make one: recoupe run NEW-CASE FILE-OR-FOLDER …")
        return Workspace(None, only=case)
    folder = (workspace or default_folder()).expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return Workspace(folder)


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1.

    Raises:
        PortTaken: Another program has the port, or it may not be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"port {port} cannot be used ({error.strerror})", todo="leave --port out, and a free one is taken"
        ) from error
    listener.listen(128)
    return listener


def has_display() -> bool:
    """Whether a browser window could appear: always assumed on macOS and Windows."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def lines(opened: Opened) -> list[str]:
    """What a person is told when the desk is open."""
    told = ["The desk is open at", opened.address]
    if not opened.browser:
        told.append("Open this address in a browser on this computer.")
    return [*told, f"Cases: {opened.cases}", "Ctrl+C ends the desk."]


def _ready(
    shown: Workspace,
    keys: Keys,
    port: int,
    browser: bool,
    announce: Callable[[Opened], Any] | None,
    console: Callable[[str], Any] | None,
) -> None:
    base = f"http://{ADDRESS}:{port}{ENTRANCE}?key="
    opening = browser and has_display()
    cases = str(shown.only or shown.folder)
    opened = Opened(address=base + keys.token, port=port, browser=opening, cases=cases)
    if announce is not None:
        announce(opened)
    if console is not None:
        for line in lines(opened):
            console(line)
    if opening:
        # Others on this machine can read the browser's command line: it gets a key that works once.
        threading.Thread(target=webbrowser.open, args=(base + keys.ticket,), daemon=True).start()


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Ctrl+C and SIGTERM end the server and nothing else: it stops, cleans up, and the command returns."""

    def ignore(signum: int, frame: FrameType | None) -> None:
        """The server has seen the signal already; it raises it again when it has ended."""

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {name: signal.signal(name, ignore) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
