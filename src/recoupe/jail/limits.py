"""What a child may use up before it is ended."""

from __future__ import annotations

import msgspec

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds of one child.

    wall_s: seconds from the call to the answer, measured in the parent.
    cpu_s: processor seconds over all threads, or None for four times `wall_s`.
    memory_bytes: address space beyond what the libraries of the job took before the file was opened.
    output_bytes: everything the child may send back, chunks included.
    """

    wall_s: float = 60.0
    cpu_s: int | None = None
    memory_bytes: int = 3 * GIB // 2
    output_bytes: int = 256 * MIB

    def __post_init__(self) -> None:
        if self.wall_s <= 0 or self.memory_bytes <= 0 or self.output_bytes <= 0 or (self.cpu_s or 1) <= 0:
            raise ValueError(f"every limit must be positive: {self}")

    @property
    def cpu_limit_s(self) -> int:
        """Processor seconds, whole and at least one."""
        return self.cpu_s if self.cpu_s is not None else max(1, round(4 * self.wall_s))


def limits_for(kind: str, size: int) -> Limits:
    """Bounds that an honest file of this kind and size stays well inside.

    Args:
        kind: text, image, audio, video or other, as `recoupe.model.kind_of` says it.
        size: Bytes of the file.

    Footage gets time in proportion to its size: a phone clip of 480p to 1080p decodes at 1 to 5 MB a second on one
    slow core, very low bit rates (audio, still pictures) at a tenth of that; 20 s a MB leaves room for a busy machine.
    """
    mb = size / 1e6
    if kind == "video":
        return Limits(wall_s=min(120 + 20 * mb, 12 * 3600.0), memory_bytes=4 * GIB, output_bytes=8 * GIB)
    if kind == "audio":
        return Limits(wall_s=min(120 + 30 * mb, 12 * 3600.0), memory_bytes=2 * GIB, output_bytes=8 * GIB)
    if kind == "image":
        return Limits(wall_s=60 + mb, memory_bytes=2 * GIB, output_bytes=256 * MIB)
    return Limits(wall_s=60 + 2 * mb, output_bytes=96 * MIB)
