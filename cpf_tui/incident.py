"""What is kept of an unexpected error: where it happened in the code, never what anybody typed.

A traceback's message and local variables may hold a name or a number. The report keeps the type of the error and the
places in the program, in a file only its owner reads, under a reference number that the person is given. Nothing of the
error is called (`str`, `repr`, `__rich__`): they may say anything, or fail.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path, PurePath
from types import TracebackType
from typing import Final

_DIRECTORY = "incidents"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_FIRST, _LAST = 10, 30
"""Places kept of an endless call: where it began, where it ended."""
_MOST_ERRORS = 20
_NAME: Final = re.compile(r"\w{1,80}\.py", re.ASCII)
_ROOTS = tuple({str(Path(__file__).resolve().parents[1]), sys.prefix, sys.base_prefix})
"""Where code is installed: the program, its libraries, Python's own."""


@dataclass(frozen=True, slots=True)
class Incident:
    """An unexpected error: the reference shown on screen, and its report without anything personal."""

    reference: str
    report: str


def scrub(error: BaseException) -> str:
    """Describe an error without its message nor its values: type, then file, line and function of each frame.

    What caused it follows, and each error of a group; a chain that turns in a circle, or has no end, is cut.
    """
    return "\n".join(line for one, how in islice(_chain(error), _MOST_ERRORS) for line in _lines(one, how))


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    seen: set[int] = set()
    waiting = [(error, "")]
    while waiting:
        one, how = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one, how
        cause = one.__cause__ or one.__context__
        if cause is not None:
            waiting.append((cause, "caused by "))
        if isinstance(one, BaseExceptionGroup):
            waiting.extend((inside, "with ") for inside in reversed(one.exceptions))


def _lines(error: BaseException, how: str) -> list[str]:
    places = list(_places(error.__traceback__))
    if len(places) > _FIRST + _LAST:
        places[_FIRST:-_LAST] = [f"  ... {len(places) - _FIRST - _LAST} ..."]
    return [how + _kind(type(error)), *places]


def _kind(kind: type[BaseException]) -> str:
    """Name a class of errors that a module declares; one made while running may be named after anything."""
    found: object = sys.modules.get(kind.__module__)
    for part in kind.__qualname__.split("."):
        found = getattr(found, part, None)
    return kind.__qualname__ if found is kind else "?"


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        # Code made while running may bear any name, and say that it comes from any file.
        ours = code.co_filename.startswith(_ROOTS) and _NAME.fullmatch(PurePath(code.co_filename).name)
        yield f"  {PurePath(code.co_filename).name}:{trace.tb_lineno} {code.co_name}" if ours else "  ?"
        trace = trace.tb_next


def record_incident(error: BaseException, directory: Path | None = None) -> Incident:
    """Write the scrubbed report in `directory` (mode 0600; not written when None) and return its reference.

    Never raises: who is told of an error must get a reference even where nothing can be written.
    """
    reference = "INC-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
    try:
        report = scrub(error)
    except (MemoryError, RecursionError):
        report = "?"
    incident = Incident(reference, report)
    if directory is not None:
        with suppress(OSError):
            _write(incident, directory / _DIRECTORY)
    return incident


def _write(incident: Incident, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{incident.reference}.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()}\n{incident.report}\n")
