"""A lock between processes, on an open file."""

from __future__ import annotations

import sys


def take(handle: int, *, wait: bool) -> bool:
    """Take the lock of a file descriptor, False if another process holds it (or wait for it).

    The system releases it when the file is closed or the process ends, however it ends.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # exists on that system only

            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # exists on those systems only

            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
