"""The program breaks on screen: a reference, and nothing that was on it, wherever it breaks."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console
from textual.screen import Screen
from textual.widget import Widget

from tests.support.account_acts import NIR
from tests.support.screen_stage import REFERENCE, Play

NAME = "Camille Hérault"


class LoudError(Exception):
    """An error that would draw itself."""

    def __rich__(self) -> str:
        return f"{NAME} {NIR}"

    def __str__(self) -> str:
        return f"{NAME} {NIR}"

    __repr__ = __str__


def _fail(*_given: Any) -> Any:
    typed = f"{NAME} {NIR}"
    raise LoudError(typed)


class Composing(Screen[None]):
    compose = _fail


class Mounting(Screen[None]):
    on_mount = _fail


class Drawing(Screen[None]):
    def compose(self) -> Any:
        drawn = Widget()
        drawn.render = _fail  # type: ignore[method-assign]
        yield drawn


class Working(Screen[None]):
    def on_mount(self) -> None:
        self.run_worker(_fail, thread=True)


class Timing(Screen[None]):
    def on_mount(self) -> None:
        self.set_timer(0.001, _fail)


class Resuming(Screen[None]):
    on_screen_resume = _fail


@pytest.mark.parametrize(
    "screen", [Composing, Mounting, Drawing, Working, Timing, Resuming], ids=lambda one: one.__name__
)
async def test_a_screen_that_breaks_leaves_a_reference_only(fresh: Play, screen: Callable[[], Screen[None]]) -> None:
    app = fresh.app()
    said = io.StringIO()
    app.error_console = Console(file=said, width=200, force_terminal=False)
    with pytest.raises(Exception):  # noqa: B017, PT011, PT012 - Textual gives it back to the test
        async with app.run_test() as pilot:
            await app.push_screen(screen())
            for _ in range(200):
                if app._exception is not None:
                    break
                await pilot.pause(0.01)
            assert app._exception is not None
            raise app._exception
    assert REFERENCE in said.getvalue()
    assert NAME not in said.getvalue()
    assert "999 001" not in said.getvalue()
    assert "Error" not in said.getvalue()
    assert said.getvalue().count("\n") == 1
    assert fresh.incidents


async def test_a_panic_of_textual_is_not_drawn(fresh: Play) -> None:
    app = fresh.app()
    said = io.StringIO()
    app.error_console = Console(file=said, width=200, force_terminal=False)
    async with app.run_test():
        app.panic(f"{NAME} {NIR}")  # as the thread that reads the keys does with its tracebacks
    assert REFERENCE in said.getvalue()
    assert NAME not in said.getvalue()
    assert app.return_code == 1
