"""Handing over files: names that climb, limits, broken bodies, times of change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.desk.failures import BadRequest, TooLarge
from recoupe.desk.uploads import DEPTH, NAME_BYTES, Incoming, Limits, free_path, receive, safe_parts

TYPE = "multipart/form-data; boundary=XX"


def part(name: str, data: bytes, filename: str | None = None) -> bytes:
    said = f'; filename="{filename}"' if filename is not None else ""
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{said}\r\n\r\n'.encode() + data + b"\r\n"


def take(
    folder: Path, body: bytes, *, content_type: str = TYPE, limits: Limits | None = None, chunk: int = 7
) -> Incoming:
    async def stream() -> AsyncIterator[bytes]:
        for at in range(0, len(body), chunk):
            yield body[at : at + chunk]

    folder.mkdir(exist_ok=True)
    return asyncio.run(receive(stream(), content_type, folder, limits=limits))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_fields_files_and_folders_arrive(tmp_path: Path) -> None:
    body = part("title", "Harbour – Freitag".encode()) + part("modified", b"1400000000000")
    body += part("files", b"one", "clips/a.mp4") + part("files", b"", "clips/empty.txt") + part("files", b"", "")
    incoming = take(tmp_path / "in", body + b"--XX--\r\n")
    assert incoming.fields == {"title": "Harbour – Freitag"}
    assert files(tmp_path / "in") == {"clips/a.mp4": b"one", "clips/empty.txt": b""}
    assert incoming.files == 2 and incoming.size == 3


def test_the_time_of_change_is_kept_and_an_unknown_one_is_not_invented(tmp_path: Path) -> None:
    body = part("modified", b"1400000000000") + part("files", b"1", "known") + part("files", b"2", "unknown")
    body += part("modified", b"soon") + part("files", b"3", "nonsense")
    take(tmp_path / "in", body + b"--XX--\r\n")
    times = {p.name: p.stat().st_mtime for p in (tmp_path / "in").iterdir()}
    assert times == {"known": 1_400_000_000, "unknown": 0, "nonsense": 0}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("../../etc/passwd", ("etc", "passwd")),
        ("/etc/passwd", ("etc", "passwd")),
        ("C:\\Users\\me\\a.mp4", ("Users", "me", "a.mp4")),
        ("..", ("unnamed",)),
        ("a/./b//c", ("a", "b", "c")),
        ("a\x00b\nc", ("abc",)),
        ("  ", ("unnamed",)),
        (".../x", ("...", "x")),
    ],
)
def test_names_become_plain_relative_paths(name: str, parts: tuple[str, ...]) -> None:
    assert safe_parts(name) == parts


@given(st.text(max_size=600))
def test_no_name_leaves_the_folder(name: str) -> None:
    parts = safe_parts(name)
    assert 1 <= len(parts) <= DEPTH
    folder = Path("/a/b")
    assert folder in folder.joinpath(*parts).parents
    for piece in parts:
        assert piece not in {"", ".", ".."} and not set(piece) & set("/\\\x00\n")
        assert len(piece.encode("utf-8", "replace")) <= NAME_BYTES


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_parts("é" * 300 + ".mp4")[0].endswith("é.mp4")


def test_a_second_file_of_one_name_keeps_its_name(tmp_path: Path) -> None:
    body = part("files", b"1", "a.txt") + part("files", b"2", "a.txt") + part("files", b"3", "a.txt/b.txt")
    take(tmp_path / "in", body + b"--XX--\r\n")
    assert sorted(files(tmp_path / "in").values()) == [b"1", b"2", b"3"]
    assert {Path(p).name for p in files(tmp_path / "in")} == {"a.txt", "b.txt"}


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert free_path(tmp_path, ("a",)) == tmp_path / "again 1" / "a"


@pytest.mark.parametrize(
    "limits",
    [Limits(file=10), Limits(total=25), Limits(files=2), Limits(spare=1 << 62)],
    ids=["one file", "in all", "how many", "the disk"],
)
def test_limits_are_kept_while_it_streams(tmp_path: Path, limits: Limits) -> None:
    body = b"".join(part("files", b"x" * 11, f"{n}.bin") for n in range(3)) + b"--XX--\r\n"
    with pytest.raises(TooLarge):
        take(tmp_path / "in", body, limits=limits)


def test_a_field_is_short(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="too long"):
        take(tmp_path / "in", part("title", b"x" * 5000) + b"--XX--\r\n")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"", TYPE),
        (b"", "multipart/form-data"),
        (b"no boundary here", TYPE),
        (part("files", b"cut off", "a.txt"), TYPE),
        (part("files", b"cut off", "a.txt")[:-4], TYPE),
        (b"--XX\r\n" + b"A" * 40_000 + b": b\r\n\r\n", TYPE),
    ],
    ids=["json", "empty", "no boundary named", "no boundary", "no end", "cut off", "long header"],
)
def test_what_does_not_arrive_whole_is_refused(tmp_path: Path, body: bytes, content_type: str) -> None:
    with pytest.raises(BadRequest):
        take(tmp_path / "in", body, content_type=content_type, chunk=500)
