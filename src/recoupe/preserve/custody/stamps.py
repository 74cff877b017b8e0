"""RFC 3161 time stamps over the signatures of anchors, from authorities the user asks for.

    anchors/<bytes>-<n>.tsq   the request, logged when it is made: it waits there when there is no network
    anchors/<bytes>-<n>.tsr   the reply as it came, stored and logged before anybody looks into it

An authority learns a digest and the address it was asked from, nothing else. Its stamp shows that the signature, and
so every act before it, existed by the time it states. Here it is read what a reply is a stamp of; whether an
authority's certificates vouch for it is asked of the `openssl` program, as `verify.sh` does.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from recoupe.errors import UsageError
from recoupe.events import Events, Notice, quiet
from recoupe.model import der
from recoupe.model.timestamps import SHA256, imprint, read_reply
from recoupe.preserve import folder
from recoupe.preserve.case import Case
from recoupe.preserve.custody import anchors

MOST = 1 << 20
WAIT_S = 20.0
_STATUS = ("granted", "granted with changes", "rejected", "waiting", "revocation warning", "revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One request of a case with the reply to it, if there is one.

    time: what the reply states, empty without. vouched: by certificates the asker trusts. problem: why it is not what
    it says it is. note: why it shows nothing.
    """

    name: str
    anchor: int
    time: str = ""
    vouched: bool = False
    problem: str = ""
    note: str = ""


def request(digest: bytes, nonce: int) -> bytes:
    """A request for a stamp of a SHA-256, with the authority's certificate in the reply (RFC 3161, section 2.4.1)."""
    algorithm = der.write(der.SEQUENCE, der.write(der.OID, SHA256), der.write(der.NULL))
    message = der.write(der.SEQUENCE, algorithm, der.write(der.OCTETS, digest))
    certificate = der.write(der.BOOLEAN, b"\xff")
    return der.write(der.SEQUENCE, der.write_integer(1), message, der.write_integer(nonce), certificate)


def read_request(data: bytes) -> tuple[bytes, int | None]:
    """The digest and the nonce of a request.

    Raises:
        DerError: It is none.
    """
    body, _ = der.want(data, der.SEQUENCE)
    _, body = der.want(body, der.INTEGER)
    message, body = der.want(body, der.SEQUENCE)
    nonce = next((der.integer(contents) for tag, contents in der.parts(body) if tag == der.INTEGER), None)
    return imprint(message), nonce


def ask(case: Case, authorities: tuple[str, ...], *, events: Events = quiet) -> tuple[Stamp, ...]:
    """Ask authorities for a stamp of the newest anchor, and again for those that did not answer before.

    What cannot be sent now waits in the case. The case must be signed as it stands, and be signed again afterwards.

    Args:
        case: Open for writing.
        authorities: Addresses; requests of other authorities that wait are left waiting.
        events: Where is told what came back.
    Returns:
        The requests that were sent or made, with what became of them.
    Raises:
        UsageError: An address is none, or there is no anchor.
    """
    for authority in authorities:
        parts = urlsplit(authority)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{authority!r} is not the address of an authority", todo="it begins with https://")
    newest = anchors.newest(case.root)
    if newest is None:
        raise UsageError("the case has no anchor to be stamped", todo="run: recoupe anchor, with a key")
    asked = _asked(case)
    for authority in authorities:
        mine = [one for one in asked if one["anchor"] == str(newest.anchor.size) and one["authority"] == authority]
        if not any(_is_open(case, one) or _is_granted(case, one) for one in mine):
            digest = hashlib.sha256(newest.signature.encode("ascii")).digest()
            number = 1 + sum(one["anchor"] == str(newest.anchor.size) for one in asked)
            name = f"{folder.ANCHORS}/{newest.anchor.size}-{number}.tsq"
            more = [("anchor", str(newest.anchor.size)), ("authority", authority)]
            case.put_stamp_file("stamp-request", name, request(digest, secrets.randbits(63)), more)
            asked = _asked(case)
    waiting = [one for one in asked if one["authority"] in authorities and _is_open(case, one)]
    return tuple(_send(case, one, events) for one in waiting)


def check(root: Path, roots: Path | None) -> tuple[Stamp, ...]:
    """Every request and reply of a case: what they are of, and whether certificates vouch for them."""
    base = root / folder.ANCHORS
    names = sorted(path.name for path in base.iterdir() if folder.is_stamp(path.name)) if base.is_dir() else []
    out = []
    for name in names:
        if name.endswith(".tsq") and name.replace(".tsq", ".tsr") not in names:
            note = "a stamp was asked for, and there is no answer yet"
            out.append(Stamp(name=f"{folder.ANCHORS}/{name}", anchor=_anchor(name), note=note))
        elif name.endswith(".tsr"):
            out.append(_check(root, base / name, roots))
    return tuple(out)


def _check(root: Path, path: Path, roots: Path | None) -> Stamp:
    seen: dict[str, Any] = {"name": f"{folder.ANCHORS}/{path.name}", "anchor": _anchor(path.name)}
    query = path.with_suffix(".tsq")
    try:
        reply = read_reply(folder.read_regular(path))
        if reply.time is None:
            name = _STATUS[reply.status] if 0 <= reply.status < len(_STATUS) else str(reply.status)
            return Stamp(**seen, note=f"the authority gave no stamp: {name}")
        asked, nonce = read_request(folder.read_regular(query))
        signature = folder.read_regular(path.with_name(f"{seen['anchor']}.txt.sig"))
    except der.DerError as error:
        return Stamp(**seen, note=f"the reply cannot be read: {error}")
    except OSError as error:
        return Stamp(**seen, problem=f"has no request or signature beside it: {error.strerror}")
    seen["time"] = reply.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    wanted = hashlib.sha256(signature).digest()
    if reply.imprint != wanted or asked != wanted:
        return Stamp(**seen, problem=f"is not a stamp of {folder.ANCHORS}/{seen['anchor']}.txt.sig")
    if reply.nonce != nonce:
        return Stamp(**seen, problem="does not answer the request beside it")
    if roots is None:
        return Stamp(**seen, note=f"a stamp that claims {seen['time']}; it is checked with --tsa-roots")
    program = shutil.which("openssl")
    if program is None:
        return Stamp(**seen, note="a stamp that cannot be checked: the program openssl is not here")
    # A certificate may have run out since: what counts is whether it was good at the time of the stamp.
    words = [program, "ts", "-verify", "-in", str(path), "-queryfile", str(query), "-CAfile", str(roots)]
    words += ["-attime", str(int(reply.time.timestamp()))]
    try:
        done = subprocess.run(words, capture_output=True, timeout=WAIT_S, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return Stamp(**seen, note="a stamp that cannot be checked: openssl did not come to an end")
    if done.returncode != 0:
        return Stamp(**seen, problem="is not vouched for by these certificates")
    return Stamp(**seen, vouched=True)


def _send(case: Case, one: dict[str, str], events: Events) -> Stamp:
    name, authority = one["file"], one["authority"]
    seen: dict[str, Any] = {"name": name, "anchor": int(one["anchor"])}
    message = urllib.request.Request(
        authority, data=folder.read_regular(case.root / name),
        headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
    )  # fmt: skip
    try:
        with urllib.request.build_opener(_NoRedirect).open(message, timeout=WAIT_S) as answer:
            data = answer.read(MOST + 1)
        if len(data) > MOST:
            raise ValueError("the answer is too long to be a stamp")
    except (OSError, ValueError, urllib.error.URLError) as error:
        why = str(getattr(error, "reason", error)) or type(error).__name__
        todo = "run the same again when there is a network"
        events(
            Notice(level="warning", item=authority, text=f"no stamp came back ({why}); the request waits", todo=todo)
        )
        return Stamp(**seen, note=f"it waits: {why}")
    more = [("anchor", one["anchor"]), ("authority", authority)]
    case.put_stamp_file("stamp", name.replace(".tsq", ".tsr"), data, more)
    stamp = _check(case.root, (case.root / name).with_suffix(".tsr"), None)
    events(_told(case, stamp, authority))
    return stamp


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An authority answers itself, or not at all."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _told(case: Case, stamp: Stamp, authority: str) -> Notice:
    if stamp.problem or not stamp.time:
        text = f"what came back {stamp.problem}" if stamp.problem else stamp.note
        return Notice(level="failure", item=authority, text=text, todo="the reply is kept; ask another authority, too")
    here, there = datetime.now(UTC), datetime.fromisoformat(stamp.time)
    apart = abs((here - there).total_seconds())
    if apart > 120:
        text = (
            f"the authority says {stamp.time}, this computer {here:%Y-%m-%dT%H:%M:%SZ}: {apart / 60:.0f} minutes apart"
        )
        return Notice(level="warning", item=authority, text=text, todo="see that the clock of this computer is right")
    return Notice(level="info", item=authority, text=f"stamped at {stamp.time}")


def _asked(case: Case) -> list[dict[str, str]]:
    return [act.details for act in case.custody() if act.act == "stamp-request" and "file" in act.details]


def _is_open(case: Case, one: dict[str, str]) -> bool:
    """Whether a request has no answer."""
    return not (case.root / one["file"]).with_suffix(".tsr").exists()


def _is_granted(case: Case, one: dict[str, str]) -> bool:
    try:
        reply = read_reply(folder.read_regular((case.root / one["file"]).with_suffix(".tsr")))
    except (OSError, der.DerError):
        return False
    return reply.time is not None


def _anchor(name: str) -> int:
    return int(name.split("-")[0])
