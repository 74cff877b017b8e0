"""Foreign text made safe to print: nothing in a name, caption or quotation may act on the page around it.

Escaping for HTML keeps a name from becoming markup. This module does the other half: characters that are
not seen but change what is seen (direction overrides, control characters, hidden tags) are shown as what they are.

    >>> neutral("photo\\u202egpj.exe")
    'photo⟨U+202E⟩gpj.exe'
"""

from __future__ import annotations

import re

_KEPT = "\n\t"
_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # soft hyphen, joiners and fillers that print as nothing
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction, separators
    "\ud800-\udfff"  # lone surrogates, which no encoding can write
    "\U000e0000-\U000e007f"  # tags
    "]"
)


def neutral(text: str) -> str:
    """The text with every hidden or directing character written out, line feeds and tabs kept.

    ZWJ and ZWNJ stay: Persian, the Indic scripts and emoji need them. A carriage return before a line feed goes.
    Source: Unicode Technical Report 36, section 3 (bidirectional text spoofing); CVE-2021-42574.
    """
    return _HIDDEN.sub(_show, text.replace("\r\n", "\n"))


def one_line(text: str, *, most: int = 160) -> str:
    """`neutral`, with white space folded and cut to `most` characters: for names, titles and labels."""
    line = " ".join(neutral(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _show(found: re.Match[str]) -> str:
    char = found.group()
    if char in _KEPT:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "⟨U+007F⟩" if code == 0x7F else f"⟨U+{code:04X}⟩"
