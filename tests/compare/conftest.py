"""Clips that several tests share: made once a session, decoded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recoupe.compare import compare_proxies
from recoupe.model import EditMap
from recoupe.read import proxy
from recoupe.read.proxy import Proxy
from tests.compare.making import Footage

SECONDS = 12.0


@pytest.fixture(scope="session")
def footage() -> Footage:
    return Footage.of(SECONDS)


@pytest.fixture(scope="session")
def see(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Proxy]:
    """Write footage and decode it."""
    folder = tmp_path_factory.mktemp("clips")
    count = iter(range(1000))

    def make(what: Footage, suffix: str = ".mp4", **how: object) -> Proxy:
        path = what.write(folder / f"{next(count)}{suffix}", **how)  # type: ignore[arg-type]
        return proxy.build(path, path.with_suffix(".proxy"))

    return make


@pytest.fixture(scope="session")
def whole(footage: Footage, see: Callable[..., Proxy]) -> Proxy:
    return see(footage, crf=18)


@pytest.fixture
def diff() -> Callable[[Proxy, Proxy], EditMap]:
    return lambda a, b: compare_proxies(a, b, a_id="a" * 64, b_id="b" * 64)
