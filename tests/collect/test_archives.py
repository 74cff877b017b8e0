"""Web archives: what they hold becomes sources of its own, with the digests given in them checked."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from recoupe.collect import Found, gather
from recoupe.collect.archive_jobs import name_of
from recoupe.collect.archives import _Writer
from recoupe.errors import ChildDied
from recoupe.model.sources import FAILS, HOLDS
from recoupe.preserve import Case
from recoupe.run import run_case
from tests.hostile.making.webarchives import DATE, PAGE, response, wacz

IMAGE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02L\x01\x00;"
)
RECORDS = b"".join(
    [
        response("https://example.org/news/bridge.html", PAGE),
        response("https://example.org/style.css", b"p {}", kind="text/css"),
        response("https://example.org/old", b"moved", status=301),
        response("https://example.org/dot.gif", IMAGE, kind="image/gif", digest=""),
        response("https://example.org/", PAGE + b" ", digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ]
)


def taken(path: Path) -> list[tuple[Found, bytes]]:
    """What is found, with the bytes read while they are there."""
    return [(item, item.path.read_bytes()) for item in gather([path]) if isinstance(item, Found)]


@pytest.mark.parametrize("name", ["saved.warc", "saved.warc.gz", "saved.wacz"])
def test_members_come_out_with_address_date_and_whether_their_digest_agrees(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    packed = gzip.compress(RECORDS, mtime=0)
    file.write_bytes(
        {"warc": RECORDS, "gz": packed, "wacz": wacz({"archive/data.warc.gz": packed})}[name.rpartition(".")[2]]
    )
    (archive, raw), (page, words), (picture, dot), (start, _) = taken(file)
    assert archive.origin.method == "archive" and raw == file.read_bytes()
    assert "3 members were taken out of it" in archive.origin.notes
    assert "1 styles, scripts and fonts were not taken out of it" in archive.origin.notes
    assert (words, dot) == (PAGE, IMAGE)
    assert (page.media_type, picture.media_type) == ("text/html", "image/gif")
    assert page.origin.url == "https://example.org/news/bridge.html" and page.origin.name == "bridge.html"
    assert page.origin.path == f"{name}/1 bridge.html" and page.origin.method == "archive-member"
    assert f"captured at {DATE}, as the archive says" in page.origin.notes
    for found, verdict in ((page, HOLDS), (picture, "cannot tell: none is given"), (start, FAILS)):
        assert found.origin.checks[0].startswith("digest") and found.origin.checks[0].endswith(f": {verdict}")
    assert start.warnings and not page.warnings
    listed = f"digest listed for the part of the archive it lies in: {HOLDS}"
    assert (listed in page.origin.checks) == name.endswith("wacz")


def test_encodings_of_the_transfer_are_undone_and_the_digest_is_of_what_was_sent(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE, mtime=0)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    (tmp_path / "a.warc").write_bytes(
        response("http://example.org/z", packed, more="Content-Encoding: gzip\r\n")
        + response("http://example.org/c", chunked, more="Transfer-Encoding: chunked\r\n")
    )
    _, (zipped, first), (_, second) = taken(tmp_path / "a.warc")
    assert first == second == PAGE
    assert zipped.origin.checks[0].endswith(HOLDS)


def test_a_listed_digest_that_differs_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(wacz({"archive/a.warc": RECORDS}, lie=True))
    _, (page, _), *_ = taken(tmp_path / "a.wacz")
    assert f"digest listed for the part of the archive it lies in: {FAILS}" in page.origin.checks
    assert any(FAILS in warning for warning in page.warnings)


def test_a_run_reads_the_members_and_a_further_one_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "saved.warc").write_bytes(RECORDS)
    summary = run_case(tmp_path / "case", [tmp_path / "saved.warc"])
    assert not [line for line in summary.failed if "warc" in line]
    with Case.open(tmp_path / "case") as case:
        assert [s.name for s in case.sources()] == ["saved.warc", "bridge.html", "dot.gif", "example.org"]
        assert "bridge was closed" in next(d.text for s in case.sources() if (d := case.document(s.digest)))
    assert not run_case(tmp_path / "case", [tmp_path / "saved.warc"]).changed


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a/b.html?x=1#y", "b.html"),
        ("https://example.org/", "example.org"),
        ("https://example.org/%2e%2e%2fup", ".._up"),
        ("https://example.org/..%5cup", ".._up"),
        ("http://[::1", "member"),
        ("", "member"),
    ],
)
def test_a_member_is_called_by_the_end_of_its_address_and_never_a_path(url: str, name: str) -> None:
    assert name_of(url) == name


@pytest.mark.parametrize("name", ["../x", "-1", "2001", "9" * 30, "", "1.5", "\u0661"])
def test_a_child_cannot_say_where_bytes_are_written(name: str, tmp_path: Path) -> None:
    with _Writer(tmp_path) as writer, pytest.raises(ChildDied):
        writer.take(name, b"x")
    assert not list(tmp_path.iterdir())


def test_a_child_cannot_go_back_to_a_member_it_has_finished(tmp_path: Path) -> None:
    with _Writer(tmp_path) as writer:
        writer.take("0", b"x")
        writer.take("1", b"x")
        with pytest.raises(ChildDied):
            writer.take("0", b"x")
