"""A web server of this machine that misbehaves on demand; it answers nobody else.

Each address has a file, given well (ranges, marks, « not modified »), and a list of faults, one for each request: once
they are used up, the file is given well.
"""

from __future__ import annotations

import re
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Fault = Callable[["Asked", "Given"], None]


@dataclass
class Given:
    """A file and the way it is given; empty marks are not sent, and `ranges` are honoured unless said otherwise."""

    content: bytes = b""
    etag: str = '"v1"'
    modified: str = ""
    kind: str = "application/octet-stream"
    encoding: str = ""
    ranges: bool = True
    faults: list[Fault] = field(default_factory=list)

    def headers(self) -> dict[str, str]:
        """What is said of the file whatever part of it is given."""
        said = {"ETag": self.etag, "Last-Modified": self.modified, "Content-Encoding": self.encoding}
        return {"Content-Type": self.kind} | {name: value for name, value in said.items() if value}


class Asked(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Web

    def do_GET(self) -> None:
        """Answer well, or as the next fault says."""
        self.close_connection = True
        self.server.requests.append((self.path, dict(self.headers)))
        given = self.server.files.get(self.path.partition("?")[0])
        if given is None:
            self.answer(404, b"<html><body>introuvable</body></html>", {"Content-Type": "text/html"})
        elif given.faults:
            given.faults.pop(0)(self, given)
        else:
            self.well(given)

    def do_CONNECT(self) -> None:
        """Play the proxy: lead to where the server says, or let nobody through."""
        self.close_connection = True
        self.server.requests.append((f"CONNECT {self.path}", dict(self.headers)))
        if self.server.leads_to is None:
            self.answer(403, b"")
            return
        with socket.create_connection(("127.0.0.1", self.server.leads_to)) as there:
            self.send_response(200)
            self.end_headers()
            self._carry({self.connection: there, there: self.connection})

    @staticmethod
    def _carry(other: dict[socket.socket, socket.socket]) -> None:
        """Carry bytes both ways until one side has no more to say."""
        while True:
            for one in select.select(list(other), [], [])[0]:
                content = one.recv(1 << 16)
                if not content:
                    return
                other[one].sendall(content)

    def well(self, given: Given) -> None:
        """Give the file, the part asked for, or « not modified »."""
        content, headers = given.content, given.headers()
        if self.headers.get("If-None-Match") == given.etag != "":
            self.answer(304, b"", headers)
            return
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", "") in {"", given.etag, given.modified}
        if not (asked and given.ranges and same):
            self.answer(200, content, headers)
            return
        start, size = int(asked[1]), len(content)
        if start >= size:
            self.answer(416, b"", headers | {"Content-Range": f"bytes */{size}"})
        else:
            self.answer(206, content[start:], headers | {"Content-Range": f"bytes {start}-{size - 1}/{size}"})

    def answer(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        """Send an answer; a `Content-Length` among the headers is sent as it is, true or not."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Web(ThreadingHTTPServer):
    """The server: what it gives, by path, and what it was asked."""

    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.files: dict[str, Given] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.released = threading.Event()
        self.leads_to: int | None = None
        self.scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    @property
    def root(self) -> str:
        """The address of the server, without a path."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def give(self, path: str, content: bytes, *faults: Fault, **how: Any) -> str:
        """Put a file at a path and return its address."""
        self.files[path] = Given(content, faults=list(faults), **how)
        return self.root + path

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error here."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Web]:
    """Run a server; silent answers are let go of at the end."""
    web = Web(certificate)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.released.set()
        web.shutdown()
        thread.join()
        web.server_close()


def status(code: int, content: bytes = b"", **headers: str) -> Fault:
    """Answer with a status; header names are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda asked, _given: asked.answer(code, content, named)


def cut(at: int) -> Fault:
    """Announce the whole file and stop after some bytes."""

    def fault(asked: Asked, given: Given) -> None:
        asked.answer(200, given.content[:at], given.headers() | {"Content-Length": str(len(given.content))})

    return fault


def cut_again(count: int) -> Fault:
    """Go on from where it is asked, for some bytes only."""

    def fault(asked: Asked, given: Given) -> None:
        start, size = int(asked.headers["Range"].removeprefix("bytes=").rstrip("-")), len(given.content)
        said = {"Content-Range": f"bytes {start}-{size - 1}/{size}", "Content-Length": str(size - start)}
        asked.answer(206, given.content[start : start + count], given.headers() | said)

    return fault


def by_pieces(asked: Asked, given: Given) -> None:
    """Give the file a few bytes at a time, its length not announced."""
    asked.send_response(200)
    for name, value in ({"Transfer-Encoding": "chunked"} | given.headers()).items():
        asked.send_header(name, value)
    asked.end_headers()
    for start in range(0, len(given.content), 7):
        piece = given.content[start : start + 7]
        asked.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        asked.wfile.flush()
    asked.wfile.write(b"0\r\n\r\n")


def half_of_the_pieces(asked: Asked, given: Given) -> None:
    """Stop in the middle of a file whose length was not announced."""
    asked.send_response(200)
    for name, value in ({"Transfer-Encoding": "chunked"} | given.headers()).items():
        asked.send_header(name, value)
    asked.end_headers()
    piece = given.content[: len(given.content) // 2]
    asked.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


def silent(asked: Asked, _given: Given) -> None:
    """Never answer."""
    asked.server.released.wait()


def falling_silent(at: int) -> Fault:
    """Announce the whole file, give some bytes, then nothing."""

    def fault(asked: Asked, given: Given) -> None:
        asked.answer(200, given.content[:at], given.headers() | {"Content-Length": str(len(given.content))})
        asked.wfile.flush()
        asked.server.released.wait()

    return fault


def raw(content: bytes) -> Fault:
    """Send bytes that are no answer, or not a good one, and hang up."""

    def fault(asked: Asked, _given: Given) -> None:
        asked.wfile.write(content)

    return fault
