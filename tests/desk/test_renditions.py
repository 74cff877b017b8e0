"""Renditions in the background: made once, waited for, told, and let go of."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recoupe.desk.renditions import Renditions, Stopped
from recoupe.errors import DamagedFile, RecoupeError
from recoupe.events import Events, Progress


def test_two_who_ask_wait_for_one_making(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(original: Path, target: Path, events: Events) -> Path:
        made.append(original)
        time.sleep(0.1)
        target.write_bytes(b"x")
        return target

    renditions = Renditions(make)
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda _: renditions.get(tmp_path / "a", tmp_path / "b"), range(4)))
    assert got == [tmp_path / "b"] * 4 and made == [tmp_path / "a"]
    assert renditions.share(tmp_path / "b") == 1.0
    renditions.close()


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    go = threading.Event()

    def make(original: Path, target: Path, events: Events) -> Path:
        events(Progress(operation="rendition", done=30, total=120))
        go.wait(5)
        target.write_bytes(b"x")
        return target

    renditions = Renditions(make)
    assert renditions.share(tmp_path / "b") is None
    waiting = threading.Thread(target=renditions.get, args=(tmp_path / "a", tmp_path / "b"))
    waiting.start()
    while renditions.share(tmp_path / "b") != 0.25:
        time.sleep(0.01)
    go.set()
    waiting.join(5)
    assert renditions.share(tmp_path / "b") == 1.0
    renditions.close()


def test_a_failure_is_raised_and_tried_again_next_time(tmp_path: Path) -> None:
    tries: list[int] = []

    def make(original: Path, target: Path, events: Events) -> Path:
        tries.append(1)
        if len(tries) == 1:
            raise DamagedFile("nothing in it")
        raise PermissionError(13, "Permission denied")

    renditions = Renditions(make)
    with pytest.raises(DamagedFile, match="nothing in it"):
        renditions.get(tmp_path / "a", tmp_path / "b")
    with pytest.raises(RecoupeError, match="Permission denied"):
        renditions.get(tmp_path / "a", tmp_path / "b")
    renditions.close()


def test_the_end_of_the_desk_does_not_wait(tmp_path: Path) -> None:
    go = threading.Event()

    def make(original: Path, target: Path, events: Events) -> Path:
        go.wait(10)
        return target

    renditions = Renditions(make)
    threading.Timer(0.1, renditions.close).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        renditions.get(tmp_path / "a", tmp_path / "b")
    assert time.monotonic() - began < 3
    go.set()
