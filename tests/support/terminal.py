"""A real terminal for the program: a pseudo-terminal it is started in, and pyte, which reads what it paints.

Nothing here sleeps for a guessed time: one waits until the screen says something, with a deadline.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyte

PATIENCE = float(os.environ.get("CPF_TUI_TEST_PATIENCE", "30"))
"""Seconds a screen may take before the test gives up: slow machines pass, stuck programs do not."""

QUIET = 0.1
"""Seconds without a byte after which what is on screen is whole."""

KEYS: Mapping[str, str] = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "back-tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "page-up": "\x1b[5~",
    "page-down": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f10": "\x1b[21~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
_FRAME = re.compile("[│║┃▌▐█▔▁▎▊╔╗╚╝═┌┐└┘─━▄▀]+")
_MARK = "> "
_TOP = re.compile("┌─+┐")
_SPACES = re.compile(r"\s+")
# Takes the pseudo-terminal as the controlling one, so that a resize reaches the program as it does in real life.
_LAUNCHER = "import fcntl, os, sys, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\nos.execvp(sys.argv[1], sys.argv[1:])"


def program(*arguments: str) -> list[str]:
    """Return the command line of the installed program."""
    installed = Path(sys.executable).with_name("cpf-tui")
    return [*([str(installed)] if installed.exists() else [sys.executable, "-m", "cpf_tui"]), *arguments]


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return what the program finds around it: a modern terminal, a home of its own, and nothing of the tester's."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(data_dir.parent),
        "CPF_TUI_DATA_DIR": str(data_dir),
        "CPF_TUI_ADVISOR_SECOND_FACTOR": "propose",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        **more,
    }


def run(data_dir: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of the program without a terminal; what it writes is in the answer."""
    return subprocess.run(
        program(*arguments),
        env=environment(data_dir),
        input=typed,
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE,
        check=False,
    )


def plain(words: str) -> str:
    """Write words in one way: straight apostrophes, one ordinary space between them."""
    return _SPACES.sub(" ", words.replace("’", "'")).strip()


def _in_boxes(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines inside every box: what stands beside one would break its sentences."""
    for top, line in enumerate(lines):
        for box in _TOP.finditer(line):
            left, right = box.start(), box.end() - 1
            for inside in lines[top + 1 :]:
                if inside[left : left + 1] != "│":
                    break
                yield inside[left + 1 : right]


def plain_lines(screen: str) -> str:
    """Write every line of a screen in one way, and keep the lines."""
    return "\n".join(map(plain, screen.splitlines()))


class Terminal:
    """A program at work in a terminal; use it as a context manager, so that no process is left behind."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], *, columns: int = 80, rows: int = 24, name: str = ""
    ) -> None:
        self._name = name
        self._master, self._slave = pty.openpty()
        self._ends = [self._master, self._slave]  # still open
        self._size(columns, rows)
        self._before = termios.tcgetattr(self._slave)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.painted = bytearray()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCHER, *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=dict(env),
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # ------------------------------------------------------------------ the keyboard

    def press(self, *keys: str) -> Self:
        """Press keys by name. What they do is then waited for by its words, never by a time."""
        for key in keys:
            self._write(KEYS.get(key, key))
        return self

    def type(self, words: str) -> Self:
        """Type words, as fast as a paste without being one."""
        self._write(words)
        return self

    def send(self, words: str) -> None:
        """Send what a keyboard sends, and do not look at what it does."""
        self._write(words)

    def clear(self, content: Callable[[], str] | None = None) -> Self:
        """Empty the line in hand; `content` reads it, when it has no frame.

        A key that edits goes through the whole program before it acts, and letters typed after it may overtake it: it
        is waited for.
        """
        read = content or self.field
        if read():
            self._write(KEYS["end"] + KEYS["ctrl+u"])
            self.wait_until(lambda: not read(), "une ligne vide")
        return self

    def paste(self, words: str) -> Self:
        """Paste words, as a terminal in bracketed-paste mode does."""
        self._write(f"\x1b[200~{words}\x1b[201~")
        return self

    def _write(self, words: str) -> None:
        data = words.encode()
        while data:
            self._read(0)  # a program blocked on its output would never read its input
            data = data[os.write(self._master, data[:512]) :]

    # ------------------------------------------------------------------ the screen

    @property
    def text(self) -> str:
        """What is on the screen now, line by line."""
        self._read(0)
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def words(self) -> str:
        """The same on one line, without frames: a sentence reads whole however it is broken, in a box or out of it."""
        lines = self.text.splitlines()
        return plain(_FRAME.sub(" ", "\n".join([*lines, *_in_boxes(lines)])))

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def in_hand(self) -> list[str]:
        """The rows marked « > »: at most one for each list on the screen."""
        return [row.removeprefix(_MARK) for rows in self._rows() for row in rows if row.startswith(_MARK)]

    def _rows(self) -> tuple[list[str], list[str]]:
        """Return the lines inside the boxes, then those of the whole screen, without frames."""
        lines = self.text.splitlines()
        inside, whole = ([plain(_FRAME.sub(" ", one)) for one in some] for some in (_in_boxes(lines), lines))
        return inside, whole

    def field(self) -> str:
        """Return what stands in the field that has the focus: it is framed with a double line."""
        lines = self.text.splitlines()
        for top, line in enumerate(lines[:-1]):
            if "╔" in line:
                return plain(lines[top + 1][line.index("╔") + 1 : line.index("╗")])
        return ""

    def line(self, part: str) -> str:
        """Return the first line that has these words; empty when none has."""
        return next((line for line in self.text.splitlines() if plain(part) in plain(line)), "")

    def shows(self, *parts: str) -> bool:
        """Say whether every one of these words is on the screen."""
        words = self.words
        return all(plain(part) in words for part in parts)

    def wait(self, *parts: str, without: str = "", seconds: float = PATIENCE) -> Self:
        """Wait until all these words are on the screen together (and `without` is not)."""

        def there() -> bool:
            return self.shows(*parts) and not (without and self.shows(without))

        wanted = " + ".join(f"« {part} »" for part in parts) + (f" sans « {without} »" if without else "")
        self.wait_until(there, wanted, seconds)
        return self

    def wait_field(self, question: str) -> Self:
        """Wait until a question is asked and its field has the focus: it is then framed with a double line."""
        beginning = plain(question)[:24]

        def focused() -> bool:
            before, _, after = plain_lines(self.text).partition(beginning)
            return "╔" in after and "╔" not in before

        self.wait_until(focused, f"le champ de « {question} »")
        return self

    def wait_choice(self, question: str) -> Self:
        """Wait until a question is asked and its choices have the focus: one of them is then marked."""
        beginning, marked = plain(question)[:24], f"{_MARK}("

        def focused() -> bool:
            for rows in self._rows():
                asked = [at for at, row in enumerate(rows) if beginning in row]
                if asked and any(row.startswith(marked) for row in rows[asked[0] :]):
                    return not any(row.startswith(marked) for row in rows[: asked[0]])
            return False

        self.wait_until(focused, f"les choix de « {question} »")
        return self

    def pick(self, words: str, *, most: int = 60) -> Self:
        """Wait for a row with these words, and move with the arrows until it is in hand."""
        wanted = plain(words)
        self.wait_until(lambda: self._way_to(wanted) is not None, f"une ligne « {words} »")
        for _ in range(most):
            if not (key := self._way_to(wanted)):
                return self
            before = self.in_hand
            self.press(key).wait_until(lambda was=before: self.in_hand != was, f"une autre ligne, vers « {words} »")  # type: ignore[misc]
        message = f"{self._name or 'terminal'} : aucune ligne « {words} »\n{self.text}"
        raise AssertionError(message)

    def _way_to(self, wanted: str) -> str | None:
        """Return the key that leads to a row: empty when it is in hand, None when it is not on the screen."""
        for rows in self._rows():
            here = next((at for at, row in enumerate(rows) if row.startswith(_MARK)), None)
            there = [at for at, row in enumerate(rows) if wanted in row]
            if here is not None and there:
                return "" if here in there else "down" if there[0] > here else "up"
        return None

    def wait_gone(self, part: str, seconds: float = PATIENCE) -> Self:
        """Wait until these words are no longer on the screen."""
        self.wait_until(lambda: not self.shows(part), f"sans « {part} »", seconds)
        return self

    def wait_until(self, reached: Callable[[], bool], wanted: str, seconds: float = PATIENCE) -> None:
        """Wait until something is true of the screen; fail with the screen as it is at the deadline."""
        deadline = time.monotonic() + seconds
        while not reached():
            left = deadline - time.monotonic()
            if left <= 0 or (not self._read(min(left, 1.0)) and self._process.poll() is not None and not reached()):
                ended = "" if self._process.poll() is None else f" (terminé, code {self._process.returncode})"
                message = f"{self._name or 'terminal'}{ended} : attendu {wanted}\n{self.text}"
                raise AssertionError(message)

    def settle(self) -> Self:
        """Read until nothing more is painted for a moment."""
        deadline = time.monotonic() + PATIENCE
        while self._read(QUIET) and time.monotonic() < deadline:
            pass
        return self

    def _read(self, seconds: float) -> bool:
        """Read what is painted, waiting at most that long for the first byte; False when there was nothing."""
        got = False
        while select.select([self._master], [], [], 0 if got else seconds)[0]:
            try:
                data = os.read(self._master, 1 << 16)
            except OSError:  # the other end is closed
                return got
            if not data:
                return got
            got = True
            self.painted += data
            self._stream.feed(data)
        return got

    # ------------------------------------------------------------------ the window, and the end

    def resize(self, columns: int, rows: int) -> Self:
        """Change the size of the window, as dragging its corner does."""
        self._screen.resize(rows, columns)
        self._size(columns, rows)
        self.settle()
        return self

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """Cut the program as a power failure does: it can do nothing before it ends."""
        self.signal(signal.SIGKILL)
        self._process.wait(PATIENCE)

    def hang_up(self) -> int:
        """Make the terminal disappear, as a closed window or a cut line does; return the exit code of the program."""
        self._release()
        return self._process.wait(PATIENCE)

    def wait_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended; return its exit code."""
        self.wait_until(lambda: self._process.poll() is not None, "la fin du programme", seconds)
        self.settle()
        return int(self._process.returncode)

    def left_wrong(self) -> list[str]:
        """Say what of the terminal was not given back: line discipline, screen, mouse, paste, cursor."""
        now: list[Any] = termios.tcgetattr(self._slave)
        wrong = ["mode brut"] if (now[3] ^ self._before[3]) & (termios.ECHO | termios.ICANON | termios.ISIG) else []
        painted = bytes(self.painted)
        for mode, what in ((b"1049", "écran"), (b"1000", "souris"), (b"1003", "souris"), (b"2004", "collage")):
            if painted.rfind(b"\x1b[?" + mode + b"h") > painted.rfind(b"\x1b[?" + mode + b"l"):
                wrong.append(what)
        if painted.rfind(b"\x1b[?25l") > painted.rfind(b"\x1b[?25h"):
            wrong.append("curseur")
        return wrong

    def close(self) -> None:
        """End the program if it still runs, and give everything back."""
        if self._process.poll() is None:
            self.kill()
        self._release()

    def _release(self) -> None:
        while self._ends:
            os.close(self._ends.pop())
