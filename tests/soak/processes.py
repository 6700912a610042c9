"""Real processes that start in milliseconds: forked from a server that has loaded the program and opened nothing."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

_LOADED = ("cpf_tui.bootstrap", "cpf_tui.assembly", "cpf_tui.persistence.unit_of_work", "tests.support.storage")


class Stuck(AssertionError):
    """Processes that should have ended did not."""


def context(*modules: str) -> ForkServerContext:
    """Give the way processes are made; the server itself ends with the process that asked for it.

    It loads these modules too, unless it is already there.
    """
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([*_LOADED, *modules])
    return made


class Worker:
    """A process that runs `target(pipe, *arguments)`, and the other end of its pipe."""

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        made = context(target.__module__)
        self.pipe, theirs = made.Pipe()
        self.process: ForkServerProcess = made.Process(target=target, args=(theirs, *arguments), daemon=True)
        self.process.start()
        theirs.close()

    def kill(self) -> None:
        """Send SIGKILL and wait until it is gone."""
        self.process.kill()
        self.process.join()

    def drained(self) -> list[bytes]:
        """Give every whole message it sent and that was not read; only once it has ended or was killed."""
        messages = []
        while True:
            try:
                messages.append(self.pipe.recv_bytes())
            except (EOFError, OSError):
                return messages

    def close(self) -> None:
        """Leave nothing of it, running or not."""
        if self.process.is_alive():
            self.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


@contextmanager
def crowd(target: Callable[..., None], arguments: Sequence[Sequence[Any]]) -> Iterator[list[Worker]]:
    """Start one process per tuple of arguments; at the end, however it ends, none is left."""
    workers: list[Worker] = []
    try:
        for given in arguments:
            workers.append(Worker(target, *given))  # noqa: PERF401 – those started must be closed if one fails
        yield workers
    finally:
        for worker in workers:
            worker.close()


def answers(workers: Sequence[Worker], seconds: float) -> Iterator[tuple[int, Any]]:
    """Give what the workers send, as it comes, until each has closed its pipe. Raises `Stuck` after a long silence."""
    open_pipes = {worker.pipe: number for number, worker in enumerate(workers)}
    while open_pipes:
        ready = wait(list(open_pipes), seconds)
        if not ready:
            raise Stuck(f"{len(open_pipes)} processes said nothing for {seconds:.0f} seconds")
        for pipe in ready:
            assert isinstance(pipe, Connection)
            try:
                yield open_pipes[pipe], pipe.recv()
            except EOFError:
                del open_pipes[pipe]
