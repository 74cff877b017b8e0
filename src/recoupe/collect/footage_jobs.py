"""The job that asks yt-dlp for footage; it runs in a jailed child that has no network, no file and no program.

Its only way out is the file it is handed, which is one end of a socket: what yt-dlp would ask of a server it asks of
`recoupe.collect.gateway` there, request by request. What yt-dlp would write to a disk stays in memory or goes to the
parent. So a page or a playlist that misleads yt-dlp leads nowhere; and nothing that a site sends can run as a program.

What is not possible so: sites that want a JavaScript engine, a browser's way of speaking TLS, or ffmpeg.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import io
import json
import re
import struct
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from http.client import HTTPMessage
from typing import Any, BinaryIO, Final

from recoupe.errors import CollectError, ComponentMissing
from recoupe.jail.outlet import Outlet

try:
    import yt_dlp
    from yt_dlp import globals as shared
    from yt_dlp.downloader import get_suitable_downloader
    from yt_dlp.downloader.common import FileDownloader
    from yt_dlp.networking.common import RequestHandler, Response
    from yt_dlp.networking.exceptions import HTTPError, TransportError
    from yt_dlp.utils import DownloadError, YoutubeDLError
except ImportError:
    yt_dlp = None
    RequestHandler = Response = object

PRELOAD = ("yt_dlp.*", "email.*", "http.client", "html.parser", "xml.etree.ElementTree") if yt_dlp else ()
MOST_PIECES: Final = 20
"""Pieces of footage that one address may lead to."""
MOST_FILES: Final = 3
MOST_FRAGMENT: Final = 256 << 20
MOST_REDIRECTIONS: Final = 10
_FORMATS: Final = "bv*,ba,b"
"""The best picture, the best sound and the best file with both: what a site has of these, each as it is served."""
_PROTOCOLS: Final = re.compile(r"https?|m3u8(?:_native)?|http_dash_segments\Z")
_WITHOUT: Final = frozenset(
    {"url", "manifest_url", "fragments", "fragment_base_url", "http_headers", "cookies", "data", "formats",
     "thumbnails", "subtitles", "automatic_captions", "requested_formats", "heatmap", "storyboards"}
)  # fmt: skip
"""Left out of what is kept of a page: addresses made for this one download, which may hold the reporter's own."""
_LENGTH: Final = struct.Struct(">cII")
_BUG: Final = re.compile(r"[;.]\s*(?:please report this issue|Confirm you are on the latest|See {2}https?://).*", re.S)


def gather(file: BinaryIO, settings: dict[str, Any], outlet: Outlet) -> dict[str, Any]:
    """Everything at an address that is footage.

    Chunks: the bytes of each file under its number, as a server gave them; parts of a stream one after the other.

    Args:
        file: The way to the gateway.
        settings: `url`; `bytes`: only what is said of the footage when false.
    Returns:
        version of yt-dlp; pieces: info (the text of an `.info.json`), title, files (number, format, ext, bytes),
        failed.
    Raises:
        ComponentMissing: yt-dlp is not installed.
        CollectError: The address gives no footage; says why in yt-dlp's words.
    """
    if yt_dlp is None:
        raise ComponentMissing("yt-dlp is not installed", todo='pip install "recoupe[collect]"')
    with _asking(file.fileno()) as asker:
        try:
            found = asker.extract_info(settings["url"], download=False)
            pieces = _pieces(found)
            said = [
                _piece(asker, piece, outlet, bool(settings.get("bytes", True)), n) for n, piece in enumerate(pieces)
            ]
        except YoutubeDLError as error:
            raise CollectError(
                _words(error), todo="look at the page in a browser; save what it shows another way"
            ) from error
    return {"version": yt_dlp.version.__version__, "pieces": said}


def _pieces(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, dict):
        raise CollectError("yt-dlp found nothing there", todo="look at the page in a browser")
    if found.get("_type") not in ("playlist", "multi_video"):
        return [found]
    entries = [entry for entry in found.get("entries") or () if isinstance(entry, dict)]
    if not entries:
        raise CollectError("the list at this address has nothing in it", todo="look at the page in a browser")
    return entries[:MOST_PIECES]


def _piece(asker: Any, info: dict[str, Any], outlet: Outlet, wanted: bool, number: int) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    failed: list[str] = []
    if info.get("is_live"):
        failed.append("it is live now: collect it when it has ended")
    elif wanted:
        for place, chosen in enumerate(_chosen(asker, info)):
            at = number * MOST_FILES + place
            try:
                size = _download(asker, {**info, **chosen}, at, outlet)
            except YoutubeDLError as error:
                failed.append(f"format {chosen.get('format_id')}: {_words(error)}")
                continue
            files.append(
                {
                    "number": at,
                    "format": str(chosen.get("format_id", "")),
                    "ext": str(chosen.get("ext", "")),
                    "bytes": size,
                }
            )
    kept = {
        key: value for key, value in asker.sanitize_info(info, remove_private_keys=True).items() if key not in _WITHOUT
    }
    kept["formats"] = [
        {key: value for key, value in one.items() if key not in _WITHOUT}
        for one in asker.sanitize_info({"f": info.get("formats") or []})["f"]
    ]
    return {
        "info": json.dumps(kept, ensure_ascii=True, indent=1),
        "title": str(info.get("title") or ""),
        "id": str(info.get("id") or ""),
        "duration": str(info.get("duration") or ""),
        "availability": str(info.get("availability") or ""),
        "age_limit": str(info.get("age_limit") or ""),
        "files": files,
        "failed": failed,
    }


def _chosen(asker: Any, info: dict[str, Any]) -> list[dict[str, Any]]:
    """The formats to take, each once."""
    formats = [
        f
        for f in info.get("formats") or ()
        if _PROTOCOLS.match(str(f.get("protocol") or "https")) and not f.get("has_drm")
    ]
    if not formats:
        raise DownloadError("no format of it can be taken: it is protected, or streamed in a way that is not read here")
    context = {"formats": formats, "has_merged_format": True, "incomplete_formats": False}
    taken = {str(f.get("format_id")): f for f in asker.build_format_selector(_FORMATS)(context)}
    return list(taken.values())[:MOST_FILES] or formats[-1:]


def _download(asker: Any, info: dict[str, Any], number: int, outlet: Outlet) -> int:
    """Send one format to the parent; its bytes."""
    disk = _Disk(str(number), outlet)
    disk.serve()
    loader = get_suitable_downloader(info, asker.params)(asker, asker.params)
    loader.add_progress_hook(lambda state: _tell(outlet, state))
    done, _ = loader.download(str(number), info)
    if not done or not disk.sent:
        raise DownloadError("it could not be downloaded whole")
    return disk.sent


def _tell(outlet: Outlet, state: dict[str, Any]) -> None:
    total = state.get("total_bytes") or state.get("total_bytes_estimate")
    outlet.progress(float(state.get("downloaded_bytes") or 0), float(total) if total else None)


class _Disk:
    """What a downloader takes for files: one that leads to the parent, others in memory until they are removed."""

    def __init__(self, final: str, outlet: Outlet) -> None:
        self.sent = 0
        self._final, self._outlet = final, outlet
        self._held: dict[str, _Held] = {}

    def serve(self) -> None:
        """Be the disk of every downloader of this process from now on."""
        FileDownloader.sanitize_open = lambda _, name, mode: (self.open(name, mode), name)
        FileDownloader.try_remove = lambda _, name: self._held.pop(name, None)
        FileDownloader.try_rename = lambda _, old, new: (
            self._held.update({new: self._held.pop(old)}) if old in self._held and old != new else None
        )
        FileDownloader.try_utime = lambda *_: None
        FileDownloader.filesize_or_none = lambda _, name: (
            self.sent if name == self._final else self._held[name].size if name in self._held else None
        )

    def open(self, name: str, mode: str) -> Any:
        """A file of that name, as `open` would give it."""
        if name == self._final:
            return _Sent(self)
        if "r" in mode:
            if name not in self._held:
                raise OSError(f"{name} is not there")
            return io.BytesIO(self._held[name].getvalue())
        self._held[name] = held = _Held()
        return held

    def send(self, data: bytes) -> None:
        """More of the final file."""
        self.sent += len(data)
        self._outlet.chunk(self._final, data)


class _Sent(io.RawIOBase):
    def __init__(self, disk: _Disk) -> None:
        super().__init__()
        self._disk = disk

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._disk.send(bytes(data))
        return len(data)


class _Held(io.BytesIO):
    """A part in memory; it stays readable when its writer closes it."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > MOST_FRAGMENT:
            raise OSError("a part of the stream is too large")
        return super().write(data)

    def close(self) -> None:
        self.seek(0)

    @property
    def size(self) -> int:
        return self.getbuffer().nbytes


class _Log:
    """Takes what yt-dlp says; its errors come as exceptions."""

    def debug(self, text: str) -> None:
        """Nothing."""

    info = warning = error = debug


class _Way:
    """Requests over one descriptor, by read and write only: `>cII` of kind, request, length, then so many bytes."""

    def __init__(self, descriptor: int) -> None:
        self._file = io.FileIO(descriptor, "r+", closefd=False)
        self._next = 0

    def ask(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Number and head of the answer to a request."""
        self._next += 1
        self._send(b"R", self._next, json.dumps(request).encode())
        return self._next, json.loads(self._receive(b"H", self._next))

    def more(self, number: int) -> bytes:
        """The next piece of an answer, empty at its end."""
        self._send(b"P", number, b"")
        return self._receive(b"D", number)

    def done(self, number: int) -> None:
        """No more of an answer is wanted."""
        self._send(b"C", number, b"")

    def _send(self, kind: bytes, number: int, data: bytes) -> None:
        left = memoryview(_LENGTH.pack(kind, number, len(data)) + data)
        while left:
            left = left[self._file.write(left) or 0 :]

    def _receive(self, kind: bytes, number: int) -> bytes:
        got, of, length = _LENGTH.unpack(self._exactly(_LENGTH.size))
        data = self._exactly(length)
        if got == b"E" and of == number:
            raise TransportError(data.decode("utf-8", "replace"))
        if (got, of) != (kind, number):
            raise TransportError("the way out is out of step")
        return data

    def _exactly(self, length: int) -> bytes:
        data = bytearray()
        while len(data) < length:
            piece = self._file.read(length - len(data))
            if not piece:
                raise TransportError("the way out was closed")
            data += piece
        return bytes(data)


class _Body(io.RawIOBase):
    def __init__(self, way: _Way, number: int) -> None:
        super().__init__()
        self._way, self._number, self._left, self._ended = way, number, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left and not self._ended:
            self._left = self._way.more(self._number)
            self._ended = not self._left
        piece = self._left[: len(buffer)]
        self._left = self._left[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed and not self._ended:
            self._way.done(self._number)
        super().close()


@contextlib.contextmanager
def _asking(descriptor: int) -> Iterator[Any]:
    """A yt-dlp whose every request goes through the descriptor."""
    way = _Way(descriptor)
    shared.plugin_dirs.value = []
    shared.all_plugins_loaded.value = True  # so that it never looks for any

    class GatewayRH(RequestHandler):  # type: ignore[misc]
        _SUPPORTED_URL_SCHEMES = ("http", "https")
        _SUPPORTED_PROXY_SCHEMES = ()
        _SUPPORTED_FEATURES = ()

        def _check_extensions(self, extensions: dict[str, Any]) -> None:
            super()._check_extensions(extensions)
            for name in ("cookiejar", "timeout", "legacy_ssl", "keep_header_casing", "impersonate"):
                extensions.pop(name, None)

        def _send(self, request: Any) -> Any:
            return _sent(way, request, self._get_headers(request), self._get_cookiejar(request))

    class Asker(yt_dlp.YoutubeDL):  # type: ignore[misc]
        def build_request_director(self, handlers: Any, preferences: Any = None) -> Any:
            return super().build_request_director([GatewayRH], None)

    params = {
        "quiet": True, "no_warnings": True, "noprogress": True, "logger": _Log(), "color": "never", "cachedir": False,
        "noplaylist": True, "playlistend": MOST_PIECES, "ignoreerrors": False, "geo_bypass": False, "proxy": "",
        "allow_unplayable_formats": False, "check_formats": None, "fixup": "never", "postprocessors": [],
        "hls_prefer_native": True, "updatetime": False, "nopart": True, "overwrites": True, "continuedl": False,
        "_no_ytdl_file": True, "retries": 2, "fragment_retries": 2, "extractor_retries": 1, "format": _FORMATS,
        "skip_unavailable_fragments": False, "concurrent_fragment_downloads": 1, "js_runtimes": {},
        "remote_components": [], "ignore_no_formats_error": True, "prefer_ffmpeg": False,
    }  # fmt: skip
    with Asker(params, auto_init="no_verbose_header") as asker:
        yield asker


def _sent(way: _Way, request: Any, headers: dict[str, str], cookies: Any) -> Any:
    """The answer to a request, redirections followed: every hop is a request of its own to the gateway."""
    url, method, data = request.url, request.method, request.data
    if data is not None and not isinstance(data, bytes):
        data = b"".join(data)
    for hops in range(MOST_REDIRECTIONS + 1):
        asked = {
            k: v for k, v in headers.items() if k.lower() not in ("cookie", "accept-encoding", "host", "connection")
        }
        own = next((v for k, v in headers.items() if k.lower() == "cookie"), "")
        jar = cookies.get_cookie_header(url) or ""
        if said := "; ".join(filter(None, (jar, own if url == request.url else ""))):
            asked["Cookie"] = said
        number, head = way.ask(
            {"method": method, "url": url, "headers": asked, "body": base64.b64encode(data or b"").decode()}
        )
        message = HTTPMessage()
        for key, value in head["headers"]:
            message.add_header(key, value)
        _keep_cookies(cookies, url, message)
        body: Any = io.BufferedReader(_Body(way, number), 1 << 20)
        location = message.get("location")
        if head["status"] in (301, 302, 303, 307, 308) and location and hops < MOST_REDIRECTIONS:
            body.close()
            url = urllib.parse.urljoin(url, location)
            if head["status"] in (301, 302, 303) and method not in ("GET", "HEAD"):
                method, data = "GET", None
                headers = {k: v for k, v in headers.items() if not k.lower().startswith("content-")}
            continue
        if (message.get("content-encoding") or "").lower() == "gzip":
            body = gzip.GzipFile(fileobj=body)
        answer = _Answer(fp=body, url=url, headers=dict(message.items()), status=head["status"], reason=head["reason"])
        if not 200 <= head["status"] < 300:
            raise HTTPError(answer, redirect_loop=hops == MOST_REDIRECTIONS)
        return answer
    raise TransportError("the address leads from one to the next without an end")


class _Answer(Response):  # type: ignore[misc]
    def read(self, amt: int | None = None) -> bytes:
        try:
            got: bytes = self.fp.read(amt)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise TransportError(cause=error) from error
        return got


def _keep_cookies(cookies: Any, url: str, message: HTTPMessage) -> None:
    class Reply:
        info: Callable[[], HTTPMessage] = staticmethod(lambda: message)

    with contextlib.suppress(ValueError):
        cookies.extract_cookies(Reply(), urllib.request.Request(url))


def _words(error: Exception) -> str:
    said = str(getattr(error, "orig_msg", None) or getattr(error, "msg", None) or error)
    said = re.sub(r"\x1b\[[0-9;]*m", "", said).removeprefix("ERROR: ")
    said = re.sub(r"\s*\(caused by .*\)\Z", "", _BUG.sub("", said), flags=re.S)
    return said.strip()[:1000] or type(error).__name__
