"""A text as its readers see it: the characters, its parts, and what the page said of itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Post(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a page or an export says of a post or comment: its own claims, none of them checked.

    `author` and `handle` (with its @ where it has one) as written; `published` is EDTF from what is there for
    machines, else empty; `published_as_written` the words that a reader sees. `id` and `reply_to` tie the posts of
    one document together; an empty `reply_to` answers the page itself.
    """

    author: str = ""
    handle: str = ""
    published: str = ""
    published_as_written: str = ""
    url: str = ""
    id: str = ""
    reply_to: str = ""

    @property
    def by(self) -> str:
        """Who wrote it, as well as it is told."""
        return self.author or self.handle


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch [start, end) of the document's text with its role on the page.

    `role`: headline, standfirst, byline, dateline, body, pull_quote, crosshead, caption, credit, embed, related,
    editor_note, correction, notice, boilerplate, post, comment, quoted (in a mail, an earlier one), cell. `page`,
    `sheet`, `row`, `column` where the original has them. `aside`: stands beside the running text of a page (a caption,
    a post), not in it. `post`: who wrote a post or comment, and when. `pointer`: the string of a JSON file that the
    part is (RFC 6901); it begins `pointer_start` code points into that string, decoded, None where it was taken out of
    markup in it.
    `cue_ms`: of subtitles, when it begins and ends, in milliseconds on the clock of the footage as the file has it.
    """

    start: int
    end: int
    role: str = "body"
    page: int | None = None
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    aside: bool = False
    post: Post | None = None
    pointer: str = ""
    pointer_start: int | None = None
    cue_ms: tuple[int, int] | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The text of a source.

    `offsets_into` is `original` where offsets count code points of the source's own decoded text (plain text) and
    `rendition` where the text was taken out of a page, a PDF or a table: the same reader version always
    gives the same rendition. `language` is a BCP 47 tag or `und`. `published` is EDTF or empty.
    """

    text: str
    offsets_into: str = "original"
    encoding: str = ""
    language: str = "und"
    parts: tuple[Part, ...] = ()
    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    published_as_written: str = ""
    publisher: str = ""
    url: str = ""
    remarks: tuple[str, ...] = ()


def reply_depths(parts: Sequence[Part]) -> dict[str, int]:
    """How many posts of the same document each post answers, one through the other, by its id.

    Where posts answer each other in a ring, which only a broken export says, one of them counts as the first.
    """
    parents = {part.post.id: part.post.reply_to for part in parts if part.post is not None and part.post.id}
    out: dict[str, int] = {}
    for name in parents:
        above = [] if name in out else [name]
        while above and (parent := parents[above[-1]]) in parents and parent not in out and parent not in above:
            above.append(parent)
        for n, each in reversed(list(enumerate(above))):
            parent = parents[each]
            out[each] = out[parent] + 1 if parent in out and parent not in above[: n + 1] else 0
    return out
