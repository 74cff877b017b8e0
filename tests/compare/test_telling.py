"""The map in words, from records made by hand."""

from __future__ import annotations

from recoupe.compare import telling
from recoupe.model import Channel, EditMap, EditSegment, span_of_seconds

SAME = Channel(kind="same")


def piece(n: int, start: int, end: int, speed: tuple[int, int]) -> EditSegment:
    """Seconds [start, end) of B, which follow A at a speed."""
    ratio = speed[0] / speed[1]
    return EditSegment(
        id=f"s{n}",
        kind="same",
        b=span_of_seconds(start, end),
        a=span_of_seconds(round(start * ratio), round(end * ratio)),
        speed=speed,
        picture=SAME,
        sound=SAME,
    )


def told(*segments: EditSegment) -> tuple[str, ...]:
    end = max(s.b.seconds[1] for s in segments)
    return telling.of_map(
        EditMap(
            id="map",
            a="a" * 64,
            b="b" * 64,
            method="made",
            a_span=span_of_seconds(0, end),
            b_span=span_of_seconds(0, end),
            shared=True,
            segments=segments,
        )
    )


def test_speeds_that_a_fit_cannot_tell_apart_are_told_once_by_the_longer_piece() -> None:
    speeds = [t for t in told(piece(1, 0, 2, (711, 619)), piece(2, 2, 9, (23, 20))) if "speed" in t]
    assert speeds == ["B runs at 1.150 times A's speed."]


def test_two_speeds_are_told_longest_first_and_speed_one_is_not() -> None:
    speeds = [t for t in told(piece(1, 0, 2, (9, 10)), piece(2, 2, 9, (5, 4)), piece(3, 9, 30, (1, 1))) if "speed" in t]
    assert speeds == ["B runs at 1.250 times A's speed.", "B runs at 0.900 times A's speed."]
