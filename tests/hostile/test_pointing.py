"""Files that point elsewhere: nothing they name is opened, read or asked, by any parser, with or without the jail."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from recoupe import jail
from recoupe.collect import declared_type, media_type_of
from recoupe.errors import RecoupeError
from recoupe.jail import switches
from recoupe.model import kind_of
from recoupe.preserve import Case
from recoupe.run import run_case
from tests.hostile.conftest import leaked
from tests.hostile.making import Files, films, pages, papers, pictures, playlists, tables, write
from tests.hostile.trap import CANARY, Trap

JOBS = {
    "recoupe.read.proxy_job:build": {},
    "recoupe.read.rendition_job:stills": {"times": [[0, 1]], "width": 64},
    "recoupe.read.picture.image_job:facts": {},
    "recoupe.read.picture.image_job:rendition": {"width": 64},
    "recoupe.collect.jobs:read_info": {},
    "recoupe.collect.jobs:read_caption": {},
}
TEXTS = ("text/html", "application/pdf", "message/rfc822")


def corpus(trap: Trap) -> Files:
    """Every file that points elsewhere, once."""
    film, text = str(trap.film), str(trap.secret)
    return {
        **playlists.lists(film, text, trap.web),
        **films.pointing(str(trap.raw), film, trap.web),
        **pictures.pointing(text, trap.web),
        **papers.active(text, trap.web),
        **pages.everything(text, trap.web),
        **tables.active(text, trap.web),
    }


def open_with_everything(file: Path, data: bytes) -> str:
    """What all parsers make of a file, each asked whatever its name and kind are."""
    said = []
    jobs: list[tuple[str, dict[str, object]]] = [*JOBS.items()]
    kinds = dict.fromkeys((media_type_of(data), *TEXTS))
    jobs += [("recoupe.read.text.jobs:open_document", {"media_type": kind}) for kind in kinds]
    jobs.append(("recoupe.read.text.plain:open_plain", {}))
    chunks = bytearray()
    for job, settings in jobs:
        try:
            said.append(
                jail.call(
                    job, file, settings=settings, limits=jail.Limits(wall_s=30), sink=lambda n, d: chunks.extend(d)
                )
            )
        except RecoupeError as error:
            said.append(f"{type(error).__name__}: {error}")
    return repr(said) + chunks.decode("latin-1")


# The trap works, and the danger is real


def test_the_trap_sees_an_opening_a_connection_and_a_datagram(trap: Trap) -> None:
    trap.secret.read_text()
    assert {"opened: secret.txt", "read: secret.txt"} <= set(trap.sprung())
    trap.forget()
    socket.create_connection(("127.0.0.1", trap.port)).close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", trap.port))
    _wait(lambda: len(trap.sprung()) >= 2)
    assert set(trap.sprung()) == {"a connection over TCP", "a datagram over UDP"}


def _wait(reached: Callable[[], bool]) -> None:
    for _ in range(200):
        if reached():
            return
        time.sleep(0.01)


def test_without_our_list_of_containers_the_library_reads_another_film(trap: Trap, tmp_path: Path) -> None:
    file = tmp_path / "clip.m3u8"
    file.write_bytes(playlists.lists(str(trap.film), "", trap.web)["hls-file"])
    with av.open(str(file)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 25
    assert "opened: secret.ts" in trap.sprung()


def test_without_our_list_of_containers_the_library_asks_an_address(trap: Trap, tmp_path: Path) -> None:
    file = tmp_path / "clip.m3u8"
    file.write_bytes(playlists.lists(str(trap.film), "", trap.web)["hls-web"])
    with pytest.raises(av.error.FFmpegError), av.open(str(file), options={"protocol_whitelist": "file,http,tcp"}):
        pass
    _wait(lambda: bool(trap.sprung()))
    assert "a connection over TCP" in trap.sprung()


def test_with_its_options_set_otherwise_the_library_follows_an_external_reference(trap: Trap, tmp_path: Path) -> None:
    """The picture that comes out is the bytes of another file."""
    file = tmp_path / "clip.mov"
    file.write_bytes(films.pointing(str(trap.raw), "", "")["reference-path.mov"])
    with av.open(str(file), options={"enable_drefs": "1", "use_absolute_path": "1"}) as container:
        (packet,) = [p for p in container.demux(video=0) if p.size]
        assert bytes(packet).startswith(CANARY.encode())
    assert "read: secret.raw" in trap.sprung()


# Nothing is reached


def test_no_parser_reaches_out_even_with_the_layers_of_the_system_off(trap: Trap, tmp_path: Path) -> None:
    """What is left then is each parser's own refusal: the lists of containers and formats, entities not followed."""
    folder = write(tmp_path / "files", corpus(trap))
    with switches.without("landlock", "seccomp", "privileges", "no-files-written"):
        for name, data in corpus(trap).items():
            assert CANARY not in open_with_everything(folder / name, data), name
            assert trap.sprung() == [], name
    jail.shutdown()


def test_no_list_is_taken_for_footage_whatever_it_is_called(trap: Trap) -> None:
    for name, data in playlists.everything(str(trap.film), str(trap.secret), trap.web).items():
        kind = media_type_of(data, declared=declared_type(name))
        assert kind_of(kind) not in ("video", "audio", "image") or name.startswith("hls-marked-as-film"), (name, kind)


def test_a_run_over_all_of_them_reaches_nothing_keeps_everything_and_goes_on(trap: Trap, tmp_path: Path) -> None:
    lists = dict(list(playlists.everything(str(trap.film), str(trap.secret), trap.web).items())[::5])
    folder = write(tmp_path / "files", {**lists, **corpus(trap)})
    (folder / "honest.txt").write_text("“The bridge was closed at noon,” said Dana Exampleson.\n", encoding="utf-8")
    root = tmp_path / "case"
    summary = run_case(root, [folder])
    assert trap.sprung() == []
    assert leaked(root, CANARY) == []
    with Case.open(root) as case:
        assert case.check() == []
        names = {origin.name for source in case.sources() for origin in source.origins}
        assert names == {path.name for path in folder.iterdir()}
        by_digest = {source.digest: source for source in case.sources()}
        for digest, source in by_digest.items():
            assert case.original(digest).read_bytes() == (folder / source.name).read_bytes()
        failed = [r for r in case.readings() if r.outcome == "failed" and r.slug != "component-missing"]
        assert all(reading.reason and reading.todo for reading in failed)
        assert not [r for r in failed if r.slug == "reader-fault"], [r for r in failed if r.slug == "reader-fault"]
        unread = {by_digest[reading.source].name for reading in failed}
        assert {n for n in lists if n.endswith((".mp4", ".mov", ".mkv", ".avi", ".ts", ".mp3", ".wav"))} <= unread
        assert any("Exampleson" in getattr(m.body, "speaker", "") for m in case.marks(types={"quote"}))
    assert len(summary.failed) >= len(unread)
    assert not run_case(root, [folder]).changed
