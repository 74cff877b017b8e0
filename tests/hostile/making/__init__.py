"""Our own generator of hostile files. Each module gives names and bytes; nothing is taken from anywhere.

    python -m tests.hostile.making FOLDER      writes all of it, to look at

The files only point at addresses and paths they are told, do nothing on their own, and are harmless to keep; open
them with recoupe, not with another program.
"""

from __future__ import annotations

from pathlib import Path

Files = dict[str, bytes]
"""Name → bytes."""


def write(folder: Path, files: Files) -> Path:
    """Put files into a folder, which is made; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
