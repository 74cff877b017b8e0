"""A short file that is UTF-8 to its last byte needs no parser, and so no child to open it in.

Its characters come from the codec of Python itself, the same that reads what the children answer; nothing is guessed.
All else (a byte-order mark, another encoding, control characters, a broken byte, nothing but blanks) is left to the
child, which gives the same document for what is taken here.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

MOST_BYTES = 64 << 10
"""The main program looks at so many bytes of any file to recognise its kind; a longer one it never reads whole."""
_UNUSUAL = re.compile(rb"\A(?:\xef\xbb\xbf|\s*\Z)|[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def utf8_text(path: Path) -> str | None:
    """The characters of a short UTF-8 file; None where it is anything else, or cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return None  # the child's caller says why
    if len(data) > MOST_BYTES or _UNUSUAL.search(data):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.strip() else None
