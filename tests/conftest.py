"""Shared fixtures: real data, outside programs, and what happens when they are not there.

With RECOUPE_REQUIRE=1 (CI as root, after installing) a missing program fails instead of skipping.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def _absent(what: str, todo: str) -> None:
    message = f"{what} is not here: {todo}"
    if os.environ.get("RECOUPE_REQUIRE") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session", autouse=True)
def _key_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests sign with a key of their own: nobody's real one is used, and none is made in the home folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECOUPE_KEY", str(tmp_path_factory.mktemp("key") / "key"))
        patch.delenv("RECOUPE_PASSPHRASE", raising=False)
        yield


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data that nobody here made; a test that needs it skips without."""
    stated = os.environ.get("RECOUPE_DATA")
    folder = Path(stated) if stated else REPOSITORY.parent / "shared"
    if not (folder / "bench").is_dir():
        pytest.skip("real data is not here: set RECOUPE_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def ffmpeg() -> str:
    """Path of the ffmpeg program (tests and benchmarks only; the product decodes with PyAV)."""
    found = shutil.which("ffmpeg")
    if not found:
        _absent("the ffmpeg program", "install your system's ffmpeg package")
    return str(found)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium or Chrome that browser tests may drive."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    _absent("Chromium", "install your system's chromium package")
    raise AssertionError("unreachable")
