"""Finding and ending whatever a promise started, its orphans included."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_CHILD_SUBREAPER = 36  # prctl: orphans become ours rather than init's
_PAUSE = 0.05


def adopt_orphans() -> None:
    """Have every orphan among the descendants become a child of this process, where the system knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(of: int) -> list[int]:
    """List the processes started by a process, by those, and so on; zombies are no longer processes."""
    children: dict[int, list[int]] = {}
    for pid, parent in _living():
        children.setdefault(parent, []).append(pid)
    found, waiting = [], [of]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found


def _living() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            state, parent = folder.joinpath("stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            if state != "Z":
                yield int(folder.name), int(parent)


def sweep(seconds: float) -> list[str]:
    """Give the descendants of this process that long to end, kill the others, and name those that had to be."""
    deadline = time.monotonic() + seconds
    while descendants(os.getpid()) and time.monotonic() < deadline:
        select.select([], [], [], _PAUSE)
        _reap()
    killed: dict[int, str] = {}
    # What is killed may have been starting another one.
    while left := descendants(os.getpid()):
        for pid in left:
            with contextlib.suppress(OSError):
                killed.setdefault(pid, Path(f"/proc/{pid}/comm").read_text("utf-8").strip())
                os.kill(pid, signal.SIGKILL)
        select.select([], [], [], _PAUSE)
        _reap()
    _reap()
    return sorted(killed.values())


def _reap() -> None:
    """Take note of the children that ended, so that none stays as a zombie."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
