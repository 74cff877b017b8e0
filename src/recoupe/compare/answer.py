"""An edit map as segments in plain seconds: the answer that benchmarks and other programs read."""

from __future__ import annotations

from typing import Any

from recoupe.model import EditMap

_CHANNEL = {"same": "same", "absent": "absent", "muted": "muted", "replaced": "replaced", "altered": "replaced"}


def answer(editmap: EditMap) -> dict[str, Any]:
    """Segments in order of B: a_start, a_end, b_start, b_end, speed, video, audio, transforms.

    They tile B once; a stretch of A that B lacks has b_start equal to b_end; a stretch that is only in B has no a.
    What cannot be told counts as shared where the other channel is: an answer of this shape has no word for it.
    """
    segments = []
    for segment in editmap.segments:
        b_start, b_end = (float(t) for t in segment.b.seconds)
        a_start, a_end = (float(t) for t in segment.a.seconds) if segment.a is not None else (None, None)
        segments.append(
            {
                "a_start": a_start,
                "a_end": a_end,
                "b_start": b_start,
                "b_end": b_end,
                "speed": segment.speed[0] / segment.speed[1],
                "video": _CHANNEL.get(segment.picture.kind, "same"),
                "audio": _CHANNEL.get(segment.sound.kind, "same"),
                "transforms": list(segment.transforms),
            }
        )
    return {"segments": segments}
