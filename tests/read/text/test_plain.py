"""Plain texts open in children of a small zygote, to the same document as in the large one."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe import jail
from recoupe.errors import InputError
from recoupe.model import Document
from recoupe.read.text.jobs import document_of
from recoupe.read.text.reader import PLAIN_JOB, open_text

STAGED = "Un soir à l'île staged\n\n« Personne n'a été prévenu », a déclaré Ana Exemple.\n\nIl était 19 h 30.\n"


def opened(path: Path) -> Document:
    return open_text(path, {"media_type": "text/plain", "published": "2019-06-12"}, size=path.stat().st_size)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_the_same_document_as_the_large_child_gives(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "staged.txt"
    path.write_bytes(STAGED.replace("\n", "\r\n").encode(encoding))
    with path.open("rb") as file:
        wanted = document_of(file, {"media_type": "text/plain", "published": "2019-06-12"})
    found = opened(path)
    assert (found.text, found.parts, found.encoding, found.published, found.headline) == (
        wanted.text, wanted.parts, wanted.encoding, wanted.published, wanted.headline,
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 500])
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "staged.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        opened(path)
    assert refused.value.reason


def test_the_small_child_is_shut_in_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "staged.txt"
    path.write_text(STAGED, encoding="utf-8")
    plain = jail.call(PLAIN_JOB, path, settings={}, limits=jail.Limits(wall_s=20))
    assert plain["text"] == STAGED
    assert not plain.get("parts")
