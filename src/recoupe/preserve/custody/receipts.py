"""Receipts: an anchor as a text that a lawyer or an editor can read, keep and check.

    text = write(signed, time="2026-11-21T21:25:03.120Z")
    signed = read(text.encode())

What counts are the anchor, its signature and the key; the words around them explain. It says nothing of what is in the
case but how many acts it has.
"""

from __future__ import annotations

import re

from recoupe.errors import KeyUnusable
from recoupe.preserve.custody.anchors import MOST, Signed, read_signed
from recoupe.preserve.custody.sshsig import SignatureError

_BEGIN, _END = "-----BEGIN RECOUPE ANCHOR-----", "-----END RECOUPE ANCHOR-----"
_ANCHOR = re.compile(rf"^{_BEGIN}\n(.*?)^{_END}$", re.M | re.S)
_SIGNATURE = re.compile(r"^-----BEGIN SSH SIGNATURE-----\n.*?^-----END SSH SIGNATURE-----\n", re.M | re.S)
_KEY = re.compile(r"^Key: (ssh-ed25519 [A-Za-z0-9+/=]+)$", re.M)

TEXT = """\
RECEIPT OF A CASE
=================

Keep this text away from the case: on paper, in a mail to a lawyer or an editor, with a notary.
It says nothing about what is in the case. Whoever holds it can show later whether the case still contains, unchanged,
everything that it contained when this was made, and that nothing was cut off since.

Case         {case}
Acts         1 to {entries}; the last of {time} by the clock of the computer it was made on
Signed with  {fingerprint}

{begin}
{anchor}{end}
{signature}Key: {key}

To check, in the folder of the case:

    recoupe verify . --receipt THIS-FILE
    sh verify.sh --receipt THIS-FILE          (without recoupe; Linux or Mac)

"unchanged since the receipt" means just that. "rolled back" or "written anew" means that the folder is not what it was.
A receipt does not show when it was made, unless you note when it reached you; nor that anything in the case is true.
"""


def write(signed: Signed, *, time: str) -> str:
    """The receipt of an anchor; `time` is that of its last act."""
    anchor = signed.anchor
    return TEXT.format(
        case=anchor.case, entries=anchor.entries, time=time, fingerprint=signed.key.fingerprint, begin=_BEGIN,
        end=_END, anchor=anchor.text().decode("ascii"), signature=signed.signature, key=signed.key.line,
    )  # fmt: skip


def read(data: bytes) -> Signed:
    """The anchor that a receipt holds, with its signature checked against the key it names.

    Line ends may have been changed on the way, by a mail program, say.

    Raises:
        KeyUnusable: It holds none, more than one, or one that is not well signed.
    """
    text = data[:MOST].decode("utf-8", "replace").replace("\r\n", "\n")
    found = [pattern.findall(text) for pattern in (_ANCHOR, _SIGNATURE, _KEY)]
    if any(len(matches) != 1 for matches in found):
        raise KeyUnusable("this is not a receipt of a case", todo="hand over the receipt as it was made, whole")
    (anchor,), (signature,), (key,) = found
    try:
        signed = read_signed(anchor.encode(), signature.encode())
    except SignatureError as error:
        raise KeyUnusable(f"the receipt is not well signed: {error}", todo="hand it over as it was made") from error
    if signed.key.line != key:
        raise KeyUnusable("the receipt names another key than the one that signed it", todo="ask who gave it to you")
    return signed
