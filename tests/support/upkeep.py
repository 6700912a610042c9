"""What the tests of backups, restoration and keys share: every row of a file, programs that write, programs killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpf_tui.persistence.sqlite.engine import connect
from cpf_tui.persistence.upkeep.operator import FileUpkeep
from cpf_tui.security.keys import KeyPart
from tests.support.programs import ROOT
from tests.support.storage import Installation

if TYPE_CHECKING:
    from tests.support.server_storage import ServerInstallation

MADE_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
_OURS = ("backup_manifest", "sqlite_sequence")

# Writes one movement after the other, and says each number once it is committed.
_WRITER = """
import sys
from pathlib import Path
from cpf_tui.domain.ledger import EntryKind
from tests.support.server_storage import ServerInstallation
from tests.support.storage import NOW, Installation, movement

folder, name, url = sys.argv[1:]
place = ServerInstallation(Path(folder), url) if url else Installation(Path(folder))
database, number = place.open(), 0
while not sys.stdin.closed:
    with database.write() as uow:
        (entry,) = uow.ledger.append([movement(f"{name}-{number}", EntryKind.CREDIT, 1)], NOW)
        uow.commit()
    number += 1
    try:
        print(entry.seq, flush=True)
    except BrokenPipeError:
        sys.stderr.close()
        break
"""

# Python tells its audit hooks each file opened, linked, renamed or removed, just before it is. Each order is done by a
# child of this program, which has imported everything: what it imports is no moment of the act.
_KILLER = """
import os, signal, sys, traceback
from pathlib import Path
from tests.support import upkeep

act, folder, *rest = sys.argv[1:]

def watched(left):
    def watch(name, args):
        nonlocal left
        told = next((str(one) for one in args if isinstance(one, (str, os.PathLike))), "")
        if folder in told and name not in ("os.listdir", "os.scandir", "glob.glob"):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    return watch

for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            run = upkeep.prepared(act, Path(folder), rest)
            sys.addaudithook(watched(int(line)))
            run()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Clock:
    """A clock that does not move."""

    def now(self) -> datetime:
        return MADE_AT

    def today(self) -> Any:
        return MADE_AT.date()


def upkeep_of(installation: Installation) -> FileUpkeep:
    """The operator's side of an installation."""
    return FileUpkeep(installation.key_path, installation.folder / "sauvegardes", Clock(), installation.path)


def rows(path: Path, key: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a file, the manifest of a copy excepted, and the counters of the numbered tables."""
    connection = connect(path, key, mode="ro")
    try:
        names = [one for (one,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            one: sorted(connection.execute(f'SELECT * FROM "{one}"').fetchall(), key=repr)  # noqa: S608 - names of tables
            for one in names
            if one not in _OURS
        }
        return found | {"counters": sorted(connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())}
    finally:
        connection.close()


class Writer:
    """A program that writes without a pause; `acknowledged` is what it has said to be committed, up to now."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def acknowledged(self) -> int:
        """Return the number of a movement that is committed now, later than those returned before."""
        assert self._process.stdout
        return int(self._process.stdout.readline())


@contextmanager
def writing(installation: Installation | ServerInstallation, count: int) -> Iterator[list[Writer]]:
    """Run programs that write in an installation until the block ends."""
    with ExitStack() as stack:
        writers = []
        for number in range(count):
            argv = [
                sys.executable,
                "-c",
                _WRITER,
                str(installation.folder),
                f"w{number}",
                getattr(installation, "url", ""),
            ]
            process = stack.enter_context(
                subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            stack.callback(process.kill)
            writers.append(Writer(process))
        yield writers


def prepared(act: str, folder: Path, rest: list[str]) -> Any:
    """Get ready to do an act in a program that will be killed in it: what it imports is no moment of it."""
    upkeep = upkeep_of(Installation(folder))
    return {
        "back_up": lambda: upkeep.back_up(Path(rest[0]) if rest else None),
        "restore": lambda: upkeep.restore(Path(rest[0])),
        "change_keys": lambda: upkeep.change_keys([KeyPart(one) for one in rest]),
    }[act]


@contextmanager
def killing(act: str, folder: Path, *rest: Path | str) -> Iterator[Callable[[int], bool]]:
    """Give what does an act in a program killed at its event of a rank, and says whether it was.

    Past its last event, the act ends well.
    """
    argv = [sys.executable, "-c", _KILLER, act, str(folder), *map(str, rest)]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout

        def kill(rank: int) -> bool:
            assert process.stdin
            assert process.stdout
            print(rank, file=process.stdin, flush=True)
            status = int(process.stdout.readline())
            assert status in {0, signal.SIGKILL}
            return status != 0

        yield kill
        process.stdin.close()
