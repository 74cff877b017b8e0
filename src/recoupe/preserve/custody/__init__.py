"""Custody: what binds a case to a key, a receipt held elsewhere and a time, and what checks that nothing was changed.

anchors   what is signed after each command        verdict   `recoupe verify`: all of it, in words
keys      the user's key, kept outside the case    receipts  what to give to a lawyer or an editor
sshsig    signatures as OpenSSH makes them         proofs    one act shown, the others hidden
merkle    the tree of RFC 6962                     stamps    RFC 3161 time stamps, when asked for
erasing   taking out a source in danger            packing   an encrypted case to carry
"""
