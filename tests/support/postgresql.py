"""A private PostgreSQL server: made in a temporary folder, of nobody else's, gone at the end even after a kill.

    with serving() as server:
        url = server.create()        # an empty database of its own
        …
        server.stop(); server.start(); server.cut(url)

It answers on a socket of its folder without a password, and on 127.0.0.1 with one (`server.tcp(url)`). `fsync` is on:
what it acknowledges is on the disk. PostgreSQL refuses to run as root: it then runs as another user.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

OLDEST = 15
OWNER = "essai"
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)
_START_TRIES = 1200  # of 50 ms
# Removes the folder when its parent is killed, even while the server is being made.
_KEEPER = 'read -r _ || { cd /; rm -rf "$1"; }'
# Ends the server when its parent does, however it ends: the pipe closes. Told to keep, it leaves the folder.
_GUARDIAN = """
"$1" -D "$2" >>"$3" 2>&1 & server=$!
if read -r _; then kill -INT $server; wait $server
else kill -QUIT $server; wait $server; cd /; rm -rf "$4"; fi
"""
_SHUT, _READY = "database system is shut down", "database system is ready to accept connections"
_MEMORY = Path("/dev/shm")  # noqa: S108 – a folder is made in it, of a name nobody can foresee
_ENOUGH = 3 << 30  # bytes
_CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket}'
fsync = on
max_connections = 120
shared_buffers = 32MB
max_wal_size = 4GB
checkpoint_timeout = 30min
autovacuum_naptime = 10min
log_min_messages = warning
lc_messages = 'C'
ssl = off
"""
_ACCESS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def binaries() -> Path | None:
    """Find the programs of the most recent server installed, None when there is none recent enough."""
    found = [folder for pattern in _FOLDERS for folder in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    rated = [(version, folder) for folder in found if (version := _version(folder)) >= OLDEST]
    return max(rated)[1] if rated else None


def _version(folder: Path) -> int:
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def missing() -> str:
    """Say why no server can be made here; empty when one can."""
    if sys.platform == "win32":
        return "a private server is made on Linux and macOS only"
    if binaries() is None:
        return f"no PostgreSQL server {OLDEST} or more is installed (Debian: apt install postgresql)"
    if _is_root() and _other_user() is None:
        return "PostgreSQL refuses to run as root, and there is no user « postgres » or « nobody » to run it as"
    return ""


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _other_user() -> tuple[int, int] | None:
    """Give the user and the group of somebody who is not root."""
    import pwd  # not on every system

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    return None


def _as_owner() -> dict[str, Any]:
    """Give the arguments that start a program as the user who may run a server."""
    other = _other_user() if _is_root() else None
    return {} if other is None else {"user": other[0], "group": other[1], "extra_groups": []}


@dataclass
class Server:
    """A running server; `start` and `stop` may be called again, the data stays."""

    folder: Path
    programs: Path
    port: int
    password: str = field(repr=False)
    _process: subprocess.Popen[Any] | None = None
    _made: int = 0

    @property
    def log(self) -> str:
        """What it wrote."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def url(self, database: str = "postgres", user: str = OWNER) -> str:
        """Give the address of a database through the socket of the folder, without a password."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder / 's'), safe='')}&port={self.port}"

    def tcp(self, url: str, *, port: int | None = None, user: str = OWNER, password: str | None = None) -> str:
        """Give the address of the same database through TCP, with a password."""
        database = url.split("/", 3)[3].partition("?")[0]
        known = quote(self.password if password is None else password, safe="")
        return f"postgresql://{user}:{known}@127.0.0.1:{port or self.port}/{database}"

    def do(self, statement: str, url: str | None = None) -> list[tuple[Any, ...]]:
        """Run a statement outside any transaction, as the owner of everything."""
        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            ran = connection.execute(statement.encode())
            return ran.fetchall() if ran.description else []

    def configure(self, name: str, value: str) -> None:
        """Change a setting of the whole server, and wait until it is in force. Raises `RuntimeError` if it never is."""
        self.do(f"ALTER SYSTEM SET {name} = '{value}'")
        self.do("SELECT pg_reload_conf()")
        for _ in range(_START_TRIES):  # told by a signal: each new connection asks
            if self.do(f"SELECT current_setting('{name}')") == [(value,)]:
                return
        raise RuntimeError(f"{name} is not {value}")

    def create(self, template: str = "template1", owner: str = OWNER) -> str:
        """Make a database like another one, and give its address."""
        self._made += 1
        name = f"base_{os.getpid()}_{self._made}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, (name, template, owner))))
        return self.url(name, owner)

    def drop(self, url: str) -> None:
        """Remove a database, cutting those who use it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(url.split("/", 3)[3].partition("?")[0])))

    def cut(self, url: str) -> int:
        """Kill the connections of a database on the side of the server, and say how many there were."""
        name = url.split("/", 3)[3].partition("?")[0]
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            return len(connection.execute(ended, (name,)).fetchall())

    def start(self) -> None:
        """Start, and wait until it answers. Raises `RuntimeError` with what it wrote."""
        mark = len(self.log)
        command: list[str | Path] = [
            "sh",
            "-c",
            _GUARDIAN,
            "sh",
            self.programs / "postgres",
            self.folder / "d",
            self.folder / "log",
        ]
        self._process = subprocess.Popen(
            [*command, self.folder], stdin=subprocess.PIPE, start_new_session=True, cwd="/", **_as_owner()
        )
        self.wait(mark)

    def wait(self, mark: int | None = None) -> None:
        """Wait until it answers, after a start or a crash. Raises `RuntimeError` when it has given up."""
        since = len(self.log) if mark is None else mark
        assert self._process is not None
        for _ in range(_START_TRIES):
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if _SHUT in self.log[since:]:
                    break
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(0.05)
            else:
                return
        raise RuntimeError(f"the server does not answer:\n{self.log}")

    def recovered(self, mark: int) -> None:
        """Wait until a crash has been noticed, since the log had that length, and got over. Raises `RuntimeError`.

        A server one of whose processes was killed goes on answering until it is told.
        """
        assert self._process is not None
        for _ in range(_START_TRIES):
            if _READY in self.log[mark:]:
                return self.wait(mark)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)
        raise RuntimeError(f"the server did not start again:\n{self.log}")

    def stop(self) -> None:
        """Stop as an administrator would, cutting everybody; the data stays for `start`."""
        self._end(b"keep\n")

    def _end(self, word: bytes) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        try:
            process.stdin.write(word)
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.wait()

    def remove(self) -> None:
        """Stop at once and remove everything."""
        self._end(b"")
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def serving(*, in_memory: bool = False) -> Iterator[Server]:
    """Make a server, give it, and remove it. Raises `RuntimeError` where none can be made (see `missing`).

    `in_memory` puts its files in the memory of the machine, where there is room: for tests of what it answers, not of
    what it keeps.
    """
    reason, programs = missing(), binaries()
    if reason or programs is None:
        raise RuntimeError(reason)
    # Not in the folder of a test: only its owner may pass through that, and the name of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="cpf-pg-", dir=_memory() if in_memory else None))
    given = _as_owner()
    if given:
        os.chown(folder, given["user"], given["group"])
    keeper = subprocess.Popen(
        ["sh", "-c", _KEEPER, "sh", folder], stdin=subprocess.PIPE, start_new_session=True, cwd="/", **given
    )
    server = Server(folder, programs, _free_port(), secrets.token_urlsafe(12))
    try:
        _make(server)
        server.start()
        yield server
    finally:
        server.remove()
        with suppress(BrokenPipeError):
            keeper.communicate(b"done\n")


def _memory() -> Path | None:
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH else None


@contextmanager
def server() -> Iterator[str]:
    """Make a server for one empty database, and give the address of that."""
    with serving() as running:
        yield running.create()


def _make(server: Server) -> None:
    known = server.folder / "p"
    known.write_text(server.password, encoding="ascii")
    given = _as_owner()
    if given:
        os.chown(known, given["user"], given["group"])
    # French rules of sorting, as a public service may have chosen: the order of texts must not depend on them.
    rules = ["--locale=C", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=fr"]
    access = ["--auth-local=trust", "--auth-host=scram-sha-256", f"--username={OWNER}", f"--pwfile={known}"]
    command: list[str | Path] = [server.programs / "initdb", "-D", server.folder / "d", "--no-sync", *access]
    ran = subprocess.run([*command, *rules], capture_output=True, text=True, cwd="/", check=False, **given)
    if ran.returncode:  # a server built without ICU
        shutil.rmtree(server.folder / "d", ignore_errors=True)
        subprocess.run([*command, *rules[:2]], capture_output=True, cwd="/", check=True, **given)
    (server.folder / "s").mkdir()
    settings = _CONFIGURATION.format(port=server.port, socket=server.folder / "s")
    with (server.folder / "d" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(settings)
    (server.folder / "d" / "pg_hba.conf").write_text(_ACCESS, encoding="ascii")
    if given:
        os.chown(server.folder / "s", given["user"], given["group"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
