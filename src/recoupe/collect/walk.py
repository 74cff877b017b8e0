"""From paths that were handed over to the files in them, in a fixed order, without walking in circles.

A link to a file is followed and noted. Inside a folder, a link that leads out of it is not: material that was
collected could otherwise make the reporter's own files part of a case.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from recoupe.collect.names import visible
from recoupe.errors import InputError, MissingFile, UnreadableFile

_CASE: Final = ("originals", "entries", "log")
"""What lies in every case folder; where all three are, nothing is collected."""

_KINDS: Final = (
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe between programs"),
    (stat.S_ISSOCK, "a connection between programs"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file on the way in. `shown`: its path from what was handed over on, printable. `error`: why it cannot be taken.

    `left_out` instead of a file: a folder that is deliberately not walked, with the reason.
    """

    path: Path
    shown: str
    linked_to: str = ""
    error: InputError | None = None
    left_out: str = ""


@dataclass(slots=True)
class _Walk:
    folders: set[tuple[int, int]] = field(default_factory=set)
    files: set[Path] = field(default_factory=set)


def walk(paths: Iterable[Path]) -> Iterator[Item]:
    """Every file under `paths`, folders in sorted order; hidden files and case folders inside folders are left out.

    A file reached twice comes once. What cannot be reached comes with its error.
    """
    seen = _Walk()
    for path in paths:
        yield from _handed_over(Path(path), seen)


def is_case(folder: Path) -> bool:
    """Whether a folder is a recoupe case."""
    return all((folder / name).exists() for name in _CASE)


def _handed_over(path: Path, seen: _Walk) -> Iterator[Item]:
    shown = visible(path.name or str(path))
    try:
        resolved = path.resolve(strict=True)
        mode = resolved.stat().st_mode
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        yield Item(path=path, shown=shown, error=_unreachable(path, error))
        return
    inside = next((p for p in (resolved, *resolved.parents) if is_case(p)), None)
    if inside is not None:
        yield Item(
            path=path,
            shown=shown,
            error=UnreadableFile(
                "it lies inside a recoupe case, where it is preserved already",
                todo="hand over the material as it was collected, not a case",
            ),
        )
    elif stat.S_ISDIR(mode):
        yield from _folder(path, shown, resolved, seen)
    else:
        yield from _file(path, shown, resolved, seen)


def _folder(folder: Path, shown: str, top: Path, seen: _Walk) -> Iterator[Item]:
    """The files in a folder and below. `top` is the resolved folder that was handed over."""
    try:
        facts = folder.stat()
        if (facts.st_dev, facts.st_ino) in seen.folders:
            return
        seen.folders.add((facts.st_dev, facts.st_ino))
        if is_case(folder):
            yield Item(path=folder, shown=shown, left_out="it is a recoupe case")
            return
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        yield Item(path=folder, shown=shown, error=_unreachable(folder, error))
        return
    for name in names:
        if not name.startswith("."):
            yield from _entry(folder / name, f"{shown}/{visible(name)}", top, seen)


def _entry(path: Path, shown: str, top: Path, seen: _Walk) -> Iterator[Item]:
    try:
        resolved = path.resolve(strict=True)
        is_folder = resolved.is_dir()
    except (OSError, RuntimeError) as error:
        yield Item(path=path, shown=shown, error=_unreachable(path, error))
        return
    if path.is_symlink() and not resolved.is_relative_to(top):
        yield Item(
            path=path,
            shown=shown,
            error=UnreadableFile(
                f"it is a link that leads out of the folder, to {visible(str(path.readlink()))}",
                todo="if that is material for the case, hand it over itself",
            ),
        )
    elif is_folder:
        yield from _folder(path, shown, top, seen)
    else:
        yield from _file(path, shown, resolved, seen)


def _file(path: Path, shown: str, resolved: Path, seen: _Walk) -> Iterator[Item]:
    if resolved in seen.files:
        return
    seen.files.add(resolved)
    linked_to = visible(str(path.readlink())) if path.is_symlink() else ""
    yield Item(path=path, shown=shown, linked_to=linked_to, error=_refusal(path, resolved))


def _refusal(path: Path, resolved: Path) -> InputError | None:
    """Why a path that is no folder cannot be taken in, or None."""
    try:
        mode = resolved.stat().st_mode
    except OSError as error:
        return _unreachable(path, error)
    if stat.S_ISREG(mode):
        return None
    what = next((words for test, words in _KINDS if test(mode)), "no file")
    return UnreadableFile(f"it is {what}, not a file with bytes to keep", todo="save what comes out of it to a file")


def _unreachable(path: Path, error: OSError | RuntimeError) -> InputError:
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return MissingFile("it is a link to something that is not there", todo="hand over the file itself")
        return MissingFile("there is no file or folder of that name", todo="check the name, or where it was moved")
    if isinstance(error, PermissionError):
        return UnreadableFile(
            "this user may not read it", todo="change its permissions, or copy it with a user who may"
        )
    if isinstance(error, RuntimeError) or "symbolic links" in str(error.strerror):
        return UnreadableFile("it is a link that leads in a circle", todo="hand over the file itself")
    return UnreadableFile(f"the system does not hand it over: {error.strerror}", todo="check the disk and try again")
