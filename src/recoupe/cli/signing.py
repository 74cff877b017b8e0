"""The key that signs what a command did, as the command line gets hold of it: asked for before the work begins."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from recoupe.cli.console import Console
from recoupe.errors import KeyLocked, KeyUnusable
from recoupe.events import Notice
from recoupe.preserve.custody.keys import (
    PASSPHRASE_VARIABLE,
    Signer,
    agent_key,
    is_protected,
    key_path,
    load_key,
    make_key,
    stated_passphrase,
)

_TRIES = 3


no_passphrase = click.option(
    "--no-passphrase", is_flag=True, help="When a key is made now: make it without a passphrase, and do not ask."
)


def signer(console: Console, key: Path | None = None, *, passphrase: bool = True) -> Signer | None:
    """The key, open for signing; None when it stays locked: then the work is done and not signed, which is said.

    Args:
        console: Where to say what was made.
        key: The user's own key; the usual one without. Only the usual one is made when it is not there.
        passphrase: Let a new key have a passphrase: one that was given, or, on a terminal, one that is asked for.
    Raises:
        MissingFile, KeyUnusable: A key that was named is not there, or none.
    """
    where = key or key_path()
    said = stated_passphrase()
    if key is None and not where.exists():
        return _made(console, where, said if passphrase else "", ask=passphrase)
    try:
        return load_key(where, said)
    except KeyLocked:
        if held := agent_key(where):
            return held
        for _ in range(_TRIES if _can_ask() else 0):
            try:
                return load_key(where, click.prompt(f"Passphrase of {where}", hide_input=True, err=True))
            except KeyLocked:
                continue
    console.notice(
        Notice(
            level="warning",
            text=f"the key {where} stays locked, so what is done now is not signed",
            todo=f"give its passphrase in {PASSPHRASE_VARIABLE} or to ssh-add, or run later: recoupe anchor CASE",
        )
    )
    return None


def _made(console: Console, where: Path, said: str, *, ask: bool) -> Signer | None:
    if ask and not said and _can_ask():
        said = click.prompt(
            "A key is made that signs your cases. A passphrase for it (empty for none)",
            default="", show_default=False, hide_input=True, confirmation_prompt=True, err=True,
        )  # fmt: skip
    try:
        made = make_key(where, said)
    except KeyUnusable as error:
        console.notice(Notice(level="warning", text=f"what is done now is not signed: {error.reason}", todo=error.todo))
        return None
    console.note(f"A key that signs your cases was made: {where}, fingerprint {made.public.fingerprint}")
    warn_unprotected(console, made)
    return made


def warn_unprotected(console: Console, signer: Signer) -> None:
    """Say plainly when a key lies there for whoever gets hold of the file."""
    if signer.path is not None and is_protected(signer.path) is False:
        console.notice(
            Notice(
                level="warning",
                text=f"the key {signer.path} has no passphrase: whoever gets hold of the file can sign in your name",
                todo=f"give it one: ssh-keygen -p -f {signer.path}",
            )
        )


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
