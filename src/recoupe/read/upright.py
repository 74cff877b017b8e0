"""Frames as a viewer shows them: upright, in square pixels, small, in even sizes.

scaler = Scaler(stream, width=480, pixels="yuv420p")
small = scaler.scale(frame)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from av.filter import Graph
from av.video.frame import VideoFrame


class Scaler:
    """Scales the frames of one stream to one size, through a filter graph made anew when a frame changes its shape."""

    def __init__(self, stream: Any, *, width: int, pixels: str) -> None:
        self._aspect = Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)
        self._width, self._pixels = width, pixels
        self._base = stream.time_base
        self._graph: Graph | None = None
        self._shape: tuple[Any, ...] = ()
        self._size: tuple[int, int] | None = None

    def size_of(self, frame: VideoFrame) -> tuple[int, int]:
        """Width and height that all frames are given: those that fit the first frame asked about."""
        if self._size is None:
            turn = quarter_turns(frame.rotation)
            self._size = fitted(frame.width, frame.height, self._aspect, turn, self._width)
        return self._size

    def scale(self, frame: VideoFrame) -> VideoFrame:
        """The frame in the size of the first one that came. Its time stamps are kept."""
        shape = (frame.width, frame.height, frame.format.name, quarter_turns(frame.rotation))
        if self._graph is None or shape != self._shape:
            self._graph, self._shape = self._make(shape, self.size_of(frame)), shape
        self._graph.vpush(frame)
        return self._graph.vpull()

    def _make(self, shape: tuple[Any, ...], size: tuple[int, int]) -> Graph:
        width, height, pixels, turn = shape
        across = size[::-1] if turn in (90, 270) else size
        graph = Graph()
        graph.threads = 1
        nodes = [graph.add_buffer(width=width, height=height, format=pixels, time_base=self._base)]
        nodes.append(graph.add("scale", f"{across[0]}:{across[1]}:flags=area+accurate_rnd+bitexact"))
        nodes.append(graph.add("format", self._pixels))
        nodes += [graph.add(name, arguments) for name, arguments in _TURNS[turn]]
        nodes += [graph.add("setsar", "1"), graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        return graph


_TURNS: dict[int, tuple[tuple[str, str | None], ...]] = {
    0: (),
    90: (("transpose", "clock"),),
    180: (("hflip", None), ("vflip", None)),
    270: (("transpose", "cclock"),),
}


def fitted(width: int, height: int, aspect: Fraction, turn: int, most: int) -> tuple[int, int]:
    """Even width and height of the upright picture, at most `most` wide and never enlarged.

    Args:
        width, height: Of the frame as it is stored.
        aspect: Width of a stored pixel over its height.
        turn: Clockwise turn that sets it upright: 0, 90, 180, 270.
        most: Greatest width, at least 2.
    """
    shown = (width * aspect, Fraction(height)) if aspect >= 1 else (Fraction(width), height / aspect)
    if turn in (90, 270):
        shown = shown[::-1]
    scale = min(Fraction(1), Fraction(most) / shown[0])
    return _even(shown[0] * scale, shown[0]), _even(shown[1] * scale, shown[1])


def quarter_turns(degrees: float) -> int:
    """Clockwise turn to show a frame upright, in whole quarters; libav counts counter-clockwise."""
    return round(-degrees / 90) % 4 * 90


def _even(length: Fraction, most: Fraction) -> int:
    nearest = round(length / 2) * 2
    return max(2, nearest if nearest <= most else nearest - 2)
