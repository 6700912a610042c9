"""The harness of the promises: what is cut, broken, not shown or interrupted is told as such, and nothing is left."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak import ROOT
from tests.soak.__main__ import USAGE, main
from tests.soak.descendants import descendants
from tests.soak.harness import Outcome, Progress, Promise, Size, discovered, promise
from tests.soak.mutants import load
from tests.soak.report import table, write_rows
from tests.soak.runner import BROKEN, HELD, IN_PART, NOT_SHOWN, Result, Runner, state_of
from tests.support.told import Machine

_SECONDS = 60
MACHINE = Machine(2, 8, "3.12", {"cpf-tui": "0"}, "2026-03-02")


def never(size: Size, progress: Progress) -> Outcome:
    raise NotImplementedError


def result(number: int, state: str, **figures: int) -> Result:
    return Result(Promise(number, f"promise {number}", "a goal", never), state, 1.0, "2026-03-02", figures)


def test_each_promise_has_its_number_and_its_module() -> None:
    numbers = [one.number for one in discovered()]

    assert numbers == sorted(set(numbers))
    assert all(promise(number).number == number for number in numbers)
    with pytest.raises(LookupError):
        promise(99)


def test_time_up_is_remembered(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    progress = Progress(tmp_path, seconds=0, tell=lambda *what: told.append(what))

    assert list(progress.each("things", "abc")) == []
    assert progress.cut
    assert list(Progress(tmp_path).each("things", "abc")) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("told", "left_behind", "state"),
    [
        ({"held": True, "cut": False}, False, HELD),
        ({"held": True, "cut": True}, False, IN_PART),
        ({"held": True, "cut": False}, True, BROKEN),
        ({"held": False, "cut": True}, False, BROKEN),
        ({"held": None, "cut": False}, False, NOT_SHOWN),
        ({}, False, BROKEN),  # it died without a word
    ],
)
def test_only_what_was_tried_in_full_and_left_nothing_is_held(
    told: dict[str, object], left_behind: bool, state: str
) -> None:
    assert state_of(told, left_behind=left_behind) == state


def test_a_bound_on_the_run_is_shared_among_what_is_left() -> None:
    promises = [Promise(number, "", "", never, minutes=10) for number in range(4)]

    assert Runner(Size.FULL, 0, None).bounds(promises) == [600] * 4
    assert sum(Runner(Size.FULL, 0, 8).bounds(promises)) == pytest.approx(480, abs=5)
    assert sum(Runner(Size.FULL, 0, 99).bounds(promises)) == 2400


def test_rows_are_renewed_one_by_one(tmp_path: Path) -> None:
    page = tmp_path / "trust.md"
    page.write_text("before\n<!-- soak: begin -->\n\n<!-- soak: end -->\nafter\n", encoding="utf-8")

    write_rows([result(2, HELD, kills=1000), result(1, IN_PART, cuts=3)], MACHINE, page)
    write_rows([result(1, HELD, cuts=500)], MACHINE, page)

    written = page.read_text(encoding="utf-8")
    rows = [line for line in written.splitlines() if re.match(r"\| \d", line)]
    assert [row.split(" | ")[3:5] for row in rows] == [["500 cuts", HELD], ["1,000 kills", HELD]]
    assert written.startswith("before\n")
    assert written.endswith("after\n")


def test_the_table_says_everything() -> None:
    drawn = table([result(3, NOT_SHOWN), result(5, HELD, cuts=500)], Size.FULL, 7)

    assert "seed 7" in drawn
    assert "500 cuts" in drawn
    assert NOT_SHOWN in drawn


def test_reduced_figures_never_enter_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--size", "reduced", "--write"]) == USAGE
    assert "full size" in capsys.readouterr().err


def test_an_unknown_promise_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "99"])
    assert "no such promise: 99" in capsys.readouterr().err


def test_interrupted_it_tells_what_was_shown_and_leaves_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak", "--only", "5,3", "--json", "--seed", "1", "--size", "full"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    # Kills are under way: there are a process for the promise, a server that forks, one that writes.
    while "kills 0" not in process.stderr.readline():
        assert select.select([process.stderr], [], [], _SECONDS)[0], "it says nothing"
    started = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    output, said = process.communicate(timeout=_SECONDS)

    assert process.returncode == 130
    assert "Interrupted" in said
    assert json.loads(output)["promises"] == []
    assert started
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
    assert list(tmp_path.iterdir()) == []


def test_every_mutant_still_follows_the_code() -> None:
    assert [(one.file, one.old, one.fault()) for one in load() if one.fault()] == []
