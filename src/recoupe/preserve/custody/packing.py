"""Packing a case into one encrypted file to carry or to send, and unpacking it elsewhere.

    pack(Path("harbour"), Path("harbour.age"), ["age1…"])
    unpack(Path("harbour.age"), Path("harbour"), Path("identity.txt"))

The file is a tar archive encrypted with age (through pyrage): `age -d -i identity.txt harbour.age | tar x` reads it,
too. What can be made again (database, cache) stays out. Times, owners and the folder's name are not in it. Anybody can
encrypt to a public key, so what comes out is foreign: it is read as a stream, by a reader that knows only plain files
with names as they are in a case, and within the room there is. Trust it after `recoupe verify`.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from recoupe.errors import CaseError, ComponentMissing, DamagedFile, KeyUnusable, MissingFile, NotACase, UsageError
from recoupe.events import Events, Progress, quiet
from recoupe.preserve import files, folder
from recoupe.preserve.lock import WriterLock

BLOCK = 512
MOST_FILES = 5_000_000
MARGIN = 1 << 28
"""Bytes of the disk that unpacking leaves free."""

_TOP = "case/"
_LEFT_OUT = {
    folder.CACHE,
    folder.INCOMING,
    "lock",
    *(f"{folder.DATABASE}{end}" for end in ("", "-wal", "-shm", "-journal")),
}
_NAME = re.compile(
    r"log|entries/[0-9]{6,18}|(?:originals|derived)/([0-9a-f]{2})/\1[0-9a-f]{62}"
    r"|anchors/[1-9][0-9]{0,17}(?:\.txt|\.txt\.sig|-[1-9][0-9]{0,5}\.ts[qr])|(?:set-aside/)?[A-Za-z0-9][A-Za-z0-9._-]{0,84}"
)


def pack(root: Path, out: Path, recipients: Sequence[str], *, events: Events = quiet) -> int:
    """Write a case, encrypted for some keys; gives the number of files.

    Args:
        root: The case; nobody may write to it meanwhile.
        out: The file to write; it must not be there, nor lie in the case.
        recipients: age public keys (`age1…`) or SSH public keys (`ssh-ed25519 …`).
    Raises:
        NotACase, CaseBusy: see `Case.open`.
        UsageError: There is something at `out`, or no key.
        KeyUnusable: A key is none.
        ComponentMissing: pyrage is not installed.
    """
    if not folder.is_case(root):
        raise NotACase(f"{root} is not a case", todo="name the folder of a case")
    if os.path.lexists(out):
        raise UsageError(f"{out} is there already", todo="name another file")
    if out.absolute().resolve().is_relative_to(root.absolute().resolve()):
        raise UsageError(f"{out} lies in the case itself", todo="name a file outside the case")
    if not recipients:
        raise UsageError("no key to encrypt for", todo="give one with --to; age-keygen makes one")
    keys = [_recipient(text) for text in recipients]
    rage = _pyrage()
    lock = WriterLock(root)
    lock.acquire()
    died = lock.died
    part = out.with_name(f"{out.name}.{secrets.token_hex(4)}.part")
    try:
        names = sorted(_names(root))

        def write(sink: BinaryIO) -> None:
            for n, name in enumerate(names):
                events(Progress(operation="pack", stage="packing", done=n, total=len(names)))
                _put(root / name, _TOP + name, sink)
            sink.write(bytes(2 * BLOCK))

        with part.open("xb") as target:
            _through(write, lambda source: rage.encrypt_io(source, target, keys))
            target.flush()
            os.fsync(target.fileno())
        part.rename(out)
        files.sync_folder(out.absolute().parent)
    finally:
        part.unlink(missing_ok=True)
        lock.release(clean=not died)
    events(Progress(operation="pack", stage="packing", done=len(names), total=len(names), finished=True))
    return len(names)


def unpack(
    packed: Path, root: Path, identity: Path, *, most_bytes: int | None = None, most_files: int = MOST_FILES,
    events: Events = quiet,
) -> int:  # fmt: skip
    """Write a packed case to a new folder; gives the number of files.

    Args:
        packed: What `pack` wrote.
        root: The folder; it must not be there.
        identity: The private key: a file by age-keygen, or an SSH Ed25519 key without a passphrase.
        most_bytes: More than this is refused; the room on the disk without.
        most_files: More than this is refused.
    Raises:
        MissingFile, KeyUnusable: The file or the key cannot be used.
        DamagedFile: It is no packed case, breaks off, or holds something that is not a plain file of a case.
        UsageError: There is something at `root`.
        ComponentMissing: pyrage is not installed.
    """
    if os.path.lexists(root):
        raise UsageError(f"{root} is there already", todo="name a new folder")
    rage = _pyrage()
    keys = _identities(identity)
    root.absolute().parent.mkdir(parents=True, exist_ok=True)
    room = shutil.disk_usage(root.absolute().parent).free - MARGIN if most_bytes is None else most_bytes
    made = root.absolute().parent / f".recoupe-unpack-{secrets.token_hex(6)}"
    count = 0
    try:
        made.mkdir(mode=0o700)
        with _opened(packed) as source:

            def read(stream: BinaryIO) -> None:
                nonlocal count
                for name, size in _members(stream, room, most_files):
                    _take(stream, made / name, size)
                    count += 1
                    events(Progress(operation="unpack", stage="unpacking", done=count))

            try:
                _through(lambda sink: rage.decrypt_io(source, sink, keys), read)
            except (rage.DecryptError, rage.IdentityError) as error:
                raise KeyUnusable(f"{packed.name} cannot be opened with this key: {error}") from error
        for name in (folder.ORIGINALS, folder.ENTRIES, folder.DERIVED, folder.INCOMING):
            (made / name).mkdir(mode=0o700, exist_ok=True)
        if not folder.is_case(made):
            raise DamagedFile(f"{packed.name} holds no case", todo="ask for it again")
        made.rename(root)
        files.sync_folder(root.absolute().parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    events(Progress(operation="unpack", stage="unpacking", done=count, total=count, finished=True))
    return count


def _names(root: Path) -> Iterator[str]:
    """Every file of a case that counts, as it is called in it."""
    for at, folders, names in os.walk(root):
        here = Path(at).relative_to(root)
        folders[:] = [name for name in folders if here != Path() or name not in _LEFT_OUT]
        for name in names:
            full = (here / name).as_posix()
            if full in _LEFT_OUT:
                continue
            if (Path(at) / name).is_symlink() or not _NAME.fullmatch(full):
                raise CaseError(f"{full} is not part of a case", todo="run: recoupe verify")
            yield full


def _put(path: Path, name: str, sink: BinaryIO) -> None:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        sink.write(_header(name, size))
        left = size
        while left:
            data = file.read(min(left, files.CHUNK))
            if not data:
                raise CaseError(f"{name} became shorter while it was read", todo="see that nobody writes to the case")
            sink.write(data)
            left -= len(data)
        sink.write(bytes(-size % BLOCK))


def _header(name: str, size: int) -> bytes:
    """A ustar header of a plain file; sizes of 8 GiB and more are written in base 256, as GNU tar does."""
    length = b"%011o\0" % size if size < 8**11 else b"\x80" + size.to_bytes(11, "big")
    head = bytearray(BLOCK)
    for at, data in ((0, name.encode()), (100, b"0000600\0"), (108, b"0000000\0"), (116, b"0000000\0")):
        head[at : at + len(data)] = data
    for at, data in ((124, length), (136, b"%011o\0" % 0), (148, b" " * 8), (156, b"0"), (257, b"ustar\x0000")):
        head[at : at + len(data)] = data
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def _members(stream: BinaryIO, room: int, most_files: int) -> Iterator[tuple[str, int]]:
    """Name and size of each plain file; the caller reads its bytes before asking for the next."""
    seen: set[str] = set()
    while True:
        head = _exactly(stream, BLOCK)
        if not any(head):
            while stream.read(files.CHUNK):
                pass
            return
        name, size = _read_header(head)
        room -= size + BLOCK
        if name in seen:
            raise DamagedFile(f"the packed file holds {name} twice", todo="ask for it again, and where it came from")
        if len(seen) >= most_files or room < 0:
            raise DamagedFile("the packed file is larger than there is room for", todo="make room, or do not trust it")
        seen.add(name)
        yield name, size


def _read_header(head: bytes) -> tuple[str, int]:
    told = head[148:156].rstrip(b"\0 ")
    total = sum(head) - sum(head[148:156]) + 8 * 0x20
    raw = head[124:136]
    try:
        if int(told, 8) != total or head[257:263] != b"ustar\0":
            raise ValueError("checksum")
        size = int.from_bytes(raw[1:], "big") if raw[0] == 0x80 else int(raw.rstrip(b"\0 "), 8)
        name = head[:100].split(b"\0", 1)[0].decode("ascii")
    except ValueError as error:
        raise DamagedFile("the packed file is not one of ours, or is damaged", todo="ask for it again") from error
    plain = name.removeprefix(_TOP)
    known = _NAME.fullmatch(plain) is not None and plain not in _LEFT_OUT - {"lock"} and plain != "lock"
    if head[156:157] != b"0" or any(head[345:500]) or not name.startswith(_TOP) or not known or size < 0:
        shown = name.encode("unicode_escape").decode()[:80]
        raise DamagedFile(f"the packed file holds {shown!r}, which is no plain file of a case", todo="do not trust it")
    return plain, size


def _take(stream: BinaryIO, target: Path, size: int) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb", buffering=0) as file:
        left = size
        while left:
            data = _exactly(stream, min(left, files.CHUNK))
            files.write_all(file.fileno(), data)
            left -= len(data)
        if _is_kept(target):
            os.fchmod(file.fileno(), files.READ_ONLY)
    _exactly(stream, -size % BLOCK)


def _is_kept(target: Path) -> bool:
    """Whether a file is one that is never written to again."""
    return target.name != folder.LOG and target.parent.parent.name in (folder.ORIGINALS, folder.DERIVED)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count) if count else b""
    if len(data) != count:
        raise DamagedFile("the packed file breaks off", todo="ask for it again")
    return data


def _through(write: Callable[[BinaryIO], Any], read: Callable[[BinaryIO], Any]) -> None:
    """Run a writer in a thread and a reader here, joined by a pipe; the first real error of the two is raised."""
    outlet, inlet = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(inlet, "wb", buffering=files.CHUNK) as sink:
                write(sink)
        except BaseException as error:  # noqa: BLE001 (whatever it is, it is raised again by the thread that waits)
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(outlet, "rb", buffering=files.CHUNK) as source:
            read(source)
    except BaseException as error:
        thread.join()
        # A writer that failed leaves its reader with too little, and a reader that stopped leaves a broken pipe.
        if failed and not isinstance(failed[0], OSError) and "Broken pipe" not in str(failed[0]):
            raise failed[0] from error
        raise
    thread.join()
    if failed:
        raise failed[0]


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise MissingFile(f"{path} cannot be read: {error.strerror}", todo="check the name") from error
    with file:
        yield file


def _pyrage() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise ComponentMissing("encryption with age is not installed", todo='pip install "recoupe[custody]"') from error
    return pyrage


def _recipient(text: str) -> Any:
    rage = _pyrage()
    try:
        if text.startswith("ssh-"):
            return rage.ssh.Recipient.from_str(text)
        return rage.x25519.Recipient.from_str(text)
    except rage.RecipientError as error:
        raise KeyUnusable(
            f"{text[:80]!r} is not a public key of age or SSH", todo="it looks like age1…; age-keygen makes one"
        ) from error


def _identities(path: Path) -> list[Any]:
    rage = _pyrage()
    with _opened(path) as file:
        data = file.read(1 << 16)
    try:
        if data.startswith(b"-----BEGIN"):
            return [rage.ssh.Identity.from_buffer(data)]
        lines = [line for line in data.decode("ascii", "replace").splitlines() if line and not line.startswith("#")]
        found = [rage.x25519.Identity.from_str(line.strip()) for line in lines]
    except rage.IdentityError as error:
        raise KeyUnusable(f"{path} is not a private key of age or SSH: {error}", todo="age-keygen makes one") from error
    if not found:
        raise KeyUnusable(f"{path} holds no private key", todo="age-keygen makes one")
    return found
