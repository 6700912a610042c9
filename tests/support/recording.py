"""The program on a terminal that is recorded: everything its driver writes is kept, and every action is noted."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen

from cpf_tui.app import CpfApp
from cpf_tui.incident import Incident, scrub
from cpf_tui.painting import Terminal

_NO_TERMINAL = 128 + 1


class _Recorder(HeadlessDriver):
    """A terminal without keys; `sent` holds what was written on it since it was last emptied."""

    sent: str = ""

    def write(self, data: str) -> None:
        """Keep what is written."""
        self.sent += data


class Wall(Screen[None]):
    """An empty screen to hang widgets on."""

    def compose(self) -> ComposeResult:
        """Lay out the place."""
        yield Vertical(id="wall")


class RecordedApp(CpfApp):
    """The program, which believes that it has a terminal."""

    CSS = "#wall { height: auto; } #wall > * { max-height: 100%; }"

    def __init__(self) -> None:
        def nothing() -> Any:
            raise NotImplementedError

        super().__init__(nothing, self._noted)
        self.errors: list[BaseException] = []
        self.actions: list[str] = []

    def _noted(self, error: BaseException) -> Incident:
        self.errors.append(error)
        return Incident("INC-ESSAI2", scrub(error))

    def exit(self, result: Any = None, return_code: int = 0, message: Any = None) -> None:
        """Note it, unless it is for want of a real terminal."""
        if return_code != _NO_TERMINAL:
            self.actions.append("exit")

    def _open_services(self) -> Any:
        """Open nothing: what is tried is what is shown."""

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        self._driver = _Recorder(self, debug=False, mouse=mouse, size=size)
        return self._driver

    @property
    def is_headless(self) -> bool:
        """Paint as for a terminal."""
        return False

    async def run_action(self, action: Any, *arguments: Any, **named: Any) -> bool:
        """Note it: nothing that is shown may run one."""
        self.actions.append(str(action))
        return await super().run_action(action, *arguments, **named)

    @property
    def sent(self) -> str:
        """What was written on the terminal since it was last emptied."""
        return self._driver.sent if isinstance(self._driver, _Recorder) else ""

    def forget_sent(self) -> None:
        """Begin to record anew, on a terminal of which nothing is known: every cell is sent."""
        self._terminal = Terminal()
        if isinstance(self._driver, _Recorder):
            self._driver.sent = ""
