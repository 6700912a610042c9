"""A disk that fails when told to: the kernel answers « full » or « input/output error » to the real calls of a program.

A program is started behind a filter of the kernel (seccomp, with notification to a supervisor: Linux 5.5, no rights
needed). Its calls that write on a disk (`pwrite64`, `fsync`, `fdatasync`, `ftruncate`, `fallocate`) stop until the
supervisor, here, lets them go or answers with an error in the place of the kernel. Nothing of the program is replaced:
what is tried is what SQLite, Python and the program do of a real refusal of the system, at the place where it happens.
"""

from __future__ import annotations

import array
import ctypes
import fcntl
import os
import platform
import select
import shutil
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_MACHINES = {
    "x86_64": (
        0xC000003E,
        317,
        {"pwrite64": 18, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "fallocate": 285},
    ),
    "aarch64": (
        0xC00000B7,
        277,
        {"pwrite64": 68, "fsync": 82, "fdatasync": 83, "ftruncate": 46, "fallocate": 47},
    ),
}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_SET_FILTER, _NEW_LISTENER = 1, 8
_NO_NEW_PRIVS = 38
_RECEIVE, _SEND, _GO_ON = 0xC0502100, 0xC0182101, 1
_NOTICE = "QIIiIQ6Q"  # id, process, flags; number of the call, architecture, address, arguments


class Call(NamedTuple):
    """A call of the program that would change a disk: its name, and the file when it can be known."""

    name: str
    path: str
    process: int


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction)))


def possible() -> bool:
    """Say whether this machine can do it."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(OSError):
            os.close(_filter())
            os.write(writing, b"x")
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    said = os.read(reading, 1)
    os.close(reading)
    return said == b"x"


def enter(address: str) -> None:
    """Put this process, and those it becomes or starts, behind the filter of the supervisor at that address."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        listener = _filter()
        line.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))])
        os.close(listener)
        line.recv(1)  # the supervisor listens


def _filter() -> int:
    """Install the filter and return the descriptor that hears of the calls. Raises `OSError`."""
    architecture, number, calls = _MACHINES[platform.machine()]
    tested = [_Instruction(_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls.values())]
    steps = [
        _Instruction(_LOAD, 0, 0, 4),
        _Instruction(_EQUAL, 0, len(calls) + 1, architecture),
        _Instruction(_LOAD, 0, 0, 0),
        *tested,
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _NOTIFY),
    ]
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    listener: int = libc.syscall(number, _SET_FILTER, _NEW_LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return listener


class Disk:
    """The supervisor. `refuse` is asked for every call, and answers 0 or the number of an error."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp()  # the path of a socket has to be short
        self.address = f"{self._folder}/s"
        self.calls: list[Call] = []
        """Every call since the last `well` or `ill`."""
        self._refuse: Callable[[Call, int], int] = _never
        self._names = {number: name for name, number in _MACHINES[platform.machine()][2].items()}
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(self.address)
        self._door.listen()
        self._told, self._end = os.pipe()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def well(self) -> None:
        """Let everything through."""
        self._become(_never)

    def ill(self, number: int, *, after: int = 0, times: int | None = None, of: str = "") -> None:
        """Refuse with this error once `after` calls went through, `times` times (for ever unless told).

        Only calls on files whose path holds `of`.
        """

        def refuse(call: Call, rank: int) -> int:
            due = rank >= after and (times is None or rank < after + times)
            return number if due and of in call.path else 0

        self._become(refuse)

    def _become(self, refuse: Callable[[Call, int], int]) -> None:
        with self._lock:
            self.calls = []
            self._refuse = refuse

    def close(self) -> None:
        """Stop supervising: what is still behind the filter then sees its calls refused."""
        os.write(self._end, b"x")
        self._thread.join()
        self._door.close()
        for one in (self._told, self._end):
            os.close(one)
        shutil.rmtree(self._folder)

    # ------------------------------------------------------------------ the thread

    def _watch(self) -> None:
        listeners: set[int] = set()
        try:
            while True:
                poll = select.poll()
                for one in (self._told, self._door.fileno(), *listeners):
                    poll.register(one, select.POLLIN)
                for ready, how in poll.poll():
                    if ready == self._told:
                        return
                    if ready == self._door.fileno():
                        listeners.add(self._welcome())
                    elif how & select.POLLIN:
                        self._answer(ready)
                    else:  # the last process behind that filter is gone
                        listeners.discard(ready)
                        os.close(ready)
        finally:
            for one in listeners:
                os.close(one)

    def _welcome(self) -> int:
        line, _ = self._door.accept()
        with line:
            _, descriptors, _, _ = socket.recv_fds(line, 1, 1)
            line.send(b"x")
        return descriptors[0]

    def _answer(self, listener: int) -> None:
        notice = bytearray(struct.calcsize(_NOTICE))
        try:
            fcntl.ioctl(listener, _RECEIVE, notice)
        except OSError:  # it was killed in the middle of its call
            return
        identity, process, _, number, _, _, *arguments = struct.unpack(_NOTICE, notice)
        with self._lock:
            call = Call(self._names[number], _path(process, arguments[0]), process)
            refused = self._refuse(call, len(self.calls))
            self.calls.append(call)
        answer = struct.pack("QqiI", identity, 0, -refused, 0 if refused else _GO_ON)
        with suppress(OSError):
            fcntl.ioctl(listener, _SEND, answer)


def _never(_call: Call, _rank: int) -> int:
    return 0


def _path(process: int, descriptor: int) -> str:
    """Return the file of a descriptor; empty for a process that hides what it holds."""
    try:
        return str(Path(f"/proc/{process}/fd/{descriptor & 0xFFFFFFFF}").readlink())
    except OSError:
        return ""


@contextmanager
def failing_disk() -> Iterator[Disk]:
    """Give a supervisor, and stop it at the end."""
    disk = Disk()
    try:
        yield disk
    finally:
        disk.close()
