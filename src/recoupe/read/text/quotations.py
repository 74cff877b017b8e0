"""What stands between quotation marks: pairing the marks, paragraph by paragraph.

Straight, curly, low and angle marks, single ones with care for apostrophes. A quotation that runs over several
paragraphs gives one stretch a paragraph, tied by `run`. A mark without a partner ends at its paragraph's end, in a long
one with the last sentence that ends near: nothing runs away. Whether the words are speech, and whose, is told elsewhere
(`recoupe.read.text.speakers`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from recoupe.read.text.layout import Stretch

_OPENERS = {"“": "”", "„": "“”", "«": "»", "‟": "”", "‘": "’'", "‚": "‘’"}
_DOUBLE = frozenset('"“”„‟«»＂')
_SINGLE = frozenset("'‘’‚")
_ANY = re.compile("``|''|’’|‘‘|[\"“”„‟«»＂'‘’‚]")
_DOUBLED = frozenset({"``", "''", "’’", "‘‘"})
_BEFORE_OPENER = frozenset("([{—–-/:;,.…&¡¿>*")
_TERMINAL = frozenset(".,!?…;")
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")
FARTHEST_OPEN = 1_000
"""Code points that a quotation without a closing mark may have; paragraphs of the press are shorter."""
_ELISIONS = re.compile(r"['’‘](?:tis|twas|til|em|cause|bout|round|n|\d\ds?|the \d)\b", re.IGNORECASE)


class Marked(NamedTuple):
    """A stretch between marks.

    start, end: the words, marks and blanks at the ends left out. outer_start, outer_end: with the marks.
    single: between single marks. closed: the mark that ends it is there. run: number of the quotation that it
    continues or begins, for one carried over paragraphs; else -1. paragraph: its place in the list. doubled: between
    two apostrophes or backticks each, which some systems write for quotation marks.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    single: bool
    closed: bool
    paragraph: int
    run: int = -1
    doubled: bool = False


def marked(text: str, paragraphs: list[Stretch]) -> list[Marked]:
    """The outermost stretches between quotation marks, in order. Those inside another are not listed."""
    found: list[Marked] = []
    open_run = -1
    for n, paragraph in enumerate(paragraphs):
        pieces = _of_paragraph(text, paragraph, n)
        carried = open_run >= 0 and pieces and pieces[0].outer_start <= paragraph.start + 1 and not pieces[0].single
        if carried:
            pieces[0] = pieces[0]._replace(run=open_run)
        if pieces and not pieces[-1].closed and not pieces[-1].single:
            run = pieces[-1].run if pieces[-1].run >= 0 else pieces[-1].outer_start
            following = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
            if following is not None and text[following.start] in '"“”«»„':
                pieces[-1] = pieces[-1]._replace(run=run)
                open_run = run
            else:
                pieces[-1] = _ended(text, pieces[-1])
                open_run = -1
        else:
            open_run = -1
        found += pieces
    return found


def unclosed(stretches: list[Marked]) -> set[int]:
    """Places in the list of those that lack their closing mark and are not carried on in the next paragraph."""
    last = {s.run: n for n, s in enumerate(stretches) if s.run >= 0}
    return {n for n, s in enumerate(stretches) if not s.closed and (s.run < 0 or last[s.run] == n)}


def _of_paragraph(text: str, paragraph: Stretch, n: int) -> list[Marked]:
    pieces = _doubles(text, paragraph, n)
    gaps, at = [], paragraph.start
    for piece in pieces:
        gaps.append((at, piece.outer_start))
        at = piece.outer_end
    gaps.append((at, paragraph.end))
    singles = [piece for start, end in gaps for piece in _singles(text, start, end, n)]
    return sorted(pieces + singles)


def _doubles(text: str, paragraph: Stretch, n: int) -> list[Marked]:
    found: list[Marked] = []
    opened: int | None = None
    guillemets = nested = 0
    for match in _ANY.finditer(text, paragraph.start, paragraph.end):
        at, mark = match.start(), match.group()
        if mark not in _DOUBLE and mark not in _DOUBLED:
            continue
        end = match.end()
        if opened is None:
            if _may_open(text, paragraph, at, end, mark):
                opened, guillemets, nested = at, 1 if mark == "«" else 0, 0
            continue
        if guillemets:
            guillemets += (mark == "«") - (mark == "»")
            if guillemets == 0:
                found.append(_piece(text, opened, end, n, closed=True))
                opened = None
        elif mark == "“" and _nests(text, paragraph, opened, at):
            nested += 1
        elif nested and mark == "”":
            nested -= 1
        elif _may_close(text, paragraph, at, end, mark):
            found.append(_piece(text, opened, end, n, closed=True))
            opened = None
        elif mark in "“«" and text[:at].rstrip()[-1:] in _TERMINAL:
            # a new quotation begins before the last one ended: the closing mark was left out
            found.append(_piece(text, opened, at, n, closed=False))
            opened, guillemets = at, int(mark == "«")
    if opened is not None:
        found.append(_piece(text, opened, paragraph.end, n, closed=False))
    return [piece for piece in found if piece.end > piece.start]


def _ended(text: str, piece: Marked) -> Marked:
    """A quotation that nothing closes, cut where it would run far."""
    if piece.outer_end - piece.outer_start <= FARTHEST_OPEN:
        return piece
    far = piece.outer_start + FARTHEST_OPEN
    end = max((m.end() for m in _SENTENCE_END.finditer(text, piece.start, far)), default=far)
    return piece._replace(end=end, outer_end=end)


def _nests(text: str, paragraph: Stretch, opened: int, at: int) -> bool:
    """Whether a mark opens a quotation inside the open one: “They call it “luck” here.” Each must find its end."""
    outer = text[opened]
    if outer not in '"“':
        return False
    rest = text[at : paragraph.end]
    if outer == '"':
        return "”" in rest and '"' in rest[rest.index("”") :]
    return rest.count("”") > rest.count("“")


def _may_open(text: str, paragraph: Stretch, at: int, end: int, mark: str) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    if mark in _DOUBLED:
        return (before.isspace() or before in _BEFORE_OPENER) and not after.isspace()
    if mark in "“„«‟":
        return not (mark == "“" and before.isalnum() and not after.isalnum())
    if after.isspace() and mark != "»":
        return False
    if mark == '"' and before.isdigit():  # inches
        return False
    if mark in "”»":
        return at == paragraph.start or (before.isspace() and not after.isspace())
    return before.isspace() or before in _BEFORE_OPENER or before in "‘'’“" or at == paragraph.start or before.isalpha()


def _may_close(text: str, paragraph: Stretch, at: int, end: int, mark: str) -> bool:
    before = text[at - 1]
    after = text[end] if end < paragraph.end else " "
    if mark in _DOUBLED:
        return not before.isspace() and not after.isalnum()
    if mark in "”»":
        return True
    if mark in "„«‟":
        return False
    if mark == "“":  # closes German quotations, and is typed for the other by mistake
        return not before.isspace() and not after.isalnum()
    return not (before.isspace() and (after.isalnum() or after in "([$£€"))


def _singles(text: str, start: int, end: int, n: int) -> list[Marked]:
    found: list[Marked] = []
    at = start
    while at < end:
        opener = _next_single(text, at, start, end)
        if opener is None:
            break
        closer = _single_end(text, opener, end)
        if closer is None:
            at = opener + 1
            continue
        piece = _piece(text, opener, closer + 1, n, closed=True, single=True)
        if piece.end > piece.start:
            found.append(piece)
        at = closer + 1
    return found


def _next_single(text: str, at: int, start: int, end: int) -> int | None:
    for i in range(at, end):
        if text[i] not in "'‘‚":
            continue
        before = text[i - 1] if i > start else " "
        after = text[i + 1] if i + 1 < end else " "
        if (before.isspace() or before in '([{—–-/"“:') and not after.isspace() and after not in ".,;:!?)]":
            if text[i] in "'" and _ELISIONS.match(text, i):
                continue
            return i
    return None


def _single_end(text: str, opener: int, end: int) -> int | None:
    """Where a single quotation ends: the first mark that cannot be an apostrophe."""
    doubtful: int | None = None
    for i in range(opener + 2, end):
        c = text[i]
        if c in "‘" and text[i - 1].isspace() and doubtful is not None:
            return doubtful
        if c not in "'’":
            continue
        before = text[i - 1]
        after = text[i + 1] if i + 1 < end else " "
        if after.isalnum() or before.isspace():
            continue
        if before in _TERMINAL or before in ")]":
            return i
        if before in "sSxXzZ" and not (i + 1 >= end or after in '.,;:!?)]—–"”'):
            doubtful = doubtful if doubtful is not None else i  # the migrants' plight
            continue
        return i
    return doubtful


def _piece(text: str, opened: int, end: int, n: int, *, closed: bool, single: bool = False) -> Marked:
    doubled = text[opened : opened + 2] in _DOUBLED
    a = opened + (2 if doubled else 1)
    b = end - (2 if doubled and text[end - 2 : end] in _DOUBLED else 1) if closed else end
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return Marked(a, max(a, b), opened, end, single, closed, n, -1, doubled)
