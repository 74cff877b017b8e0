"""The proxy of a clip: small grey frames and mono sound with exact times, decoded once.

    proxy = build(Path("clip.mp4"), Path("cache/proxy/ab12"))
    proxy.frames[120], proxy.frame_time(120)     # 36 × 64 grey, exact seconds on the clip clock

Every reader of footage and every comparison works on the proxy; only a look at a single frame goes back to the
original. The decoding itself is `recoupe.read.proxy_job`, in the jailed child. A proxy can be deleted at any time.

The *clip clock* reads 0 when the first frame or the first sample is presented, whichever comes first.
"""

from __future__ import annotations

import math
import mmap
import shutil
import tempfile
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from recoupe import jail
from recoupe.events import Events, quiet
from recoupe.model import FootageFacts, PictureStream, SoundStream, TimeBase, TimeSpan, span_of_seconds

if TYPE_CHECKING:
    from recoupe.preserve import Case

VERSION = "proxy-2"
"""Part of the name of a cached proxy: another version never reads it."""

WIDTH, HEIGHT = 64, 36
SOUND_RATE = 16_000
STILL_SHAPE = (72, 128)
_STILL_BYTES = 72 * 128 * 3 // 2
_FILES = {
    "frames": "frames.u8",
    "times": "times.i64",
    "sound": "sound.i16",
    "stills": "stills.u8",
    "stills_at": "stills.i64",
    "grain": "grain.f32",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proxy:
    """One clip, small, in memory-mapped arrays.

    Attributes:
        facts: Streams, spans and remarks.
        frames: Grey, uint8 [n, 36, 64], in order of presentation; the whole picture squeezed to 16:9, upright.
        times: int64 [n], when each frame is first shown, in ticks of `time_base` on the clip clock, rising.
        time_base: Seconds a tick.
        sound: int16 [m], mono at 16 kHz, unbroken.
        sound_start: When sample 0 is heard, in ticks of 1/16000 s on the clip clock.
        stills: uint8 [k, 13824], about one a second: planes of 128 × 72 in YUV 4:2:0.
        stills_at: int64 [k], the frame each still shows.
        grain: float32 [k], spread of pixel noise of each still at full size, in grey levels; nan where not measured.
        folder: Where it is stored; what is derived from it alone may be kept beside it.
    """

    facts: FootageFacts
    frames: NDArray[np.uint8]
    times: NDArray[np.int64]
    time_base: TimeBase
    sound: NDArray[np.int16]
    sound_start: int
    stills: NDArray[np.uint8]
    stills_at: NDArray[np.int64]
    grain: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    sound_rate: int = SOUND_RATE
    folder: Path | None = None

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture stream with at least one frame."""
        return len(self.times) > 0

    @property
    def has_sound(self) -> bool:
        """Whether there is a sound stream; a silent one counts."""
        return len(self.sound) > 0

    @property
    def seconds(self) -> NDArray[np.float64]:
        """Frame times in seconds, float64 [n]: for arithmetic that ends on a frame again."""
        base = self.time_base.fraction
        return np.asarray(self.times, np.float64) * (base.numerator / base.denominator)

    def frame_time(self, index: int) -> Fraction:
        """Exact seconds at which a frame is first shown; `index` n gives the end of the last frame.

        Raises:
            IndexError: No such frame.
        """
        if index == len(self.times) and self.facts.picture is not None:
            return self.facts.picture.span.seconds[1]
        return self.time_base.seconds(int(self.times[index]))

    def let_go(self) -> None:
        """Give the pages of stored arrays back to the system; they are read again when needed.

        Two clips of an hour take 700 MB of proxies; what has been read of them would count as memory in use.
        """
        for array in (self.frames, self.sound, self.stills):
            mapped = getattr(array, "_mmap", None)
            if mapped is not None and hasattr(mapped, "madvise"):
                mapped.madvise(mmap.MADV_DONTNEED)

    def still(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
        """Planes Y [72, 128], U and V [36, 64] of a still."""
        flat = np.asarray(self.stills[index])
        y, uv = flat[: 72 * 128].reshape(72, 128), flat[72 * 128 :].reshape(2, 36, 64)
        return y, uv[0], uv[1]


class _Stored(msgspec.Struct, frozen=True, kw_only=True):
    version: str
    facts: FootageFacts
    time_base: TimeBase
    sound_start: int


def build(path: Path, folder: Path, events: Events = quiet) -> Proxy:
    """Decode a clip in the jailed child and store its proxy under `folder`, whole or not at all.

    Raises:
        UnsupportedFile, DamagedFile, EmptyFile, MissingFile: The bytes are not footage that can be read.
        JailError: The child died, took too long, or wanted too much.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".proxy-", dir=folder.parent))
    try:
        raw = _decode(path, part, events)
        stored = _facts(raw)
        _shift_times(part / _FILES["times"], raw, stored.time_base)
        (part / "facts.json").write_bytes(msgspec.json.encode(stored))
        if folder.exists():
            shutil.rmtree(folder)
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return load(folder)


def load(folder: Path) -> Proxy:
    """Open a stored proxy.

    Raises:
        FileNotFoundError: There is none of this version in the folder.
    """
    try:
        stored = msgspec.json.decode((folder / "facts.json").read_bytes(), type=_Stored)
    except msgspec.ValidationError as error:
        raise FileNotFoundError(f"no proxy of version {VERSION} in {folder.name}") from error
    if stored.version != VERSION:
        raise FileNotFoundError(f"no proxy of version {VERSION} in {folder.name}")
    return Proxy(
        facts=stored.facts,
        frames=_map(folder, "frames", np.uint8).reshape(-1, HEIGHT, WIDTH),
        times=_map(folder, "times", np.int64),
        time_base=stored.time_base,
        sound=_map(folder, "sound", np.int16),
        sound_start=stored.sound_start,
        stills=_map(folder, "stills", np.uint8).reshape(-1, _STILL_BYTES),
        stills_at=_map(folder, "stills_at", np.int64),
        grain=_map(folder, "grain", np.float32),
        folder=folder,
    )


def for_case(case: Case, digest: str, events: Events = quiet) -> Proxy:
    """The proxy of a source of a case, from the case's cache or built on demand."""
    folder = case.cache("proxy") / digest
    try:
        return load(folder)
    except FileNotFoundError:
        return build(case.original(digest), folder, events)


def _decode(path: Path, part: Path, events: Events) -> dict[str, Any]:
    files: dict[str, IO[bytes]] = {name: (part / file).open("wb") for name, file in _FILES.items()}

    def store(name: str, data: bytes) -> None:
        files[name].write(data)

    try:
        answer: dict[str, Any] = jail.call(
            "recoupe.read.proxy_job:build",
            path,
            limits=jail.limits_for("video", path.stat().st_size if path.is_file() else 0),
            sink=store,
            events=events,
            operation="decode",
            item=path.name,
        )
    finally:
        for handle in files.values():
            handle.close()
    return answer


def _facts(raw: dict[str, Any]) -> _Stored:
    picture, sound = raw["picture"], raw["sound"]
    base = Fraction(*picture["base"]) if picture else Fraction(1, SOUND_RATE)
    starts = [picture["first"] * base] if picture else []
    starts += [Fraction(*sound["first"])] if sound else []
    zero = min(starts)
    time_base = _common(base, zero)
    shown: PictureStream | None = None
    heard: SoundStream | None = None
    if picture:
        span = TimeSpan(
            start=int((picture["first"] * base - zero) / time_base),
            end=int((picture["end"] * base - zero) / time_base),
            base=TimeBase(time_base.numerator, time_base.denominator),
        )
        shown = PictureStream(
            codec=picture["codec"],
            width=picture["width"],
            height=picture["height"],
            frames=picture["frames"],
            span=span,
            constant_rate=TimeBase(*picture["rate"]) if picture["rate"] else None,
            rotation=picture["rotation"],
            aspect=tuple(picture["aspect"]),
            damaged_packets=picture["damaged"],
        )
    sound_start = round((Fraction(*sound["first"]) - zero) * SOUND_RATE) if sound else 0
    if sound:
        heard = SoundStream(
            codec=sound["codec"],
            sample_rate=sound["sample_rate"],
            channels=sound["channels"],
            span=TimeSpan(start=sound_start, end=sound_start + sound["samples"], base=TimeBase(1, SOUND_RATE)),
            silent=sound["silent"],
            damaged_packets=sound["damaged"],
        )
    end = max(s.span.seconds[1] for s in (shown, heard) if s is not None)
    facts = FootageFacts(
        container=raw["container"],
        span=span_of_seconds(0, end),
        promised=_promised(raw["promised_s"], end),
        picture=shown,
        sound=heard,
        other_streams=tuple(raw["other_streams"]),
        remarks=tuple(raw["remarks"]),
    )
    return _Stored(
        version=VERSION,
        facts=facts,
        time_base=TimeBase(time_base.numerator, time_base.denominator),
        sound_start=sound_start,
    )


def _promised(stated_s: float | None, decoded: Fraction) -> TimeSpan | None:
    """The stated length when it is more than a second and a tenth beyond what was decoded: the file is cut short."""
    if stated_s is None or stated_s <= decoded * Fraction(11, 10) + 1:
        return None
    return span_of_seconds(0, Fraction(round(stated_s * 1000), 1000))


def _common(base: Fraction, zero: Fraction) -> Fraction:
    """The greatest length of a tick in which both the picture's ticks and the zero of the clock are whole."""
    if zero % base == 0:
        return base
    den = math.lcm(base.denominator, zero.denominator)
    return Fraction(
        math.gcd(base.numerator * (den // base.denominator), zero.numerator * (den // zero.denominator)), den
    )


def _shift_times(path: Path, raw: dict[str, Any], time_base: TimeBase) -> None:
    """Bring the frame times from the stream's own clock to the clip clock."""
    picture, sound = raw["picture"], raw["sound"]
    if not picture:
        return
    base = Fraction(*picture["base"])
    zero = min([picture["first"] * base] + ([Fraction(*sound["first"])] if sound else []))
    scale = base / time_base.fraction
    times = np.fromfile(path, np.int64)
    (times * int(scale) - int(zero / time_base.fraction)).tofile(path)


def _map(folder: Path, name: str, dtype: type[np.generic]) -> NDArray[Any]:
    path = folder / _FILES[name]
    if not path.stat().st_size:
        return np.empty(0, dtype)
    return np.memmap(path, dtype, mode="r")
