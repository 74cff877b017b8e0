"""Open a still image inside the jailed child: what it says of itself, and a small rendition of it."""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ExifTags import GPS, IFD, Base

from recoupe.errors import DamagedFile, UnsupportedFile

if TYPE_CHECKING:
    from recoupe.jail import Outlet

PRELOAD = ("PIL.AvifImagePlugin", "PIL.TiffImagePlugin", "PIL.WebPImagePlugin", "PIL.MpoImagePlugin")
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
"""What is opened at all; Pillow knows forty more, of which no camera, phone or platform makes use."""

MOST_PIXELS = 150_000_000
"""Largest camera sensors have 100 million; a bomb claims more than memory."""

JPEG_QUALITY = 85
LONGEST_WORD = 200

Image.init()  # loads the plugins, which would be too late in the jail


def facts(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, Any]:
    """What the image says of itself.

    Returns:
        The fields of `recoupe.model.ImageFacts`, and `remarks`.
    Raises:
        UnsupportedFile: Not an image of a kind that is opened, or of too many pixels.
        DamagedFile: Its picture cannot be decoded to the end.
    """
    image = _open(file)
    _decode(image)  # first: what a picture says of itself may stand behind its points
    exif = image.getexif()
    orientation = _orientation(exif)
    turned = orientation >= 5
    camera = " ".join(w for w in (_word(exif.get(Base.Make)), _word(exif.get(Base.Model))) if w)
    detail = exif.get_ifd(IFD.Exif)
    latitude, longitude = _position(exif.get_ifd(IFD.GPSInfo))
    frames = int(getattr(image, "n_frames", 1))
    width, height = image.size[::-1] if turned else image.size
    remarks = []
    if frames > 1:
        remarks.append(f"{frames} pictures in one file; the first is read")
    return {
        "format": str(image.format),
        "width": width,
        "height": height,
        "orientation": orientation,
        "frames": frames,
        "taken": _taken(detail, exif),
        "camera": camera,
        "software": _word(exif.get(Base.Software)),
        "latitude": latitude,
        "longitude": longitude,
        "remarks": remarks,
    }


def rendition(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> None:
    """The picture as JPEG, one chunk: upright, at most `width` pixels wide, transparent parts on white.

    Raises:
        UnsupportedFile, DamagedFile: As `facts`.
    """
    image = upright(file, draft=settings["width"])
    width = min(settings["width"], image.width)
    if width < image.width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    outlet.chunk("jpeg", out.getvalue())


def upright(file: BinaryIO, *, draft: int | None = None) -> Image.Image:
    """The picture in RGB, orientation applied, on white.

    Args:
        draft: Width that is enough: a JPEG may then be decoded at a half, a quarter or an eighth.
    Raises:
        UnsupportedFile, DamagedFile: As `facts`.
    """
    image = _open(file)
    if draft is not None:
        image.draft("RGB", (draft, draft))
    _decode(image)
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    if image.mode.startswith("I;16"):
        return image.point(lambda level: level / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def _open(file: BinaryIO) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnsupportedFile(
            f"the image claims more than {MOST_PIXELS // 1_000_000} million pixels",
            todo="scale it down in another program and add that beside it",
        ) from error
    except UnidentifiedImageError as error:
        raise UnsupportedFile(
            f"it is not an image of a kind that is opened here ({', '.join(FORMATS)})",
            todo="save it as PNG in another program and add that beside it",
        ) from error
    except (OSError, ValueError, SyntaxError, KeyError, EOFError) as error:
        raise DamagedFile(f"the image is damaged ({_word(error)})", todo="ask for another copy of it") from error


def _decode(image: Image.Image) -> None:
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise DamagedFile(
            f"the image is truncated or damaged ({_word(error)})", todo="ask for another copy of it"
        ) from error


def _orientation(exif: Image.Exif) -> int:
    value = exif.get(Base.Orientation, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _taken(detail: dict[int, Any], exif: Image.Exif) -> str:
    """The date as the file writes it, and its offset from UTC where it gives one; nothing is converted."""
    written = _word(detail.get(Base.DateTimeOriginal) or detail.get(Base.DateTimeDigitized) or exif.get(Base.DateTime))
    offset = _word(detail.get(Base.OffsetTimeOriginal) or detail.get(Base.OffsetTime))
    return f"{written} {offset}".strip() if written else ""


def _position(gps: dict[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees as the file claims them, to a metre; None unless both make sense."""
    latitude = _degrees(gps.get(GPS.GPSLatitude), _word(gps.get(GPS.GPSLatitudeRef)) == "S")
    longitude = _degrees(gps.get(GPS.GPSLongitude), _word(gps.get(GPS.GPSLongitudeRef)) == "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return latitude, longitude


def _degrees(parts: Any, negative: bool) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if negative else value, 6) if math.isfinite(value) else None


def _word(value: Any) -> str:
    """A foreign value as one short printable line."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)
    return "".join(c for c in text if c.isprintable()).strip()[:LONGEST_WORD]
