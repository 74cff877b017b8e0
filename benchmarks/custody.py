"""How long a check takes: 100,000 acts without their originals, and originals against `sha256sum`.

    python benchmarks/custody.py [--acts 100000] [--gigabytes 2] [--folder DIR]

Writes a case with so many signed acts (through the library's own drafting of acts, without syncing each), and one with
large originals. Prints the best of three runs, with the file cache warm. Exit status 1 when a bound is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from recoupe.model import Origin
from recoupe.preserve import Case
from recoupe.preserve.custody import anchors
from recoupe.preserve.custody.keys import make_key
from recoupe.preserve.custody.verdict import verify
from recoupe.preserve.ledger import draft
from recoupe.preserve.log import NOTHING_BEFORE, name_of

BOUNDS = {"verify_s": 3.0, "script_s": 10.0, "share_of_sha256sum": 0.8}


def many_acts(folder: Path, count: int) -> Path:
    """A signed case of so many acts, all of them refusals but the first few."""
    root, signer = folder / "acts", make_key(folder / "key")
    for name in ("entries", "originals", "derived", "incoming", "anchors"):
        (root / name).mkdir(parents=True)
    case, before, log = secrets.token_hex(16), NOTHING_BEFORE, bytearray()
    files = anchors.instructions(root, signer.public, "")
    acts: list[tuple[str, list[tuple[str, str]]]] = [("new", [("title", "Many acts"), ("staged", "yes")])]
    for name, data in files.items():
        (root / name).write_bytes(data)
        acts.append(("write", [("file", name), ("bytes", str(len(data))), ("sha256", sha(data))]))
    while len(acts) < count:
        fields = [("name", f"folder/clip-{len(acts)}.mp4"), ("slug", "missing-file"), ("reason", "there is no file")]
        acts.append(("refuse", fields))
    for seq, (act, fields) in enumerate(acts, 1):
        line, entry = draft(act, fields, case=case, actor="benchmark", seq=seq, before=before)
        (root / "entries" / name_of(seq)).write_bytes(entry)
        log += line.raw
        before = line.digest
    (root / "log").write_bytes(log)
    anchor = anchors.anchor_of(case, bytes(log))
    (root / "anchors" / f"{anchor.size}.txt").write_bytes(anchor.text())
    (root / "anchors" / f"{anchor.size}.txt.sig").write_text(signer.sign(anchor.text()), encoding="ascii")
    return root


def large_originals(folder: Path, gigabytes: float) -> Path:
    """A signed case of four originals that are so large together."""
    root, signer = folder / "large", make_key(folder / "key")
    with Case.create(root, title="Large originals", staged=True, signer=signer) as case:
        for n in range(4):
            path = folder / f"{n}.bin"
            with path.open("wb") as file:
                left = int(gigabytes * 1e9 / 4)
                while left > 0:
                    left -= file.write(os.urandom(min(left, 1 << 24)))
            origin = Origin(name=path.name, collected_at="2026-01-01T00:00:00Z")
            case.add(path, media_type="video/mp4", declared_type="video/mp4", origin=origin)
            path.unlink()
    return root


def sha(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def best(work: Callable[[], object], times: int = 3, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the quickest run."""
    out = []
    for _ in range(times):
        began = clock()
        work()
        out.append(clock() - began)
    return min(out)


def holds(root: Path, **more: bool) -> None:
    """Verify, and be sure that it held."""
    verdict = verify(root, **more)  # type: ignore[arg-type]
    if verdict.status != "holds":
        raise SystemExit(f"the clean case does not hold: {verdict.problems or verdict.pending}")


def script(root: Path, *options: str) -> None:
    """The same by the case's own script."""
    done = subprocess.run(["sh", "verify.sh", *options], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"verify.sh does not hold: {done.stdout}{done.stderr}")


def main() -> int:
    """Measure and print; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=100_000)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    parser.add_argument("--folder", type=Path, help="where to write the cases; a temporary folder without")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="custody-", dir=args.folder))
    try:
        root = many_acts(folder, args.acts)
        out: dict[str, object] = {
            "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
            "acts": args.acts,
            "verify_s": round(best(lambda: holds(root, contents=False)), 2),
            "verify_cpu_s": round(best(lambda: holds(root, contents=False), clock=time.process_time), 2),
            "script_s": round(best(lambda: script(root, "--quick"), 2), 2),
        }
        root = large_originals(folder, args.gigabytes)
        named = [str(path) for path in (root / "originals").rglob("*") if path.is_file()]
        theirs = best(lambda: subprocess.run(["sha256sum", *named], capture_output=True, check=True))
        ours = best(lambda: holds(root))
        out |= {"gigabytes": args.gigabytes, "sha256sum_s": round(theirs, 2), "originals_s": round(ours, 2)}
        out["share_of_sha256sum"] = round(theirs / ours, 2)
    finally:
        shutil.rmtree(folder)
    missed = [
        name
        for name, bound in BOUNDS.items()
        if (float(str(out[name])) < bound if name.startswith("share") else float(str(out[name])) > bound)
    ]
    print(json.dumps({**out, "bounds": BOUNDS, "missed": missed}, indent=1))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
