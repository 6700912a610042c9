"""A link to a server that breaks at a chosen moment: before a COMMIT reaches it, or before its answer comes back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum

_COMMIT = b"COMMIT\x00"
_CHUNK = 65_536


class Moment(Enum):
    """When the link breaks: what was asked is not done, or is done and not known to be."""

    BEFORE_THE_COMMIT = "the commit never arrives"
    BEFORE_ITS_ANSWER = "the commit is done, its answer never comes back"


@dataclass
class Link:
    """What stands between a program and a server; `cut_at` breaks the link of the next commit, once."""

    port: int
    cut_at: Moment | None = None
    cuts: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def carry(self, program: socket.socket, server: socket.socket) -> None:
        """Carry one connection until an end closes, or until it is cut."""
        self._open += [program, server]
        back = threading.Thread(target=_pour, args=(server, program), daemon=True)
        back_started = False
        with suppress(OSError):
            while data := program.recv(_CHUNK):
                if self.cut_at is not None and _COMMIT in data:
                    self._cut(data, program, server)
                    break
                server.sendall(data)
                if not back_started:
                    back.start()
                    back_started = True
        for end in (program, server):
            end.close()

    def _cut(self, data: bytes, program: socket.socket, server: socket.socket) -> None:
        moment, self.cut_at = self.cut_at, None
        self.cuts += 1  # before the program can notice
        # The program hears nothing more: first closed towards it, so that the answer has nowhere to go.
        program.shutdown(socket.SHUT_RDWR)
        if moment is Moment.BEFORE_ITS_ANSWER:
            server.sendall(data)
            server.shutdown(socket.SHUT_WR)  # the server reads the commit, does it, then sees that nobody is left
        else:
            server.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Break whatever is still open."""
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)


@contextmanager
def link(server_port: int) -> Iterator[Link]:
    """Stand before a server of this machine, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        carried = Link(int(listener.getsockname()[1]))

        def accept() -> None:
            with suppress(OSError):
                while True:
                    program, _ = listener.accept()
                    server = socket.create_connection(("127.0.0.1", server_port))
                    threading.Thread(target=carried.carry, args=(program, server), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield carried
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            carried.close()
