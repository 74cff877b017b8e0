"""Read texts: pages, posts, articles, papers and tables as documents, and the marks on them."""

from recoupe.model import Document, Mark


def read_document(document: Document, source: str, reading: str, published: str | None = None) -> tuple[Mark, ...]:
    """Every mark that the text readers find: see `recoupe.read.text.joining`."""
    # imported late: the child that only opens a file needs none of the finders
    from recoupe.read.text.joining import read_document as joined

    return joined(document, source, reading, published)


__all__ = ["read_document"]
