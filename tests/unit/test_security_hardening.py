"""What the process asks of the system, seen from a process that asked."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOOK = """
import ctypes, os, resource
from cpf_tui.security.hardening import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), oct(os.umask(0)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_no_core_dump_no_spying_no_shared_file() -> None:
    seen = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "(0, 0) 0 0o77"
