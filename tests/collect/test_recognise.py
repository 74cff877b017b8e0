"""What a file is follows from its bytes; the name only promises."""

from __future__ import annotations

import codecs
import io
import json
import wave
import zipfile
from pathlib import Path

import av
import openpyxl
import PIL.Image
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.collect import advice, declared_type, media_type_of, recognise, supported

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def film(container: str, codec: str, *, sound: bool = False) -> bytes:
    made = io.BytesIO()
    with av.open(made, "w", format=container) as out:
        if sound:
            stream = out.add_stream(codec, rate=48000)
            stream.layout = "mono"
            frame = av.AudioFrame(format=stream.codec_context.format.name, layout="mono", samples=960)
            frame.sample_rate = 48000
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frames = [frame] * 4
        else:
            stream = out.add_stream(codec, rate=25)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            frames = [av.VideoFrame(64, 48, "yuv420p") for _ in range(4)]
        for n, each in enumerate(frames):
            each.pts = n * 960 if sound else None
            for packet in stream.encode(each):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return made.getvalue()


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    PIL.Image.new("RGB", (9, 7)).save(made, kind)
    return made.getvalue()


def archive(**entries: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, text in entries.items():
            out.writestr(name.replace("__", "/"), text)
    return made.getvalue()


def paper() -> bytes:
    made = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def workbook() -> bytes:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    for n in range(2000):
        book.active.append([n, "words and more words", n * n])
    book.save(made)
    return made.getvalue()


def sound() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes(800))
    return made.getvalue()


@pytest.mark.parametrize(
    ("container", "codec", "expected"),
    [
        ("mp4", "mpeg4", "video/mp4"),
        ("mov", "mpeg4", "video/quicktime"),
        ("3gp", "mpeg4", "video/3gpp"),
        ("matroska", "mpeg4", "video/x-matroska"),
        ("webm", "libvpx", "video/webm"),
        ("avi", "mpeg4", "video/x-msvideo"),
        ("mpegts", "mpeg2video", "video/mp2t"),
        ("mpeg", "mpeg1video", "video/mpeg"),
        ("asf", "mpeg4", "video/x-ms-asf"),
        ("flv", "flv", "video/x-flv"),
    ],
)
def test_video(container: str, codec: str, expected: str) -> None:
    assert media_type_of(film(container, codec)) == expected


@pytest.mark.parametrize(
    ("container", "codec", "expected"),
    [
        ("ogg", "libopus", "audio/ogg"),
        ("flac", "flac", "audio/flac"),
        ("ipod", "aac", "audio/mp4"),
        ("adts", "aac", "audio/aac"),
        ("mp3", "libmp3lame", "audio/mpeg"),
        ("mp2", "mp2", "audio/mpeg"),
        ("aiff", "pcm_s16be", "audio/aiff"),
        ("caf", "pcm_s16be", "audio/x-caf"),
        ("au", "pcm_s16be", "audio/basic"),
    ],
)
def test_sound(container: str, codec: str, expected: str) -> None:
    assert media_type_of(film(container, codec, sound=True)) == expected


def test_bare_mpeg_audio_without_a_tag_is_recognised_by_its_frames() -> None:
    data = film("mp3", "libmp3lame", sound=True)
    assert data.startswith(b"ID3")
    at = data.index(b"\xff\xfb") if b"\xff\xfb" in data else data.index(b"\xff\xf3")
    assert media_type_of(data[at:]) == "audio/mpeg"


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp", "tiff", "bmp"])
def test_pictures(kind: str) -> None:
    assert media_type_of(picture(kind)) == f"image/{kind}"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "application/x-empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image/avif"),
        (b"#!AMR\n\x3c", "audio/amr"),
        (b"\0\0\x01\0mdat" + bytes(100), "video/quicktime"),
        (paper(), "application/pdf"),
        (b"\n\n" + paper(), "application/pdf"),
        (sound(), "audio/wav"),
        (b"{\\rtf1 words}", "application/rtf"),
        (archive(mimetype="application/epub+zip"), "application/epub+zip"),
        (archive(word__document="x"), DOCX),
        (archive(some="x"), "application/zip"),
        (archive(archive__data="x", **{"datapackage.json": "{}"}), "application/wacz"),
        (b"\x1f\x8b\x08\0", "application/gzip"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "application/warc"),
        (b"#EXTM3U\n#EXTINF:1,\nclip.ts\n", "application/vnd.apple.mpegurl"),
        (b"\xef\xbb\xbf#EXTM3U\n", "application/vnd.apple.mpegurl"),
        (b"ffconcat version 1.0\nfile x\n", "application/x-ffconcat"),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\n", "application/sdp"),
        (b'<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">', "application/dash+xml"),
        (b"\x7fELF\x02\x01", "application/x-executable"),
        (bytes(range(256)) * 16, "application/octet-stream"),
    ],
)
def test_other_kinds(data: bytes, expected: str) -> None:
    assert media_type_of(data) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words about a bridge.\n", "text/plain"),
        ("the free press reported this", "text/plain"),
        ("ID3 is a tag; BM is two letters; MZ too.", "text/plain"),
        ("[1] As reported on Tuesday, the bridge was closed.", "text/plain"),
        ("{curly} words", "text/plain"),
        ("From: here\n\nto there", "text/plain"),
        ("<3 this place", "text/plain"),
        ("<!DOCTYPE html><html><body>x", "text/html"),
        ("\n  <!-- saved -->\n<HTML lang=fr>", "text/html"),
        ("<p>Only a part of a page</p>", "text/html"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "application/xhtml+xml"),
        ('<?xml version="1.0"?>\n<!-- made by x -->\n<svg width="1">', "image/svg+xml"),
        ("<svg xmlns='x'>", "image/svg+xml"),
        ('<?xml version="1.0"?><feed>', "application/xml"),
        (json.dumps({"a": [1, 2]}), "application/json"),
        (json.dumps([{"a": 1}, {"b": 2}], indent=2), "application/json"),
        ("[]", "application/json"),
        ("{}\n", "application/json"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\nhello", "text/vtt"),
        ("From: a@example.org\r\nTo: b@example.org\r\nSubject: hello\r\nDate: x\r\n\r\nbody", "message/rfc822"),
        ("Received: from x\n by y\nReceived: from z\nReturn-Path: <>\n\n", "message/rfc822"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert media_type_of(text.encode()) == expected


FRENCH = "Le pont a été fermé à midi, selon la préfecture. « Nous n'avons rien vu », dit-elle."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    assert media_type_of((FRENCH * 5).encode(encoding)) == "text/plain"


@pytest.mark.parametrize("encoding", ["cp1256", "koi8_r", "shift_jis", "gb18030", "big5"])
def test_text_in_other_scripts_is_text(encoding: str) -> None:
    words = {"cp1256": "أغلق الجسر ظهرا", "koi8_r": "Мост был закрыт в полдень"}.get(encoding, "正午")
    assert media_type_of((words + " 12:00\n").encode(encoding) * 20) == "text/plain"


def test_a_text_cut_inside_a_character_is_text() -> None:
    data = ("é" * 40000).encode()
    assert media_type_of(data[:65535]) == "text/plain"


def test_tables_are_told_by_their_name_among_plain_texts_only() -> None:
    assert media_type_of(b"a,b\n1,2\n", declared="text/csv") == "text/csv"
    assert media_type_of(b"a\tb\n1\t2\n", declared="text/tab-separated-values") == "text/tab-separated-values"
    assert media_type_of(bytes(range(256)) * 9, declared="text/csv") == "application/octet-stream"
    assert media_type_of(b"<html><body>not found", declared="text/csv") == "text/html"


def test_a_mail_pasted_into_a_text_file_is_that_text() -> None:
    mail = b"From: a\nTo: b\nSubject: c\nDate: d\n\nwords"
    assert media_type_of(mail, declared="text/plain") == "text/plain"
    assert media_type_of(mail, declared="message/rfc822") == "message/rfc822"


def test_a_name_never_makes_bytes_into_what_they_are_not() -> None:
    for name in ("clip.mp4", "page.html", "paper.pdf", "picture.jpg"):
        assert media_type_of(b"words, just words", declared=declared_type(name)) == "text/plain"


def test_a_workbook_is_recognised_although_its_table_of_contents_stands_last(tmp_path: Path) -> None:
    file = tmp_path / "table.zip"
    data = workbook()
    file.write_bytes(data)
    assert recognise(file) == XLSX
    pushed = io.BytesIO()
    with zipfile.ZipFile(pushed, "w") as out:
        out.writestr("_rels/.rels", bytes(100_000))
        out.writestr("xl/workbook.xml", "")
    file.write_bytes(pushed.getvalue())
    assert recognise(file) == XLSX


@given(
    st.binary(max_size=2000), st.binary(max_size=200), st.sampled_from(["", "text/csv", "video/mp4", "message/rfc822"])
)
def test_any_bytes_get_a_media_type(head: bytes, tail: bytes, declared: str) -> None:
    kind = media_type_of(head, tail, declared=declared)
    assert kind.count("/") == 1


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1))
def test_any_printable_text_is_some_kind_of_text_or_playlist(text: str) -> None:
    kind = media_type_of(codecs.BOM_UTF8 + text.encode())
    assert kind != "application/octet-stream"


def test_what_is_not_read_says_what_to_do() -> None:
    assert supported("video/mp4") and advice("video/mp4") == ""
    assert supported("message/rfc822") and supported(XLSX)
    assert "PDF" in advice(DOCX)
    assert "unpack" in advice("application/zip")
    assert "footage itself" in advice("application/vnd.apple.mpegurl")
    assert "fetch it again" in advice("application/x-empty")
    assert all(
        advice(kind) for kind in ("application/octet-stream", "application/xml", "image/svg+xml", "application/age")
    )


@pytest.mark.data
def test_real_files_are_what_their_names_promise(data: Path) -> None:
    for file in sorted((data / "media").iterdir()):
        if declared_type(file.name).startswith(("video/", "audio/")):
            assert recognise(file) == declared_type(file.name), file.name
