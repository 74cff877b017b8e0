"""Cells of exports: what a spreadsheet program would work out is written so that it does not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.cli import execute as run
from recoupe.model.cells import neutralise_cell
from tests.hostile.making.tables import FORMULAS


@pytest.mark.parametrize("cell", [*FORMULAS, "  =1+1", "\u00a0=1", "\ufeff=1", "|x", "%x", "-x", "+", "'=1"])
def test_what_begins_like_a_formula_becomes_text(cell: str) -> None:
    assert neutralise_cell(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "Dana", "44.87", "-3", "+1 200,5", "−2 %", "a=b", "l'été", "2020-01-02", "مرحبا"])
def test_what_is_harmless_stays(cell: str) -> None:
    assert neutralise_cell(cell) == cell


@given(st.text(max_size=40))
def test_no_text_is_worked_out_and_every_text_can_be_had_back(cell: str) -> None:
    written = neutralise_cell(cell)
    back = written.removeprefix("'")
    assert len(back) == len(cell)
    assert all(a == b or b == "\ufffd" for a, b in zip(cell, back, strict=True))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = written
    assert book.active["A1"].data_type in ("s", "n")  # n: no value at all
    out = io.StringIO()
    csv.writer(out).writerow([written])
    assert not out.getvalue().lstrip('"').startswith(("=", "@", "\t=", " ="))


def test_the_list_of_sources_leaves_as_a_table_that_works_nothing_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "=cmd|calc.txt").write_text("Staged: the bridge was closed.")
    (tmp_path / "a.mp4").write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isomiso2")
    info = {
        "webpage_url": "https://social.example/1",
        "title": "=HYPERLINK(1)",
        "uploader": "@Ana",
        "description": "+1\n-2",
    }
    (tmp_path / "a.info.json").write_text(json.dumps(info))
    root = str(tmp_path / "case")
    run(["add", root, str(tmp_path / "=cmd|calc.txt"), str(tmp_path / "a.mp4")])
    capsys.readouterr()
    assert run(["status", root, "--csv"]) == 0
    text = capsys.readouterr().out
    listed = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in listed] == ["'=cmd|calc.txt", "a.mp4", "a.info.json"]
    assert (listed[1]["title"], listed[1]["uploader"], listed[1]["caption"]) == ("'=HYPERLINK(1)", "'@Ana", "'+1\n-2")
    assert not any(cell.startswith(("=", "@", "+")) for row in listed for cell in row.values())
    assert run(["status", root, "--csv", "--json"]) == 2
