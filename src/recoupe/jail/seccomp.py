"""A system-call filter: an allow-list of what a decoder needs once its libraries are loaded and its file is open.

No call that takes a path, makes a process, a socket or a descriptor from nowhere, signals or traces another process,
changes a file's mode or times through its descriptor, or mounts, loads or sets anything is on the list. Threads are
made with clone and its thread flags; clone3, whose flags a filter cannot read, is answered "no such call" and
the C library then uses clone. Covers every thread of the process.

Source: kernel documentation, userspace-api/seccomp_filter; classic BPF as in net/core/filter.c.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct

from recoupe.jail import linux, syscalls

_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER, _FLAG_TSYNC = 1, 1

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_AT_NUMBER, _AT_ARCH = 0, 4
_X32 = 0x40000000

_THREAD_FLAGS = 0x00010000 | 0x00000100  # CLONE_THREAD | CLONE_VM
_AT_EMPTY_PATH = 0x1000
_IOCTLS = (0x5401, 0x5421, 0x541B, 0x5450, 0x5451)  # TCGETS FIONBIO FIONREAD FIONCLEX FIOCLEX
_FCNTLS = (0, 1, 2, 3, 4, 1030)  # DUPFD GETFD SETFD GETFL SETFL DUPFD_CLOEXEC; never SETOWN, SETSIG, SETLEASE
_PRCTLS = (3, 15, 16, 39, 0x53564D41)  # GET_DUMPABLE SET_NAME GET_NAME GET_NO_NEW_PRIVS SET_VMA

Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def close_all() -> None:
    """Put the filter over every thread of this process.

    Raises:
        OSError: The kernel refuses, knows no filters, or the processor is not one of `syscalls.AUDIT_ARCH`.
    """
    machine = linux.machine() if linux.IS_LINUX else ""
    if machine not in syscalls.AUDIT_ARCH:
        raise OSError(f"no filter is written for {machine or 'this system'}")
    code, places = _packed(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    for place in places:
        struct.pack_into("=I", buffer, place, os.getpid())
    described = _Program(len(code) // 8, ctypes.addressof(buffer))
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.syscall(
        _SECCOMP[machine], ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(_FLAG_TSYNC), ctypes.byref(described)
    )


def prepare() -> None:
    """Pack the filter of this machine, so that processes forked from here on need not."""
    if linux.IS_LINUX and linux.machine() in syscalls.AUDIT_ARCH:
        _packed(linux.machine())


@functools.cache
def _packed(machine: str) -> tuple[bytes, tuple[int, ...]]:
    """The filter of some process as the kernel takes it, and the offsets of the process's number in it."""
    one, other = program(machine, 1), program(machine, 2)
    places = tuple(8 * n + 4 for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return b"".join(struct.pack("=HBBI", *i) for i in one), places


def program(machine: str, pid: int) -> list[Instruction]:
    """The filter as (code, jump if true, jump if false, constant) for a process `pid`."""
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _AT_ARCH),
        (_JUMP_EQUAL, 1, 0, syscalls.AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_JUMP_AT_LEAST, 0, 1, _X32),
        _refuse(errno.ENOSYS),
    ]
    for numbers in syscalls.ALLOWED.values():
        lines += _when(syscalls.number(numbers, machine), [(_RETURN, 0, 0, _ALLOW)])
    for name, body in _by_argument(pid).items():
        lines += _when(syscalls.number(syscalls.BY_ARGUMENT[name], machine), body)
    for numbers in syscalls.PATHS.values():
        lines += _when(syscalls.number(numbers, machine), [_refuse(errno.EACCES)])
    return [*lines, _refuse(errno.EPERM)]


def _by_argument(pid: int) -> dict[str, list[Instruction]]:
    return {
        "clone": _if_flags(0, _THREAD_FLAGS, errno.EPERM),
        "clone3": [_refuse(errno.ENOSYS)],
        "ioctl": _if_among(1, _IOCTLS),
        "prctl": _if_among(0, _PRCTLS),
        "fcntl": _if_among(1, _FCNTLS),
        "kill": _if_among(0, (pid,)),
        "tgkill": _if_among(0, (pid,)),
        "prlimit64": _if_null(2),
        "newfstatat": _if_flags(3, _AT_EMPTY_PATH, errno.EACCES),
        "statx": _if_flags(2, _AT_EMPTY_PATH, errno.EACCES),
    }


def _refuse(number: int) -> Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


def _when(number: int | None, body: list[Instruction]) -> list[Instruction]:
    """Run `body`, which always returns, when the call has that number."""
    return [] if number is None else [(_JUMP_EQUAL, 0, len(body), number), *body]


def _low(argument: int) -> Instruction:
    return (_LOAD, 0, 0, 16 + 8 * argument)


def _high(argument: int) -> Instruction:
    return (_LOAD, 0, 0, 20 + 8 * argument)


def _if_flags(argument: int, flags: int, otherwise: int) -> list[Instruction]:
    """Allow when all of `flags` are set."""
    return [
        _low(argument),
        (_AND, 0, 0, flags),
        (_JUMP_EQUAL, 0, 1, flags),
        (_RETURN, 0, 0, _ALLOW),
        _refuse(otherwise),
    ]


def _if_among(argument: int, values: tuple[int, ...]) -> list[Instruction]:
    """Allow when the lower half of the argument, which is an int to the kernel, is one of `values`."""
    tests = [(_JUMP_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [_low(argument), *tests, _refuse(errno.EPERM), (_RETURN, 0, 0, _ALLOW)]


def _if_null(argument: int) -> list[Instruction]:
    """Allow when the whole argument is a null pointer."""
    return [
        _low(argument),
        (_JUMP_EQUAL, 0, 2, 0),
        _high(argument),
        (_JUMP_EQUAL, 1, 0, 0),
        _refuse(errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
