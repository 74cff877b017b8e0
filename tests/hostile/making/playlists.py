"""Lists that make a player open something else: HLS, DASH, concatenation scripts, SDP and their relatives."""

from __future__ import annotations

from tests.hostile.making import Files

ENDINGS = ("m3u8", "mpd", "sdp", "ffconcat", "mp4", "mov", "mkv", "avi", "ts", "mp3", "wav", "jpg", "srt", "txt")
"""A list is tried under each: what a file is called decides nothing."""


def everything(film: str, text: str, web: str) -> Files:
    """Every list under every ending. Each file differs from the others, as a case keeps equal bytes once."""
    return {
        f"{kind}.{ending}": body + _remark(kind, ending)
        for kind, body in lists(film, text, web).items()
        for ending in ENDINGS
    }


def lists(film: str, text: str, web: str) -> Files:
    """One of each kind.

    Args:
        film: Path of a film that must not be read.
        text: Path of a text that must not be read.
        web: Address that must not be asked.
    """
    port = web.rpartition(":")[2].strip("/")
    made = {
        "hls-file": _hls(film),
        "hls-file-url": _hls(f"file://{film}"),
        "hls-text": _hls(text),
        "hls-web": _hls(f"{web}/clip.ts"),
        "hls-master": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{web}/media.m3u8\n",
        "hls-key": _hls(f'#EXT-X-KEY:METHOD=AES-128,URI="{web}/key"\n{film}'),
        "hls-map": _hls(f'#EXT-X-MAP:URI="{web}/init.mp4"\n{film}'),
        "hls-concat": _hls(f"concat:{web}/header.m3u8|{text}"),
        "hls-subfile": _hls(f"subfile,,start,0,end,100,,:{text}"),
        "hls-crypto": _hls(f"crypto+file://{text}"),
        "hls-async": _hls(f"async:cache:{web}/clip.ts"),
        "hls-marked-as-film": "\0\0\0\x14ftypqt  \0\0\0\0qt  " + _hls(film),
        "concat-file": f"ffconcat version 1.0\nfile '{film}'\n",
        "concat-web": f"ffconcat version 1.0\nfile '{web}/clip.ts'\n",
        "concat-option": f"ffconcat version 1.0\nfile '{film}'\noption protocol_whitelist file,http,tcp\n",
        "dash-file": _dash(film),
        "dash-web": _dash(f"{web}/clip.mp4"),
        "dash-entity": _dash("&s;").replace("<MPD", f'<!DOCTYPE MPD [<!ENTITY s SYSTEM "file://{text}">]>\n<MPD', 1),
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 33\n",
        "smil": f'<smil><body><video src="{web}/clip.mp4"/><video src="{film}"/></body></smil>\n',
        "asx": f'<asx version="3.0"><entry><ref href="{web}/clip.mp4"/></entry></asx>\n',
        "pls": f"[playlist]\nFile1={web}/clip.mp3\nFile2={film}\nNumberOfEntries=2\n",
        "xspf": '<?xml version="1.0"?>\n<playlist xmlns="http://xspf.org/ns/0/" version="1"><trackList><track>'
        f"<location>file://{film}</location></track></trackList></playlist>\n",
        "cue": f'FILE "{film}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n',
        "imf": '<?xml version="1.0"?>\n<AssetMap xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM"><AssetList>'
        f"<Asset><ChunkList><Chunk><Path>{film}</Path></Chunk></ChunkList></Asset></AssetList></AssetMap>\n",
        "image-sequence": f"{film.rpartition('.')[0]}%d.png\n",
        "link-file": f"[InternetShortcut]\nURL=file://{text}\nIconFile={web}/icon.ico\n",
    }
    return {name: body.encode("latin-1") for name, body in made.items()}


def _hls(segment: str) -> str:
    return f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{segment}\n#EXT-X-ENDLIST\n"


def _dash(address: str) -> str:
    return (
        '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="1" bandwidth="1"><BaseURL>{address}</BaseURL></Representation></AdaptationSet>'
        "</Period></MPD>\n"
    )


def _remark(kind: str, ending: str) -> bytes:
    markup = kind.startswith("dash") or kind in ("smil", "asx", "xspf", "imf")
    return f"<!-- {ending} -->\n".encode() if markup else f"# {ending}\n".encode()
