"""Read texts: pages, posts, articles, papers and tables as documents, and the marks on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from recoupe.model import Document, Mark

if TYPE_CHECKING:
    from recoupe.read.text.models import Model


def read_document(
    document: Document,
    source: str,
    reading: str,
    published: str | None = None,
    models: Mapping[str, Model] | None = None,
) -> tuple[Mark, ...]:
    """Every mark that the text readers find: see `recoupe.read.text.joining`."""
    # imported late: the child that only opens a file needs none of the finders
    from recoupe.read.text.joining import read_document as joined

    return joined(document, source, reading, published, models)


__all__ = ["read_document"]
