"""`recoupe diff`: what was cut, inserted, silenced or replaced between two files of footage."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import click

from recoupe.cli.console import Console
from recoupe.compare import answer, compare_proxies
from recoupe.draw import edits, ribbon_text
from recoupe.errors import UsageError
from recoupe.events import Events
from recoupe.model import EditMap, plain
from recoupe.publish.diffpage import File, build_diff_page
from recoupe.publish.looking import FileLooks
from recoupe.publish.telling import RELATIVE, tell_whole
from recoupe.read import proxy

EPILOG = """\b
Examples:
  recoupe diff clip.mp4 reupload.mp4                   a small picture of the edit map, and what it says
  recoupe diff clip.mp4 reupload.mp4 --html diff.html  a page to show a colleague
  recoupe diff clip.mp4 reupload.mp4 --json            segments, edges, exact ticks

\b
Exit status: 0 the two differ in nothing but encoding, 1 they differ or could not be compared, 2 wrong use.
"""

ENCODING_ONLY = frozenset({"reencode", "scale", "fps", "noise"})
"""Changes of a clip as a whole that storing it anew makes by itself."""


@click.command(epilog=EPILOG)
@click.argument("a", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("b", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print segments and the whole edit map as JSON.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a self-contained page to this file."
)
def command(a: Path, b: Path, as_json: bool, html: Path | None) -> int:
    """Say what B holds of A, what it lacks, and what it has beyond it; picture and sound apart.

    A is the reference: what is called lacking or added is so relative to it. Which of the two came first is not said.
    Needs no case and keeps nothing.
    """
    console = Console(as_json=as_json)
    if html is not None and not html.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {html.parent} to write {html.name} into", todo="make it first")
    files = (_file(a), _file(b))
    with console.progress() as events, tempfile.TemporaryDirectory(prefix="recoupe-") as folder:
        editmap, looks = _compare((a, b), files, Path(folder), events)
        if html is not None:
            html.write_bytes(build_diff_page(editmap, files, looks))
    differ = differs(editmap)
    console.result(
        {**answer(editmap), "differs": differ, "files": [plain(file) for file in files], "editmap": plain(editmap)}
    )
    if not as_json:
        _show(console, editmap, files)
        if html is not None:
            console.note(f"Page written: {html}")
    return 1 if differ else 0


def differs(editmap: EditMap) -> bool:
    """Whether there is anything between the two that storing a clip anew does not make by itself."""
    return not editmap.shared or bool(edits(editmap)) or bool(set(editmap.transforms) - ENCODING_ONLY)


def _compare(
    paths: tuple[Path, Path], files: tuple[File, File], folder: Path, events: Events
) -> tuple[EditMap, FileLooks]:
    """The map, and looks at the two files; both go by their digests, and equal bytes are decoded once."""
    place = {file.digest: path for file, path in zip(reversed(files), reversed(paths), strict=True)}
    proxies = {digest: proxy.build(path, folder / digest, events) for digest, path in place.items()}
    first, second = files[0].digest, files[1].digest
    editmap = compare_proxies(proxies[first], proxies[second], a_id=first, b_id=second, events=events)
    return editmap, FileLooks(place.__getitem__, proxies.__getitem__)


def _file(path: Path) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return File(name=path.name, size=file.tell(), digest=digest)


def _show(console: Console, editmap: EditMap, files: tuple[File, File]) -> None:
    names = (files[0].name, files[1].name)
    utf = (console.out.encoding or "").lower().replace("-", "").startswith("utf")
    lines = [tell_whole(editmap, names), ""]
    if editmap.shared:
        lines.append(
            ribbon_text(
                editmap, width=min(console.out.width, 110), color=console.out.color_system is not None, unicode=utf
            )
        )
        lines.append("")
    if files[0].digest == files[1].digest:
        lines.append("The two files are the same, byte for byte.")
    if editmap.transforms:
        lines.append(f"Changed as a whole: {', '.join(editmap.transforms)}.")
    lines += [f"Not compared: {text}" for text in editmap.not_compared]
    lines += [f"Remark: {text}" for text in editmap.remarks]
    lines.append(f"A is {names[0]}, B is {names[1]}. {RELATIVE}")
    text = "\n".join(lines)
    click.echo(text if utf else text.encode("ascii", "replace").decode())


__all__ = ["command", "differs"]
