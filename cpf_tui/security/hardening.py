"""What the process asks of the system before it holds a secret; called once by the entry point.

Chosen: no core dump (a limit, an empty filter, and not dumpable, since a dump sent to a program ignores the limit); no
other process of the same user may trace it or read its memory or its variables; nothing it could start gains rights;
files for their owner only. Left out: locking the memory (the usual limit of 8 MB would make allocations fail, and what
SQLCipher holds is wiped by itself) and limits on memory, files or processes (an import needs them, threads count as
processes, and a failure there loses more than it protects).
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


def harden() -> None:
    """No core dump, no reading of the memory by another program of the same user, files for their owner only.

    Best effort: a system that lacks one of these is not refused.
    """
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError):  # before the next line, after which this file belongs to root
            Path("/proc/self/coredump_filter").write_bytes(b"0")
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
