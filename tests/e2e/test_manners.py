"""How the program behaves as a guest of the terminal: it gives it back, follows its size, and bears what is typed."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.acts import answer, back, choose, open_account, opened, searched, seek, sign_in, step, wrong

pytestmark = pytest.mark.e2e

BRUNO = "1 04 99 99 999 012 14"  # of the demonstration: his account is open


def test_the_terminal_is_given_back_on_leaving(tmp_path: Path) -> None:
    with opened(tmp_path / "donnees") as t:
        t.press("7")
        assert t.wait_end() == 0
        assert t.left_wrong() == []
    with opened(tmp_path / "donnees") as t:
        t.press("1").wait_field("Quel est votre numéro de Sécurité sociale ?").press("ctrl+q")
        assert t.wait_end() == 0
        assert t.left_wrong() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_given_back_when_the_program_is_told_to_end(tmp_path: Path, number: signal.Signals) -> None:
    with opened(tmp_path / "donnees") as t:
        t.signal(number)
        t.wait_end()
        assert t.left_wrong() == []


def test_the_program_ends_with_its_terminal(tmp_path: Path) -> None:
    with opened(tmp_path / "donnees") as t:
        t.press("1").wait_field("Quel est votre numéro de Sécurité sociale ?")
        t.hang_up()


def test_a_form_follows_the_size_of_the_window(tmp_path: Path) -> None:
    with opened(tmp_path / "donnees") as t:
        open_account(t)
        choose(t, "Votre civilité ?", "Monsieur")
        t.wait_field("Quel est votre nom de famille ?").type("Exem").wait("Exem")
        t.resize(40, 15).wait("Quel est votre nom de famille ?", "Exem", "Entrée Continuer")
        t.type("ple").wait("Exemple")
        t.resize(120, 40).wait("Quel est votre nom de famille ?", "Exemple", "question 2 sur 11", "Entrée Continuer")
        t.press("enter").wait("Quels sont vos prénoms ?")
        back(t)
        t.wait("Quel est votre nom de famille ?", "Exemple")


def test_two_thousand_characters_pasted_in_the_search_are_borne(demonstration: Path) -> None:
    with opened(demonstration) as t:
        sign_in(t, BRUNO)
        step(t, "Chercher une formation")
        seek(t, "soudeur")
        t.clear(lambda: searched(t)).wait("Près de chez vous").paste("soudeur [/ [@click=app.quit] \n" * 67)
        t.wait("Résultats pour")
        t.clear(lambda: searched(t)).wait("Près de chez vous")
        seek(t, "plombier")
        t.wait("utilisables")


def test_what_looks_like_markup_is_refused_in_a_name_and_shown_as_typed_elsewhere(demonstration: Path) -> None:
    with opened(demonstration) as t:
        t.press("1")
        wrong(t, "Quel est votre numéro de Sécurité sociale ?", "[@click=app.quit]x", "chiffres")
        back(t)
        sign_in(t, BRUNO)
        step(t, "Saisir mes heures DIF")
        answer(t, "Combien d’heures de DIF vous reste-t-il ?", "20")
        choose(t, "Quel document l’indique ?", "Un certificat de travail")
        answer(t, "date", "31/12/2014")
        answer(t, "Quel employeur vous l’a remis ?", "L’Été & Fils [/ [@click=app.quit]ici[/]")
        t.wait("Employeur : L’Été & Fils [/ [@click=app.quit]ici[/]").press("enter")
        t.wait("20 h de DIF sont sur votre compte").press("enter")
        t.wait("20 h disponibles")


def test_english_is_chosen_on_the_first_screen(tmp_path: Path) -> None:
    with opened(tmp_path / "donnees") as t:
        t.pick("English").press("enter")
        t.wait(
            "Welcome", "Open my account", "I already have an account", "Français", "Enter Choose", without="Bienvenue"
        )
        t.press("1").wait_field("What is your social security number?").type("123").press("enter")
        t.wait("There is a problem", "example:", "Enter Continue", "question 1 of 3", without="Il y a un problème")
        back(t)
        t.pick("Français").press("enter").wait("Bienvenue", "J’ouvre mon compte", "English")
