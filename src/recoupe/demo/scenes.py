"""Pictures of the staged clips: a dark street, and a road seen from above, drawn frame by frame.

A scene is a function from a frame number to an RGB picture, uint8 [HEIGHT, WIDTH, 3]; the same number always gives the
same picture, so that a copy can be made with an exactly known cut.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Picture = NDArray[np.uint8]
Scene = Callable[[int], Picture]
WIDTH, HEIGHT = 640, 360
RATE = 25
MARGIN = 24
LABEL = "STAGED · made by recoupe"


def at_frame(seconds: float) -> int:
    """Frame number at a time."""
    return round(seconds * RATE)


def seconds_of(frame: int) -> Fraction:
    """Exact time of a frame."""
    return Fraction(frame, RATE)


def street_scene(*, glint_s: float, scatter_s: float) -> Scene:
    """A street at night, hand held: people walk by; something glimmers at `glint_s`; from `scatter_s` they run."""
    backdrop = _street_backdrop()
    walkers = _walkers(count=7, seed=11)
    grain = _grain(seed=5)
    first_glint, last_glint = at_frame(glint_s), at_frame(glint_s) + 3

    def draw(frame: int) -> Picture:
        t = frame / RATE
        picture = _window(backdrop, t)
        for walker in walkers:
            _paste_walker(picture, walker, t, scatter_s)
        if first_glint - 4 <= frame < last_glint + 4:
            _passing_object(picture, (frame - first_glint) / 3, lit=first_glint <= frame < last_glint)
        return _finish(picture, grain, frame)

    return draw


def road_scene(*, remarks: tuple[tuple[float, str], ...]) -> Scene:
    """A road from above, where two vehicles with blue lights pass to and fro; remarks are shown as subtitles for 4 s.

    Args:
        remarks: Seconds and words of each remark.
    """
    backdrop = _road_backdrop()
    grain = _grain(seed=8)

    def draw(frame: int) -> Picture:
        t = frame / RATE
        picture = _window(backdrop, t * 0.4)
        for speed, start, lane in ((34.0, -80.0, 205), (-27.0, 760.0, 238)):
            x = (start + speed * t + 160) % (WIDTH + 320) - 160
            _paste_vehicle(picture, int(x), lane, t, facing=1 if speed > 0 else -1)
        for at, words in remarks:
            if at <= t < at + 4:
                _subtitle(picture, words)
        return _finish(picture, grain, frame)

    return draw


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that comes with Pillow, at a size in pixels."""
    return ImageFont.load_default(size)


def _window(backdrop: NDArray[np.float32], t: float) -> NDArray[np.float32]:
    """What a hand-held camera sees of the backdrop at `t` seconds: it drifts and trembles by whole pixels."""
    dx = MARGIN + 9 * np.sin(0.7 * t) + 5 * np.sin(2.3 * t + 1) + 1.5 * np.sin(9.1 * t)
    dy = MARGIN + 6 * np.sin(0.9 * t + 2) + 3 * np.sin(3.1 * t) + 1.5 * np.sin(11.3 * t)
    x, y = round(float(dx)), round(float(dy))
    return backdrop[y : y + HEIGHT, x : x + WIDTH].copy()


def _street_backdrop() -> NDArray[np.float32]:
    rng = np.random.default_rng(3)
    size = (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)
    image = Image.new("RGB", size, (9, 11, 20))
    draw = ImageDraw.Draw(image)
    x = 0
    while x < size[0]:
        width, top = int(rng.integers(60, 130)), int(rng.integers(30, 120))
        shade = int(rng.integers(16, 30))
        draw.rectangle((x, top, x + width, 250), fill=(shade, shade, shade + 6))
        for wy in range(top + 12, 235, 26):
            for wx in range(x + 8, x + width - 14, 22):
                if rng.random() < 0.28:
                    warm = int(rng.integers(70, 150))
                    draw.rectangle((wx, wy, wx + 9, wy + 13), fill=(warm, int(warm * 0.82), int(warm * 0.5)))
        x += width + 3
    draw.rectangle((0, 250, size[0], size[1]), fill=(24, 24, 27))
    draw.rectangle((0, 250, size[0], 262), fill=(44, 43, 42))
    for lane in range(0, size[0], 90):
        draw.polygon([(lane, 330), (lane + 44, 330), (lane + 36, 336), (lane - 8, 336)], fill=(74, 73, 66))
    glow = Image.new("RGB", size)
    light = ImageDraw.Draw(glow)
    for lamp in (110, 330, 560):
        draw.line((lamp, 120, lamp, 262), fill=(48, 48, 50), width=4)
        light.ellipse((lamp - 90, 60, lamp + 90, 240), fill=(62, 50, 28))
        light.ellipse((lamp - 120, 240, lamp + 120, 320), fill=(44, 36, 20))
        light.ellipse((lamp - 9, 110, lamp + 9, 128), fill=(255, 232, 170))
    picture = np.asarray(image, dtype=np.float32) + np.asarray(glow.filter(ImageFilter.GaussianBlur(16)), np.float32)
    texture = np.asarray(
        Image.fromarray(rng.integers(0, 255, (size[1] // 2, size[0] // 2), dtype=np.uint8)).resize(size), np.float32
    )
    return np.asarray(picture * (0.9 + 0.2 * texture[..., None] / 255), dtype=np.float32)


def _road_backdrop() -> NDArray[np.float32]:
    rng = np.random.default_rng(21)
    size = (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)
    image = Image.new("RGB", size, (20, 25, 22))
    draw = ImageDraw.Draw(image)
    for _ in range(260):
        x, y = int(rng.integers(0, size[0])), int(rng.integers(0, size[1]))
        r, g = int(rng.integers(4, 22)), int(rng.integers(18, 46))
        draw.ellipse((x - r, y - r // 2, x + r, y + r // 2), fill=(g - 8, g, g - 6))
    draw.rectangle((0, 195, size[0], 292), fill=(46, 46, 50))
    for x in range(0, size[0], 70):
        draw.rectangle((x, 241, x + 34, 245), fill=(120, 118, 106))
    for x in range(30, size[0], 150):
        draw.rectangle((x, 176, x + 92, 192), fill=(58, 54, 50))
        draw.rectangle((x + 6, 150, x + 86, 178), fill=(38, 34, 34))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)


def _walkers(count: int, seed: int) -> list[tuple[float, float, int, int]]:
    """Start x, speed in px/s, foot y and height of each person."""
    rng = np.random.default_rng(seed)
    return [
        (
            float(rng.uniform(-260, 420)),
            float(rng.uniform(16, 30)),
            int(rng.integers(272, 322)),
            int(rng.integers(64, 92)),
        )
        for _ in range(count)
    ]


def _paste_walker(
    picture: NDArray[np.float32], walker: tuple[float, float, int, int], t: float, scatter_s: float
) -> None:
    start, speed, foot, height = walker
    x = start + speed * t + (max(0.0, t - scatter_s) * 130)
    bob = 2 * np.sin(2 * np.pi * (2.9 if t > scatter_s else 1.8) * t + start)
    shade = 7 + height // 12
    head, width = height // 6, height // 4
    top = int(foot - height + bob)
    _block(picture, int(x) - head // 2, top, head, head, shade + 4)
    _block(picture, int(x) - width // 2, top + head, width, height // 2, shade)
    step = int(width * 0.35 * np.sin(2 * np.pi * 1.8 * t + start))
    _block(picture, int(x) - width // 3 + step, top + head + height // 2, width // 3, height // 3, shade - 2)
    _block(picture, int(x) + step // -1, top + head + height // 2, width // 3, height // 3, shade - 2)


def _passing_object(picture: NDArray[np.float32], phase: float, *, lit: bool) -> None:
    """Something long and dark near the lens crosses the right half; for three frames it catches the light."""
    x = int(WIDTH * 0.52 + phase * 70)
    for k in range(120):
        y = int(HEIGHT * 0.66 - k * 0.32)
        _block(picture, x + k, y, 3, 9, 12)
        if lit and 36 <= k < 92:
            _block(picture, x + k, y + 1, 3, 5, 246)


def _paste_vehicle(picture: NDArray[np.float32], x: int, y: int, t: float, *, facing: int) -> None:
    _block(picture, x, y, 84, 26, 92)
    _block(picture, x + 14, y - 10, 52, 12, 66)
    lamp = x + 84 if facing > 0 else x - 10
    _block(picture, lamp, y + 8, 10, 8, 190)
    blue = 0.5 + 0.5 * np.sin(2 * np.pi * 1.1 * t + x * 0.001)
    left, right = max(0, x + 30), min(WIDTH, x + 50)
    if right > left:
        picture[max(0, y - 16) : y - 8, left:right, 2] += 120 * blue


def _block(picture: NDArray[np.float32], x: int, y: int, width: int, height: int, level: float) -> None:
    left, right, top, bottom = max(0, x), min(WIDTH, x + width), max(0, y), min(HEIGHT, y + height)
    if right > left and bottom > top:
        picture[top:bottom, left:right] = level


def _subtitle(picture: NDArray[np.float32], words: str) -> None:
    image = Image.new("L", (WIDTH, 40))
    ImageDraw.Draw(image).text((WIDTH // 2, 20), words, font=font(20), fill=255, anchor="mm")
    mask = np.asarray(image, dtype=np.float32)[..., None] / 255
    region = picture[HEIGHT - 62 : HEIGHT - 22]
    region *= 0.35
    region += mask * (235 - region)


@cache
def _label() -> NDArray[np.float32]:
    image = Image.new("L", (236, 24), 0)
    ImageDraw.Draw(image).text((8, 12), LABEL, font=font(15), fill=255, anchor="lm")
    return np.asarray(image, dtype=np.float32)[..., None] / np.float32(255)


def _grain(seed: int) -> list[NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(0, 3.2, (HEIGHT, WIDTH, 1)).astype(np.float32) for _ in range(6)]


def _finish(picture: NDArray[np.float32], grain: list[NDArray[np.float32]], frame: int) -> Picture:
    picture += np.roll(grain[frame % len(grain)], (frame * 37) % WIDTH, axis=1)
    corner = picture[8:32, 8:244]
    corner *= 0.4
    corner += _label() * (225 - corner)
    return np.asarray(np.clip(picture, 0, 255), dtype=np.uint8)
