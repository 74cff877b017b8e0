"""A trap for files that reach out, and what a run over hostile files leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.errors import ComponentMissing
from recoupe.read.picture import ocr
from tests.hostile.trap import Trap


@pytest.fixture(scope="session")
def armed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    """One trap for all tests, so that generated files can be shared."""
    with Trap(tmp_path_factory.mktemp("beside") / "secrets") as trap:
        yield trap


@pytest.fixture(scope="package", autouse=True)
def without_ocr() -> Iterator[None]:
    """Leave the words in pictures unread: each would cost seconds, and its job opens a picture as two others do."""

    def absent() -> dict[str, Path]:
        raise ComponentMissing("left out of these tests", todo="nothing")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "model_paths", absent)
        yield


@pytest.fixture
def trap(armed: Trap) -> Trap:
    """The trap, its count at nothing."""
    armed.forget()
    return armed


def leaked(root: Path, words: str) -> list[str]:
    """Files of a case, originals aside, in which the words stand as such or in UTF-16."""
    needles = (words.encode(), words.encode("utf-16-le"))
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if path.is_file() and "originals" not in path.parts and any(n in path.read_bytes() for n in needles)
    ]
