"""Signed cases for the tests of custody."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from recoupe.preserve import Case
from recoupe.preserve.custody.keys import Signer, make_key
from tests.preserve.making import put, work

SHELL = Path(shutil.which("sh") or "/bin/sh")


def signed_case(folder: Path) -> tuple[Path, Signer]:
    """A case with every kind of record, made in three commands, and the key that signed it."""
    signer = make_key(folder / "key")
    root = folder / "case"
    Case.create(root, title="Signed", staged=True, signer=signer).close()
    work(root, folder / "material")
    with Case.open(root, write=True, signer=signer):
        pass
    with Case.open(root, write=True, signer=signer) as case:
        put(case, folder, "odd\nname: \\x \u202e.txt", b"odd")
    return root, signer


def more(root: Path, folder: Path, signer: Signer | None, name: str = "more.txt") -> None:
    """One more command that writes."""
    with Case.open(root, write=True, signer=signer) as case:
        put(case, folder, name, name.encode())


def shell(root: Path, *options: str, script: str = "verify.sh") -> subprocess.CompletedProcess[str]:
    """Run the case's own verify.sh, or another copy of it."""
    return subprocess.run(
        [SHELL, script, *options],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
    )


def overwrite(path: Path, data: bytes) -> None:
    """Write a file that is read-only."""
    path.chmod(0o600)
    path.write_bytes(data)
