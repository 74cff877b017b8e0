"""The key that signs what a command did, as the command line gets hold of it: asked for before the work begins."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from recoupe.cli.console import Console
from recoupe.errors import KeyLocked, KeyUnusable
from recoupe.events import Notice
from recoupe.preserve.custody.keys import (
    PASSPHRASE_VARIABLE,
    Signer,
    is_protected,
    key_path,
    load_key,
    make_key,
)

_TRIES = 3


def signer(
    console: Console, key: Path | None = None, *, ask_new: bool = False, passphrase: bool = True
) -> Signer | None:
    """The key, open for signing; None when it stays locked: then the work is done and not signed, which is said.

    Args:
        console: Where to say what was made.
        key: The user's own key; the usual one without. Only the usual one is made when it is not there.
        ask_new: Ask for a passphrase when a key is made; else it has none, which is said.
        passphrase: Let a new key have a passphrase at all.
    Raises:
        MissingFile, KeyUnusable: A key that was named is not there, or none.
    """
    where = key or key_path()
    said = os.environ.get(PASSPHRASE_VARIABLE, "") if passphrase else ""
    if key is None and not where.exists():
        return _made(console, where, said, ask=ask_new and passphrase)
    try:
        return load_key(where, said)
    except KeyLocked:
        for _ in range(_TRIES if _can_ask() else 0):
            try:
                return load_key(where, click.prompt(f"Passphrase of {where}", hide_input=True, err=True))
            except KeyLocked:
                continue
    console.notice(
        Notice(
            level="warning",
            text=f"the key {where} stays locked, so what is done now is not signed",
            todo=f"give its passphrase in {PASSPHRASE_VARIABLE}, or run later: recoupe anchor CASE",
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
    if not is_protected(where):
        console.note(f"It has no passphrase. To give it one: ssh-keygen -p -f {where}")
    return made


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
