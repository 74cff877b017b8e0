"""Measure what is told of sounds taken out while the picture runs on, and of plain re-encodings.

    python benchmarks/removals.py                         20 removals of four kinds, 40 re-encodings
    python benchmarks/removals.py --seed 5 --removals 40  others, at other places
    python benchmarks/removals.py --only closed           one kind
    python benchmarks/removals.py --sound                 sound alone: quicker, and no closed-up words

`removal_maker.py` says what is made. Target: 19 of 20 found, told as likely and placed to 20 ms; nothing told of the
re-encodings. A closed-up word counts as found when the sound that B lacks is told at its place, or the stretch from it
on is told as out of step.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

import removal_maker as maker
from recoupe.compare import compare_proxies
from recoupe.model import EditMap
from recoupe.read import proxy

KINDS = ("impulse", "bleep", "cut", "closed")
NEAR_S = 0.25
PLACED_S = 0.02
FILTERS = ("plain", "dynaudnorm", "agate", "afftdn", "quieter")


@dataclass(frozen=True)
class Claim:
    """What is told of a stretch of A, in seconds."""

    start: float
    end: float
    kind: str
    certainty: str
    residual: float | None


def main() -> int:
    args = arguments()
    folder: Path = args.scratch / "removals"
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [k for k in KINDS if (not args.only or k in args.only) and not (args.sound and k == "closed")]
    errors: dict[str, list[float | None]] = {k: [] for k in kinds}
    likely = extra = 0
    for n in range(args.removals):
        kind, clip = kinds[n % len(kinds)], maker.CLIPS[n % len(maker.CLIPS)]
        codec = list(maker.CODECS)[(n + n // len(maker.CODECS)) % len(maker.CODECS)]
        rng = np.random.default_rng([args.seed, n])
        reference = maker.base(clip, folder)
        done = maker.remove(maker.decoded(reference), kind, rng)
        sound = maker.save(folder / "edited.wav", done.sound)
        copy = folder / f"removal{maker.CODECS[codec][0]}"
        maker.encode(reference, sound, "anull", codec, copy, picture=not args.sound)
        told = claims(folder, reference, copy, picture=not args.sound)
        found = match(told, done)
        errors[kind].append(None if found is None else error(found, done))
        likely += found is not None and found.certainty == "likely" and (kind == "closed" or found.residual is not None)
        extra += sum(far(t, done) for t in told)
        print(f"{clip:18s} {codec:8s} {done.how:28s} {done.start:.3f}–{done.end:.3f}  {text(told)}", flush=True)
    false = 0
    cases = list(product(maker.CLIPS, maker.CODECS, FILTERS if not args.hard else maker.FILTERS))
    order = np.random.default_rng([args.seed, 1]).permutation(len(cases))
    for clip, codec, name in (cases[i] for i in order[: args.plain]):
        reference = maker.base(clip, folder)
        copy = folder / f"plain{maker.CODECS[codec][0]}"
        maker.encode(reference, None, maker.FILTERS[name], codec, copy, picture=not args.sound)
        told = [t for t in claims(folder, reference, copy, picture=not args.sound) if t.kind != "cannot tell"]
        false += bool(told)
        print(f"{clip:18s} {codec:8s} {name:28s} {'told: ' if told else ''}{text(told)}", flush=True)
    report(errors, likely, extra, false, args.plain)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-bench")
    parser.add_argument("--removals", type=int, default=20)
    parser.add_argument("--plain", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--only", nargs="*", choices=KINDS)
    parser.add_argument("--sound", action="store_true", help="leave the pictures out")
    parser.add_argument("--hard", action="store_true", help="gates and noise suppressors beyond the usual, too")
    return parser.parse_args()


def claims(folder: Path, reference: Path, copy: Path, *, picture: bool) -> list[Claim]:
    """What is told of sound that is not A's, in place in A."""
    a, b = stored(folder, reference, picture=picture), proxy.build(copy, folder / "proxies" / copy.name)
    editmap: EditMap = compare_proxies(a, b, a_id="a", b_id="b")
    out = []
    for s in editmap.segments:
        if s.a is not None and (s.sound.kind not in ("same", "absent") or s.kind == "cut"):
            start, end = (float(t) for t in s.a.seconds)
            kind = s.kind if s.kind == "cut" else s.sound.kind
            certainty = s.certainty if s.kind == "cut" else s.sound.certainty
            out.append(Claim(start, end, kind, certainty, s.sound.residual))
    return out


def stored(folder: Path, reference: Path, *, picture: bool) -> proxy.Proxy:
    """The reference's proxy, kept; of its sound alone where pictures are left out."""
    place = folder / "proxies" / (reference.name if picture else f"{reference.name}-sound")
    try:
        return proxy.load(place)
    except FileNotFoundError:
        pass
    if not picture:
        reference = maker.save(folder / f"{reference.name}.wav", maker.decoded(reference))
    return proxy.build(reference, place)


def match(told: list[Claim], done: maker.Removal) -> Claim | None:
    """The claim nearest to what was done, if one is near."""
    near = [t for t in told if t.kind != "cannot tell" and error(t, done) < NEAR_S]
    return min(near, key=lambda t: error(t, done), default=None)


def error(claim: Claim, done: maker.Removal) -> float:
    return max(abs(claim.start - done.start), abs(claim.end - done.end))


def far(claim: Claim, done: maker.Removal) -> bool:
    """Whether a claim is about something else; out of step, or a hush put in, is not, after a closed-up word."""
    if claim.kind == "cannot tell" or (done.kind == "closed" and claim.end > done.start - NEAR_S):
        return False
    return claim.end < done.start - NEAR_S or claim.start > done.end + NEAR_S


def text(told: list[Claim]) -> str:
    return "; ".join(f"{t.kind} {t.start:.3f}–{t.end:.3f} ({t.certainty})" for t in told)


def report(errors: dict[str, list[float | None]], likely: int, extra: int, false: int, plain: int) -> None:
    print(f"\n{'':10s}{'made':>6s}{'found':>7s}{'to 20 ms':>10s}{'median ms':>11s}{'worst ms':>10s}")
    every = [e for some in errors.values() for e in some]
    for name, some in [*errors.items(), ("all", every)]:
        known = sorted(e for e in some if e is not None)
        middle, worst = (1000 * known[len(known) // 2], 1000 * known[-1]) if known else (float("nan"),) * 2
        placed = sum(e <= PLACED_S for e in known)
        print(f"{name:10s}{len(some):6d}{len(known):7d}{placed:10d}{middle:11.1f}{worst:10.1f}")
    print(
        f"told as likely: {likely}; told beside them: {extra}; re-encodings of which anything is told: {false}/{plain}"
    )


if __name__ == "__main__":
    sys.exit(main())
