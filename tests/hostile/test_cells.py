"""Cells of exports: what a spreadsheet program would work out is written so that it does not."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
