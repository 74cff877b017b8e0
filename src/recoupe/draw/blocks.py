"""The edit map for a terminal: both clips stacked, column under column what they share, gaps for the rest.

Unlike the drawn ribbon this is an alignment, as of two texts: a stretch that only one clip holds leaves a gap in the
other.
"""

from __future__ import annotations

import msgspec

from recoupe.draw.axis import length
from recoupe.draw.edits import Edit, edits, lane_state
from recoupe.draw.look import LOOKS, Look
from recoupe.draw.parts import parted
from recoupe.draw.text import one_line
from recoupe.model import EditMap, EditSegment, clock

GUTTER = 10
LONGEST_SHARE = 0.3
"""Largest share of the line that stretches of one clip only may take together before they are drawn broken."""


class _Column(msgspec.Struct, frozen=True, kw_only=True):
    segment: EditSegment
    columns: int
    broken: bool
    edit: Edit | None


def ribbon_text(editmap: EditMap, *, width: int = 80, color: bool = True, unicode: bool = True) -> str:
    """The map in at most `width` columns, with a legend of what occurs and a line for each edit.

    Args:
        width: Columns of the terminal; below 40 it is drawn at 40.
        color: Whether to use ANSI colours. unicode: block characters; without, plain ASCII that says the same.
    """
    if not editmap.shared:
        return _plain(
            f"A ({length(editmap.a_span.duration)}), B ({length(editmap.b_span.duration)}): nothing shared was found.",
            unicode=unicode,
        )
    columns = _columns(parted(editmap), max(width, 40) - GUTTER)
    pen = _Pen(color=color, unicode=unicode)
    lines = [_clip_line("A", editmap, 0)]
    lines += [_lane(columns, 0, channel, pen) for channel in ("picture", "sound")]
    lines.append(_numbers(columns))
    lines += [_lane(columns, 1, channel, pen) for channel in ("picture", "sound")]
    lines.append(_clip_line("B", editmap, 1))
    lines.append("")
    lines += _legend(columns, pen)
    lines += [f"  {column.edit.number:>2}  {_sentence(column.edit)}" for column in columns if column.edit is not None]
    return "\n".join(_plain(line.rstrip(), unicode=unicode) for line in lines)


class _Pen(msgspec.Struct, frozen=True, kw_only=True):
    color: bool
    unicode: bool

    def stroke(self, look: Look, count: int) -> str:
        text = (look.block if self.unicode else look.letter) * count
        return f"\x1b[38;5;{look.shade}m{text}\x1b[0m" if self.color and count else text

    def gap(self, count: int) -> str:
        return ("·" if self.unicode else " ") * count


def _columns(editmap: EditMap, room: int) -> list[_Column]:
    """Columns for each segment: in proportion to time, at least one each, long one-sided stretches cut short."""
    numbered = {edit.segment.id: edit for edit in edits(editmap)}
    drawn = [s for s in editmap.segments if _seconds(s) > 0]
    alone = [s for s in drawn if _alone(s)]
    both = sum(_seconds(s) for s in drawn if not _alone(s))
    lonely = sum(_seconds(s) for s in alone)
    most = both * LONGEST_SHARE / (1 - LONGEST_SHARE) if both else lonely
    squeeze = min(1.0, most / lonely) if lonely else 1.0
    shown = [_seconds(s) * (squeeze if _alone(s) else 1.0) for s in drawn]
    counts = _apportion(shown, max(room, len(drawn)))
    return [
        _Column(segment=s, columns=n, broken=_alone(s) and squeeze < 0.5, edit=numbered.get(s.id))
        for s, n in zip(drawn, counts, strict=True)
    ]


def _apportion(lengths: list[float], room: int) -> list[int]:
    """Whole columns that add up to `room`, at least one each, nearest to the lengths' shares."""
    total = sum(lengths) or 1.0
    spare = room - len(lengths)
    exact = [length / total * spare for length in lengths]
    counts = [int(value) for value in exact]
    order = sorted(range(len(lengths)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: spare - sum(counts)]:
        counts[i] += 1
    return [count + 1 for count in counts]


def _alone(segment: EditSegment) -> bool:
    return segment.a is None or segment.b.duration == 0


def _seconds(segment: EditSegment) -> float:
    a = float(segment.a.duration) if segment.a is not None else 0.0
    return max(a, float(segment.b.duration))


def _lane(columns: list[_Column], which: int, channel: str, pen: _Pen) -> str:
    cells = []
    for column in columns:
        state = lane_state(column.segment, channel)
        here = (column.segment.a, column.segment.b)[which]
        if here is None or here.duration == 0:
            cells.append(pen.gap(column.columns))
            continue
        shown = "same" if which == 0 and state in {"muted", "replaced", "altered"} else state
        look = LOOKS.get(shown, LOOKS["cannot tell"])
        if column.broken and column.columns >= 3:
            side = (column.columns - 1) // 2
            cells.append(pen.stroke(look, side) + "┊" + pen.stroke(look, column.columns - 1 - side))
        else:
            cells.append(pen.stroke(look, column.columns))
    return f"{channel:<{GUTTER}}" + "".join(cells)


def _numbers(columns: list[_Column]) -> str:
    """The edits' numbers in the columns where they stand; a number without room gives way."""
    line = [" "] * (GUTTER + sum(c.columns for c in columns) + 3)
    at, free = GUTTER, 0
    for column in columns:
        if column.edit is not None:
            text = str(column.edit.number)
            place = max(at + (column.columns - len(text)) // 2, at)
            if place >= free:
                line[place : place + len(text)] = text
                free = place + len(text) + 1
        at += column.columns
    return "".join(line)


def _clip_line(letter: str, editmap: EditMap, which: int) -> str:
    span = (editmap.a_span, editmap.b_span)[which]
    start, end = span.seconds
    return f"{letter:<{GUTTER}}{clock(start)} – {clock(end)}"


def _legend(columns: list[_Column], pen: _Pen) -> list[str]:
    """What each block stands for, as many to a line as the ribbon is wide."""
    states = {lane_state(column.segment, channel) for column in columns for channel in ("picture", "sound")}
    cells = [(pen.stroke(look, 2), look.word) for state, look in LOOKS.items() if state in states]
    if any(c.broken and c.columns >= 3 for c in columns):
        cells.append(("┊", "drawn shorter than it is"))
    room = sum(column.columns for column in columns)
    lines, used = [""], 0
    for sign, word in cells:
        wide = 6 + len(word)
        if used and used + wide > room:
            lines.append("")
            used = 0
        lines[-1] += f"{sign} {word}   "
        used += wide
    return [" " * GUTTER + line for line in lines]


def _sentence(edit: Edit) -> str:
    return one_line(edit.segment.telling or edit.title, most=400)


_ASCII = str.maketrans(
    {"–": "-", "—": "-", "┊": "|", "·": " ", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "−": "-", "×": "x"}
)


def _plain(line: str, *, unicode: bool) -> str:
    return line if unicode else line.translate(_ASCII)
