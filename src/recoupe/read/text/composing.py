"""Put a rendition together: pieces of text with roles, in order, one blank line between them."""

from __future__ import annotations

import re

from recoupe.model import Part, Post


class Composer:
    """Collects pieces and gives the text they make and the part each one is.

    composer.add("A night in Dieppe", "headline"); text, parts = composer.done()
    """

    def __init__(self, *, gap: str = "\n\n") -> None:
        self.gap = gap
        self.size = 0
        self.pieces: list[str] = []
        self.parts: list[Part] = []

    def add(
        self,
        words: str,
        role: str = "body",
        *,
        page: int | None = None,
        sheet: str = "",
        row: int | None = None,
        column: int | None = None,
        gap: str | None = None,
        aside: bool = False,
        post: Post | None = None,
        pointer: str = "",
        exact: bool = True,
    ) -> None:
        """One more piece; an empty one is left out. `gap` stands before it instead of the usual one.

        `exact`: the words are those of the string at `pointer`, so that offsets in the part are offsets in it.
        """
        before = len(words) - len(words.lstrip())
        words = words.strip()
        if not words:
            return
        if self.pieces:
            between = self.gap if gap is None else gap
            self.pieces.append(between)
            self.size += len(between)
        start = self.size
        self.pieces.append(words)
        self.size += len(words)
        self.parts.append(
            Part(
                start=start,
                end=self.size,
                role=role,
                page=page,
                sheet=sheet,
                row=row,
                column=column,
                aside=aside,
                post=post,
                pointer=pointer,
                pointer_start=before if pointer and exact else None,
            )
        )

    def done(self) -> tuple[str, tuple[Part, ...]]:
        """The text and its parts."""
        return "".join(self.pieces), tuple(self.parts)


def squeezed(words: str) -> str:
    """The words with every run of blanks as one: how pieces are compared."""
    return re.sub(r"\s+", " ", words).strip()
