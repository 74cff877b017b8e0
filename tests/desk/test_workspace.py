"""The folder of cases: names, handles, broken cases, leftovers, and where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.desk import workspace as ws
from recoupe.desk.failures import NotHere
from recoupe.desk.workspace import Settings, Workspace, folder_name, handle_of
from recoupe.preserve import Case
from tests.desk.conftest import Visitor


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour: the night of 3/4 May ", "Harbour the night of 3 4 May"),
        ("", "case"),
        ("../../etc", "etc"),
        ("...", "case"),
        ("con", "case con"),
        ("ليلة في كاليه", "ليلة في كاليه"),
        (".hidden", "hidden"),
        ("a\x00b\u202ec", "a b c"),
    ],
)
def test_a_title_becomes_a_plain_folder_name(title: str, name: str) -> None:
    assert folder_name(title) == name


@given(st.text(max_size=400))
def test_any_title_becomes_a_name_inside_the_folder(title: str) -> None:
    name = folder_name(title)
    assert name and not name.startswith((".", "-", " ")) and len(name.encode()) <= 200
    assert Path("/a") == (Path("/a") / name).parent


def test_a_taken_title_gets_another_folder(tmp_path: Path) -> None:
    (tmp_path / "night").mkdir()
    assert Workspace(tmp_path).new_root("night") == tmp_path / "night 2"


def test_only_cases_are_listed_and_a_broken_one_with_its_reason(tmp_path: Path) -> None:
    Case.create(tmp_path / "good", title="Good").close()
    Case.create(tmp_path / "broken", title="Broken").close()
    (tmp_path / "broken" / "case.db").write_bytes(b"not a database" * 100)
    (tmp_path / "broken" / "log").write_bytes(b"rubbish\n")
    (tmp_path / "holiday").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "good")
    shelves = {shelf.root.name: shelf for shelf in Workspace(tmp_path).shelves()}
    assert set(shelves) == {"good", "broken"}
    assert shelves["good"].title == "Good" and not shelves["good"].problem


def test_a_handle_is_looked_up_and_never_made_into_a_path(tmp_path: Path) -> None:
    Case.create(tmp_path / "one").close()
    space = Workspace(tmp_path)
    assert space.root(handle_of(tmp_path / "one")) == tmp_path / "one"
    for name in ("one", "..", "", "../one", "/"):
        with pytest.raises(NotHere):
            space.root(name)


def test_a_desk_of_one_case_shows_no_other(tmp_path: Path) -> None:
    Case.create(tmp_path / "one").close()
    Case.create(tmp_path / "two").close()
    space = Workspace(None, only=tmp_path / "one")
    with pytest.raises(NotHere):
        space.root(handle_of(tmp_path / "two"))
    with pytest.raises(NotHere):
        space.new_root("three")


def test_what_an_earlier_desk_left_is_swept(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    left = space.incoming()
    (left / "a").write_text("x")
    assert left.parent == tmp_path, "never on another disk"
    assert left.stat().st_mode & 0o077 == 0, "for this user alone"
    space.sweep()
    assert not left.exists()


def test_the_folder_can_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: Visitor) -> None:
    monkeypatch.setattr(ws, "settings_file", lambda: tmp_path / "config" / "desk.json")
    assert ws.load_settings() == Settings()
    answer = fresh.post("/folder", data={"folder": str(tmp_path / "elsewhere")})
    assert answer.status_code == 303
    assert ws.default_folder() == tmp_path / "elsewhere"
    assert str(tmp_path / "elsewhere") in fresh.get("/").text
    assert fresh.post("/folder", data={"folder": "relative"}).status_code == 400
    (tmp_path / "config" / "desk.json").write_text("{broken")
    assert ws.load_settings() == Settings()
