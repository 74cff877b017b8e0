"""The main job: from a folder of material to a dossier, in one function that reads like a table of contents.

    summary = run_case(Path("harbour"), [Path("downloads")])

Every step is idempotent: killed anywhere and run again, it goes on and ends with the same case; run
once more, it changes nothing and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from recoupe import jail
from recoupe.collect import Refused, gather
from recoupe.compare import compare_case
from recoupe.crosscheck import check_case
from recoupe.errors import NotACase, UsageError
from recoupe.events import Events, Notice, Progress, quiet
from recoupe.preserve import Case
from recoupe.preserve.custody.keys import Signer
from recoupe.publish import build_dossier
from recoupe.read import read_source


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did and what the case now holds.

    new: records this run added, by kind. failed: what could not be taken in, read or compared, each with its reason.
    """

    case: str
    title: str
    staged: bool
    dossier: str
    new: dict[str, int]
    holds: dict[str, int]
    failed: tuple[str, ...]
    leads: tuple[str, ...]
    state: str

    @property
    def changed(self) -> bool:
        """Whether the run added anything at all."""
        return any(self.new.values())


def run_case(
    root: Path,
    paths: Sequence[Path] = (),
    *,
    events: Events = quiet,
    title: str = "",
    signer: Signer | None = None,
) -> RunSummary:
    """Do the whole job on a case, making the case if there is none yet.

    1. open or make the case          (NotACase, CaseBusy)
    2. add what was handed over        — what cannot be taken in is refused, with its reason, and kept
    3. read every source               — a failed reading is kept, with its reason
    4. compare the copies of footage   — a failed comparison is kept, with its reason
    5. cross-check marks and edit maps
    6. write the dossier

    Args:
        root: The case folder; made when it does not exist or is empty.
        paths: Files and folders to take in; none to go on with what is there.
        events: Where progress and notices go.
        title: Title for a case that is made now.
        signer: Signs an anchor at the end, if anything was written; nothing is signed without.
    Raises:
        UsageError: There is no case and nothing to make one from.
        NotACase: The folder holds something else.
        CaseBusy: Another process writes to the case.
    """
    with open_or_create(root, paths, title=title, signer=signer) as case:
        before = counts(case)
        add_paths(case, paths, events=events)
        read_all(case, events=events)
        compare_case(case, events=events)
        check_case(case, events=events)
        dossier = build_dossier(case, events=events)
        return summarise(case, before, dossier)


def open_or_create(
    root: Path, paths: Sequence[Path] = (), *, title: str = "", signer: Signer | None = None
) -> AbstractContextManager[Case]:
    """The case at `root` for writing; a new one when there is nothing there and something to put in it.

    Raises:
        UsageError: Nothing is there, and there is nothing to begin with.
        NotACase: A folder with other things in it.
    """
    if root.is_dir() and any(root.iterdir()):
        try:
            return Case.open(root, write=True, signer=signer)
        except NotACase as error:
            raise NotACase(
                f"{root} is a folder of other things, not a case",
                todo=f"name a new folder for the case and hand this one over: recoupe run NEW-CASE {root}",
            ) from error
    if not paths:
        raise UsageError(
            f"there is no case at {root} and nothing to make one from",
            todo=f"name what to put in it: recoupe run {root} FILE-OR-FOLDER …",
        )
    return Case.create(root, title=title or root.name, signer=signer)


def add_paths(case: Case, paths: Sequence[Path], *, events: Events = quiet) -> int:
    """Take files and folders into the case; gives the number of sources that are new.

    What cannot be taken in is refused with its reason, which stays in the case.
    """
    new = 0
    for n, item in enumerate(gather(paths, events=events)):
        if isinstance(item, Refused):
            refusal = case.refuse(item.name, item.slug, item.reason, item.todo)
            events(Notice(level="failure", item=item.name, text=refusal.reason, todo=refusal.todo))
            continue
        events(Progress(operation="add", stage="adding", item=item.origin.name, done=n))
        if item.origin.sidecar or item.origin.method != "file":  # a child has opened something to know that
            case.put_layers(jail.present())
        added = case.add(item.path, media_type=item.media_type, declared_type=item.declared_type, origin=item.origin)
        new += added.new
        for warning in item.warnings:
            events(Notice(level="warning", item=item.origin.name, text=warning))
    events(Progress(operation="add", stage="adding", done=new, total=new, finished=True))
    return new


def read_all(case: Case, *, events: Events = quiet) -> None:
    """Run every reader over every source that it has not read yet; each new failure is told as it comes."""
    sources = case.sources()
    for n, source in enumerate(sources):
        events(Progress(operation="read", stage="reading", item=source.name, done=n, total=len(sources)))
        known = {reading.id for reading in case.readings(source.digest)}
        for reading in read_source(case, source, events=events):
            if reading.outcome == "failed" and reading.id not in known:
                events(
                    Notice(
                        level="warning" if reading.slug == "component-missing" else "failure",
                        item=source.name,
                        text=f"{reading.reader}: {reading.reason}",
                        todo=reading.todo,
                    )
                )
    events(Progress(operation="read", stage="reading", done=len(sources), total=len(sources), finished=True))


def counts(case: Case) -> dict[str, int]:
    """How many records of each kind the case holds."""
    return {
        "sources": len(case.sources()),
        "refused": len(case.refusals()),
        "readings": len(case.readings()),
        "edit maps": len(case.editmaps()),
        "failed comparisons": len(case.failed_comparisons()),
        "findings": len(case.findings()),
        "statements": len(case.statements()),
        "acts": len(case.custody()),
    }


def failures(case: Case) -> tuple[str, ...]:
    """One line for each thing that could not be taken in, read or compared.

    An optional component that is not installed is a gap, told in dossier and desk, and no failure of this run.
    """
    names = {source.digest: source.name for source in case.sources()}
    lines = [f"{refusal.name}: {refusal.reason}" for refusal in case.refusals()]
    lines += [
        f"{names.get(reading.source, reading.source[:12])}: {reading.reader}: {reading.reason}"
        for reading in case.readings()
        if reading.outcome == "failed" and reading.slug != "component-missing"
    ]
    lines += [
        f"{names.get(failed.a, failed.a[:12])} with {names.get(failed.b, failed.b[:12])}: {failed.reason}"
        for failed in case.failed_comparisons()
    ]
    return tuple(lines)


def summarise(case: Case, before: dict[str, int], dossier: Path) -> RunSummary:
    """The summary of a run from the counts before it and the case as it stands."""
    after = counts(case)
    leads = sorted((f for f in case.findings() if f.lead > 0), key=lambda f: (-f.lead, f.id))
    return RunSummary(
        case=str(case.root),
        title=case.title,
        staged=case.staged,
        dossier=str(dossier),
        new={kind: max(0, after[kind] - before.get(kind, 0)) for kind in after},
        holds=after,
        failed=failures(case),
        leads=tuple(finding.title for finding in leads[:10]),
        state=case.state_digest(),
    )
