#!/usr/bin/env python3
"""Build the wheel, install it into a clean environment, and run the demo from there, away from the source tree.

    python scripts/check_wheel.py [--keep]

Fails when a file is missing from the wheel, when the core pulls in PyTorch or more than `MOST_PACKAGES` packages, or
when the demo run from the installed wheel does not find the planted removal.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MOST_PACKAGES = 48
HEAVY = {"torch", "tensorflow", "jax"}


def main() -> int:
    """Do the three steps and print one line for each; the exit status says whether all held."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep the folder with wheel, environment and demo")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="recoupe-wheel-"))
    try:
        wheel = build(folder / "dist")
        print(f"built {wheel.name} ({wheel.stat().st_size // 1024} KiB)")
        python = install(wheel, folder / "env")
        print(f"installed into a clean environment: {packages(python)} packages")
        seconds, leads = demo(python, folder / "away")
        print(f"demo ran from the wheel in {seconds:.0f} s and put first: {leads[0]}")
    finally:
        if not args.keep:
            import shutil

            shutil.rmtree(folder, ignore_errors=True)
    return 0


def build(into: Path) -> Path:
    """The wheel, built in isolation from the source tree."""
    run([sys.executable, "-m", "build", "--wheel", "--outdir", str(into), str(REPOSITORY)])
    [wheel] = into.glob("*.whl")
    return wheel


def install(wheel: Path, environment: Path) -> Path:
    """The Python of a new environment that holds the wheel and what it asks for, nothing else."""
    venv.create(environment, with_pip=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    constraints = REPOSITORY / "constraints.txt"
    run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-c",
            str(constraints),
            str(wheel),
        ]
    )
    return python


def packages(python: Path) -> int:
    """How many packages the core install brought; refuses too many, and heavy ones."""
    listed = json.loads(run([str(python), "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]))
    names = {row["name"].lower() for row in listed} - {"pip", "setuptools", "wheel", "recoupe"}
    if names & HEAVY:
        raise SystemExit(f"the core install pulls in {sorted(names & HEAVY)}")
    if len(names) > MOST_PACKAGES:
        raise SystemExit(f"the core install has grown to {len(names)} packages (at most {MOST_PACKAGES})")
    return len(names)


def demo(python: Path, away: Path) -> tuple[float, list[str]]:
    """Run `recoupe demo` in an empty folder; gives the seconds it took and the leads it found."""
    away.mkdir()
    recoupe = python.with_name("recoupe.exe" if os.name == "nt" else "recoupe")
    began = time.monotonic()
    summary = json.loads(run([str(recoupe), "demo", "--json"], cwd=away))
    leads = list(summary["leads"])
    if not leads or "lacks" not in leads[0] or not Path(away / summary["dossier"]).is_file():
        raise SystemExit(f"the demo did not find the planted removal: {leads}")
    return time.monotonic() - began, leads


def run(command: list[str], cwd: Path | None = None) -> str:
    """Standard output of a command; its standard error is shown only when it fails."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "RECOUPE"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
        raise SystemExit(f"failed ({done.returncode}): {' '.join(command)}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
