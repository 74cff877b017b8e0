"""Time what comparing costs: decoding into proxy and keys beside ffmpeg, and two hours of footage from their proxies.

    python benchmarks/speed.py                 both
    python benchmarks/speed.py --part decode   proxy and keys beside `ffmpeg -vf scale=64:36,format=gray -f null -`
    python benchmarks/speed.py --part hour     two clips of an hour, compared from stored proxies and keys

Decoding: median of 7 interleaved runs, wall and processor time; the proxy is built by the job itself in a process of
its own (the jail adds about .1 s a file, and the start of Python is not counted). The hour is made of real clips, tiled
and edited as frames and samples, so nothing is encoded.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

DATA = Path(os.environ.get("RECOUPE_DATA") or Path(__file__).parents[2] / "shared")
CLIPS = ("bunny-30s.mp4", "desk-crystal.mp4", "meeting-2.webm")
RUNS = 7

JOB = """
import resource, sys, time
from recoupe.read import proxy_job
from recoupe.compare.keys import sound_keys
import numpy as np
class Outlet:
    def __init__(self): self.parts = {}
    def chunk(self, name, data): self.parts.setdefault(name, []).append(bytes(data))
    def progress(self, done, total=None): pass
before, t = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
outlet = Outlet()
with open(sys.argv[1], "rb") as file:
    proxy_job.build(file, {}, outlet)
if "sound" in outlet.parts:
    sound_keys(np.frombuffer(b"".join(outlet.parts["sound"]), np.int16), 0.0)
after = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - t, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["decode", "hour"])
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-bench")
    args = parser.parse_args()
    args.scratch.mkdir(parents=True, exist_ok=True)
    if args.part != "hour":
        decode()
    if args.part != "decode":
        hour(args.scratch / "hour")
    return 0


def decode() -> None:
    print(f"{'clip':20s} {'ours':>14s} {'ffmpeg scaled':>14s} {'ffmpeg plain':>14s}   ratio wall, cpu; to plain")
    for name in CLIPS:
        path = DATA / "media" / name
        scaled = ["ffmpeg", "-v", "error", "-i", path, "-vf", "scale=64:36,format=gray", "-f", "null", "-"]
        plain = ["ffmpeg", "-v", "error", "-i", path, "-f", "null", "-"]
        times: dict[str, list[tuple[float, float]]] = {"ours": [], "scaled": [], "plain": []}
        for _ in range(RUNS):
            out = subprocess.run([sys.executable, "-c", JOB, path], check=True, capture_output=True, text=True).stdout
            wall, cpu = (float(v) for v in out.split())
            times["ours"].append((wall, cpu))
            times["scaled"].append(timed(scaled))
            times["plain"].append(timed(plain))
        m = {k: (statistics.median(w for w, _ in v), statistics.median(c for _, c in v)) for k, v in times.items()}
        cells = [f"{m[k][0]:6.2f} {m[k][1]:6.2f}s" for k in ("ours", "scaled", "plain")]
        ratios = [m["ours"][i] / m["scaled"][i] for i in (0, 1)] + [m["ours"][0] / m["plain"][0]]
        print(
            f"{name:20s}",
            *(f"{cell:>14s}" for cell in cells),
            f"  {ratios[0]:.2f}, {ratios[1]:.2f}; {ratios[2]:.2f}",
        )


def timed(command: list[object]) -> tuple[float, float]:
    before, t = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(c) for c in command], check=True, stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - t, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def hour(folder: Path) -> None:
    """Two clips of an hour: B is A with cuts, an insertion and a silenced stretch; made once."""
    if not (folder / "truth.json").exists():
        make_hour(folder)
    code = (
        "import json, resource, sys, time\n"
        "from pathlib import Path\n"
        "from recoupe.read import proxy\n"
        "from recoupe.compare import compare_proxies\n"
        "folder = Path(sys.argv[1])\n"
        "a, b = proxy.load(folder / 'a'), proxy.load(folder / 'b')\n"
        "t = time.perf_counter()\n"
        "m = compare_proxies(a, b, a_id='a', b_id='b')\n"
        "print(json.dumps({'seconds': time.perf_counter() - t,\n"
        "  'mib': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,\n"
        "  'told': [(s.kind, [float(x) for x in s.a.seconds] if s.a else None, [float(x) for x in s.b.seconds])\n"
        "    for s in m.segments]}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, folder], check=True, capture_output=True, text=True)
    out = json.loads(done.stdout.splitlines()[-1])
    print(f"\ntwo clips of an hour: {out['seconds']:.1f} s, {out['mib']:.0f} MiB resident at most")
    print("made:", *json.loads((folder / "truth.json").read_text()), sep="\n   ")
    print("told:", *out["told"], sep="\n   ")


def make_hour(folder: Path) -> None:
    """Tile real clips to an hour with their speed, light and pitch varied, so that no two tiles are alike."""
    from recoupe.read import proxy

    media = sorted(p for p in (DATA / "media").iterdir() if p.suffix in (".mp4", ".webm"))
    with tempfile.TemporaryDirectory() as scratch:
        clips = [proxy.build(p, Path(scratch) / p.stem) for p in media]
        rng = np.random.default_rng(7)
        frames, sound = [], []
        total = 0
        while total < 3600 * 25:
            clip = clips[int(rng.integers(len(clips)))]
            step = float(rng.uniform(0.7, 1.4)) / 25
            start = float(rng.uniform(0, 0.5)) * float(clip.seconds[-1])
            at = np.arange(start, float(clip.seconds[-1]), step)
            index = np.clip(np.searchsorted(clip.seconds, at, "right") - 1, 0, len(clip.times) - 1)
            part = np.asarray(clip.frames[index])
            part = part[:, :, ::-1] if rng.random() < 0.5 else part
            frames.append(np.clip(part * float(rng.uniform(0.7, 1.2)), 0, 255).astype(np.uint8))
            source = clip.sound if len(clip.sound) else clips[0].sound
            pick = (np.arange(len(at) * 640) * float(rng.uniform(0.8, 1.25)) + int(rng.integers(len(source)))) % len(
                source
            )
            sound.append(np.asarray(source)[pick.astype(np.int64)])
            total += len(at)
        picture, heard = np.concatenate(frames)[: 3600 * 25], np.concatenate(sound)[: 3600 * 16000]
    cuts = [(600, 610), (1500, 1500.4), (2700, 2760)]
    keep = np.ones(3600 * 25, bool)
    for start, end in cuts:
        keep[round(start * 25) : round(end * 25)] = False
    keep_sound = np.repeat(keep, 640)
    muted = heard.copy()
    muted[2000 * 16000 : 2003 * 16000] = 0
    noisy = np.clip(picture[keep] + rng.normal(0, 1.5, (int(keep.sum()), 36, 64)), 0, 255).astype(np.uint8)
    store(folder / "a", picture, heard)
    store(folder / "b", noisy, np.clip(muted[keep_sound] * 0.8, -32768, 32767).astype(np.int16))
    truth = [f"cut {s}–{e}" for s, e in cuts] + ["silenced 2000–2003 of A"]
    (folder / "truth.json").write_text(json.dumps(truth))


def store(folder: Path, frames: np.ndarray, sound: np.ndarray) -> None:
    """Write arrays as a proxy of 25 frames a second."""
    import msgspec

    from recoupe.model import FootageFacts, PictureStream, SoundStream, TimeBase, TimeSpan, span_of_seconds
    from recoupe.read.proxy import VERSION

    folder.mkdir(parents=True, exist_ok=True)
    frames.tofile(folder / "frames.u8")
    np.arange(len(frames), dtype=np.int64).tofile(folder / "times.i64")
    sound.tofile(folder / "sound.i16")
    for name in ("stills.u8", "stills.i64", "grain.f32"):
        (folder / name).write_bytes(b"")
    base, rate = TimeBase(1, 25), TimeBase(1, 16000)
    facts = FootageFacts(
        container="made",
        span=span_of_seconds(0, Fraction(len(frames), 25)),
        picture=PictureStream(codec="made", width=640, height=360, frames=len(frames), constant_rate=base,
                              span=TimeSpan(start=0, end=len(frames), base=base)),
        sound=SoundStream(codec="made", sample_rate=16000, channels=1,
                          span=TimeSpan(start=0, end=len(sound), base=rate)),
    )  # fmt: skip
    stored = {"version": VERSION, "facts": facts, "time_base": base, "sound_start": 0}
    (folder / "facts.json").write_bytes(msgspec.json.encode(stored))


if __name__ == "__main__":
    sys.exit(main())
