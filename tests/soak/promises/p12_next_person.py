"""The next person at a shared terminal sees nothing: seven ways of leaving, three terminals, the files, the memory.

The terminals are tmux, tmux without an alternate screen (as a Linux console), and a pseudo-terminal read by pyte, which
has none either. In each, a person signs in, looks at their account and searches; then the program ends, one way or
another, and everything that somebody else could look at is read.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpf_tui.demonstration.build import furnish
from cpf_tui.settings import Settings
from tests.e2e.acts import SECRET
from tests.soak.descendants import descendants
from tests.soak.harness import Outcome, Progress, Promise, Size
from tests.support.multiplexer import PROMPT, Multiplexer, available
from tests.support.terminal import PATIENCE, Terminal, environment

_NIR = "1 04 99 99 999 012 14"  # of the demonstration: Bruno, whose account is open
_SEARCHED = "plomberiezinc"
_NEEDLES = ("Bruno", "EXEMPLE", "999 012", "99999012", _SEARCHED, "girafe", "h disponibles", "étapes sur 14")
_ROOT = Path(__file__).resolve().parents[3]
# A crash is arranged where the person goes last; time runs faster for who waits.
_CRASH = "import screens.holder.balance as b\ndef fail(self): raise ZeroDivisionError('{nir} Bruno EXEMPLE')\n"
_CRASH += "b.BalanceScreen.compose_body = fail\n"
_FAST = "import time, cpf_tui.absence as a\nstart = time.monotonic()\nspeed = {speed}\n"
_FAST += "a.AttentiveApp.__init__.__kwdefaults__['seconds'] = lambda: (time.monotonic() - start) * speed\n"
# The program itself starts its two interpreters; the second, where the screens are, is arranged on its way.
_LAUNCH = "import sys; sys.path.insert(0, {root!r}); import cpf_tui.guardian as g, cpf_tui.__main__ as m\n"
_LAUNCH += "line = g.isolated\n"
_LAUNCH += "def arranged(function, given):\n    found = line(function, given)\n"
_LAUNCH += "    found[5] = found[5].replace('from cpf_tui', {first!r} + 'from cpf_tui')\n    return found\n"
_LAUNCH += "g.isolated = arranged\nsys.exit(m.main([]))"


@dataclass(frozen=True)
class Way:
    """A way of leaving: what is done, and what is arranged in the program before."""

    name: str
    leave: Callable[[Visitor], None]
    first: str = ""
    idle: int = 3600  # seconds without a key after which the program warns
    stays: bool = False  # the program does not end: it comes back to its door


class Visitor:
    """Somebody at a terminal, whichever it is."""

    def __init__(self, terminal: Multiplexer | Terminal, shell: int) -> None:
        self.terminal, self.shell = terminal, shell

    def press(self, key: str) -> None:
        """Press a key."""
        names = {"enter": "Enter", "esc": "Escape", "ctrl+q": "C-q", "ctrl+c": "C-c"}
        self.terminal.press(names.get(key, key) if isinstance(self.terminal, Multiplexer) else key)

    def programs(self) -> list[int]:
        """Find the processes of the program: its guardian, then itself."""
        return [one for one in descendants(self.shell) if b"cpf_tui" in _command(one)]

    def send(self, number: signal.Signals, *, to: int = -1) -> None:
        """Send a signal to the program, or to its guardian (0)."""
        os.kill(self.programs()[to], number)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _crash(visitor: Visitor) -> None:
    visitor.press("esc")
    visitor.terminal.wait("étapes sur 14")
    visitor.press("h")


def _stay_away(visitor: Visitor) -> None:
    visitor.terminal.wait("Bienvenue", "session a été fermée")


WAYS = (
    Way("KILL", lambda visitor: visitor.send(signal.SIGKILL)),
    Way("crash", _crash, _CRASH.format(nir=_NIR)),
    Way("quit", lambda visitor: visitor.press("ctrl+q")),
    Way("TERM", lambda visitor: visitor.send(signal.SIGTERM)),
    Way("HUP", lambda visitor: visitor.send(signal.SIGHUP)),
    Way("KILL of the guardian", lambda visitor: visitor.send(signal.SIGKILL, to=0)),
    Way("idle", _stay_away, _FAST.format(speed=10), idle=120, stays=True),
)
"""Seven ways of leaving beside the loss of the terminal, after which there is no screen left to look at."""


def run(size: Size, progress: Progress) -> Outcome:
    """Leave in each way, in each terminal, and read what is left."""
    whole = progress.folder / "whole"
    furnish(Settings(data_dir=whole))
    shutil.rmtree(whole / "emporter", ignore_errors=True)
    kinds = ["pyte", *(["tmux", "tmux without alternate screen"] if available() else [])]
    full = size is Size.FULL
    tries = [(kind, way) for way in WAYS for kind in kinds] if full else [(kinds[-1], way) for way in WAYS[:2]]
    notes: list[str] = [] if available() else ["tmux is not installed: its two terminals were not tried"]
    left, seen = 0, []
    for number, (kind, way) in enumerate(progress.each("departures", tries)):
        seen += [f"{kind}, {way.name}: {one}" for one in _try(kind, way, _laid_out(whole, progress.folder, number))]
        left += 1
    lost = 0
    for number in range(3 if full else 1):
        seen += [f"terminal lost: {one}" for one in _lose(_laid_out(whole, progress.folder, 100 + number))]
        lost += 1
    figures = {
        "ways": len({way.name for _, way in tries}) + 1,
        "terminals": len({kind for kind, _ in tries}),
        "departures": left + lost,
        "things of the former person seen": len(seen),
    }
    return Outcome(figures, held=not seen and available(), notes=[*notes, *seen][:10])


def _laid_out(whole: Path, folder: Path, number: int) -> Path:
    """Give a departure its own home, with a copy of the demonstration."""
    home = folder / f"d{number}"
    home.mkdir()
    (home / "tmp").mkdir()
    for part in ("base", "cles", "catalogue"):
        shutil.copytree(whole / part, home / "donnees" / part, symlinks=True)
    (home / "donnees").chmod(0o700)
    return home


def _environment(home: Path, idle: int) -> Mapping[str, str]:
    return environment(
        home / "donnees", CPF_TUI_SHARED="1", CPF_TUI_IDLE_SECONDS=str(idle), TMPDIR=str(home / "tmp"),
        TEXTUAL_LOG=str(home / "keys"), SSLKEYLOGFILE=str(home / "tls"),
    )  # fmt: skip


def _launcher(home: Path, first: str) -> str:
    """Write what starts the program, with what is arranged in it."""
    path = home / "lancer.py"
    path.write_text(_LAUNCH.format(root=str(_ROOT), first=first), encoding="utf-8")
    return str(path)


@contextmanager
def _terminal(kind: str, home: Path, first: str = "", idle: int = 3600) -> Iterator[Visitor]:
    """Open a terminal with a shell in it, and the program started from there."""
    start = f"{sys.executable} -I {_launcher(home, first)}"
    if kind == "pyte":
        # A shell that goes on after the program, as the one a person came from.
        shell = ["/bin/sh", "-c", f"{start}; echo '{PROMPT}'; read nothing"]
        with Terminal(shell, _environment(home, idle), name=kind) as terminal:
            yield Visitor(terminal, terminal._process.pid)
        return
    with Multiplexer(_environment(home, idle), alternate=kind == "tmux") as multiplexer:
        multiplexer.type(start).press("Enter")
        yield Visitor(multiplexer, multiplexer.shell)


def _visit(visitor: Visitor) -> None:
    """Sign in, look at the account, search; what somebody else must not see is then on the screen."""
    t = visitor.terminal
    t.wait("Bienvenue", "Quitter")
    visitor.press("2")
    t.wait_field("Votre numéro de Sécurité sociale")
    t.type(_NIR).wait(_NIR)
    visitor.press("enter")
    t.wait_field("Votre mot de passe").type(SECRET).wait("••••••")
    visitor.press("enter")
    t.wait("étapes sur 14", "Bruno EXEMP")
    t.pick("Chercher une formation")
    visitor.press("enter")
    t.wait("Que voulez-vous apprendre")
    t.type(_SEARCHED).wait(_SEARCHED, "Bruno EXEMP")
    for key in ("Home", "S-End", "C-c") if isinstance(t, Multiplexer) else ("home", "ctrl+c"):
        t.press(key)  # copying what was searched: nothing must come of it


def _try(kind: str, way: Way, home: Path) -> list[str]:
    """Come, leave in that way, and say everything of that person that somebody else could find."""
    with _terminal(kind, home, way.first, way.idle) as visitor:
        _visit(visitor)
        way.leave(visitor)
        t = visitor.terminal
        if way.stays:
            found = _in("screen", _everything(t))
            visitor.press("ctrl+q")
        else:
            found = []
        t.wait(PROMPT.strip())
        _gone(visitor)
        found += _in("screen", _everything(t))
        if isinstance(t, Multiplexer):
            found += _in("clipboard", t.clipboard) + _in("title", t.title) + _in("other screen", t.other_screen)
        else:
            found += t.left_wrong()
    return found + _files(home)


def _lose(home: Path) -> list[str]:
    """Come, and lose the terminal: nothing runs on, nothing is left in the files."""
    with _terminal("pyte", home) as visitor:
        _visit(visitor)
        programs = visitor.programs()
        assert isinstance(visitor.terminal, Terminal)
        visitor.terminal.hang_up()
        deadline = time.monotonic() + PATIENCE
        while any(_command(one) for one in programs) and time.monotonic() < deadline:
            threading.Event().wait(0.05)
        alive = [f"process {one} runs on" for one in programs if _command(one)]
    return alive + _files(home)


def _gone(visitor: Visitor) -> None:
    deadline = time.monotonic() + PATIENCE
    while visitor.programs() and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert not visitor.programs(), "the program runs on"


def _everything(terminal: Multiplexer | Terminal) -> str:
    return terminal.everything if isinstance(terminal, Multiplexer) else terminal.text


def _in(where: str, text: str) -> list[str]:
    """Say which words of the former person are in a text, whatever its spaces."""
    flat = "".join(text.split())
    return [f"« {needle} » on the {where}" for needle in _NEEDLES if "".join(needle.split()) in flat]


def _files(home: Path) -> list[str]:
    """Say which files of that home hold these words, those that were there before included."""
    found = []
    catalogue = home / "donnees" / "catalogue"  # public, and made of examples
    for path in home.rglob("*"):
        if path.is_file() and catalogue not in path.parents and path.name != "lancer.py":
            content = path.read_bytes()
            found += [
                f"« {needle} » in {path.name}"
                for needle in _NEEDLES
                if any(needle.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "latin-1"))
            ]
    strange = [one.name for one in (home / "keys", home / "tls") if one.exists()]
    return found + [f"a file {name}" for name in strange]


PROMISE = Promise(
    12,
    "The next person sees nothing",
    "quit, crash, TERM, HUP, KILL, lost terminal, idle: screen, scrollback, clipboard, files",
    run,
    minutes=8,
)
