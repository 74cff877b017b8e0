"""Reading a page of ours as a browser would: what in it could run, load or send something."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LOADS = {
    "src", "srcset", "poster", "data", "background", "cite", "ping", "action", "formaction", "manifest", "codebase",
    "archive", "longdesc", "classid", "profile", "usemap", "imagesrcset", "xlink:href", "xml:base", "icon", "lowsrc",
}  # fmt: skip
_NEVER = {"base", "object", "embed", "applet", "frame", "frameset", "portal", "foreignobject", "math", "template"}
_OWN = re.compile(r"(?:data:(?:image/(?:png|jpeg|webp)|audio/\w+|video/\w+|font/\w+)[;,]|[/?#](?!/)|\Z)")
_CSS_LOADS = re.compile(r"url\(\s*['\"]?(?!data:|#)|@import|expression\(|image-set\(", re.I)


class Seen(HTMLParser):
    """What a page holds that acts. `faults` names each; `scripts` and `styles` are their texts, ours or not."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag if tag in ("script", "style") else ""
        if tag in _NEVER:
            self.faults.append(f"<{tag}>")
        for name, value in ((name, value or "") for name, value in attrs):
            if name.startswith("on") or name in ("srcdoc", "nonce"):
                self.faults.append(f"<{tag} {name}>")
            if name == "http-equiv" and value.lower() != "content-security-policy":
                self.faults.append(f"<{tag} {name}={value}>")
            if name in _LOADS and not _OWN.match(value):
                self.faults.append(f"<{tag} {name}={value[:60]}>")
            if name == "href" and not _OWN.match(value):
                self.faults.append(f"<{tag} href={value[:60]}>")
            if name == "style" and _CSS_LOADS.search(value):
                self.faults.append(f"<{tag} style={value[:60]}>")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "script":
            self.scripts.append(data)
        elif self._within == "style":
            self.styles.append(data)
            if _CSS_LOADS.search(data):
                self.faults.append(f"a style that loads: {_CSS_LOADS.search(data)}")


def hidden(page: str) -> list[str]:
    """Characters that would turn the direction of writing or act on a terminal."""
    return sorted(
        {
            f"U+{ord(c):04X}"
            for c in page
            if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00\x07\x1b"
        }
    )
