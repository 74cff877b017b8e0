"""Folders of auto-archiver: its records become origins, and its hashes are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.cli import execute as run
from recoupe.collect import Found, gather
from recoupe.collect.statements import form_of
from recoupe.model.sources import FAILS, HOLDS
from recoupe.preserve import Case
from tests.collect import archiver
from tests.hostile.making.webarchives import PAGE, response, wacz

GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02L\x01\x00;"
)
FILES = {
    "picture.gif": GIF,
    "other.gif": GIF + b"\0",
    "crawl.wacz": wacz({"archive/a.warc": response("https://social.example/staged/123", PAGE)}),
}


def found(folder: Path) -> dict[str, Found]:
    return {item.origin.name: item for item in gather([folder]) if isinstance(item, Found)}


@pytest.mark.parametrize("method", ["SHA-256", "SHA3-512"])
@pytest.mark.parametrize("form", archiver.FORMS)
def test_each_form_is_read_and_its_hashes_are_checked(tmp_path: Path, form: str, method: str) -> None:
    archiver.write(tmp_path / "a", form, FILES, method)
    items = found(tmp_path)
    for name in FILES:
        origin = items[name].origin
        assert (origin.url, origin.title, origin.sidecar) == (archiver.URL, archiver.TITLE, form)
        assert origin.published == "2021-03-04T05:06:07Z" and origin.published_zone == "UTC"
        assert (
            origin.checks[0]
            == f"hash that auto-archiver noted in {form}, {archiver.noted(FILES[name], method)}: {HOLDS}"
        )
        assert origin.notes[0].startswith("archived at 2021-03-05T10:11:12")
        assert not items[name].warnings
    assert items["picture.gif"].origin.method == items[form].origin.method == "auto-archiver"
    assert len(items["crawl.wacz"].origin.checks) > 1 and items["a.html" if "a.html" in items else "123"], (
        "and taken apart"
    )


@pytest.mark.parametrize("form", archiver.FORMS)
def test_a_file_that_was_changed_since_is_told(tmp_path: Path, form: str) -> None:
    archiver.write(tmp_path / "a", form, {**FILES, "picture.gif": GIF + b"changed"}, stated=FILES)
    item = found(tmp_path)["picture.gif"]
    assert item.origin.checks[0].endswith(FAILS) and item.warnings
    assert found(tmp_path)["other.gif"].origin.checks[0].endswith(HOLDS)


def test_a_file_under_a_name_of_its_hash_is_known_by_it(tmp_path: Path) -> None:
    name = archiver.noted(GIF, "SHA-256").partition(":")[2][:24] + ".gif"
    archiver.write(tmp_path / "a", "metadata.json", {name: GIF + b"changed"}, stated={"x.gif": GIF, "y.gif": b"y"})
    assert found(tmp_path)[name].origin.checks[0].endswith(FAILS)


def test_a_moved_file_is_known_by_its_bytes_and_another_of_its_name_is_let_be(tmp_path: Path) -> None:
    archiver.write(tmp_path / "a", "metadata.json", FILES)
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "picture.gif").rename(tmp_path / "b" / "renamed.gif")
    (tmp_path / "b" / "other.gif").write_bytes(GIF + b"something else")
    items = [item for item in gather([tmp_path]) if isinstance(item, Found)]
    moved = next(item for item in items if item.origin.name == "renamed.gif")
    assert moved.origin.checks[0].endswith(HOLDS)
    stranger = next(item for item in items if item.origin.path.endswith("b/other.gif"))
    assert not stranger.origin.checks and not stranger.origin.url


@pytest.mark.parametrize(
    ("name", "text"),
    [("metadata.json", '{"status": "x", "metadata": '),
     ("metadata.json", '{"status": "x", "metadata": {}, "media": 3}'),
     ("rows.csv", "status,metadata,media\r\n\"" + "x" * 100)],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_and_told_or_says_nothing(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    item = found(tmp_path)[name]
    assert item.warnings or name == "rows.csv"
    assert item.origin.name == name and not item.origin.checks


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", '{"media": []}'), ("a.html", "<html>Archived media</html>"), ("a.csv", "status,media\r\n")],
)
def test_other_files_are_no_records(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert not form_of(tmp_path / name)


def test_a_case_keeps_what_held_and_a_second_run_adds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archiver.write(tmp_path / "a", "report.html", FILES)
    root = str(tmp_path / "case")
    assert run(["add", root, str(tmp_path / "a")]) == 0
    with Case.open(Path(root)) as case:
        acts = len(case.custody())
        checks = [check for source in case.sources() for origin in source.origins for check in origin.checks]
    assert sum(check.startswith("hash that auto-archiver noted") and check.endswith(HOLDS) for check in checks) == 3
    assert run(["add", root, str(tmp_path / "a")]) == 0
    with Case.open(Path(root)) as case:
        assert len(case.custody()) == acts
    capsys.readouterr()
