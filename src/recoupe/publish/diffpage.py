"""The comparison of two files as one page to show a colleague: `recoupe diff A B --html FILE`."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from recoupe import __version__
from recoupe.draw import edits, envelope, ribbon_svg
from recoupe.model import EditMap
from recoupe.publish.looking import Looks
from recoupe.publish.moments import moment
from recoupe.publish.page import render
from recoupe.publish.room import map_rows
from recoupe.publish.telling import RELATIVE, tell_edit, tell_whole
from recoupe.publish.weight import Weight
from recoupe.publish.wording import CERTAINTIES, STATES

MOST_MOMENTS = 24


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two files: as the user named it, its size in bytes and its SHA-256."""

    name: str
    size: int
    digest: str


def build_diff_page(editmap: EditMap, files: tuple[File, File], looks: Looks) -> bytes:
    """One self-contained page: ribbons, every edit with frames and sound of both, method and limits, digests.

    Args:
        editmap: B (`files[1]`) against A (`files[0]`).
        looks: Where stills, excerpts and sound come from, by the names `editmap.a` and `editmap.b`.
    """
    weight = Weight()
    names = (files[0].name, files[1].name)
    found = edits(editmap)
    loud = []
    for clip, span in ((editmap.a, editmap.a_span), (editmap.b, editmap.b_span)):
        sound = looks.sound(clip, Fraction(0), span.seconds[1])
        heard = sound is not None and len(sound.samples) > 0
        loud.append(envelope(sound.samples, sound.rate, start=float(sound.start)) if sound and heard else None)
    pair = (loud[0], loud[1])
    clips = []
    for letter, file, clip in (("A", files[0], editmap.a), ("B", files[1], editmap.b)):
        facts = looks.facts(clip)
        clips.append((letter, file, facts, looks.failed.get(clip, "")))
    return render(
        "diff.html",
        title=f"{names[1]} against {names[0]}",
        staged=False,
        whole=tell_whole(editmap, names),
        relative=RELATIVE,
        version=__version__,
        editmap=editmap,
        clips=clips,
        ribbons=(
            ribbon_svg(editmap, name="wide", labels=names, sound=pair),
            ribbon_svg(editmap, name="slim", labels=names, sound=pair, width=400),
        ),
        moments=[
            (tell_edit(editmap, edit, names), moment(editmap, edit, names, looks, weight, anchor=f"edit{edit.number}"))
            for edit in found[:MOST_MOMENTS]
        ],
        listed=[f"{edit.number}: {edit.title}" for edit in found[MOST_MOMENTS:]],
        rows=map_rows(editmap),
        left_out=weight.left_out,
        certainties=CERTAINTIES,
        states=STATES,
    )
