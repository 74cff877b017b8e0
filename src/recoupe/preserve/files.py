"""Writing that a crash cannot half-do: temporary file, fsync, rename, fsync of the folder.

Temporary files lie in the case's own `incoming/` under random names, so that no name of a source is left anywhere. Each
step is announced through `step`, where a test stops the program to see what the next start makes of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recoupe.errors import CaseError, MissingFile, UnreadableFile

CHUNK = 1 << 20
READ_ONLY = 0o444

_watcher: Callable[[str], None] | None = None


@contextlib.contextmanager
def watching(watcher: Callable[[str], None]) -> Iterator[None]:
    """Call `watcher` with the name of each step of writing that is done, while the block runs."""
    global _watcher
    before, _watcher = _watcher, watcher
    try:
        yield
    finally:
        _watcher = before


def step(name: str) -> None:
    """Announce that a step of writing is done."""
    if _watcher is not None:
        _watcher(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A finished copy that has no name of its own yet: where it lies, its SHA-256 and its bytes."""

    path: Path
    digest: str
    size: int


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents, each lasting in its parent."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def write_all(handle: int, data: bytes | memoryview) -> None:
    """Write every byte; the operating system may take fewer at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def place(temporary: Path, target: Path, what: str) -> None:
    """Give a finished, synced file its name; replaces what lies there."""
    make_folder(target.parent)
    temporary.replace(target)
    step(f"{what} renamed")
    sync_folder(target.parent)
    step(f"{what} folder synced")


def write_file(target: Path, data: bytes, *, incoming: Path, what: str) -> None:
    """Write a whole read-only file under its name, or not at all."""
    temporary = incoming / secrets.token_hex(12)
    write_unplaced(temporary, data, what=what, mode=READ_ONLY)
    place(temporary, target, what)


def write_unplaced(temporary: Path, data: bytes, *, what: str, mode: int) -> None:
    """Write a file that lasts but has no place yet."""
    make_folder(temporary.parent)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        step(f"{what} begun")
        write_all(handle, data)
        os.fchmod(handle, mode)
        os.fsync(handle)
    finally:
        os.close(handle)
    step(f"{what} synced")


def destroy(path: Path) -> None:
    """Overwrite a regular file once and remove it, lastingly; a link is only removed. Nothing when it is not there.

    What the disk itself, its snapshots or backups still hold cannot be reached from here.
    """
    try:
        state = path.lstat()
        if stat.S_ISREG(state.st_mode):
            path.chmod(0o600)
            handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                for at in range(0, state.st_size, CHUNK):
                    write_all(handle, bytes(min(CHUNK, state.st_size - at)))
                os.fsync(handle)
            finally:
                os.close(handle)
        path.unlink()
    except FileNotFoundError:
        return
    sync_folder(path.parent)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[int]:
    """A descriptor on a regular file, for reading.

    Raises:
        MissingFile: There is nothing at the path.
        UnreadableFile: It is not a regular file, or may not be read.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for someone to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise MissingFile(f"there is no file {path}", todo="check the name") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}", todo="check its permissions") from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UnreadableFile(f"{path} is not a regular file", todo="hand over files, not devices or pipes")
        yield handle
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes.

    Raises:
        MissingFile, UnreadableFile: see `opened`, and when reading breaks off.
    """
    sink = hashlib.sha256()
    with opened(path) as handle:
        for chunk in _chunks(handle, path):
            sink.update(chunk)
    return sink.hexdigest()


def copy_in(path: Path, *, incoming: Path) -> Copied:
    """Copy a file into `incoming`, hashing what is read, and make it last there, read-only.

    Raises:
        MissingFile, UnreadableFile: The file cannot be read, from the start or at some byte.
        CaseError: The copy cannot be written (the disk is full, say).
    """
    make_folder(incoming)
    temporary = incoming / secrets.token_hex(12)
    sink, size = hashlib.sha256(), 0
    with opened(path) as source:
        target = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            step("original begun")
            for chunk in _chunks(source, path):
                sink.update(chunk)
                _write_copy(target, chunk)
                size += len(chunk)
            os.fchmod(target, READ_ONLY)
            os.fsync(target)
        except BaseException:
            # Whatever stopped us, a half copy is worth nothing: its source still lies where it was.
            temporary.unlink(missing_ok=True)
            raise
        finally:
            os.close(target)
    step("original synced")
    return Copied(path=temporary, digest=sink.hexdigest(), size=size)


def _chunks(handle: int, path: Path) -> Iterator[memoryview]:
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    while True:
        try:
            count = os.readv(handle, [buffer])
        except OSError as error:
            raise UnreadableFile(
                f"reading {path} broke off: {error.strerror}", todo="the disk may be failing: copy the file first"
            ) from error
        if count == 0:
            return
        yield view[:count]


def _write_copy(handle: int, chunk: memoryview) -> None:
    try:
        write_all(handle, chunk)
    except OSError as error:
        raise CaseError(
            f"the case cannot be written to: {error.strerror}", todo="make room on the disk and run the same again"
        ) from error
