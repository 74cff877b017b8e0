"""Collect: bytes and where they came from, without changing one of them.

    for item in gather([Path("downloads")]):
        ...  # Found: path, origin, media type; or Refused: what could not be taken in, and why

Collect reads the first bytes of a file to recognise it and nothing more; what a side-car says is
read in a jailed child. Preserving is the next stage's work.
"""

from recoupe.collect.gather import Found, Refused, gather
from recoupe.collect.names import declared_type, visible
from recoupe.collect.recognise import media_type_of, recognise
from recoupe.collect.support import advice, supported

__all__ = [
    "Found",
    "Refused",
    "advice",
    "declared_type",
    "gather",
    "media_type_of",
    "recognise",
    "supported",
    "visible",
]
