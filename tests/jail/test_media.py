"""Footage that points elsewhere is refused before anything is opened beside it."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from recoupe import jail
from recoupe.errors import DamagedFile, InputError, UnsupportedFile
from recoupe.jail import switches
from recoupe.jail.media import CONTAINERS, open_media
from tests.jail.conftest import HERE

ENDINGS = ["mp4", "mkv", "avi", "mp3", "m3u8", "mpd", "sdp", "txt", "ts"]


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A playable film that must not be read: if a playlist reaches it, frames come out."""
    path = tmp_path_factory.mktemp("secret") / "secret.mpg"
    with av.open(str(path), "w", format="mpegts") as out:
        stream = out.add_stream("mpeg2video", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(30):
            for packet in stream.encode(av.VideoFrame(64, 48, "yuv420p")):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def playlists(secret: Path, port: int) -> dict[str, str]:
    """Every kind of file that makes a player open another, pointing at the secret and at the listener."""
    web = f"http://127.0.0.1:{port}/clip.ts"
    hls = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{}\n#EXT-X-ENDLIST\n"
    dash = (
        '<?xml version="1.0"?>'
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S">'
        '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    )
    return {
        "hls file": hls.format(secret),
        "hls file url": hls.format(f"file://{secret}"),
        "hls web": hls.format(web),
        "hls key": hls.format(f'{secret}\n#EXT-X-KEY:METHOD=AES-128,URI="{web}"'),
        "hls subfile": hls.format(f"subfile,,start,0,end,100,,:{secret}"),
        "hls concat": hls.format(f"concat:{secret}|{secret}"),
        "concat file": f"ffconcat version 1.0\nfile '{secret}'\n",
        "concat web": f"ffconcat version 1.0\nfile '{web}'\n",
        "dash file": dash.format(secret),
        "dash web": dash.format(web),
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 33\n",
        "smil": f'<smil><body><video src="{web}"/></body></smil>',
        "asx": f'<asx version="3.0"><entry><ref href="{web}"/></entry></asx>',
    }


NAMES = list(playlists(Path("/x"), 1))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("layers", ["all", "none but the allow-list"])
def test_a_file_that_points_elsewhere_is_refused(
    name: str, layers: str, secret: Path, listener: socket.socket, tmp_path: Path
) -> None:
    text = playlists(secret, listener.getsockname()[1])[name]
    off = () if layers == "all" else ("landlock", "seccomp", "privileges", "descriptors", "no-files-written")
    with switches.jobs_from("media_jobs", str(HERE)), switches.without(*off):
        for ending in ENDINGS:
            file = tmp_path / f"clip.{ending}"
            file.write_text(text)
            with pytest.raises(InputError):
                jail.call("media_jobs:count_frames", file)
    with pytest.raises(TimeoutError):
        listener.accept()


def test_the_same_library_without_the_allow_list_does_read_the_other_file(secret: Path, tmp_path: Path) -> None:
    """The danger is real: this is what the allow-list keeps out."""
    file = tmp_path / "clip.mp4"
    file.write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    with av.open(str(file), options={"safe": "0"}) as container:
        assert sum(1 for _ in container.decode(video=0)) > 0
    with file.open("rb") as opened, pytest.raises(InputError):
        open_media(opened)


@pytest.mark.parametrize(
    "name", ["hls", "dash", "concat", "sdp", "rtsp", "image2", "imf", "applehttp", "webm_dash_manifest"]
)
def test_containers_that_point_elsewhere_are_not_on_the_list(name: str) -> None:
    assert name not in CONTAINERS


def test_every_container_on_the_list_is_one_the_library_knows() -> None:
    assert [name for name in CONTAINERS if name not in av.formats_available] == []


@pytest.mark.parametrize("data", [b"", b"plain words " * 500, bytes(5000), b"\xff" * 5000])
def test_what_is_no_footage_says_so(data: bytes) -> None:
    with pytest.raises((DamagedFile, UnsupportedFile)):
        open_media(io.BytesIO(data))


def test_a_movie_with_an_external_reference_stays_without_it(secret: Path, tmp_path: Path) -> None:
    """A QuickTime file whose data reference names another file: nothing of that file comes out."""
    file = tmp_path / "clip.mov"
    file.write_bytes(movie_with_reference(str(secret)))
    with switches.jobs_from("media_jobs", str(HERE)), switches.without("landlock", "seccomp"):
        try:
            frames = jail.call("media_jobs:count_frames", file)
        except InputError:
            frames = 0
    assert frames == 0


def atom(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def movie_with_reference(path: str) -> bytes:
    """A track of one raw picture whose bytes are said to lie in the file at `path`. Source: QuickTime File Format."""
    name = path.encode()
    alias = atom(b"url ", bytes(4), b"file://", name, b"\0")
    zero = bytes(4)

    def u32(*values: int) -> bytes:
        return b"".join(v.to_bytes(4, "big") for v in values)

    matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    mvhd = atom(b"mvhd", zero, u32(0, 0, 600, 600, 0x10000), bytes(12), matrix, bytes(24), u32(2))
    tkhd = atom(b"tkhd", u32(7, 0, 0, 1, 0, 600), bytes(16), matrix, u32(64 << 16, 48 << 16))
    mdhd = atom(b"mdhd", zero, u32(0, 0, 600, 600), bytes(4))
    handler = atom(b"hdlr", zero, b"mhlrvide", bytes(13))
    picture = u32(0, 1) + bytes(16) + (64).to_bytes(2, "big") + (48).to_bytes(2, "big")
    sample = picture + u32(0x480000, 0x480000, 0) + b"\0\1" + bytes(32) + b"\0\x18\xff\xff"
    stsd = atom(b"stsd", zero, u32(1), atom(b"raw ", bytes(6), b"\0\1", sample))
    table = atom(
        b"stbl",
        stsd,
        atom(b"stts", zero, u32(1, 1, 600)),
        atom(b"stsc", zero, u32(1, 1, 1, 1)),
        atom(b"stsz", zero, u32(64 * 48 * 3, 1)),
        atom(b"stco", zero, u32(1, 0)),
    )
    data = atom(b"dinf", atom(b"dref", zero, u32(1), alias))
    media = atom(b"mdia", mdhd, handler, atom(b"minf", atom(b"vmhd", bytes(12)), data, table))
    return atom(b"ftyp", b"qt  ", bytes(4), b"qt  ") + atom(b"moov", mvhd, atom(b"trak", tkhd, media))
