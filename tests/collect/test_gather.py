"""From what was handed over: every file once, in order, with its Origin; or the reason why not, and what to do."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from recoupe.collect import Found, Refused, declared_type, gather, visible
from recoupe.collect.walk import is_case
from recoupe.errors import family
from recoupe.events import Event, Notice

MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64)


def found(items: Iterable[Found | Refused]) -> list[Found]:
    items = list(items)
    assert not [item for item in items if isinstance(item, Refused)]
    return [item for item in items if isinstance(item, Found)]


def refused(items: Iterable[Found | Refused]) -> list[Refused]:
    return [item for item in items if isinstance(item, Refused)]


def write(folder: Path, **files: bytes) -> None:
    for name, data in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def info(folder: Path, name: str, **fields: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(fields))
    return path


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    for name in ("b.txt", "a/z.txt", "a/.hidden", ".git/config", "c.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")
    assert [item.origin.path for item in found(gather([folder]))] == [
        "downloads/a/z.txt",
        "downloads/b.txt",
        "downloads/c.txt",
    ]


def test_a_hidden_file_that_is_named_itself_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".notes").write_text("words")
    assert [item.origin.name for item in found(gather([tmp_path / ".notes"]))] == [".notes"]


def test_a_file_reached_twice_comes_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    assert len(found(gather([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"]))) == 1


def test_an_origin_says_name_kind_and_times_in_utc_and_no_folder_of_the_reporter(tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(MP4)
    os.utime(file, (1_000_000_000, 1_000_000_000))
    (item,) = found(gather([file]))
    assert (item.media_type, item.declared_type) == ("video/mp4", "video/mp4")
    assert item.origin.modified_at == "2001-09-09T01:46:40Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item.origin.collected_at)
    assert item.origin.path == item.origin.name == "clip.mp4"
    assert str(tmp_path) not in str(item.origin)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("holiday.mp4", b"", "application/x-empty"),
        ("notes.txt", bytes(range(256)) * 9, "application/octet-stream"),
        ("clip.mp4", b"<!doctype html><title>404", "text/html"),
        ("clip.mp4", b"#EXTM3U\n/etc/passwd\n", "application/vnd.apple.mpegurl"),
        ("clip.mp4", MP4[:20], "video/mp4"),
        ("letter.docx", b"PK\x03\x04" + bytes(26) + b"word/document.xml", declared_type("a.docx")),
    ],
)
def test_bad_files_are_found_all_the_same_as_what_their_bytes_are(
    tmp_path: Path, name: str, data: bytes, media_type: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (item,) = found(gather([tmp_path / name]))
    assert item.media_type == media_type
    assert item.declared_type == declared_type(name)


# Refusals


def test_what_is_missing_is_refused_by_name_with_what_to_do(tmp_path: Path) -> None:
    (item,) = refused(gather([tmp_path / "gone.mp4"]))
    assert (item.name, item.slug) == ("gone.mp4", "missing-file")
    assert item.reason and item.todo


def test_the_rest_is_taken_when_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    items = list(gather([tmp_path / "gone", tmp_path / "a.txt"]))
    assert [type(item) for item in items] == [Refused, Found]


def test_pipes_and_connections_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "sock"))
        items = refused(gather([tmp_path, Path("/dev/null")]))
    assert [item.name.rpartition("/")[2] for item in items] == ["pipe", "sock", "null"]
    assert {item.slug for item in items} == {"unreadable-file"}
    assert ["pipe" in items[0].reason, "connection" in items[1].reason, "device" in items[2].reason] == [True] * 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_this_user_may_not_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "secret.txt").touch(mode=0)
    items = refused(gather([tmp_path]))
    assert [item.slug for item in items] == ["unreadable-file"] * 2


def test_every_slug_is_one_of_the_family(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "broken").symlink_to("nothing")
    items = refused(gather([tmp_path, tmp_path / "loop", tmp_path / "x"]))
    assert len(items) == 3
    assert all(item.slug in family() for item in items)


# Links


def test_a_link_to_a_file_is_followed_and_noted(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("words")
    (tmp_path / "link.txt").symlink_to("real.txt")
    (item,) = found(gather([tmp_path / "link.txt"]))
    assert item.origin.notes == ("reached through a link to real.txt",)
    assert item.warnings


def test_folders_that_lead_in_circles_are_walked_once(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    write(folder, sub__a=b"words", b=b"words")
    (folder / "sub/up").symlink_to("..")
    (folder / "again").symlink_to("sub")
    names = [item.origin.name for item in found(gather([folder]))]
    assert sorted(names) == ["a", "b"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_folder_does_not_bring_in_the_reporters_own_files(tmp_path: Path, kind: str) -> None:
    write(tmp_path, own__secret=b"the name of the source", downloads__a=b"words")
    (tmp_path / "downloads/innocent.txt").symlink_to("../own/secret" if kind == "file" else "../own")
    items = list(gather([tmp_path / "downloads"]))
    assert [item.origin.name for item in items if isinstance(item, Found)] == ["a"]
    (item,) = refused(items)
    assert item.name == "downloads/innocent.txt" and "out of the folder" in item.reason


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("clip\u202e4pm.exe", "clip\\u202e4pm.exe"),
        ("two\nlines.txt", "two\\nlines.txt"),
        ("bell\x07.txt", "bell\\x07.txt"),
        ("Mädchen – été.txt", "Mädchen – été.txt"),
        ("$(rm -rf ~); '\"<b>.txt", "$(rm -rf ~); '\"<b>.txt"),
    ],
)
def test_names_are_shown_printable(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_text("words")
    (item,) = found(gather([tmp_path]))
    assert item.origin.name == shown
    assert item.path.read_text() == "words"
    assert bool(item.origin.notes) == (name != shown)


def test_a_name_that_is_no_text_is_shown_by_its_bytes(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(raw, "wb") as file:  # noqa: PTH123 - a name in bytes
            file.write(b"words")
    except OSError:
        pytest.skip("this file system takes no such name")
    (item,) = found(gather([tmp_path]))
    assert item.origin.name == "caf\\xe9.txt"
    item.origin.name.encode()
    assert visible("\udce9") == "\\xe9"


# Cases


def test_a_case_is_not_collected(tmp_path: Path) -> None:
    case = tmp_path / "downloads" / "case"
    write(case, originals__ab__abcd=b"x", log=b"x", entries__1=b"x")
    write(tmp_path / "downloads", a=b"words")
    assert is_case(case)
    seen: list[Event] = []
    items = found(gather([tmp_path / "downloads"], events=seen.append))
    assert [item.origin.name for item in items] == ["a"]
    assert any(isinstance(event, Notice) and "case" in event.text for event in seen)
    assert [item.slug for item in refused(gather([case, case / "originals"]))] == ["unreadable-file"] * 2


# Side-cars


def test_a_side_car_becomes_the_origin_of_the_footage_and_is_kept_itself(tmp_path: Path) -> None:
    (tmp_path / "Night [x1].mp4").write_bytes(MP4)
    info(
        tmp_path,
        "Night [x1].info.json",
        webpage_url="https://example.org/watch/x1",
        extractor_key="Example",
        uploader="a staged account",
        title="Night",
        description="They took it out\nsecond line",
        timestamp=1_700_000_000,
        upload_date="20231114",
    )
    sidecar, clip = sorted(found(gather([tmp_path])), key=lambda item: item.origin.name)
    origin = clip.origin
    assert origin.url == "https://example.org/watch/x1"
    assert (origin.platform, origin.uploader, origin.title) == ("Example", "a staged account", "Night")
    assert origin.caption == "They took it out\nsecond line"
    assert (origin.published, origin.published_zone) == ("2023-11-14T22:13:20Z", "UTC")
    assert origin.published_as_written == "timestamp 1700000000"
    assert origin.sidecar == "Night [x1].info.json"
    assert (clip.origin.method, sidecar.origin.method) == ("file", "side-car")
    assert sidecar.media_type == "application/json"


def test_a_bare_upload_date_keeps_its_zone_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(MP4)
    info(tmp_path, "a.info.json", upload_date="20231114")
    (clip, _) = found(gather([tmp_path / "a.mp4"]))
    assert (clip.origin.published, clip.origin.published_zone) == ("2023-11-14", "unknown")
    assert clip.origin.published_as_written == "20231114"


def test_a_side_car_comes_along_with_a_file_handed_over_alone(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(MP4)
    info(tmp_path, "a.info.json", title="x")
    assert [item.origin.name for item in found(gather([tmp_path / "a.mp4"]))] == ["a.mp4", "a.info.json"]


def test_a_description_fills_what_the_info_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "a.f137.mp4").write_bytes(MP4)
    (tmp_path / "a.description").write_text("the caption")
    info(tmp_path, "a.info.json", title="x")
    clip = found(gather([tmp_path / "a.f137.mp4"]))[0]
    assert (clip.origin.title, clip.origin.caption) == ("x", "the caption")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"title": {"a": 1}}',
        b'{"timestamp": 1e400, "upload_date": "today"}',
    ],
)
def test_a_broken_side_car_is_a_warning_at_most(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(MP4)
    (tmp_path / "a.info.json").write_bytes(data)
    items = found(gather([tmp_path]))
    assert sorted(item.origin.name for item in items) == ["a.info.json", "a.mp4"]
    clip = next(item for item in items if item.origin.name == "a.mp4")
    assert clip.origin.title == ""
    assert bool(clip.warnings) == (not data.startswith(b'{"'))


def test_hostile_words_in_a_side_car_stay_words(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(MP4)
    text = "\ud800 \u202e <script> '; DROP TABLE -- \x1b[2J"
    (tmp_path / "a.info.json").write_text(json.dumps({"title": text, "_type": "x", "collected_by": "someone else"}))
    (clip, _) = found(gather([tmp_path / "a.mp4"]))
    clip.origin.title.encode()
    assert "<script>" in clip.origin.title
    assert clip.origin.collected_by == ""


def test_a_side_car_of_a_text_is_just_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    info(tmp_path, "a.info.json", title="x")
    assert next(i for i in found(gather([tmp_path])) if i.origin.name == "a.txt").origin.title == ""
