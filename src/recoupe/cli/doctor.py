"""`recoupe doctor`: say what this machine has, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

import click
import msgspec

from recoupe import __version__, jail
from recoupe.cli.console import Console, visible
from recoupe.errors import ComponentMissing
from recoupe.preserve.custody.keys import is_protected, key_path
from recoupe.read.text.models import VARIABLES, described, from_environment, spacy_version

EPILOG = """\b
Examples:
  recoupe doctor                  this machine, and the disk of the folder you are in
  recoupe doctor ~/cases          the same for the disk that holds ~/cases
"""

State = Literal["ok", "weaker", "missing"]
_MARKS: Final = {"ok": "[green]✓[/green]", "weaker": "[yellow]![/yellow]", "missing": "[red]✗[/red]"}
_FREE_GB: Final = 10
_EXTRAS: Final = {
    "speech": (("faster-whisper",), "what is said in footage is not written down"),
    "text": (("spacy",), "names in texts are told by rules and lists alone, without a model's second opinion"),
    "ocr": (("rapidocr", "onnxruntime"), "words in pictures are not read"),
    "custody": (("pyrage",), "cases cannot be packed into one encrypted file"),
    "collect": (("yt-dlp",), "clips behind a player cannot be fetched"),
    "cluster": (("distributed",), "archives are searched on this machine only"),
}


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at. weaker: recoupe works, and does or protects less. missing: it does not work."""

    group: str
    name: str
    state: State
    found: str
    todo: str = ""


@click.command(epilog=EPILOG)
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
def command(folder: Path, as_json: bool) -> int:
    """Say what this machine has and what is missing, line by line: ok, weaker or missing, and what to do.

    FOLDER is where cases are kept: its disk is looked at for encryption and room.
    """
    console = Console(as_json=as_json)
    checks = list(examine(folder))
    console.result({"recoupe": __version__, "checks": checks})
    group = ""
    for check in checks:
        if check.group != group:
            group = check.group
            console.print(f"[b]{group}[/b]")
        console.print(f"  {_MARKS[check.state]} {check.state:<7} {_shown(check.name)}: {_shown(check.found)}")
        if check.todo:
            console.print(f"            [dim]→ {_shown(check.todo)}[/dim]")
    bad = sum(check.state == "missing" for check in checks)
    weaker = sum(check.state == "weaker" for check in checks)
    console.print(f"\n{len(checks)} looked at: {bad} missing, {weaker} weaker.")
    return 1 if bad else 0


def examine(folder: Path) -> Iterator[Check]:
    """Every check, in the order they are shown."""
    yield from _programs()
    yield from _components()
    yield from _models()
    yield from _jail()
    yield _key()
    yield from _machine(folder)


def _shown(text: str) -> str:
    return visible(text).replace("[", "\\[")


def _programs() -> Iterator[Check]:
    fine = sys.version_info >= (3, 11)
    yield Check(
        group="Programs",
        name="Python",
        state="ok" if fine else "missing",
        found=f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        todo="" if fine else "install Python 3.11 or newer",
    )
    versions: list[str] = []
    absent: list[str] = []
    for name in _required():
        version = _version(name)
        (versions if version else absent).append(f"{name} {version}".strip())
    yield Check(
        group="Programs",
        name="packages",
        state="missing" if absent else "ok",
        found=f"recoupe {__version__}, "
        + ", ".join(versions)
        + (f"; not there: {', '.join(absent)}" if absent else ""),
        todo="install recoupe again: pipx reinstall recoupe" if absent else "",
    )
    for program, names in (("ffmpeg", ("ffmpeg",)), ("Chromium", ("chromium", "chromium-browser", "google-chrome"))):
        where = next((found for name in names if (found := shutil.which(name))), "")
        yield Check(
            group="Programs",
            name=program,
            state="ok",
            found=where or "not here; only the tests and benchmarks of recoupe's own makers use it",
        )


def _components() -> Iterator[Check]:
    for extra, (names, without) in _EXTRAS.items():
        there = [f"{name} {version}" for name in names if (version := _version(name))]
        complete = len(there) == len(names)
        yield Check(
            group="Optional parts",
            name=extra,
            state="ok" if complete else "weaker",
            found=", ".join(there) if complete else f"not installed: {without}",
            todo="" if complete else f'pipx install --force "recoupe[{extra}]", or pip install "recoupe[{extra}]"',
        )


def _models() -> Iterator[Check]:
    """The spaCy models that the environment names; nothing where there is neither spaCy nor a name."""
    state: State = "ok"
    todo = ""
    try:
        models = from_environment()
        found = described(models) if models else "none named: `recoupe read` goes by rules and lists alone"
        todo = "" if models else f"to use one, set {' or '.join(VARIABLES.values())}"
    except ComponentMissing as error:
        state, found, todo = "missing", error.reason, error.todo
        models = {}
    if models or state == "missing" or spacy_version():
        yield Check(group="Optional parts", name="models for names", state=state, found=found, todo=todo)


def _jail() -> Iterator[Check]:
    """The layers around foreign files, each as it was measured just now."""
    for layer in jail.layers():
        active = layer.state == "active"
        essential = layer.name in ("process", "time")
        yield Check(
            group="Protection against files that bite",
            name=f"{layer.name}, against {layer.keeps_out}",
            state="ok" if active else "missing" if essential else "weaker",
            found=layer.state + (f" ({layer.reason})" if layer.reason else ""),
            todo="" if active else "open files of unknown origin on a Linux system with kernel 5.13 or newer",
        )


def _key() -> Check:
    """The key that signs cases: whether there is one, where, and whether a passphrase protects it."""
    where = key_path()
    protected = is_protected(where)
    if protected is None:
        state: State = "ok"
        found, todo = f"none yet at {where}; one is made with the first case", ""
    elif protected:
        state, found, todo = "ok", f"{where}, behind a passphrase", ""
    else:
        state, found = "weaker", f"{where} has no passphrase: whoever gets hold of the file can sign in your name"
        todo = f"give it one: ssh-keygen -p -f {where}"
    return Check(group="Custody", name="key that signs cases", state=state, found=found, todo=todo)


def _machine(folder: Path) -> Iterator[Check]:
    state, found, todo = encryption(folder)
    yield Check(group="This machine", name="disk encryption", state=state, found=found, todo=todo)
    free = shutil.disk_usage(folder).free / 1e9
    yield Check(
        group="This machine",
        name="free space",
        state="ok" if free >= _FREE_GB else "weaker",
        found=f"{free:.0f} GB",
        todo="" if free >= _FREE_GB else "make room: a case holds every original and a proxy of each clip",
    )
    offset = time.strftime("%z")
    yield Check(
        group="This machine",
        name="time zone",
        state="ok",
        found=f"{time.tzname[time.localtime().tm_isdst > 0]} ({offset[:3]}:{offset[3:]}); recoupe records times in UTC",
    )
    yield Check(group="This machine", name="processors", state="ok", found=str(os.cpu_count() or "unknown"))


def encryption(
    folder: Path, *, system: Path = Path("/sys"), mounts: Path = Path("/proc/self/mountinfo")
) -> tuple[State, str, str]:
    """Whether the disk under a folder is seen to be encrypted: state, what was found, what to do.

    Only dm-crypt (LUKS) can be seen, on Linux; everything else is "cannot tell", said plainly.
    """
    unknown = "cannot tell whether this disk is encrypted"
    todo = "make sure that it is: a seized computer gives up every case on a disk that is not"
    device = _device(folder, mounts) if sys.platform == "linux" else ""
    if not device:
        return "weaker", unknown, todo
    chain = list(_below(system / "dev/block" / device))
    if not chain:
        return "weaker", unknown, todo
    if any(uuid.startswith("CRYPT-") for uuid in chain):
        return "ok", "encrypted (dm-crypt)", ""
    return (
        "weaker",
        "no encryption of the disk is to be seen (a disk that encrypts itself would not show)",
        "encrypt it, or keep cases on a disk that is: a seized computer gives up everything on this one",
    )


def _device(folder: Path, mounts: Path) -> str:
    """`major:minor` of the block device a folder lies on; empty when it lies on none that shows."""
    number = folder.stat().st_dev
    device = f"{os.major(number)}:{os.minor(number)}"
    if os.major(number) != 0:
        return device
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for line in lines:  # btrfs and others have numbers of their own; the mount table names the device
        fields = line.split()
        source = fields[fields.index("-") + 2] if "-" in fields[:-2] else ""
        if fields[2] == device and re.fullmatch(r"/dev/[\w/.-]+", source) and Path(source).exists():
            block = Path(source).stat().st_rdev
            return f"{os.major(block)}:{os.minor(block)}"
    return ""


def _below(block: Path) -> Iterator[str]:
    """The device-mapper name (empty for a plain disk) of a block device and of all that lies under it."""
    if not block.exists():
        return
    uuid = block / "dm/uuid"
    yield uuid.read_text("ascii", "replace").strip() if uuid.exists() else ""
    slaves = block / "slaves"
    for slave in sorted(slaves.iterdir()) if slaves.is_dir() else ():
        yield from _below(slave)


def _required() -> list[str]:
    """Names of the packages recoupe cannot do without, as its own metadata states them."""
    try:
        lines = metadata.requires("recoupe") or []
    except metadata.PackageNotFoundError:
        return []
    return sorted(m[0] for line in lines if "extra ==" not in line and (m := re.match(r"[\w.-]+", line)))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
