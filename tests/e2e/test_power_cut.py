"""`kill -9` in the middle of a form: everything up to the last completed answer is there on restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.acts import answer, back, choose, in_days, open_account, opened, sign_in, step, today, typed

pytestmark = pytest.mark.e2e

CHLOE = "2 03 99 99 999 013 12"  # of the demonstration: her training is chosen, her dossier is to be created


def test_the_profile_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    data = tmp_path / "donnees"
    with opened(data) as t:
        open_account(t)
        choose(t, "Votre civilité ?", "Madame")
        answer(t, "Quel est votre nom de famille ?", "Exemple-Hérault")
        answer(t, "Quels sont vos prénoms ?", "Zoé")
        t.wait_field("Quelle est votre date de naissance ?").type("15/0").wait("15/0")
        t.kill()
    with opened(data) as t:
        sign_in(t)
        step(t, "Ouvrir mon compte")
        t.wait_field("Quelle est votre date de naissance ?").wait("question 4 sur 11", without="15/0")
        back(t)
        t.wait("Quels sont vos prénoms ?", "Zoé")
        back(t)
        t.wait("Quel est votre nom de famille ?", "Exemple-Hérault")
        back(t)
        t.wait("Votre civilité ?", "(•) 1. Madame")


def test_the_dossier_goes_on_where_it_was_cut(demonstration: Path) -> None:
    with opened(demonstration) as t:
        sign_in(t, CHLOE)
        step(t, "Créer mon dossier")
        t.pick("Créer un dossier pour").press("enter")
        answer(t, "À quoi cette formation va-t-elle vous servir ?", "Parler aux clients.")
        answer(t, "Combien d’heures dure la formation ?", "41,5")
        answer(t, "Quand la formation commence-t-elle ?", typed(today()))
        t.wait_field("Quand se termine-t-elle ?").clear().type("31/").wait("31/")
        t.kill()
    with opened(demonstration) as t:
        sign_in(t, CHLOE)
        step(t, "Créer mon dossier")
        t.pick("Créer un dossier pour").press("enter")
        answer(t, "Quand se termine-t-elle ?", in_days(20))
        t.wait("À quel rythme ?")
        back(t)
        t.wait("Quand se termine-t-elle ?", in_days(20))
        back(t)
        t.wait("Quand la formation commence-t-elle ?", typed(today()))
        back(t)
        t.wait("Combien d’heures dure la formation ?", "41,5")
        back(t)
        t.wait("À quoi cette formation va-t-elle vous servir ?", "Parler aux clients.")
