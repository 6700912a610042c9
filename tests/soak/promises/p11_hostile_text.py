"""No stored text controls the terminal: texts made to harm, in every widget, down to what is sent to the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from textual.pilot import Pilot

from cpf_tui.cli.output import complain, say, say_json
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.soak.processes import answers, crowd
from tests.support.gallery import DIALOGS, WIDGETS
from tests.support.hostile import hostile_text, orders, words_of
from tests.support.recording import RecordedApp, Wall

_TEXTS = {Size.FULL: 10_000, Size.REDUCED: 30}
_TOGETHER = 50  # texts shown by one widget at a time
_DIALOG = 5
_DIALOGS_EVERY = 5  # batches: dialogs are made of the same widgets
_LOOKS = 20
_CROWD = 2  # processes
_SILENCE = 900.0
_SIZE = (56, 1000)
"""Columns and lines of the terminal: high enough for all of them to be painted."""


@dataclass
class _Tally:
    texts: int = 0
    shown: int = 0
    painted: int = 0
    orders: int = 0
    crashes: int = 0
    actions: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: _Tally) -> None:
        """Count with this one what another process found."""
        for name in ("texts", "shown", "painted", "orders", "crashes", "actions"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes

    def note(self, words: str) -> None:
        """Keep the first ones."""
        if len(self.notes) < 10:
            self.notes.append(words)


def run(size: Size, progress: Progress) -> Outcome:
    """Show the texts, batch after batch, in every widget and dialog; then on the command line."""
    tally = _Tally()
    if size is Size.REDUCED:
        asyncio.run(_fuzz(_TEXTS[size], progress.seed, lambda told: vars(tally).update(vars(told))))
    else:
        _in_crowd(_TEXTS[size], progress, tally)
    lines = _command_line(_TEXTS[size], progress.dice, tally)
    figures = {
        "texts": tally.texts,
        "widgets and dialogs": len(WIDGETS) + len(DIALOGS),
        "shown": tally.shown,
        "found on the terminal": tally.painted,
        "lines of commands": lines,
        "orders sent": tally.orders,
        "crashes": tally.crashes,
        "actions run": tally.actions,
    }
    held = not (tally.orders or tally.crashes or tally.actions or tally.notes)
    return Outcome(figures, held=held, notes=tally.notes)


def fuzzing(pipe: Connection, count: int, seed: int) -> None:
    """Show so many texts, and tell after each batch what was found up to there."""
    asyncio.run(_fuzz(count, seed, pipe.send))


def _in_crowd(count: int, progress: Progress, tally: _Tally) -> None:
    """Share the texts between the processors."""
    share = count // _CROWD
    told: dict[int, _Tally] = {}
    with crowd(fuzzing, [(share, progress.seed + number) for number in range(_CROWD)]) as workers:
        for number, found in answers(workers, _SILENCE):
            told[number] = found
            progress.at("texts", sum(one.texts for one in told.values()), count)
            if progress.over:
                break
    for found in told.values():
        tally.add(found)


async def _fuzz(count: int, seed: int, tell: Callable[[_Tally], object]) -> None:
    app, dice, tally = RecordedApp(), random.Random(seed), _Tally()  # noqa: S311 – a failure must be played again
    async with app.run_test(size=_SIZE) as pilot:
        await app.push_screen(Wall())
        while tally.texts < count and not tally.notes:
            texts = [_named(tally.texts + at, dice) for at in range(min(_TOGETHER, count - tally.texts))]
            for name in WIDGETS:
                await _hang(app, pilot, name, texts, tally)
            if tally.texts // _TOGETHER % _DIALOGS_EVERY == 0:
                for name in DIALOGS:
                    await _open(app, pilot, name, texts[:_DIALOG], tally)
            tally.texts += len(texts)
            tell(tally)


def _named(number: int, dice: random.Random) -> str:
    """Put before a text a word to find it by on the screen."""
    return f"q{number}q {hostile_text(dice)}"


def _word(text: str) -> str:
    return text.partition(" ")[0]


async def _hang(app: RecordedApp, pilot: Pilot[None], name: str, texts: Sequence[str], tally: _Tally) -> None:
    """Show the texts in one widget, or in as many as they are, then take it away."""
    wall = app.screen.query_one("#wall")
    app.actions.clear()
    app.forget_sent()
    await wall.mount_all(WIDGETS[name](texts))
    for _ in range(_LOOKS):  # some say their texts once they know how wide they are
        await _settle(app, pilot)
        if all(_word(text) in words_of(app.sent) for text in texts):
            break
    _judge(app, name, texts, tally)
    await wall.remove_children()


async def _open(app: RecordedApp, pilot: Pilot[None], name: str, texts: Sequence[str], tally: _Tally) -> None:
    if len(texts) < _DIALOG:
        return
    app.actions.clear()
    app.forget_sent()
    await app.push_screen(DIALOGS[name](texts))
    await _settle(app, pilot)
    _judge(app, name, texts[:1], tally)
    await app.pop_screen()


async def _settle(app: RecordedApp, pilot: Pilot[None]) -> None:
    """Wait until what was mounted has said its texts and was painted."""
    for _ in range(3):
        await pilot._wait_for_screen()
        app.screen._on_timer_update()


def _judge(app: RecordedApp, name: str, texts: Sequence[str], tally: _Tally) -> None:
    tally.shown += len(texts)
    for found in orders(app.sent, *_SIZE):
        tally.orders += 1
        tally.note(f"{name}: {found}")
    words = words_of(app.sent)
    for text in texts:
        if _word(text) in words:
            tally.painted += 1
        else:
            tally.note(f"{name}: {_word(text)} was not painted: {text!r}")
    tally.actions += len(app.actions)
    for action in app.actions:
        tally.note(f"{name}: it ran {action}")
    tally.crashes += len(app.errors)
    for error in app.errors:
        tally.note(f"{name}: {error!r}")
    app.errors.clear()


def _command_line(count: int, dice: random.Random, tally: _Tally) -> int:
    """Say the texts as the commands do, in words, in JSON and as a refusal."""
    for _ in range(count):
        text = hostile_text(dice)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            say(text)
            say_json({text: [text]})
            complain(text)
        lines = out.getvalue().split("\n")
        if len(lines) != 3 or json.loads(lines[1]) != {text: [text]}:
            tally.note(f"the command line changes {text!r}")
        for found in orders("".join([*lines, *err.getvalue().rstrip("\n").split("\n")]), sys.maxsize, 1):
            tally.orders += 1
            tally.note(f"command line: {found}")
    return 3 * count


PROMISE = Promise(
    11,
    "No stored text controls the terminal",
    "10,000 texts × every widget: no order sent, no crash, no action run",
    run,
    minutes=18,
)
