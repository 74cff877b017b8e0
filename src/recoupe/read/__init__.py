"""Read: from one source to marks on spans of it. A reader never looks at another source."""

from recoupe.read.reading import read_source
from recoupe.read.registry import READERS, Reader, ReadResult

__all__ = ["READERS", "ReadResult", "Reader", "read_source"]
