"""PDF files, e-mail and tables as documents."""

from __future__ import annotations

import io

import openpyxl
import pytest

from recoupe.errors import DamagedFile
from recoupe.read.text.jobs import WORKBOOK, document_of


def pdf(*pages: str) -> bytes:
    """A minimal PDF with one line of text a page, written by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, words in enumerate(pages):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = b"%PDF-1.4\n", []
    for n, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def test_a_pdf_keeps_its_pages() -> None:
    data = pdf("The staged report begins here and says little.", "It ends on the second page.", "")
    document = document_of(io.BytesIO(data), {"media_type": "application/pdf"})
    assert [p.page for p in document.parts] == [1, 2]
    assert any("1 of 3 pages hold no text" in remark for remark in document.remarks)


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(DamagedFile, match="cannot be read"):
        document_of(io.BytesIO(b"%PDF-1.4 and no more"), {"media_type": "application/pdf"})


MAIL = (
    b"From: Ana Roy <ana@staged.example>\r\nTo: desk@staged.example\r\nSubject: =?utf-8?q?La_nuit_fictive?=\r\n"
    b"Date: Mon, 03 Mar 2031 19:10:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"It was dark, and nobody saw who it was.\r\n"
)


def test_an_email_has_a_subject_a_sender_and_a_date() -> None:
    document = document_of(io.BytesIO(MAIL), {"media_type": "message/rfc822"})
    assert document.headline == "La nuit fictive"
    assert document.published == "2031-03-03T19:10:00+01:00"
    assert [p.role for p in document.parts] == ["headline", "byline", "timestamp", "body"]


def test_cells_of_a_table_keep_their_place() -> None:
    document = document_of(io.BytesIO(b"nom;nombre\nAna Roy;12\n;7\n"), {"media_type": "text/csv"})
    cells = [(document.text[p.start : p.end], p.row, p.column) for p in document.parts]
    assert cells == [("nom", 1, 1), ("nombre", 1, 2), ("Ana Roy", 2, 1), ("12", 2, 2), ("7", 3, 2)]


def test_a_workbook_sheet_by_sheet() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Counts"
    book.active["B2"] = 12
    book.create_sheet("Notes")["A1"] = "staged"
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    document = document_of(file, {"media_type": WORKBOOK})
    assert [(p.sheet, p.row, p.column) for p in document.parts] == [("Counts", 2, 2), ("Notes", 1, 1)]


def test_a_broken_workbook_is_refused() -> None:
    with pytest.raises(DamagedFile, match="cannot be read"):
        document_of(io.BytesIO(b"PK\x03\x04 not a workbook"), {"media_type": WORKBOOK})


def test_a_mail_keeps_apart_what_it_quotes() -> None:
    mail = (
        "From: Ana Roy <ana@example.org>\r\nSubject: Re: the night\r\nDate: Wed, 03 Mar 2021 19:05:00 +0100\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\nI saw it at nine.\r\n\r\n"
        "On Tue, 2 Mar 2021, Leo Marsh wrote:\r\n> Did you see the lights?\r\n\r\n-- \r\nAna\r\n"
    )
    document = document_of(io.BytesIO(mail.encode()), {"media_type": "message/rfc822"})
    found = [(p.role, document.text[p.start : p.end], p.post.author if p.post else "") for p in document.parts[3:]]
    assert found == [
        ("body", "I saw it at nine.", ""),
        ("body", "On Tue, 2 Mar 2021, Leo Marsh wrote:", ""),
        ("quoted", "Did you see the lights?", "Leo Marsh"),
        ("boilerplate", "Ana", ""),
    ]
    assert document.authors == ("Ana Roy",)
