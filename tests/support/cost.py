"""What the tests cost the processor, by folder: unlike a duration, it hardly depends on what else the machine does.

The programs a test starts are counted with it, once they have ended. Said at the end of a run that tells durations.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator

import pytest

_COST = "processor_seconds"


class Cost:
    """A plugin of pytest: each report carries the processor seconds of its step, from whichever process ran it."""

    def __init__(self) -> None:
        self._before = _spent()

    def pytest_runtest_logstart(self) -> None:
        """Leave out what went before the test."""
        self._before = _spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Write the cost of a step in its report."""
        report = yield
        now = _spent()
        vars(report)[_COST], self._before = now - self._before, now  # goes with it from a worker to who sums up
        return report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        """Say the seconds of each folder, the most expensive first."""
        if config.option.durations is None:
            return
        spent: defaultdict[str, float] = defaultdict(float)
        for reports in terminalreporter.stats.values():
            for report in reports:
                if isinstance(report, pytest.TestReport):
                    spent["/".join(report.nodeid.split("/")[:2])] += vars(report).get(_COST, 0.0)
        terminalreporter.section(f"{sum(spent.values()):.0f} processor seconds")
        for folder, seconds in sorted(spent.items(), key=lambda one: -one[1]):
            terminalreporter.write_line(f"{seconds:7.1f} {folder}")


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
