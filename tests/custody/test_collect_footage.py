"""Footage through yt-dlp, tried on a loopback server: it stays in the jail, and its every request is checked."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe import jail
from recoupe.cli import execute as run
from recoupe.collect import footage, gateway
from recoupe.errors import CollectError, ComponentMissing, UsageError
from recoupe.model import sha256
from recoupe.preserve import Case
from recoupe.preserve.custody.verdict import verify
from tests.custody.sites import Site, only_ours, served, to_loopback

pytest.importorskip("yt_dlp", reason="the extra `collect` is not installed")

FILM = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0\0\x10\0mdat" + bytes(range(256)) * 16
TITLES = {"/watch": "Staged harbour"}
PART = b"G@\0\x10" + b"\xff" * 184
LIST = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n{parts}#EXT-X-ENDLIST\n"


class Players(Site):
    """A small site with players."""

    def respond(self, path: str) -> None:
        if path == "/watch":
            page = f'<html><title>{TITLES[path]}</title><video src="/film.mp4"></video></html>'.encode()
            self.answer(200, page, **{"Content-Type": "text/html", "Set-Cookie": "seen=1; Path=/"})
        elif path.endswith(".mp4"):
            self.answer(200, FILM, **{"Content-Type": "video/mp4"})
        elif path == "/to-film":
            self.answer(302, b"", Location="/film.mp4")
        elif path == "/to-inside":
            self.answer(302, b"", Location="http://169.254.169.254/latest/meta-data/film.mp4")
        elif path.endswith(".m3u8"):
            inside = "#EXTINF:4,\nhttp://10.0.0.1/secret.ts\n" if path == "/inside.m3u8" else ""
            inside = "#EXTINF:4,\nfile:///etc/hostname\n" if path == "/file.m3u8" else inside
            parts = "".join(f"#EXTINF:4,\npart{n}.ts\n" for n in range(3)) + inside
            self.answer(200, LIST.format(parts=parts).encode(), **{"Content-Type": "application/vnd.apple.mpegurl"})
        elif path.endswith(".ts"):
            self.answer(200, PART + path.encode(), **{"Content-Type": "video/mp2t"})
        else:
            self.answer(404, b"gone", **{"Content-Type": "text/plain"})


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(Players) as port:
        yield f"http://clips.example:{port}"


@pytest.fixture(autouse=True)
def _asked_nothing_yet() -> None:
    Players.asked.clear()


def get(url: str, folder: Path) -> tuple[footage.Haul, dict[str, bytes]]:
    with footage.taken(url, folder, resolver=to_loopback, allowed=only_ours) as haul:
        data = {found.origin.name: found.path.read_bytes() for found in haul.found}
    assert not list(folder.iterdir()), "the bytes are gone when the block ends"
    return haul, data


def test_a_page_with_a_player(site: str, tmp_path: Path) -> None:
    haul, data = get(f"{site}/watch", tmp_path)
    (film,) = (name for name in data if name.endswith(".mp4"))
    assert data[film] == FILM and not haul.failed
    info = json.loads(data[film.replace(".mp4", ".info.json")])
    assert info["webpage_url"] == f"{site}/watch" and "url" not in info
    assert all("url" not in one for one in info["formats"]), (
        "an address made for this download may hold the asker's own"
    )
    origin = next(found.origin for found in haul.found if found.origin.name == film)
    assert (origin.method, origin.url, origin.sidecar) == (
        "yt-dlp",
        f"{site}/watch",
        film.replace(".mp4", ".info.json"),
    )
    assert "connected to clips.example: 127.0.0.1" in origin.notes
    assert any(note.startswith("fetched by yt-dlp 20") for note in origin.notes)
    assert "seen=1" in Players.asked[-1][1].get("cookie", ""), "as a browser would"
    assert all(headers["accept-encoding"] == "identity" for _, headers in Players.asked)


def test_a_redirection_to_the_footage_itself(site: str, tmp_path: Path) -> None:
    _, data = get(f"{site}/to-film", tmp_path)
    assert FILM in data.values()


def test_a_stream_in_parts_is_its_parts_in_order(site: str, tmp_path: Path) -> None:
    _, data = get(f"{site}/stream.m3u8", tmp_path)
    assert b"".join(PART + b"/part%d.ts" % n for n in range(3)) in data.values()


@pytest.mark.parametrize("path", ["to-inside", "inside.m3u8", "file.m3u8"])
def test_nothing_leads_into_the_own_network_or_to_a_file(site: str, tmp_path: Path, path: str) -> None:
    with pytest.raises(CollectError) as caught:
        get(f"{site}/{path}", tmp_path)
    assert "not a public address" in caught.value.reason or path == "file.m3u8"
    assert all(asked.startswith((f"/{path}", "/part")) for asked, _ in Players.asked)
    assert not list(tmp_path.iterdir())


def test_what_is_gone_is_told(site: str, tmp_path: Path) -> None:
    with pytest.raises(CollectError, match="404"):
        get(f"{site}/gone", tmp_path)


def test_the_real_rule_refuses_this_very_server(site: str, tmp_path: Path) -> None:
    """The tests' own rule is what lets them reach loopback; without it nothing is asked."""
    with (
        pytest.raises(CollectError, match="not a public address"),
        footage.taken(site.replace("clips.example", "127.0.0.1") + "/film.mp4", tmp_path),
    ):
        pass
    assert not Players.asked


@pytest.mark.parametrize("url", ["", "clips.example", "file:///etc/passwd", "ytsearch:harbour", "http://"])
def test_what_is_no_address_is_wrong_use(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError), footage.taken(url, tmp_path):
        pass


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footage, "installed", lambda: False)
    with pytest.raises(ComponentMissing, match="yt-dlp") as caught, footage.taken("https://a.example/", tmp_path):
        pass
    assert "recoupe[collect]" in caught.value.todo


def test_a_child_gets_nothing_else_through_the_gateway(site: str) -> None:
    """Kinds, methods and headers that are not on the list are refused, whatever the child says."""
    with gateway.opened(most_bytes=1000, resolver=to_loopback, allowed=only_ours) as way:
        said = [_ask(way.end, n, **question) for n, question in enumerate(QUESTIONS(site), 1)]
    assert [answer[:1] for answer in said] == [b"E", b"E", b"E", b"E", b"H"]
    assert b"not a public address" in said[3]
    ((_, headers),) = Players.asked
    assert "x-ours" in headers and headers["host"].startswith("clips.example") and "injected" not in headers


def QUESTIONS(site: str) -> list[dict[str, object]]:
    plain = {"method": "GET", "url": f"{site}/film.mp4", "headers": {}, "body": ""}
    return [
        {**plain, "method": "DELETE"},
        {**plain, "url": "file:///etc/passwd"},
        {"method": "GET"},
        {**plain, "url": "http://192.168.0.1/"},
        {**plain, "headers": {"X-Ours": "1", "Host": "other", "X\r\nInjected": "1", "Y": "a\r\nInjected: 1"}},
    ]


def _ask(end: int, number: int, **question: object) -> bytes:
    data = json.dumps(question).encode()
    os.write(end, struct.pack(">cII", b"R", number, len(data)) + data)
    kind, _, length = struct.unpack(">cII", os.read(end, 9))
    return bytes(kind) + os.read(end, length)


def test_the_job_runs_with_every_layer_of_the_jail(site: str) -> None:
    told: dict[str, str] = {}
    with gateway.opened(most_bytes=1 << 20, resolver=to_loopback, allowed=only_ours) as way:
        jail.call(footage.JOB, way.end, settings={"url": f"{site}/film.mp4", "bytes": False}, report=told.update)
    assert told == {name: reason for name, reason in jail.present().items() if name != "process"}


def test_the_command_adds_footage_and_looks_at_it_again(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(tmp_path / "case")
    assert run(["new", root]) == 0
    inside = site.replace("clips.example", "127.0.0.1")
    assert run(["collect", root, "--footage", f"{inside}/film.mp4"]) == 1, "the command itself knows no exception"
    assert "not a public address" in capsys.readouterr().err
    for door in (footage.taken.__wrapped__, footage.look):  # type: ignore[attr-defined]
        monkeypatch.setattr(
            door, "__kwdefaults__", {**door.__kwdefaults__, "resolver": to_loopback, "allowed": only_ours}
        )
    assert run(["collect", root, "--footage", f"{site}/watch", f"{site}/gone"]) == 1
    capsys.readouterr()
    assert run(["collect", root, "--footage", "--look", f"{site}/watch", "--json"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)
    assert seen["outcome"] == "there" and seen["title"]
    with Case.open(Path(root)) as case:
        films = [source for source in case.sources() if source.media_type == "video/mp4"]
        assert [source.digest for source in films] == [sha256(FILM)]
        assert [source.origins[0].method for source in case.sources()] == ["side-car", "yt-dlp"]
        looks = [act.details for act in case.custody() if act.act == "look"]
        assert [(look["as"], look["outcome"]) for look in looks] == [("footage", "there")]
    assert run(["collect", root, "--look", "--json"]) == 0, "every address in the case, as it was asked before"
    (seen,) = json.loads(capsys.readouterr().out)
    assert (seen["url"], seen["looks"], seen["changed"]) == (f"{site}/watch", 2, {})
    monkeypatch.setitem(TITLES, "/watch", "Another title")
    assert run(["collect", root, "--look", "--json"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)
    assert set(seen["changed"]) == {"title"} and seen["changed"]["title"][1].startswith("Another title")
    assert verify(Path(root)).status == "holds"
