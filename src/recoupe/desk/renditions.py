"""What can be made again from an original (renditions, proxies), made one after another in the background.

A long clip takes minutes. Its player shows how far the rendition is; pages stay quick meanwhile, and the end of the
desk is not held up.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path

from recoupe.errors import RecoupeError
from recoupe.events import Event, Events, Progress

Make = Callable[[Path, Path, Events], object]
"""Makes a file from an original at a path, whole or not at all, and tells events."""


class Making:
    """One file on its way. `share` is how much of it is done, 0–1."""

    def __init__(self, original: Path, target: Path, make: Make) -> None:
        self.original = original
        self.target = target
        self.make = make
        self.share = 0.0
        self.error: RecoupeError | None = None
        self.ended = threading.Event()

    def tell(self, event: Event) -> None:
        """Note progress."""
        if isinstance(event, Progress) and event.total:
            self.share = min(1.0, event.done / event.total)


class Stopped(RecoupeError):
    """The desk ended while a rendition was being made."""

    slug = "stopped"


class Renditions:
    """A queue and one thread; the thread never keeps the process alive.

    Args:
        make: What `get` makes (`recoupe.read.rendition.browsable`).
    """

    def __init__(self, make: Make) -> None:
        self._make = make
        self._queue: queue.Queue[Making] = queue.Queue()
        self._waiting: dict[Path, Making] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def get(self, original: Path, target: Path) -> Path:
        """The rendition, waiting until it is made.

        Raises:
            RecoupeError: It cannot be made, or the desk ends.
        """
        if target.is_file():
            return target
        making = self._ask(original, target, self._make)
        while not making.ended.wait(0.2):
            if self._closed.is_set():
                raise Stopped("the desk is being closed")
        if making.error is not None:
            raise making.error
        return target

    def begin(self, original: Path, target: Path, make: Make) -> None:
        """Have something else made in its turn, without waiting; what cannot be made is tried again next time."""
        if not target.is_file():
            self._ask(original, target, make)

    def share(self, target: Path) -> float | None:
        """How much of a rendition is done: 1 when it is there, None when nobody has asked for it."""
        with self._lock:
            making = self._waiting.get(target)
        if making is not None:
            return making.share
        return 1.0 if target.is_file() else None

    def close(self) -> None:
        """Let go of everybody who waits."""
        self._closed.set()

    def _ask(self, original: Path, target: Path, make: Make) -> Making:
        with self._lock:
            making = self._waiting.get(target)
            if making is None:
                making = self._waiting[target] = Making(original, target, make)
                self._queue.put(making)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="desk-renditions", daemon=True)
                self._thread.start()
            return making

    def _work(self) -> None:
        while not self._closed.is_set():
            making = self._queue.get()
            try:
                if not making.target.is_file():
                    making.make(making.original, making.target, making.tell)
            except RecoupeError as error:
                making.error = error
            except OSError as error:
                making.error = RecoupeError(
                    f"the rendition cannot be written ({error.strerror})", todo="see that there is room on the disk"
                )
            finally:
                with self._lock:
                    del self._waiting[making.target]
                making.ended.set()
