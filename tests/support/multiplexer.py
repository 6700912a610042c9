"""A real terminal emulator without a window, tmux: what stands on its screen, above it, and in its clipboard."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from typing import Self

from tests.support.terminal import PATIENCE, plain

_LOOK = 0.05  # seconds between two looks
PROMPT = "invite> "


def available() -> bool:
    """Say whether tmux is installed."""
    return shutil.which("tmux") is not None


class Multiplexer:
    """A shell in tmux; use it as a context manager. `alternate` says whether this terminal has an alternate screen."""

    def __init__(self, env: Mapping[str, str], *, alternate: bool = True, columns: int = 80, rows: int = 24) -> None:
        self._server = f"cpf-{secrets.token_hex(4)}"
        self._env = {**env, "PS1": PROMPT, "ENV": "", "LANG": "C.UTF-8"}
        self._tmux("-f", os.devnull, "new-session", "-d", "-s", "t", "-x", str(columns), "-y", str(rows), "sleep 1000")
        self._tmux("set", "-g", "history-limit", "10000")
        self._tmux("set", "-g", "set-clipboard", "on")
        self._tmux("set", "-g", "alternate-screen", "on" if alternate else "off")
        self._tmux("set", "-g", "remain-on-exit", "on")
        # In a new pane, which these settings hold for.
        self._tmux("respawn-pane", "-k", "-t", "t", "sh", "-i")
        self.wait(PROMPT.strip())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._tmux("kill-server", check=False)

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-L", self._server, *arguments],
            env={**self._env, "TERM": "xterm-256color"},
            capture_output=True, text=True, check=check, timeout=PATIENCE,
        )  # fmt: skip
        return done.stdout

    @property
    def shell(self) -> int:
        """The process of the shell."""
        return int(self._tmux("display", "-p", "-t", "t", "#{pane_pid}"))

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return self._tmux("capture-pane", "-p", "-t", "t")

    @property
    def everything(self) -> str:
        """The screen, and the lines that went off its top."""
        return self._tmux("capture-pane", "-p", "-S", "-", "-t", "t")

    @property
    def other_screen(self) -> str:
        """The alternate screen as it was left, shown again as a program would by asking for it."""
        self.run(r"printf '\033[?47h'")
        shown = self.screen
        self.run(r"printf '\033[?47l'")
        return shown

    @property
    def clipboard(self) -> str:
        """Everything that was copied."""
        names = self._tmux("list-buffers", "-F", "#{buffer_name}", check=False).split()
        return "\n".join(self._tmux("show-buffer", "-b", name) for name in names)

    @property
    def title(self) -> str:
        """The title of the window, as a program sets it."""
        return self._tmux("display", "-p", "-t", "t", "#{pane_title}").strip()

    def type(self, words: str) -> Self:
        """Type words."""
        self._tmux("send-keys", "-t", "t", "-l", words)
        return self

    def press(self, *keys: str) -> Self:
        """Press keys, by the names tmux gives them."""
        self._tmux("send-keys", "-t", "t", *keys)
        return self

    def wait_field(self, question: str) -> Self:
        """Wait until a question is asked and its field has the focus: it is then framed with a double line."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            before, _, after = self.screen.partition(question)
            if "╔" in after and "╔" not in before:
                return self
            threading.Event().wait(_LOOK)
        message = f"tmux : attendu le champ de « {question} »\n{self.screen}"
        raise AssertionError(message)

    def pick(self, words: str, *, most: int = 20) -> Self:
        """Go down until the row with these words is in hand."""
        for _ in range(most):
            in_hand = next((line for line in self.screen.splitlines() if line.strip().startswith(">")), "")
            if plain(words) in plain(in_hand):
                return self
            self.press("Down").wait(without=in_hand)
        message = f"tmux : aucune ligne « {words} »\n{self.screen}"
        raise AssertionError(message)

    def run(self, command: str) -> Self:
        """Run a command of the shell, and wait until it is done."""
        done = secrets.token_hex(4)
        self.type(f"{command}; echo fin'{done}'").press("Enter")
        return self.wait(f"fin{done}")

    def wait(self, *words: str, without: str = "", seconds: float = PATIENCE) -> Self:
        """Wait until all these words are on the screen, and `without` is not."""
        deadline = time.monotonic() + seconds
        while True:
            shown = plain(self.screen)
            if all(plain(one) in shown for one in words) and not (without and plain(without) in shown):
                return self
            if time.monotonic() > deadline:
                message = f"tmux : attendu {words}\n{self.screen}"
                raise AssertionError(message)
            threading.Event().wait(_LOOK)
