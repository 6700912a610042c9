"""A private PostgreSQL server for a promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.soak.harness import NotShown, Progress
from tests.support.postgresql import Server, missing, serving


@contextmanager
def private_server(progress: Progress) -> Iterator[Server]:
    """Give the server that is there already, or make one for the length of a promise.

    Raises `NotShown` where none can be made.
    """
    if progress.server is not None:
        yield progress.server
        return
    if reason := missing():
        raise NotShown(reason)
    progress.step("starting the server")
    with serving() as server:
        yield server
