"""What people do at the keyboard, in words: answering a question, taking a choice, signing in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.support.terminal import Terminal, environment, program, run

NIR = "2 00 99 99 999 001 74"  # fictitious and valid
SECRET = "girafe tambour nuage citron"
WRONG_SECRET = "girafe tambour nuage orange"


def today() -> date:
    """Return the day of the installation."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def typed(day: date) -> str:
    """Write a day as a person types it."""
    return f"{day:%d/%m/%Y}"


def in_days(days: int) -> str:
    """Write a coming day as a person types it."""
    return typed(today() + timedelta(days=days))


def opened(data_dir: Path, name: str = "", *, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
    """Start the program on some data, and wait for its door."""
    terminal = Terminal(program(), environment(data_dir, **env), columns=columns, rows=rows, name=name)
    try:
        return terminal.wait("CPF", "Quitter" if env.get("CPF_TUI_LANGUAGE") != "en" else "Quit")
    except BaseException:
        terminal.close()
        raise


def answer(t: Terminal, question: str, words: str, *, hidden: bool = False) -> None:
    """Type the answer to a question in place of what stands there, and go on."""
    t.wait_field(question).clear()
    t.type(words)
    if words and not hidden:
        t.wait(words)
    t.press("enter")


def wrong(t: Terminal, question: str, words: str, reproach: str, *, hidden: bool = False) -> None:
    """Give an answer that is refused in place, with the reason; what was typed stays."""
    answer(t, question, words, hidden=hidden)
    t.wait("Il y a un problème", reproach, *([] if hidden else [words]))


def choose(t: Terminal, question: str, label: str) -> None:
    """Take one of the choices of a question, and go on."""
    t.wait_choice(question).wait(label)
    number = re.search(r"(\d)\. *" + re.escape(label.replace("’", "'")), t.words)
    assert number, f"pas de choix « {label} »\n{t.text}"
    t.press(number[1]).wait(f"(•) {number[1]}. {label}").press("enter")


def pass_over(t: Terminal, question: str) -> None:
    """Leave a question as it stands."""
    t.wait(question).press("enter")


def sign_in(t: Terminal, nir: str = NIR, secret: str = SECRET) -> None:
    """Enter one's account from the door."""
    t.wait("J’ai déjà un compte").press("2")
    enter(t, "Votre numéro de Sécurité sociale", nir, secret)
    t.wait("étapes sur 14 faites")


def sign_in_as_advisor(t: Terminal, login: str, secret: str = SECRET) -> None:
    """Enter as an advisor from the door."""
    t.wait("Je suis conseiller").press("4")
    enter(t, "Votre identifiant", login, secret)
    t.wait_field("Votre code à usage unique").press("enter")  # none was set up


def enter(t: Terminal, who: str, name: str, secret: str) -> None:
    """Fill the page that asks for an identity and its password."""
    t.wait_field(who).type(name).wait(name).press("enter")
    t.wait_field("Votre mot de passe").type(secret).wait("••••").press("enter")


def step(t: Terminal, title: str) -> None:
    """Open a step from home."""
    t.wait("étapes sur 14 faites").pick(title).press("enter")


def seek(t: Terminal, words: str, *, means: str = "") -> None:
    """Search these words, in place of the former ones, and wait for what they bring; `means` is how they are mended."""
    t.wait("Que voulez-vous apprendre ?", "utilisables").clear(lambda: searched(t))
    t.type(words).wait(f"apprendre ? {words}", f"Résultats pour « {(means or words)[:10]}")


def searched(t: Terminal) -> str:
    """Read what stands in the line of the search."""
    return t.line("Que voulez-vous apprendre ?").partition(" ?")[2].strip()


def home(t: Terminal) -> None:
    """Go back to home from anywhere, with Esc alone."""
    for _ in range(8):
        if t.shows("étapes sur 14 faites"):
            return
        back(t)
    t.wait("étapes sur 14 faites")


def back(t: Terminal) -> None:
    """Press Esc, and wait until the screen is another one: a second Esc too soon would leave one screen too many."""
    before = t.settle().words
    t.press("esc").wait_until(lambda: t.words != before, "un autre écran après Échap")
    t.settle()


def open_account(t: Terminal) -> None:
    """Sign up and say who one is, without a mistake."""
    t.wait("J’ouvre mon compte").press("1")
    answer(t, "Quel est votre numéro de Sécurité sociale ?", NIR)
    answer(t, "Choisissez un mot de passe", SECRET, hidden=True)
    answer(t, "Écrivez une seconde fois ce mot de passe", SECRET, hidden=True)


def add_advisor(data_dir: Path, login: str, name: str, *, operator: str, place: str, rights: str) -> None:
    """Let the operator of the installation add an advisor, whose password is read on the standard input."""
    given = ("--nom", name, "--operateur", operator, "--droits", rights, "--lieu", place)
    added = run(data_dir, "conseiller", "ajouter", login, *given, "--definitif", typed=f"{SECRET}\n")
    assert added.returncode == 0, added.stderr
    assert login in added.stdout
