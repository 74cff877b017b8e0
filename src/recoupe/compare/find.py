"""Find footage among the clips of a case: keys propose, seeds on a line decide whether it is worth comparing.

index = Index(folder)
index.add(digest, proxy)
for candidate in index.find(proxy): …

Sound is filed under its keys, picture under its frame hashes. A query is asked as it is, mirrored, and in parts, so
that cropped, inset and mirrored copies are found though only the whole and the inner part are filed; sound that plays
higher or lower is asked for at several pitches when it is not found as it is.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recoupe.compare import geometry, hashes
from recoupe.compare.keys import RATE, SoundKeys, sound_keys
from recoupe.compare.lines import SEED_ERRORS, Line, Seeds, errors_around, fit_lines, variants
from recoupe.compare.rows import Rows, merge, unpack, where, write
from recoupe.compare.sound import PITCH_SAMPLE, PITCH_STEPS, Sound
from recoupe.errors import RecoupeError
from recoupe.events import Events, Notice, quiet
from recoupe.preserve import Case
from recoupe.read import proxy as proxies
from recoupe.read.proxy import Proxy

STORED = "1"
"""Name of the folder of rows; changes with anything that changes a row."""

MOST_FILES = 16
"""Files of rows of one kind that are kept apart before they are merged."""

COMMON = 400
"""Rows under a key from which on it says nothing: hum, a black frame, the intro of a programme."""

NEAR = 60
"""Bits of 256 in which hashes of one frame in two renderings differ at most; unlike frames differ in 128 ± 20."""

FEWEST_SOUND, FEWEST_PICTURE = 5, 4
"""Seeds on one line that make a candidate."""

ALIKE_S = 0.08
"""Seconds by which a seed may lie beside its line: frames are hashed five times a second."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clip that seems to share something with the query.

    Attributes:
        digest: Of the clip.
        channel: `sound` or `picture`, by which it was found.
        lines: Where: the clip's time as a function of the query's.
        seeds: Keys that agree along them.
        mirrored: Whether the query's mirror image was what agreed.
    """

    digest: str
    channel: str
    lines: tuple[Line, ...]
    seeds: int
    mirrored: bool = False


class Index:
    """Rows of a set of clips in a folder, which can be deleted and made again.

    Args:
        folder: Where the rows are kept; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / STORED
        self.folder.mkdir(parents=True, exist_ok=True)
        self._names = self.folder / "clips.json"
        self.clips: list[str] = json.loads(self._names.read_text()) if self._names.exists() else []

    def __contains__(self, digest: str) -> bool:
        return digest in self.clips

    def add(self, digest: str, proxy: Proxy) -> None:
        """File a clip's keys; nothing happens when they are filed already."""
        if digest in self.clips:
            return
        number = len(self.clips)
        if proxy.has_sound:
            keys = Sound.of(proxy).keys
            usable = np.flatnonzero(keys.usable)
            self._keep(f"{number}.words.npz", words=keys.words, start=np.array([keys.start]))
            at = np.asarray(usable * keys.hop + keys.start, np.float64)
            write(self._file("sound", number), keys.words[usable], where(number, at))
        times, found = _stored_hashes(proxy)
        self._keep(f"{number}.hashes.npz", times=times, hashes=found)
        if len(times):
            words = hashes.bands(found)
            write(self._file("picture", number), words.ravel(), where(number, np.repeat(times, hashes.BANDS)))
        self.clips.append(digest)
        self._keep_names()
        for kind in ("sound", "picture"):
            self._merge(kind, number)

    def find(self, proxy: Proxy, *, without: Container[str] = (), limit: int = 50) -> list[Candidate]:
        """Clips that share sound or picture with one, those with most agreeing keys first.

        Args:
            proxy: The query; it need not be in the index.
            without: Digests that are not asked for.
            limit: At most so many.
        """
        best: dict[str, Candidate] = {}
        for found in (*self._heard(proxy), *self._seen(proxy)):
            if found.digest not in without and (found.digest not in best or found.seeds > best[found.digest].seeds):
                best[found.digest] = found
        return sorted(best.values(), key=lambda c: (-c.seeds, c.digest))[:limit]

    def _heard(self, proxy: Proxy) -> Iterator[Candidate]:
        if not proxy.has_sound:
            return
        sound = Sound.of(proxy)
        plain = list(self._heard_by(sound.keys))
        yield from plain
        if plain:
            return
        length = round(PITCH_SAMPLE * RATE)
        first = max(0, (len(sound.samples) - length) // 2)
        sample, start = sound.samples[first : first + length], sound.start + first / RATE
        for factor in PITCH_STEPS:
            yield from self._heard_by(sound_keys(sample, start, shift=factor))

    def _heard_by(self, keys: SoundKeys) -> Iterator[Candidate]:
        at = np.flatnonzero(keys.usable)
        clip, when_a, which = self._look_up("sound", variants(keys, at), np.tile(at, 8))
        for number in np.unique(clip):
            here = clip == number
            with np.load(self.folder / f"{number}.words.npz") as kept:
                words, start = kept["words"], float(kept["start"][0])
            place = np.rint((when_a[here] - start) / keys.hop).astype(np.intp)
            near = errors_around(words, keys.words, place, which[here]) < SEED_ERRORS
            when_b = which[here][near] * keys.hop + keys.start
            yield from self._lines("sound", clip[here][near], when_a[here][near], when_b, FEWEST_SOUND)

    def _seen(self, proxy: Proxy) -> Iterator[Candidate]:
        box = geometry.content(geometry.bars_of(proxy.frames))
        for mirrored in (False, True):
            for part in hashes.PARTS:
                where_in_b = hashes.part_of(box, part)
                found = [(t, hashes.frame_hashes(f, where_in_b, mirrored=mirrored)) for t, f in hashes.moments(proxy)]
                if not found:
                    return
                times = np.concatenate([t for t, _ in found])
                asked = np.concatenate([h for _, h in found])
                row = np.repeat(np.arange(len(times)), hashes.BANDS)
                clip, when_a, which = self._look_up("picture", hashes.bands(asked).ravel(), row)
                near = self._near(clip, when_a, asked[which])
                yield from self._lines(
                    "picture", clip[near], when_a[near], times[which[near]], FEWEST_PICTURE, mirrored=mirrored
                )

    def _look_up(
        self, kind: str, keys: NDArray[np.uint32], of: NDArray[np.intp]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.intp]]:
        """Clip number, seconds there and `of` the key, for each row under a key; the same three are told once."""
        clips, seconds, mine = [np.empty(0, np.int64)], [np.empty(0)], [of[:0]]
        for path in sorted(self.folder.glob(f"*.{kind}.rows")):
            which, places = Rows.open(path).look_up(keys, common=COMMON)
            clip, at = unpack(places)
            clips.append(clip)
            seconds.append(at)
            mine.append(of[which])
        clip, at, own = np.concatenate(clips), np.concatenate(seconds), np.concatenate(mine)
        _, first = np.unique(np.stack([clip.astype(float), at, own.astype(float)]), axis=1, return_index=True)
        return clip[first], at[first], own[first]

    def _near(self, clip: NDArray[np.int64], when: NDArray[np.float64], asked: NDArray[np.uint8]) -> NDArray[np.intp]:
        """Rows whose whole hash is near the one asked for."""
        near = np.zeros(len(clip), np.bool_)
        for number in np.unique(clip):
            here = np.flatnonzero(clip == number)
            with np.load(self.folder / f"{number}.hashes.npz") as kept:
                times, stored = kept["times"], kept["hashes"]
            ticks = np.rint(times * 100).astype(np.int64)
            order = np.argsort(ticks, kind="stable")
            first = np.searchsorted(ticks[order], np.rint(when[here] * 100).astype(np.int64))
            # Whole and inner part are filed under one moment: the nearer of the two counts.
            for step in (0, 1):
                at = order[np.minimum(first + step, len(order) - 1)]
                near[here] |= hashes.distance(stored[at], asked[here]) <= NEAR
        return np.flatnonzero(near)

    def _lines(
        self,
        channel: str,
        clip: NDArray[np.int64],
        when_a: NDArray[np.float64],
        when_b: NDArray[np.float64],
        fewest: int,
        *,
        mirrored: bool = False,
    ) -> Iterator[Candidate]:
        for number in np.unique(clip):
            here = clip == number
            seeds = Seeds(when_b[here], when_a[here])
            lines = fit_lines(seeds, fewest=fewest, tolerance=ALIKE_S)
            lines = [line for line in lines if channel == "sound" or line.end - line.start > 2 * hashes.EVERY]
            if lines:
                on = sum(_on(line, seeds) for line in lines)
                yield Candidate(self.clips[number], channel, tuple(lines), on, mirrored)

    def _file(self, kind: str, number: int) -> Path:
        return self.folder / f"{number:08d}.{kind}.rows"

    def _merge(self, kind: str, number: int) -> None:
        files = sorted(self.folder.glob(f"*.{kind}.rows"))
        if len(files) > MOST_FILES:
            whole = self.folder / f"{number:08d}.{kind}.merged"
            merge(files, whole)
            for path in files:
                path.unlink()
            whole.replace(self._file(kind, number))

    def _keep(self, name: str, **arrays: NDArray[np.generic]) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".npz", delete=False) as part:
            np.savez(part, **arrays)  # type: ignore[arg-type]
        Path(part.name).replace(self.folder / name)

    def _keep_names(self) -> None:
        with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".json", delete=False) as part:
            json.dump(self.clips, part)
        Path(part.name).replace(self._names)


def _on(line: Line, seeds: Seeds) -> int:
    inside = (seeds.b >= line.start) & (seeds.b <= line.end)
    near = np.abs(seeds.a - line.slope * seeds.b - line.offset) < ALIKE_S
    return int((inside & near).sum())


def _stored_hashes(proxy: Proxy) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Hashes of the whole content and of its inner part; a frame like the one before it is filed once."""
    box = geometry.content(geometry.bars_of(proxy.frames))
    times, out = [np.empty(0)], [np.empty((0, hashes.BITS // 8), np.uint8)]
    for part in (hashes.PARTS[0], hashes.INNER):
        last: NDArray[np.uint8] | None = None
        for at, frames in hashes.moments(proxy):
            found = hashes.frame_hashes(frames, hashes.part_of(box, part))
            before = np.concatenate([found[:1] ^ 0xFF if last is None else last, found[:-1]])
            new = hashes.distance(found, before) > 0
            times.append(at[new])
            out.append(found[new])
            last = found[-1:]
    return np.concatenate(times), np.concatenate(out)


def proxies_of(case: Case, events: Events = quiet) -> dict[str, Proxy]:
    """Proxies of a case's footage by digest, in order of adding; what cannot be decoded is told and left out."""
    out: dict[str, Proxy] = {}
    for source in case.sources():
        if source.media_type.startswith(("video/", "audio/")):
            try:
                out[source.digest] = proxies.for_case(case, source.digest, events)
            except RecoupeError as error:
                events(Notice(level="warning", text=error.reason, todo=error.todo, item=source.digest[:12]))
    return out


def index_of(case: Case, footage: Mapping[str, Proxy]) -> Index:
    """The index of a case's footage, brought up to date; it lies in the cache and may be deleted."""
    index = Index(case.cache("rows"))
    for digest, proxy in footage.items():
        index.add(digest, proxy)
    return index


def find(case: Case, query: Proxy, *, without: Container[str] = (), events: Events = quiet) -> list[Candidate]:
    """Footage of a case that shares sound or picture with a clip, the likeliest first."""
    return index_of(case, proxies_of(case, events)).find(query, without=without)
