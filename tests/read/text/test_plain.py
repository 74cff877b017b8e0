"""Plain texts: taken as they are where they are UTF-8, else opened in a small child, to the same document as in a
large one."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe import jail
from recoupe.errors import InputError
from recoupe.model import Document
from recoupe.read.text.jobs import document_of
from recoupe.read.text.reader import PLAIN_JOB, open_text
from recoupe.read.text.utf8 import MOST_BYTES, utf8_text

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


@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_that_are_taken_as_they_are_are_what_the_child_would_give(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "staged.txt"
        path.write_bytes(data)
        text = utf8_text(path)
    if text is not None:
        wanted = document_of(BytesIO(data), {"media_type": "text/plain"})
        assert (text, "utf-8", ()) == (wanted.text, wanted.encoding, wanted.remarks)


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (STAGED.encode(), True),
        (b"\x1b[1mlog\x1b[0m\tline", True),
        (b"\xef\xbb\xbf" + STAGED.encode(), False),
        (STAGED.encode("utf-16"), False),
        (STAGED.encode("cp1252"), False),
        ("\u00e9".encode()[:1] + b"nd", False),
        (b"a\x00b", False),
        (b"a\x08b", False),
        (b" \n\t", False),
        (b"", False),
        (b"a" * MOST_BYTES, True),
        (b"a" * (MOST_BYTES + 1), False),
    ],
)
def test_only_short_utf8_without_anything_unusual_is_taken_as_it_is(data: bytes, taken: bool, tmp_path: Path) -> None:
    path = tmp_path / "staged.txt"
    path.write_bytes(data)
    assert utf8_text(path) == (data.decode() if taken else None)


def test_no_child_is_started_for_it_and_one_is_for_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    real = jail.call
    monkeypatch.setattr(jail, "call", lambda job, *args, **more: called.append(job) or real(job, *args, **more))
    path = tmp_path / "staged.txt"
    path.write_text(STAGED, encoding="utf-8")
    opened(path)
    assert not called
    path.write_text(STAGED, encoding="cp1252")
    opened(path)
    assert called == [PLAIN_JOB]


def test_a_folder_or_a_pipe_is_left_to_the_child_which_says_why(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe", "nothing"):
        assert utf8_text(tmp_path / name) is None
        with pytest.raises(InputError):
            open_text(tmp_path / name, {"media_type": "text/plain"}, size=1)


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
