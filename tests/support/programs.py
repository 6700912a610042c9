"""Other programs of the same installation: one that searches when asked, one that is killed at a chosen moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_SEARCHER = """
import sys
from pathlib import Path
from cpf_tui.catalogue.catalogue import open_catalogue
from cpf_tui.domain.training import SearchRequest

catalogue = open_catalogue(Path(sys.argv[1]))
for line in sys.stdin:
    result = catalogue.search(SearchRequest(line.strip()))
    print(result.total, *(hit.offer.title for hit in result.hits[:1]), sep="\\t", flush=True)
"""

# Python tells its audit hooks each file opened, made, linked, renamed or removed, just before it is: a kill there
# stands for one at any moment since the event before. « progress » is what an import tells while it reads.
_KILLED = """
import os, signal, sys
from pathlib import Path

moment, act, data_dir, *paths = sys.argv[1:]
event, rank = moment.rsplit(" ", 1)
left = int(rank)

def watch(name, args):
    global left
    told = next((str(one) for one in args if isinstance(one, (str, os.PathLike))), "")
    if told.startswith(data_dir) and (name == event or (event == "any" and name not in ("os.listdir", "progress"))):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

from cpf_tui.catalogue.build import import_files
from cpf_tui.catalogue.versions import VersionStore

sys.addaudithook(watch)
if act == "revert":
    VersionStore(Path(data_dir)).revert()
else:
    import_files([Path(path) for path in paths], Path(data_dir), progress=lambda _: watch("progress", (data_dir,)))
"""


class Searcher:
    """A program that keeps the catalogue open."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, words: str) -> tuple[int, str]:
        """Search, and return how many offers were found and the title of the first."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        count, *titles = self._process.stdout.readline().rstrip("\n").split("\t")
        return int(count), "".join(titles)


@contextmanager
def searching(data_dir: Path) -> Iterator[Searcher]:
    """Run a program that searches."""
    argv = [sys.executable, "-c", _SEARCHER, str(data_dir)]
    with subprocess.Popen(
        argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Searcher(process)
        assert process.stdin
        process.stdin.close()
        assert process.wait() == 0


def killed(moment: str, act: str, data_dir: Path, *paths: Path) -> bool:
    """Import or revert in a program killed at a moment: an event and its rank, « os.rename 2 », « any 17 ».

    Returns whether it was: past its last event, it ends well.
    """
    argv = [sys.executable, "-c", _KILLED, moment, act, str(data_dir), *map(str, paths)]
    done = subprocess.run(argv, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0
