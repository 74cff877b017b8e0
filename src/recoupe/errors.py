"""Every error recoupe raises on purpose, as one shallow family.

    RecoupeError
    ├── UsageError            the command was called wrongly (exit status 2)
    ├── InputError            something that was handed over cannot be used
    │   ├── MissingFile
    │   ├── EmptyFile
    │   ├── UnreadableFile    permissions, a device, a folder where a file was meant
    │   ├── UnsupportedFile   a kind of file that recoupe does not read
    │   ├── MislabelledFile   the name says one kind, the bytes another
    │   └── DamagedFile       truncated or broken inside
    ├── CollectError          an address that cannot be fetched, or may not be
    ├── ComponentMissing      an optional part (extra, model file) is not installed
    ├── JailError             the child that opens foreign bytes
    │   ├── ChildDied
    │   ├── ChildTimedOut
    │   └── ChildOverLimit
    ├── CaseError             the case folder itself
    │   ├── NotACase
    │   ├── CaseBusy
    │   └── CaseDamaged
    ├── KeyUnusable           the key that signs, or a signature or receipt that was handed over
    │   └── KeyLocked         it wants a passphrase
    ├── CannotCompare         two pieces of footage have nothing that could be compared
    └── WithoutEvidence       a statement that names nothing to rest on; it is not printed

An error says the value, what was wanted, and, in `todo`, what to do about it.
`slug` is stable and stands in the docs; `exit_status` is what the command line returns.
"""

from __future__ import annotations

from typing import ClassVar


class RecoupeError(Exception):
    """Root of the family. `str()` gives the reason; `todo` says what to do, or is empty."""

    slug: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(self, reason: str, *, todo: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.todo = todo


class UsageError(RecoupeError):
    """The command was called in a way it does not understand."""

    slug = "usage"
    exit_status = 2


class InputError(RecoupeError):
    """Something that was handed over cannot be used as it is."""

    slug = "input"


class MissingFile(InputError):
    """There is nothing at the path."""

    slug = "missing-file"


class EmptyFile(InputError):
    """The file has no bytes."""

    slug = "empty-file"


class UnreadableFile(InputError):
    """The operating system refuses to hand over the bytes."""

    slug = "unreadable-file"


class UnsupportedFile(InputError):
    """The bytes are of a kind that no reader here accepts."""

    slug = "unsupported-file"


class MislabelledFile(InputError):
    """The name promises one kind of file and the bytes are another."""

    slug = "mislabelled-file"


class DamagedFile(InputError):
    """The file starts well and is truncated or broken inside."""

    slug = "damaged-file"


class CollectError(RecoupeError):
    """Something at an address cannot be fetched, or may not be: it is gone, too large, or not of the public web."""

    slug = "collect"


class ComponentMissing(RecoupeError):
    """An optional component is not installed; the reading is weaker or impossible without it."""

    slug = "component-missing"


class JailError(RecoupeError):
    """The child process that opens foreign bytes did not finish its job."""

    slug = "jail"


class ChildDied(JailError):
    """The child ended without an answer (crash, signal, or a refused system call)."""

    slug = "child-died"


class ChildTimedOut(JailError):
    """The child was ended at its wall-clock limit."""

    slug = "child-timed-out"


class ChildOverLimit(JailError):
    """The child wanted more memory, processor time or output than it was given."""

    slug = "child-over-limit"


class CaseError(RecoupeError):
    """The case folder cannot be used."""

    slug = "case"


class NotACase(CaseError):
    """The folder holds no case."""

    slug = "not-a-case"


class CaseBusy(CaseError):
    """Another process is writing to the case."""

    slug = "case-busy"


class CaseDamaged(CaseError):
    """Log, entries or originals contradict each other."""

    slug = "case-damaged"


class KeyUnusable(RecoupeError):
    """The key that signs a case, or something signed that was handed over, cannot be used."""

    slug = "key"


class KeyLocked(KeyUnusable):
    """The key wants a passphrase that was not given."""

    slug = "key-locked"


class CannotCompare(RecoupeError):
    """Two pieces of footage have no channel in common, or too little of it."""

    slug = "cannot-compare"


class WithoutEvidence(RecoupeError):
    """A statement names no evidence, or evidence that is not in the case."""

    slug = "without-evidence"


def family() -> dict[str, type[RecoupeError]]:
    """All classes by slug; used to carry an error across a process boundary and to write the docs."""
    found: dict[str, type[RecoupeError]] = {}
    todo: list[type[RecoupeError]] = [RecoupeError]
    while todo:
        kind = todo.pop()
        found[kind.slug] = kind
        todo.extend(kind.__subclasses__())
    return dict(sorted(found.items()))
