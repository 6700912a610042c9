"""The disk fills up under somebody's hands: a sentence, nothing typed lost, and it goes on once there is room."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.acts import SECRET, answer, back, choose, home, open_account, sign_in, step
from tests.support import trouble
from tests.support.terminal import Terminal, environment, program

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not trouble.possible(), reason="the kernel must let a program supervise another (seccomp)"),
]

ROOT = Path(__file__).resolve().parents[2]
BRUNO = "1 04 99 99 999 012 14"  # of the demonstration: his account is open
_BEHIND = "import os, sys; sys.path.insert(0, {root!r}); from tests.support.trouble import enter; enter({address!r}); "
_BEHIND += "os.execv({command!r}[0], {command!r})"


@contextmanager
def behind(disk: trouble.Disk, data: Path) -> Iterator[Terminal]:
    """Start the program behind the supervisor of its disk."""
    code = _BEHIND.format(root=str(ROOT), address=disk.address, command=program())
    with Terminal([sys.executable, "-c", code], environment(data)) as t:
        yield t.wait("CPF", "Quitter")


def test_an_answer_that_finds_no_room_stays_in_its_field_and_is_kept_later(demonstration: Path) -> None:
    with trouble.failing_disk() as disk, behind(disk, demonstration) as t:
        sign_in(t, BRUNO)
        step(t, "Saisir mes heures DIF")
        t.wait_field("Combien d’heures de DIF vous reste-t-il ?").type("20").wait("20")
        disk.ill(errno.ENOSPC)
        t.press("enter").wait("Le disque est plein", "recommencez")
        assert "20" in t.text
        disk.well()
        t.press("enter")
        choose(t, "Quel document l’indique ?", "Un certificat de travail")
        back(t)
        back(t)
        t.wait("Combien d’heures de DIF vous reste-t-il ?", "20")


def test_an_act_that_finds_no_room_is_done_once(demonstration: Path) -> None:
    with trouble.failing_disk() as disk, behind(disk, demonstration) as t:
        sign_in(t, BRUNO)
        step(t, "Saisir mes heures DIF")
        answer(t, "Combien d’heures de DIF vous reste-t-il ?", "20")
        choose(t, "Quel document l’indique ?", "Un certificat de travail")
        answer(t, "date", "31/12/2014")
        answer(t, "Quel employeur vous l’a remis ?", "Filature")
        t.wait("vérifiez vos réponses", "Employeur : Filature")
        for number in (errno.ENOSPC, errno.EIO):
            disk.ill(number)
            t.pick("Confirmer et enregistrer").press("enter").wait("recommencez", "Employeur : Filature")
            disk.well()
        t.pick("Confirmer et enregistrer").press("enter").wait("20 h de DIF sont sur votre compte").press("enter")
        t.wait("20 h disponibles")
        home(t)
        t.press("h").wait("+20 h")
        assert t.words.count("+20 h") == 1


def test_a_sign_up_that_finds_no_room_is_refused_then_accepted(tmp_path: Path) -> None:
    with trouble.failing_disk() as disk, behind(disk, tmp_path / "donnees") as t:
        t.press("1").wait_field("Quel est votre numéro de Sécurité sociale ?")
        back(t)
        open_account_but_last(t)
        disk.ill(errno.ENOSPC)
        t.press("enter").wait("Le disque est plein")
        disk.well()
        t.press("enter").wait("Votre civilité ?")


def open_account_but_last(t: Terminal) -> None:
    """Sign up to the last password, typed and not sent."""
    t.wait("J’ouvre mon compte").press("1")
    answer(t, "Quel est votre numéro de Sécurité sociale ?", "2 00 99 99 999 001 74")
    answer(t, "Choisissez un mot de passe", SECRET, hidden=True)
    t.wait_field("Écrivez une seconde fois ce mot de passe").type(SECRET).wait("••••")


def test_what_is_read_goes_on_being_read(demonstration: Path) -> None:
    with trouble.failing_disk() as disk, behind(disk, demonstration) as t:
        sign_in(t, BRUNO)
        disk.ill(errno.ENOSPC)
        t.press("h").wait("0 h disponibles")
        back(t)
        t.press("d")
        back(t)
        t.wait("étapes sur 14")


def test_a_first_start_without_room_is_refused_and_leaves_nothing_by_halves(tmp_path: Path) -> None:
    data = tmp_path / "donnees"
    with trouble.failing_disk() as disk:
        disk.ill(errno.ENOSPC, after=2)
        code = _BEHIND.format(root=str(ROOT), address=disk.address, command=program())
        with Terminal([sys.executable, "-c", code], environment(data)) as t:
            assert t.wait_end() == 1
            assert "plein" in t.words
            assert "Traceback" not in t.words
        disk.well()
        with behind(disk, data) as t:
            open_account(t)
            t.wait("Votre civilité ?")
