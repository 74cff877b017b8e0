"""Make the material of the staged case: two clips, a shortened copy, two articles, a screenshot and their side-cars.

The shape follows what a verification desk meets: a night clip of 23 s with a metallic sound near 16 s, something that
glimmers just before 20 s and a sharp report about a second later; a re-upload that lacks the report; a second clip.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from recoupe.demo import scenes, sounds
from recoupe.demo.encode import write_clip
from recoupe.events import Events, Progress, quiet

FIRST_S = 23.0
METAL_S = 16.08
GLINT_S = 19.76
REPORT_S = 20.84
CUT_FRAMES = (scenes.at_frame(20.60), scenes.at_frame(22.20))
"""The stretch of the first clip that the re-upload lacks: 1.60 s around the report, in frames."""

SECOND_S = 88.0
REMARKS = ((30.2, "wait, I will fetch my torch"), (65.3, "look, there are hundreds of them"))

FILES = {
    "first": "STAGED-street-by-night.mp4",
    "copy": "STAGED-street-by-night-reupload.mp4",
    "second": "STAGED-road-from-above.mp4",
    "clips": "STAGED-article-clips.txt",
    "vote": "STAGED-article-vote.txt",
    "comment": "STAGED-comment.png",
}


def build_material(folder: Path, *, events: Events = quiet) -> list[Path]:
    """Write the staged material into `folder`, which is made if need be; what is already whole there is kept.

    Returns:
        The files, in the order in which a reporter would hand them over.
    Raises:
        OSError: The folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILES["clips"]).write_bytes(text("article-clips.txt").encode())
    (folder / FILES["vote"]).write_bytes(text("article-vote.txt").encode())
    _screenshot(folder / FILES["comment"])
    _sidecars(folder)
    first, second = scenes.at_frame(FIRST_S), scenes.at_frame(SECOND_S)
    cut = CUT_FRAMES[1] - CUT_FRAMES[0]
    progress = _Progress(events, total=first + (first - cut) + second)
    street = scenes.street_scene(glint_s=GLINT_S, scatter_s=REPORT_S + 0.25)
    sound = street_sound()
    _clip(folder / FILES["first"], street, range(first), sounds.samples16(sound), progress, crf=21)
    kept = [n for n in range(first) if not CUT_FRAMES[0] <= n < CUT_FRAMES[1]]
    per = sounds.RATE // scenes.RATE
    shortened = np.concatenate([sound[: CUT_FRAMES[0] * per], sound[CUT_FRAMES[1] * per :]])
    _clip(folder / FILES["copy"], street, kept, sounds.samples16(shortened), progress, crf=28, size=(480, 270), kbps=64)
    road = scenes.road_scene(remarks=REMARKS)
    _clip(
        folder / FILES["second"], road, range(second), sounds.samples16(road_sound()), progress, crf=25, size=(480, 270)
    )
    events(Progress(operation="demo", stage="staging", done=progress.total, total=progress.total, finished=True))
    return [folder / FILES[key] for key in ("clips", "vote", "first", "copy", "second", "comment")]


def text(name: str) -> str:
    """One of the staged texts: our own words, placeholders for names, one wrong figure and one headline too strong."""
    return (resources.files("recoupe.demo") / "texts" / name).read_text(encoding="utf-8")


def street_sound() -> sounds.Sound:
    """The sound of the first clip: the street, footsteps, voices, metal at METAL_S, the report at REPORT_S."""
    rng = np.random.default_rng(41)
    total = round(FIRST_S * sounds.RATE)
    walking = [float(t) for t in np.arange(0.6, REPORT_S, 0.53)]
    running = [float(t) for t in np.arange(REPORT_S + 0.3, FIRST_S - 0.1, 0.19)]
    out = sounds.street(total, rng) + sounds.footsteps(total, walking + running, rng)
    for at, words, pitch in ((3.1, 3, 128.0), (9.4, 5, 112.0), (12.2, 2, 141.0)):
        sounds.put(out, 0.10 * sounds.voice(words, pitch, rng), at)
    sounds.put(out, 0.16 * sounds.metal(rng), METAL_S)
    sounds.put(out, 0.85 * sounds.report(rng), REPORT_S)
    return out


def road_sound() -> sounds.Sound:
    """The sound of the second clip: a road, and a voice without words at each remark."""
    rng = np.random.default_rng(77)
    out = sounds.street(round(SECOND_S * sounds.RATE), rng)
    for at, words in REMARKS:
        sounds.put(out, 0.16 * sounds.voice(len(words.split()), 118.0, rng), at)
    return out


class _Progress:
    def __init__(self, events: Events, total: int) -> None:
        self.events, self.total, self.done = events, total, 0

    def __call__(self) -> None:
        self.done += 1
        if self.done % 25 == 0:
            self.events(Progress(operation="demo", stage="staging", done=self.done, total=self.total))

    def skip(self, frames: int) -> None:
        self.done += frames


def _clip(
    path: Path,
    scene: scenes.Scene,
    frames: range | list[int],
    samples: np.ndarray[tuple[int], np.dtype[np.int16]],
    progress: _Progress,
    *,
    crf: int,
    size: tuple[int, int] = (scenes.WIDTH, scenes.HEIGHT),
    kbps: int = 128,
) -> None:
    """Write one clip under a temporary name and move it into place, so that a stopped demo leaves no half clip."""
    if path.exists():
        progress.skip(len(frames))
        return
    pictures: Iterator[scenes.Picture] = (scene(n) for n in frames)
    unfinished = path.with_suffix(".part")
    write_clip(unfinished, pictures, samples, width=size[0], height=size[1], crf=crf, sound_kbps=kbps, tick=progress)
    unfinished.replace(path)


def _screenshot(path: Path) -> None:
    """A picture of the comment as a page would show it."""
    image = Image.new("RGB", (760, 300), (240, 242, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 760, 44), fill=(52, 72, 110))
    draw.text(
        (20, 22), "STAGED · page of ‘Sampleport Vigil’ · comments", font=scenes.font(19), fill="white", anchor="lm"
    )
    draw.ellipse((24, 74, 80, 130), fill=(170, 178, 190))
    draw.rounded_rectangle((98, 66, 736, 216), radius=16, fill="white")
    draw.text((118, 80), "A member of the page", font=scenes.font(20), fill=(40, 60, 110))
    for row, line in enumerate(textwrap.wrap(text("comment.txt"), 56)):
        draw.text((118, 114 + 32 * row), line, font=scenes.font(22), fill=(25, 25, 28))
    draw.text((118, 230), "20 December, 09:14", font=scenes.font(17), fill=(110, 115, 125))
    image.save(path, format="PNG")


def _sidecars(folder: Path) -> None:
    """What the (staged) platforms said of the clips, in the shape yt-dlp writes it."""
    said = {
        "first": {
            "title": "STAGED street by night",
            "uploader": "Sampleport Vigil (staged)",
            "upload_date": "20251218",
        },
        "copy": {
            "title": "STAGED street by night (again)",
            "uploader": "page of Sampleport Vigil (staged)",
            "upload_date": "20251220",
        },
        "second": {"title": "STAGED road from above", "uploader": "a resident (staged)", "upload_date": "20251218"},
    }
    for key, fields in said.items():
        page = {
            "webpage_url": f"https://staged.example/{key}",
            "extractor_key": "Staged",
            "description": "STAGED",
            **fields,
        }
        path = folder / FILES[key]
        path.with_suffix(".info.json").write_text(json.dumps(page, indent=1, sort_keys=True) + "\n", encoding="utf-8")
