"""One promise in a process of its own: `python -m tests.soak.alone NUMBER SIZE SEED SECONDS FOLDER PIPE`.

It tells the runner how far it is, then what it reached, one JSON object per line of the pipe.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.soak import harness

_EVERY = 0.2  # seconds between two lines of progress


def main(arguments: Sequence[str]) -> int:
    """Run it, and say what came out of it, whatever that is."""
    number, size, seed, seconds, folder, pipe = arguments
    # A shell that starts a job in the background has it ignore Ctrl+C, and what it starts inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    told = _Told(int(pipe))
    progress = harness.Progress(Path(folder), int(seed), float(seconds), told.advance)
    try:
        outcome = harness.promise(int(number)).run(harness.Size(size), progress)
    except harness.NotShown as reason:
        told.say(held=None, figures={}, notes=[str(reason)], cut=True)
    except KeyboardInterrupt:
        return 130
    except BaseException as error:
        traceback.print_exc()
        told.say(held=False, figures={}, notes=[f"{type(error).__name__}: {error}".splitlines()[0]], cut=progress.cut)
    else:
        told.say(held=outcome.held, figures=dict(outcome.figures), notes=list(outcome.notes), cut=progress.cut)
    return 0


class _Told:
    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._last, self._at = "", 0.0

    def say(self, **what: Any) -> None:
        os.write(self._pipe, json.dumps(what).encode() + b"\n")

    def advance(self, what: str, done: int, of: int) -> None:
        if what != self._last or done == of or time.monotonic() > self._at + _EVERY:
            self._last, self._at = what, time.monotonic()
            self.say(step=what, done=done, of=of)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
