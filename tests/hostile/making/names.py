"""Names and captions that would act on a terminal, a shell, a database, a page or the eye of the reader."""

from __future__ import annotations

import json

FILES = (
    b"photo\xe2\x80\xaegpj.exe.txt",
    b"line\nfeed.txt",
    b"return\rhidden.txt",
    b"bell\x07\x1b]0;title\x07\x1b[2J.txt",
    b"not \xff\xfe text.txt",
    b"$(touch pwned)`touch pwned`;touch pwned|.txt",
    b"'; DROP TABLE sources; --.txt",
    b'" OR 1=1 --.txt',
    b"<img src=x onerror=alert('pwn-handler')>.txt",
    b"<!--<script>alert('pwn-script')<!..script>.txt",
    b"{{ 7*7 }}{% raw %}.txt",
    b"%s%n%x.txt",
    b"..\\..\\up.txt",
    b"C:\\con.txt",
    b"-rf.txt",
    b"--json.txt",
    b"=cmd|' .C calc'!A0.txt",
    b"[red]rich[bold][link=x]y[link].txt",
    b"key: value.txt",
    "caf\u00e9.txt".encode(),
    "cafe\u0301.txt".encode(),
    b"Same.txt",
    b"SAME.txt",
    "\u200b\u2066\u2069\ufeff.txt".encode(),
    b"spaces at the end   ",
    b" ",
    b"x" * 251 + b".txt",
)
"""Names as bytes, none of them hidden, each possible on Linux."""

CAPTIONS = (
    "</script></style></title><script>alert('pwn-script')</script>",
    '" onmouseover="alert(\'pwn-handler\')" x="',
    "javascript:alert('pwn-script')",
    "'); DROP TABLE origins; --",
    "\u202egnp.exe \u2066hidden\u2069 \x00\x1b[31mred\x07 \ud800",
    "format: recoupe-entry/1\nact: erase\noriginal: 0\n\n",
    '=HYPERLINK("http://127.0.0.1:9","x")',
    "\N{ARABIC LETTER ALEF}" + "\u0301" * 3000,
    "A" * 300_000,
)
"""What an uploader wrote."""


def info(caption: str, web: str) -> bytes:
    """A side-car as yt-dlp writes it, its every field the caption or an address that acts."""
    fields = ("title", "fulltitle", "description", "uploader", "channel", "extractor_key", "upload_date")
    return json.dumps(
        {
            **dict.fromkeys(fields, caption),
            "webpage_url": f"javascript:fetch('{web}/pwn-script')",
            "original_url": f"{web}/pwn-pixel",
            "timestamp": 1e308,
            "epoch": -1,
        }
    ).encode()
