"""The private server of the tests goes with whoever started it, however they end."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.support.postgresql import missing, serving

STARTED = """
import os, signal, sys
from tests.support.postgresql import serving
with serving(in_memory=True) as server:
    print(server.url(), server.folder, flush=True)
    os.kill(os.getpid(), int(sys.argv[1]))
    signal.pause()
"""

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there is a server")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_ends_anyhow_leaves_neither_server_nor_files(number: signal.Signals) -> None:
    command = [sys.executable, "-c", STARTED, str(int(number))]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        said = run.stdout.read()  # to its end: the guardian of the server, which holds it too, is gone by then
    url, folder = said.split()
    assert run.returncode != 0
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


KILLED_EARLY = """
import os, signal
from tests.support import postgresql

def kill(server):
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

postgresql._make = kill
with postgresql.serving(in_memory=True):
    pass
"""


def test_a_run_killed_before_its_server_is_made_leaves_no_files() -> None:
    command = [sys.executable, "-c", KILLED_EARLY]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder = run.stdout.read().strip()
    assert run.returncode == -signal.SIGKILL
    assert folder
    assert not Path(folder).exists()


def test_a_stopped_server_keeps_what_it_was_given() -> None:
    with serving(in_memory=True) as server:
        url = server.create()
        server.do("CREATE TABLE kept (x integer)", url)
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)
        server.start()
        assert server.do("SELECT count(*) FROM kept", url) == [(0,)]
        assert server.do("SHOW fsync") == [("on",)]
