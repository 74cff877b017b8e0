"""The case says which layers stood around the children that read its files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recoupe import jail
from recoupe.jail import confine
from recoupe.preserve import Case
from recoupe.run import run_case


def layers_of(root: Path) -> list[dict[str, str]]:
    with Case.open(root) as case:
        return [act.details for act in case.custody() if act.act == "layers"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems lack some layers")
def test_every_layer_that_a_child_has_is_named_once_before_the_first_reading(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The bridge is closed.\n")
    run_case(tmp_path / "case", [tmp_path / "note.txt"])
    (said,) = layers_of(tmp_path / "case")
    assert {*said["active"].split(), *(line.partition(":")[0] for line in said.get("absent", "").splitlines())} == {
        "process",
        *confine.LAYERS,
    }
    with Case.open(tmp_path / "case") as case:
        acts = [act.act for act in case.custody()]
        assert acts.index("layers") < acts.index("read")
        assert case.check() == []
    assert not run_case(tmp_path / "case", [tmp_path / "note.txt"]).changed


def test_a_change_of_layers_is_noted_and_the_same_layers_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(f"The bridge is closed, {name}.\n")
    run_case(tmp_path / "case", [tmp_path / "one.txt"])
    monkeypatch.setattr(jail, "present", lambda: {"process": "", "landlock": "this kernel has none"})
    run_case(tmp_path / "case", [tmp_path / "two.txt"])
    run_case(tmp_path / "case", [tmp_path / "three.txt"])
    noted = layers_of(tmp_path / "case")
    assert len(noted) == 2
    assert {k: v for k, v in noted[1].items() if k in ("active", "absent")} == {
        "active": "process",
        "absent": "landlock: this kernel has none",
    }
