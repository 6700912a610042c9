"""What is kept of an unexpected error: where it happened in the code, never what anybody typed.

A traceback's message and local variables may hold a name or a number. The report keeps the type of the error and the
places in the program, in a file only its owner reads, under a reference number that the person is given.
"""

from __future__ import annotations

import os
import secrets
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_DIRECTORY = "incidents"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Incident:
    """An unexpected error: the reference shown on screen, and its report without anything personal."""

    reference: str
    report: str


def scrub(error: BaseException) -> str:
    """Describe an error without its message nor its values: type, then file, line and function of each frame."""
    frames = traceback.extract_tb(error.__traceback__)
    places = (f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    lines = [type(error).__qualname__, *places]
    cause = error.__cause__ or error.__context__
    return "\n".join([*lines, "caused by " + scrub(cause)] if cause else lines)


def record_incident(error: BaseException, directory: Path | None = None) -> Incident:
    """Write the scrubbed report in `directory` (mode 0600; not written when None) and return its reference."""
    reference = "INC-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
    incident = Incident(reference, scrub(error))
    if directory is not None:
        folder = directory / _DIRECTORY
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / f"{reference}.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{incident.report}\n")
    return incident
