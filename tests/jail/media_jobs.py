"""Ordinary work of readers, done in the jail to see that the libraries can still do it there."""

from __future__ import annotations

import importlib
import io
from typing import Any, BinaryIO

import av
import av.filter
import numpy as np
import openpyxl
import PIL.Image
import pypdf
import trafilatura

from recoupe.errors import DamagedFile
from recoupe.jail.media import open_media
from recoupe.jail.outlet import Outlet

PIL.Image.preinit()
PRELOAD = ("PIL.TiffImagePlugin", "PIL.WebPImagePlugin")
Settings = dict[str, Any]


def count_frames(file: BinaryIO, settings: Settings, outlet: Outlet) -> int:
    with open_media(file) as container:
        container.streams.video[0].thread_type = "AUTO"
        try:
            return sum(1 for _ in container.decode(video=0))
        except av.error.FFmpegError as error:
            raise DamagedFile(str(error)) from error


def encode(file: BinaryIO, settings: Settings, outlet: Outlet) -> int:
    """Make a short film in memory, on several threads."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as out:
        stream = out.add_stream(settings["codec"], rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        stream.codec_context.thread_count = 4
        stream.codec_context.thread_type = "AUTO"
        for n in range(30):
            frame = av.VideoFrame.from_ndarray(np.full((240, 320, 3), n * 8, np.uint8), format="rgb24")
            for packet in stream.encode(frame):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    outlet.chunk("film", made.getvalue())
    return len(made.getvalue())


def picture(file: BinaryIO, settings: Settings, outlet: Outlet) -> list[int]:
    with PIL.Image.open(file) as image:
        small = image.convert("RGB").resize((8, 8))
        small.save(made := io.BytesIO(), "JPEG")
        return [*image.size, len(made.getvalue())]


def pages(file: BinaryIO, settings: Settings, outlet: Outlet) -> int:
    return len(pypdf.PdfReader(file).pages)


def body(file: BinaryIO, settings: Settings, outlet: Outlet) -> str:
    return trafilatura.extract(file.read(), favor_recall=True) or ""


def cells(file: BinaryIO, settings: Settings, outlet: Outlet) -> list[Any]:
    sheet = openpyxl.load_workbook(file, read_only=True).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def legacy_text(file: BinaryIO, settings: Settings, outlet: Outlet) -> str:
    return file.read().decode(settings["encoding"])


def late(file: BinaryIO, settings: Settings, outlet: Outlet) -> bool:
    return importlib.import_module("PIL.WebPImagePlugin") is not None
