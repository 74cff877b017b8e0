"""The libraries that open foreign files still work with every layer of the jail on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import PIL.Image
import pypdf
import pytest

from recoupe import jail
from recoupe.jail import nursery, switches
from tests.jail.conftest import HERE

Job = Callable[..., Any]


@pytest.fixture(scope="module")
def job() -> Iterator[Job]:
    with switches.jobs_from("media_jobs", str(HERE)):
        yield lambda name, file, **more: jail.call(f"media_jobs:{name}", file, **more)
    jail.shutdown()


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_video_is_encoded_and_decoded_on_several_threads(job: Job, tmp_path: Path, codec: str) -> None:
    anything, film = tmp_path / "anything", tmp_path / "film.mp4"
    anything.touch()
    taken = bytearray()
    size = job("encode", anything, settings={"codec": codec}, sink=lambda name, data: taken.extend(data))
    assert len(taken) == size
    film.write_bytes(taken)
    assert job("count_frames", film) == 30


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_pictures_are_opened(job: Job, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "picture"
    PIL.Image.new("RGB", (60, 40), (200, 30, 30)).save(file, kind)
    assert job("picture", file)[:2] == [60, 40]


def test_a_pdf_is_opened(job: Job, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 200)
    writer.encrypt("", algorithm="RC4-128")
    writer.write(file)
    assert job("pages", file) == 3


def test_a_page_is_opened(job: Job, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    words = "The bridge was closed at noon, officials said on Tuesday. "
    file.write_text(
        f"<html><head><meta charset=windows-1252></head><body><article><p>{words * 20}</p></article></body></html>"
    )
    assert words.strip() in job("body", file)


def test_a_workbook_is_opened(job: Job, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["place", 12, 0.5, True])
    book.save(made := io.BytesIO())
    file = tmp_path / "table.xlsx"
    file.write_bytes(made.getvalue())
    assert job("cells", file) == [["place", 12, 0.5, True]]


@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp1256", "koi8_r", "shift_jis", "gb18030", "utf_16_le", "utf_7", "mac_roman"]
)
def test_codecs_are_there_although_python_loads_them_late(job: Job, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "text"
    file.write_bytes("plain".encode(encoding))
    assert job("legacy_text", file, settings={"encoding": encoding}) == "plain"


def test_what_preload_names_is_there(job: Job, tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    assert job("late", tmp_path / "any") is True


def test_the_libraries_start_no_thread_before_the_fork(job: Job, tmp_path: Path) -> None:
    """Otherwise every call would have to pay for a new interpreter."""
    (tmp_path / "any").touch()
    job("late", tmp_path / "any")
    assert "media_jobs" in nursery._zygotes and "media_jobs" not in nursery._fresh
