"""`make mutants`: would anybody notice? Faults of one line, each in a copy of the tree, and the tests that watch it."""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from types import FrameType

from tests.soak import ROOT
from tests.support.told import Kept, Table, aligned, markdown

ALL_KILLED, SOME_LEFT, INTERRUPTED = 0, 1, 130
LIST = Path(__file__).with_name("mutants.toml")
PAGE = ROOT / "docs" / "trust.md"
_TREES = ("cpf_tui", "screens", "widgets", "catalog_data", "tests", "docs")
_FILES = ("pyproject.toml", "Makefile", "README.md", "CHANGELOG.md", "LICENSE", "constraints.txt")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", re.MULTILINE)
_PASSED, _SOME_FAILED = 0, 1  # of pytest; every other code is a run that judged nothing
_MOST = 600.0  # seconds for the tests of one mutant


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: `old`, which stands once in `file`, becomes `new`; one of `tests` must fail."""

    part: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def fault(self) -> str:
        """Say what is wrong with it, or nothing."""
        path = ROOT / self.file
        if not path.is_file():
            return "the file is not there"
        if (times := path.read_text("utf-8").count(self.old)) != 1:
            return f"the text stands {times} times in the file"
        if self.old == self.new:
            return "nothing is changed"
        if missing := [test for test in self.tests if not (ROOT / test.partition("::")[0]).exists()]:
            return f"no such test: {', '.join(missing)}"
        return "" if self.tests else "no test is named"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: the test that killed it, or why none did."""

    mutant: Mutant
    killed_by: str = ""
    trouble: str = ""

    @property
    def told(self) -> str:
        """Say it."""
        return self.killed_by or f"NOT KILLED: {self.trouble}"


def load(path: Path = LIST) -> list[Mutant]:
    """Read the list."""
    read = tomllib.loads(path.read_text("utf-8"))["mutant"]
    return [Mutant(one["part"], one["file"], one["old"], one["new"], tuple(one["tests"])) for one in read]


class Copies:
    """Copies of the tree, one for each job: lent to one mutant at a time, and given back as they were."""

    def __init__(self, folder: Path, count: int) -> None:
        self._free: Queue[Path] = Queue()
        self._moments = itertools.count(1)
        for number in range(count):
            copy = folder / str(number)
            copy.mkdir()
            for tree in _TREES:
                shutil.copytree(ROOT / tree, copy / tree, ignore=shutil.ignore_patterns("__pycache__"))
            for name in _FILES:
                shutil.copy(ROOT / name, copy)
            self._free.put(copy)

    @contextmanager
    def changed(self, mutant: Mutant | None) -> Iterator[Path]:
        """Lend a copy with that fault in it, or without any."""
        copy = self._free.get()
        try:
            if mutant is None:
                yield copy
                return
            path = copy / mutant.file
            honest = path.read_text("utf-8")
            self._write(path, honest.replace(mutant.old, mutant.new))
            try:
                yield copy
            finally:
                self._write(path, honest)
        finally:
            self._free.put(copy)

    def _write(self, path: Path, content: str) -> None:
        """Write with a time of its own: compiled files are renewed when the seconds differ."""
        path.write_text(content, "utf-8")
        moment = path.stat().st_mtime + 10 * next(self._moments)
        os.utime(path, (moment, moment))


def judge(mutant: Mutant, copies: Copies) -> Fate:
    """Put one fault in and run its tests; the one that fails must pass without it, or it would notice nothing."""
    if trouble := mutant.fault():
        return Fate(mutant, trouble=trouble)
    with copies.changed(mutant) as copy:
        code, output = _tests(copy, ["-x", *mutant.tests])
    if code == _PASSED:
        return Fate(mutant, trouble="no test noticed")
    found = _FAILED.search(output)
    if code != _SOME_FAILED or found is None:
        return Fate(mutant, trouble=f"the tests did not run ({(output.strip().splitlines() or ['?'])[-1]})")
    with copies.changed(None) as copy:
        code, _ = _tests(copy, [found[1]])
    if code != _PASSED:
        return Fate(mutant, trouble=f"{found[1]} fails without it too")
    return Fate(mutant, killed_by=found[1])


def _tests(copy: Path, tests: Sequence[str]) -> tuple[int, str]:
    """Run tests of a copy with the code of that copy, the programs they start included."""
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=line", "-p", "no:cacheprovider", *tests]
    ran = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        check=False,
        capture_output=True,
        text=True,
        timeout=_MOST,
    )
    return ran.returncode, ran.stdout


_HEAD = ("Part", "File", "Line", "Changed into", "Killed by")


def _row(mutant: Mutant, last: str) -> list[str]:
    """Write where it is, what becomes what, and what came of it, each on one line."""
    return [" ".join(cell.split()) for cell in (mutant.part, mutant.file, mutant.old, mutant.new, last)]


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def keep(fates: Sequence[Fate], page: Path = PAGE) -> None:
    """Renew in the page the rows of those that were killed; those of the others in the list stay as they were."""
    kept = Kept(page, "mutants")
    former = [line for line in kept.read().splitlines() if line.startswith("| ")]
    killed = {fate.mutant: fate.killed_by for fate in fates if fate.killed_by}
    lines = markdown([_HEAD]).splitlines()
    for mutant in load():
        *cells, _ = map(_code, _row(mutant, ""))
        start = f"| {' | '.join(cells)} | "
        if mutant in killed:
            lines.append(f"{start}{_code(killed[mutant])} |")
        else:
            lines += [line for line in former if line.startswith(start)]
    kept.write("\n".join(lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every mutant that is asked for; returns 0 only if each was killed by a test that passes without it."""
    options = _options().parse_args(arguments)
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, _interrupted)
    chosen = [one for one in load() if not options.parts or one.part in options.parts]
    fates: list[Fate] = []
    code = SOME_LEFT
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = Copies(Path(folder), options.jobs)
        pool = ThreadPoolExecutor(options.jobs)
        try:
            for number, fate in enumerate(pool.map(lambda one: judge(one, copies), chosen), start=1):
                fates.append(fate)
                sys.stderr.write(f"[{number}/{len(chosen)}] {fate.mutant.part} · {fate.mutant.file} · {fate.told}\n")
            code = ALL_KILLED if all(fate.killed_by for fate in fates) else SOME_LEFT
        except KeyboardInterrupt:
            code = INTERRUPTED
        finally:
            pool.shutdown(cancel_futures=True)
    rows = [list(_HEAD), *(_row(fate.mutant, fate.told) for fate in fates)]
    killed = sum(bool(fate.killed_by) for fate in fates)
    sys.stdout.write(f"{aligned(Table(f'{killed} of {len(chosen)} mutants killed', rows))}\n")
    if options.write:
        keep(fates)
    return code


def _code(cell: str) -> str:
    """Write a cell as code that Markdown leaves alone."""
    escaped = cell.replace("|", "\\|")
    return f"`` {escaped} ``" if "`" in cell else f"`{escaped}`" if cell else "(nothing)"


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make mutants", description="Puts faults in copies of the program.")
    parser.add_argument("--parts", type=lambda typed: typed.split(","), metavar="A,B", help="of these parts only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at once")
    parser.add_argument("--write", action="store_true", help="renew the rows of docs/trust.md of those killed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
