"""The command line of `make soak`: choose the promises and the size, run, print, write."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from tests.soak.harness import Promise, Size, discovered
from tests.soak.lines import Lines
from tests.soak.report import as_json, table, write_rows
from tests.soak.runner import HELD, Runner
from tests.support.told import machine

ALL_HELD, NOT_ALL, USAGE, INTERRUPTED = 0, 1, 2, 130
_NAMED = ("cpf-tui", "sqlcipher3", "sqlalchemy", "psycopg", "textual")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked; returns 0 only if every promise that was asked for held in full."""
    promises = discovered()
    options = _options(promises).parse_args(arguments)
    chosen = [promise for promise in promises if promise.number in options.only]
    size, seed = Size(options.size), secrets.randbelow(10**6) if options.seed is None else options.seed
    if options.write and size is not Size.FULL:
        sys.stderr.write("--write keeps the figures of the full size only: the page promises nothing less.\n")
        return USAGE
    # A shell that starts a job in the background has it ignore Ctrl+C.
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, _interrupted)
    runner, lines = Runner(size, seed, options.minutes), Lines(len(chosen))
    code = NOT_ALL
    try:
        runner.run(chosen, lines)
        code = ALL_HELD if all(one.state == HELD for one in runner.results) else NOT_ALL
    except KeyboardInterrupt:
        lines.end()
        sys.stderr.write("Interrupted: what follows is what had been shown.\n")
        code = INTERRUPTED
    told = as_json(runner.results, size, seed, machine(*_NAMED)) if options.json else table(runner.results, size, seed)
    sys.stdout.write(f"{told}\n")
    if options.write:
        write_rows(runner.results, machine(*_NAMED))
    return code


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _options(promises: Sequence[Promise]) -> argparse.ArgumentParser:
    known = [promise.number for promise in promises]
    parser = argparse.ArgumentParser(
        prog="make soak", description="Shows the promises of docs/trust.md with real processes, files and servers."
    )

    def numbers(typed: str) -> list[int]:
        asked = [int(number) for number in typed.split(",")]
        if unknown := sorted(set(asked) - set(known)):
            raise argparse.ArgumentTypeError(f"no such promise: {', '.join(map(str, unknown))} (there are: {known})")
        return asked

    parser.add_argument("--only", type=numbers, default=known, metavar="N,N", help="these promises, by number")
    parser.add_argument("--size", choices=[*Size], default=Size.FULL, help="full (default), or a few seconds each")
    parser.add_argument("--minutes", type=float, metavar="N", help="bound of the whole run; what is cut is told")
    parser.add_argument("--seed", type=int, metavar="N", help="plays the same draws again (default: drawn, and told)")
    parser.add_argument("--json", action="store_true", help="write JSON rather than a table")
    parser.add_argument("--write", action="store_true", help="also renew the rows of docs/trust.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
