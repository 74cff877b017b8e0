"""The folder that holds the cases, and the names they go by in addresses.

An address never carries a folder's name (it would stand in the browser's history) and no path is ever built from an
address: a case is looked up among the folders that are there, by a digest of its name.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import platformdirs

from recoupe.desk.failures import NotHere
from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.preserve import Case, is_case

FOLDER = "recoupe cases"
INCOMING = ".incoming-"


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the desk remembers between starts: only where the cases are."""

    workspace: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One case as the list shows it. `problem` says why it cannot be opened, empty when it can."""

    handle: str
    root: Path
    title: str
    staged: bool
    sources: int
    findings: int
    changed: datetime
    problem: str = ""


class Workspace:
    """The cases a desk shows: those in a folder, or one given case.

    Args:
        folder: Where new cases are made; None shows `only` and nothing else.
        only: A single case, wherever it is.
    """

    def __init__(self, folder: Path | None, *, only: Path | None = None) -> None:
        if (folder is None) == (only is None):
            raise ValueError("a desk shows a folder of cases or one case")
        self.folder = folder
        self.only = only.resolve() if only else None

    def roots(self) -> list[Path]:
        """The folders of all cases, by name."""
        if self.only:
            return [self.only]
        if self.folder is None or not self.folder.is_dir():
            return []
        try:
            inside = sorted(self.folder.iterdir())
        except OSError as error:
            raise UnreadableFile(
                f"the folder of the cases cannot be read ({error.strerror})", todo="check that the disk is there"
            ) from error
        return [p for p in inside if not p.name.startswith(".") and p.is_dir() and not p.is_symlink() and is_case(p)]

    def root(self, handle: str) -> Path:
        """The folder of the case that goes by this handle.

        Raises:
            NotHere: There is none.
        """
        for root in self.roots():
            if handle_of(root) == handle:
                return root
        raise NotHere("there is no such case on this desk", todo="the list of cases is one click up")

    def shelves(self) -> list[Shelf]:
        """All cases, last changed first."""
        return sorted((look(root) for root in self.roots()), key=lambda shelf: shelf.changed, reverse=True)

    def new_root(self, title: str) -> Path:
        """A folder name for a new case that is not taken yet; the folder is not made."""
        if self.folder is None:
            raise NotHere("this desk shows one case only", todo="start it without a case: recoupe desk")
        stem = folder_name(title)
        for n in range(1, 10_000):
            root = self.folder / (stem if n == 1 else f"{stem} {n}")
            if not root.exists():
                return root
        raise UnreadableFile("no free folder name was found", todo="give the case another title")

    def incoming(self) -> Path:
        """A new private folder on the cases' own disk for what is being handed over.

        It lies beside the cases, not in the system's temporary folder, so that no name or byte of a source is left on
        another disk.
        """
        base = self.only.parent if self.only else self.folder
        assert base is not None
        base.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=INCOMING, dir=base))

    def sweep(self) -> None:
        """Remove what an earlier desk was handed and could not finish. Preserved bytes are not here."""
        base = self.only.parent if self.only else self.folder
        if base is None or not base.is_dir():
            return
        for left in base.glob(f"{INCOMING}*"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)


def handle_of(root: Path) -> str:
    """The case's name in addresses: 12 hexadecimal digits of the SHA-256 of its folder's name."""
    return hashlib.sha256(root.name.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def look(root: Path) -> Shelf:
    """Open a case briefly for the list; one that cannot be opened is listed with the reason."""
    changed = datetime.fromtimestamp((root / "log").stat().st_mtime, tz=UTC)
    try:
        with Case.open(root, write=False) as case:
            return Shelf(
                handle=handle_of(root),
                root=root,
                title=case.title or root.name,
                staged=case.staged,
                sources=len(case.sources()),
                findings=len(case.findings()),
                changed=changed,
            )
    except RecoupeError as error:
        return Shelf(
            handle=handle_of(root),
            root=root,
            title=root.name,
            staged=False,
            sources=0,
            findings=0,
            changed=changed,
            problem=error.reason,
        )


def folder_name(title: str) -> str:
    """A title as a folder name that every system takes: letters, digits, spaces, dots inside, dashes.

    >>> folder_name("Harbour: the night of 3/4 May ")
    'Harbour the night of 3 4 May'
    """
    plain = unicodedata.normalize("NFC", title)
    kept = "".join(c if c.isalnum() or c in " -_" or unicodedata.category(c) in {"Mn", "Mc"} else " " for c in plain)
    name = " ".join(kept.split())[:60].strip(" -_")
    while len(name.encode()) > 180:
        name = name[:-1].rstrip()
    if not name or re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)\d", name):
        return f"case {name}".strip()
    return name


def default_folder() -> Path:
    """The folder the user chose, or "recoupe cases" in their documents."""
    chosen = load_settings().workspace
    return Path(chosen) if chosen else platformdirs.user_documents_path() / FOLDER


def settings_file() -> Path:
    """Where the desk's settings are kept."""
    return platformdirs.user_config_path("recoupe", appauthor=False) / "desk.json"


def load_settings() -> Settings:
    """The settings; those of a fresh desk when there are none or they cannot be read."""
    try:
        return msgspec.json.decode(settings_file().read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save_settings(settings: Settings) -> None:
    """Write the settings, for this user alone."""
    path = settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(msgspec.json.encode(settings))
    draft.chmod(0o600)
    draft.replace(path)
