"""`python -m tests.fuzz.one TARGET FOLDER [libFuzzer options]`: fuzz one target with atheris until told to stop."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["recoupe", "warcio", "zipfile", "json"]):
    from tests.fuzz.corpus import corpus
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    name, folder = sys.argv[1], Path(sys.argv[2])
    for n, data in enumerate(corpus(name)):
        (folder / f"{n:04}").write_bytes(data)
    atheris.Setup([sys.argv[0], *sys.argv[3:], str(folder)], TARGETS[name])
    atheris.Fuzz()
