"""Calls of the Linux kernel that Python has no name for: prctl, capset, and raw system calls."""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_CAPABILITY_VERSION_3 = 0x20080522
_SYS_CAPSET = {"x86_64": 126, "aarch64": 91}

IS_LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True) if IS_LINUX else None


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapData(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def prctl(option: int, *arguments: int) -> int:
    """prctl(2).

    Raises:
        OSError: The kernel refuses, or this is not Linux.
    """
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked("prctl", _need_libc().prctl(ctypes.c_int(option), *padded))


def syscall(number: int, *arguments: object) -> int:
    """A raw system call; arguments are ctypes values.

    Raises:
        OSError: The kernel refuses, or this is not Linux.
    """
    return _checked(f"system call {number}", _need_libc().syscall(ctypes.c_long(number), *arguments))


def machine() -> str:
    """The processor's name as the kernel gives it (x86_64, aarch64 …); system-call numbers depend on it."""
    return os.uname().machine


def drop_privileges() -> None:
    """Give up every way to more rights: no new privileges by exec, not traceable, no capability of root.

    Raises:
        OSError: The kernel refuses, or this is not Linux.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    number = _SYS_CAPSET.get(machine())
    if number is None:
        raise OSError(f"the number of capset on {machine()} is not known here")
    header = _CapHeader(_CAPABILITY_VERSION_3, 0)
    data = (_CapData * 2)()
    syscall(number, ctypes.byref(header), ctypes.byref(data))


def _need_libc() -> ctypes.CDLL:
    if _libc is None:
        raise OSError("not a Linux system")
    return _libc


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
