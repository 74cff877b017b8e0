"""What images say of themselves; text lines in reading order; the optional component and its digests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

from recoupe import jail
from recoupe.errors import ComponentMissing, DamagedFile, UnsupportedFile
from recoupe.read.picture import image_job, ocr
from recoupe.read.picture.lines import Line, compose, in_order


def facts(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = jail.call("recoupe.read.picture.image_job:facts", path)
    return said


def test_exif_is_kept_as_the_file_writes_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110], exif[0x0131] = 6, "Maker", "Model 3", "editor 1\x00\x07"
    exif[0x8769] = {0x9003: "2031:05:06 07:08:09", 0x9011: "+02:00"}
    exif[0x8825] = {1: "N", 2: (50.0, 57.0, 30.0), 3: "W", 4: (1.0, 51.0, 0.0)}
    Image.new("RGB", (80, 60)).save(tmp_path / "a.jpg", exif=exif)
    said = facts(tmp_path / "a.jpg")
    assert (said["width"], said["height"], said["orientation"]) == (60, 80, 6)
    assert said["taken"] == "2031:05:06 07:08:09 +02:00"
    assert (said["camera"], said["software"]) == ("Maker Model 3", "editor 1")
    assert (said["latitude"], said["longitude"]) == (50.958333, -1.85)


@pytest.mark.parametrize("kind", ["png", "webp", "gif", "tiff", "bmp", "jpg"])
def test_every_kind_is_opened_in_the_jail(tmp_path: Path, kind: str) -> None:
    Image.new("RGB", (9, 7)).save(tmp_path / f"a.{kind}")
    said = facts(tmp_path / f"a.{kind}")
    assert (said["width"], said["height"], said["taken"], said["latitude"]) == (9, 7, "", None)


@pytest.mark.parametrize(
    "gps", [{1: "N", 2: (500.0, 0.0, 0.0), 3: "E", 4: (1.0, 0.0, 0.0)}, {2: (1.0,)}, {2: (IFDRational(0, 0),) * 3}]
)
def test_a_position_that_makes_no_sense_is_none(tmp_path: Path, gps: dict[int, Any]) -> None:
    exif = Image.Exif()
    exif[0x8825] = gps
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", exif=exif)
    assert facts(tmp_path / "a.jpg")["latitude"] is None


def test_a_truncated_image_is_damaged_and_a_text_is_none(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 90, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG")
    (tmp_path / "half.jpg").write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
    with pytest.raises(DamagedFile, match="truncated"):
        facts(tmp_path / "half.jpg")
    (tmp_path / "no.jpg").write_text("no picture")
    with pytest.raises(UnsupportedFile, match="not an image"):
        facts(tmp_path / "no.jpg")


def test_an_image_that_claims_too_many_pixels_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)  # put back afterwards
    monkeypatch.setattr(image_job, "MOST_PIXELS", 100)
    Image.new("RGB", (40, 40)).save(tmp_path / "a.png")
    with (tmp_path / "a.png").open("rb") as file, pytest.raises(UnsupportedFile, match="million pixels"):
        image_job.upright(file)


def line(text: str, left: int, top: int, *, height: int = 20, letter: int = 10) -> Line:
    return Line(text=text, left=left, top=top, right=left + letter * len(text), bottom=top + height, probability=0.99)


def test_wrapped_lines_are_one_paragraph_and_a_short_line_ends_one() -> None:
    page = compose(
        [
            line("They say that it was taken out of", 100, 60),
            line("Somebody", 100, 30),
            line("the film.", 100, 86),
            line("12 December", 100, 140),
        ]
    )
    text = page.document.text
    assert text == "Somebody\n\nThey say that it was taken out of the film.\n\n12 December"
    assert [text[p.start : p.end] for p in page.document.parts] == text.split("\n\n")
    assert all(text[start:end] == item.text for item, start, end in page.places)


def test_lines_beside_each_other_go_from_left_to_right() -> None:
    rows = in_order([line("right", 300, 12), line("below", 10, 50), line("left", 10, 10)])
    assert [item.text for item in rows] == ["left", "right", "below"]


def test_no_lines_are_an_empty_document() -> None:
    assert compose([]).document.text == ""


def test_without_the_component_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "version", lambda: "none")
    with pytest.raises(ComponentMissing, match="not installed") as caught:
        ocr.model_paths()
    assert caught.value.todo == 'pip install "recoupe[ocr]"'


def test_a_model_with_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_bytes(b"other")
    with pytest.raises(ComponentMissing, match="not the 0123456789abcdef… that was checked"):
        ocr._checked(tmp_path / "a.onnx", "0123456789abcdef" * 4)
    with pytest.raises(ComponentMissing, match=r"holds no model b\.onnx"):
        ocr._checked(tmp_path / "b.onnx", "0" * 64)


@pytest.mark.skipif(ocr.version() == "none", reason='the OCR component is not installed: pip install "recoupe[ocr]"')
def test_a_rendered_comment_is_read(tmp_path: Path) -> None:
    image = Image.new("RGB", (640, 160), "white")
    draw = ImageDraw.Draw(image)
    draw.text((30, 30), "they took it out because it was loud,", "black", ImageFont.load_default(28))
    draw.text((30, 70), "nobody asked them to", "black", ImageFont.load_default(28))
    image.save(tmp_path / "comment.png")
    said = jail.call(
        "recoupe.read.picture.ocr_job:lines", tmp_path / "comment.png", limits=jail.limits_for("image", 10_000)
    )
    words = " ".join(item["text"] for item in said["lines"])
    assert words == "they took it out because it was loud, nobody asked them to"
    first = said["lines"][0]
    assert 20 <= first["left"] <= 34
    assert 20 <= first["top"] < first["bottom"] <= 75
