"""Fetching from the web, tried on a loopback server: what comes back is kept as it is, and nothing leads inside."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.collect import web
from recoupe.errors import CollectError, UsageError
from recoupe.model import sha256
from recoupe.preserve import Case
from recoupe.preserve.custody.verdict import verify
from tests.custody.sites import Site, only_ours, served, to_loopback

PAGE = b"<!doctype html><title>Staged</title><p>\xc3\xa9t\xc3\xa9"


class Pages(Site):
    """Answers by path."""

    def respond(self, path: str) -> None:
        name = path.strip("/")
        if name.startswith("to-"):
            self.answer(302, b"", Location={"to-page": "/page.html", "to-loop": "/to-loop"}.get(name, name[3:]))
        elif name == "to":
            self.answer(302, b"", Location=self.path.split("?", 1)[1])
        elif name == "gone":
            self.answer(404, b"no such page")
        elif name == "long":
            self.answer(200, b"x" * 5000)
        elif name == "short":
            self.answer(200, b"x" * 10, **{"Content-Length": "500"})
        elif name == "rubbish":
            self.wfile.write(b"\0\0\0 this is no answer\r\n\r\n")
        else:
            self.answer(200, PAGE, **{"Content-Type": "text/html", "Last-Modified": "Fri, 02 Jan 2026 10:00:00 GMT"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(Pages) as number:
        yield number


@pytest.fixture(autouse=True)
def _asked_nothing_yet() -> None:
    Pages.asked.clear()


def get(url: str, folder: Path, **more: int) -> tuple[web.Answer, bytes]:
    with web.fetched(url, folder, resolver=to_loopback, allowed=only_ours, **more) as answer:
        data = answer.path.read_bytes()
    assert not list(folder.iterdir()), "the bytes are gone when the block ends"
    return answer, data


def test_what_comes_back_is_kept_with_where_it_came_from(port: int, tmp_path: Path) -> None:
    url = f"http://news.example:{port}/a/page.html?x=1"
    answer, data = get(url, tmp_path)
    assert (data, answer.digest, answer.size) == (PAGE, sha256(PAGE), len(PAGE))
    origin = answer.origin()
    assert (origin.name, origin.url, origin.method) == ("page.html", url, "fetch")
    assert {"address: 127.0.0.1", "status: 200", "last-modified: Fri, 02 Jan 2026 10:00:00 GMT"} <= set(origin.notes)
    assert origin.published_zone == "unknown" and not origin.published


def test_the_request_is_plain(port: int, tmp_path: Path) -> None:
    get(f"http://news.example:{port}/é page".replace(" ", "%20"), tmp_path)
    (path, headers), *rest = Pages.asked
    assert not rest and path == "/%C3%A9%20page"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert headers["host"] == f"news.example:{port}" and headers["accept-encoding"] == "identity"


def test_a_redirection_is_followed_and_noted(port: int, tmp_path: Path) -> None:
    answer, _ = get(f"http://news.example:{port}/to-page", tmp_path)
    assert answer.final == f"http://news.example:{port}/page.html" and answer.url.endswith("/to-page")
    assert f"led to: {answer.final}" in answer.origin().notes


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd",
     "ftp://127.0.0.1/", "http://user:word@127.0.0.1/", "gopher://x", "//10.0.0.1/", "http://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_a_redirection_into_the_own_network_is_refused(port: int, tmp_path: Path, target: str) -> None:
    with pytest.raises((CollectError, UsageError)):
        get(f"http://news.example:{port}/to?{target}", tmp_path)
    assert len(Pages.asked) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "198.18.0.1", "240.0.0.1", "nonsense", "", "2001:0:7f00:1::"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not web.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert web.is_public(address)


def test_one_private_address_among_public_ones_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(CollectError, match=r"not a public address .*10\.0\.0\.1"),
        web.fetched("http://x.example/", tmp_path, resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"]),
    ):
        pass


def test_the_address_that_was_checked_is_the_one_connected_to(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once: a second look-up, which could give another address, does not happen."""
    looked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"]

    real = socket.getaddrinfo

    def by_number_only(host: str, *rest: object, **more: object) -> object:
        assert host == "127.0.0.1", f"{host} was looked up again"
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", by_number_only)
    with web.fetched(f"http://news.example:{port}/", tmp_path, resolver=once, allowed=only_ours):
        pass
    assert looked == ["news.example"]


@pytest.mark.parametrize(
    ("path", "told"),
    [("gone", "status 404"), ("to-loop", "without an end"), ("short", "broke off"), ("rubbish", "cannot be fetched")],
)
def test_what_cannot_be_fetched_is_told(port: int, tmp_path: Path, path: str, told: str) -> None:
    with pytest.raises(CollectError, match=told) as caught:
        get(f"http://news.example:{port}/{path}", tmp_path)
    assert caught.value.todo and not list(tmp_path.iterdir())


def test_more_than_the_limit_is_refused(port: int, tmp_path: Path) -> None:
    with pytest.raises(CollectError, match="larger than 1000 bytes"):
        get(f"http://news.example:{port}/long", tmp_path, most_bytes=1000)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "url", ["", "news.example", "http://", "http://a\r\nHost: b/", "javascript:1", "http://a:99999/"]
)
def test_what_is_no_address_is_wrong_use(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError):
        get(url, tmp_path)


def test_the_command_adds_notes_failures_and_looks_again(
    port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, root = f"http://news.example:{port}", str(tmp_path / "case")
    assert run(["new", root]) == 0
    assert run(["collect", root, "http://127.0.0.1/"]) == 1, "the command itself knows no exception"
    assert "not a public address" in capsys.readouterr().err
    monkeypatch.setattr(
        web.fetched.__wrapped__,
        "__kwdefaults__",
        {  # type: ignore[attr-defined]
            **web.fetched.__wrapped__.__kwdefaults__,
            "resolver": to_loopback,
            "allowed": only_ours,
        },
    )  # type: ignore[attr-defined]
    monkeypatch.setattr(web.look, "__kwdefaults__", {"resolver": to_loopback, "allowed": only_ours})
    assert run(["collect", root, f"{url}/page.html", f"{url}/gone"]) == 1
    capsys.readouterr()
    assert run(["collect", root, "--look", f"{url}/page.html", "--json"]) == 0
    (seen,) = json.loads(capsys.readouterr().out)
    assert seen["outcome"] == "there" and seen["in_case"] is True
    assert run(["collect", root, "--look", f"{url}/gone"]) == 1
    with Case.open(Path(root)) as case:
        (source,) = case.sources()
        assert (source.digest, source.media_type, source.origins[0].method) == (sha256(PAGE), "text/html", "fetch")
        assert [refusal.name for refusal in case.refusals()] == ["http://127.0.0.1/", f"{url}/gone"]
        looks = [act.details["outcome"] for act in case.custody() if act.act == "look"]
    assert looks == ["there", "not there"]
    assert verify(Path(root)).status == "holds"
