"""Diff for footage: what two recordings share, and what each has that the other lacks, to the frame and the sample.

from recoupe.compare import compare_files
editmap = compare_files(Path("clip.mp4"), Path("reupload.mp4"))
print("\\n".join(editmap.telling))
"""

from recoupe.compare.answer import answer
from recoupe.compare.build import METHOD, compare_proxies
from recoupe.compare.case import compare_case, compare_files
from recoupe.compare.families import Containment, containment, families
from recoupe.compare.find import Candidate, Index, find

__all__ = [
    "METHOD",
    "Candidate",
    "Containment",
    "Index",
    "answer",
    "compare_case",
    "compare_files",
    "compare_proxies",
    "containment",
    "families",
    "find",
]
