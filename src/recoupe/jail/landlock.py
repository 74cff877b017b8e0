"""Landlock: the kernel refuses this process every path, TCP bind and connect, and signals to others.

Source: kernel documentation, userspace-api/landlock; ABI numbers as in its "Compatibility" section.
"""

from __future__ import annotations

import ctypes
import os

from recoupe.jail import linux

_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION_QUERY = 1
_FILE_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 5: 16}
"""ABI → how many of the file rights, counted from bit 0, exist from then on."""
_NET_FROM_ABI, _SCOPE_FROM_ABI = 4, 6
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


def abi() -> int:
    """The version of Landlock in this kernel, at least 1.

    Raises:
        OSError: The kernel has none, it is switched off, or this is not Linux.
    """
    return linux.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_QUERY))


def close_all() -> None:
    """Refuse everything Landlock can refuse, with no exception; open descriptors keep working.

    Raises:
        OSError: The kernel refuses or has no Landlock.
    """
    version = abi()
    rights = max(n for since, n in _FILE_RIGHTS_BY_ABI.items() if since <= version)
    ruleset = _Ruleset(
        files=(1 << rights) - 1,
        net=_BIND_AND_CONNECT_TCP if version >= _NET_FROM_ABI else 0,
        scoped=_ABSTRACT_SOCKETS_AND_SIGNALS if version >= _SCOPE_FROM_ABI else 0,
    )
    size = 24 if version >= _SCOPE_FROM_ABI else 16 if version >= _NET_FROM_ABI else 8
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    descriptor = linux.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0))
    linux.syscall(_RESTRICT_SELF, ctypes.c_int(descriptor), ctypes.c_uint32(0))
    os.close(descriptor)
