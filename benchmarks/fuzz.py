"""Fuzz our own parsers with atheris, one at a time: log, entry, anchor, receipt, stamp, WARC, WACZ, side-car, names.

    make fuzz                                        every target: 1,000,000 executions or 20 minutes of processor time
    python benchmarks/fuzz.py --only warc --minutes 3

Prints, for each target, the executions and the seconds they took, and which of the two ended it. What is found stays
in `--found`, and `python -m tests.fuzz.one TARGET FOLDER FILE` runs it again. Needs the extra `fuzz` (Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fuzz.targets import TARGETS  # noqa: E402

MEMORY_MB = 2048
ONE_S = 60


def fuzz(name: str, runs: int, minutes: float, found: Path, seed: int) -> bool:
    """Fuzz one target and print a line; whether nothing was found."""
    with tempfile.TemporaryDirectory(prefix="recoupe-fuzz-") as folder:
        told = Path(folder) / "told"
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        options = {
            "runs": runs,
            "rss_limit_mb": MEMORY_MB,
            "timeout": ONE_S,
            "artifact_prefix": f"{found}/{name}-",
            "seed": seed,
            "max_len": 16384,
            "print_final_stats": 1,
            "verbosity": 0,
        }
        words = [sys.executable, "-m", "tests.fuzz.one", name, str(seeds)]
        words += [f"-{key}={value}" for key, value in options.items()]
        with told.open("wb") as out:
            child = subprocess.Popen(
                words, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )
            status = ended(child, minutes * 60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = told.read_text(errors="replace")
    done = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
    executions = int(done[1]) if done else 0
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    end = "executions" if executions >= runs else "time"
    verdict = "nothing found" if status == 0 else f"FOUND SOMETHING (status {status})"
    print(
        f"{name:16} {executions:>10,} executions  {cpu:8.1f} s of processor  ended by {end:10}  {verdict}", flush=True
    )
    if status:
        print("\n".join(said.splitlines()[-30:]), flush=True)
    return status == 0


def ended(child: subprocess.Popen[bytes], cpu_s: float) -> int:
    """Wait for a fuzzer, and ask it to end in order when it has had its processor time; its status.

    The time is the processor's, since a busy machine would make a run by the clock much shorter than it says.
    """
    began = time.monotonic()
    while child.poll() is None:
        time.sleep(0.5)
        try:
            # Linux gives any process's processor time as a clock (clock_getcpuclockid); elsewhere it is the wall's.
            linux = sys.platform == "linux"
            spent = time.clock_gettime((~child.pid << 3) | 2) if linux else time.monotonic() - began
        except OSError:  # it has just ended
            continue
        if spent > cpu_s:
            child.send_signal(signal.SIGUSR1)
            try:
                return child.wait(ONE_S)
            except subprocess.TimeoutExpired:
                child.kill()
    return child.wait()


def main() -> int:
    """Fuzz what was asked for; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(TARGETS), help="a target; may be given again")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=20151218)
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "recoupe-found")
    asked = parser.parse_args()
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install -e '.[fuzz]' (Linux and macOS)", file=sys.stderr)
        return 2
    asked.found.mkdir(parents=True, exist_ok=True)
    os.nice(10)
    print(f"at most {asked.runs:,} executions or {asked.minutes:g} minutes a target, seed {asked.seed}")
    clean = [fuzz(name, asked.runs, asked.minutes, asked.found, asked.seed) for name in asked.only or TARGETS]
    return 0 if all(clean) else 1


if __name__ == "__main__":
    raise SystemExit(main())
