"""Opening footage: an allow-list of containers, and no protocol at all.

A media library follows what a file says. A playlist, a DASH manifest or a concatenation script, under any
name, makes it open other files and addresses; allowing only the `file` protocol does not stop that, allowing only
containers that hold their own bytes does.

    with open_media(file) as container:
        for frame in container.decode(video=0): ...
"""

from __future__ import annotations

from typing import Any, BinaryIO, Final

import av
import av.error

from recoupe.errors import DamagedFile, UnsupportedFile

CONTAINERS: Final = (
    "mov",  # and mp4, m4a, 3gp, 3g2, mj2: one demuxer; its external references stay off, as is the default
    "matroska",  # and webm
    "avi",
    "mpegts",
    "mpeg",
    "mpegvideo",
    "ogg",
    "wav",
    "w64",
    "flac",
    "mp3",
    "aac",
    "ac3",
    "eac3",
    "amr",
    "amrnb",
    "amrwb",
    "asf",
    "flv",
    "live_flv",
    "aiff",
    "caf",
    "au",
    "gif",
    "h264",
    "hevc",
    "m4v",
    "ivf",
    "mxf",
    "rm",
    "dv",
)
"""Names of libav demuxers. Never: hls, dash, concat, sdp, rtsp, image2, imf, tty, subtitles that pull in files."""

OPTIONS: Final = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "none"}
"""No protocol is called "none": whatever a container asks to be opened beside itself is refused."""


def open_media(file: BinaryIO, **more: Any) -> Any:
    """An `av.container.InputContainer` over the file, which the caller closes.

    Args:
        file: Read-only and seekable.
        more: Further arguments of `av.open`, except `options`.
    Raises:
        UnsupportedFile: The bytes are not one of `CONTAINERS`.
        DamagedFile: They begin like one and cannot be opened.
    """
    try:
        return av.open(file, mode="r", options=dict(OPTIONS), metadata_errors="replace", **more)
    except av.error.InvalidDataError as error:
        raise DamagedFile(
            "no container of video or sound can be opened in it: it is damaged, cut short, or another kind of file",
            todo="fetch it again, or ask for the original file",
        ) from error
    except (av.error.FFmpegError, ValueError) as error:
        why = getattr(error, "strerror", None) or error  # the whole of it names the open file by its number
        raise UnsupportedFile(
            f"it is not a container that recoupe opens ({why})",
            todo="playlists and manifests only point to footage: collect the footage itself",
        ) from error
