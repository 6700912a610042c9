"""The whole journey, two roles and two programs: from the first screen to the debited hours, figure by figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.acts import (
    NIR,
    SECRET,
    WRONG_SECRET,
    add_advisor,
    answer,
    back,
    choose,
    home,
    in_days,
    opened,
    pass_over,
    sign_in_as_advisor,
    step,
    today,
    typed,
    wrong,
)
from tests.support.terminal import Terminal, run

pytestmark = pytest.mark.e2e

TRAINING = "Soudage TIG - Initiation"
ADVISOR = "paul.conseil"


def sign_up(t: Terminal) -> None:
    t.press("1")
    number = "Quel est votre numéro de Sécurité sociale ?"
    wrong(t, number, "2 00 99 99 999 001 75", "clé")
    wrong(t, number, "2 00 13 99 999 001 74", "mois")
    answer(t, number, NIR)
    wrong(t, "Choisissez un mot de passe", "girafe", "12 caractères", hidden=True)
    answer(t, "Choisissez un mot de passe", SECRET, hidden=True)
    answer(t, "Écrivez une seconde fois ce mot de passe", SECRET, hidden=True)
    choose(t, "Votre civilité ?", "Madame")
    wrong(t, "Quel est votre nom de famille ?", "Exemple [/", "ne peut pas être dans un nom")
    answer(t, "Quel est votre nom de famille ?", "Exemple")
    answer(t, "Quels sont vos prénoms ?", "Claire")
    wrong(t, "Quelle est votre date de naissance ?", "31/13/2000", "n’existe pas")
    answer(t, "Quelle est votre date de naissance ?", "15/06/2000")
    wrong(t, "Dans quelle commune habitez-vous ?", "99999", "Aucune commune ne correspond")
    answer(t, "Dans quelle commune habitez-vous ?", "59100")
    choose(t, "Quelle est votre situation aujourd’hui ?", "Je cherche un emploi")
    choose(t, "Quel est votre diplôme le plus élevé ?", "CAP, BEP")
    choose(t, "Avez-vous une reconnaissance de travailleur handicapé (RQTH) ?", "Non")
    choose(t, "Êtes-vous, ou étiez-vous, cadre ?", "Non")
    pass_over(t, "Votre numéro de téléphone ?")
    pass_over(t, "Votre adresse de courriel ?")
    t.wait("vérifiez vos réponses", "Commune : Roubaix (59100)").pick("Confirmer et enregistrer").press("enter")
    t.wait("Claire EXEMPLE, votre compte est ouvert.").press("enter")
    t.wait("2 étapes sur 14 faites", "Claire EXEMPLE")


def declare_dif(t: Terminal) -> None:
    step(t, "Saisir mes heures DIF")
    wrong(t, "Combien d’heures de DIF vous reste-t-il ?", "121", "Écrivez un nombre entre 0 et 120.")
    answer(t, "Combien d’heures de DIF vous reste-t-il ?", "87,33")
    choose(t, "Quel document l’indique ?", "Un certificat de travail")
    answer(t, "date", "01/01/2015")
    answer(t, "Quel employeur vous l’a remis ?", "Filature [/ exemple")
    if t.wait("DIF").shows("vérifiez vos réponses"):
        t.pick("Confirmer et enregistrer").press("enter")
    t.wait("la date doit être comprise entre le 20 janvier 2010 et le 31 décembre 2014")
    t.pick("Date", key="up").press("enter")
    answer(t, "date", "31/12/2014")
    t.wait("Employeur : Filature [/ exemple").pick("Confirmer et enregistrer").press("enter")
    t.wait("87,33 h de DIF sont sur votre compte").press("enter")
    t.wait("87,33 h disponibles", "3 étapes sur 14 faites")


def see_balance(t: Terminal) -> None:
    t.press("h").wait("87,33 h disponibles", "0 h bloquées", "0 h débitées", "+87,33 h")
    t.press("w").wait("87,33 h inscrites", "R6323-7", "Vous pouvez donc y mettre 87,33 h.")
    back(t)
    home(t)


def choose_advisor(t: Terminal) -> None:
    step(t, "Trouver mon interlocuteur")
    t.wait("Qui peut vous conseiller", "Vous cherchez un emploi", "Pôle emploi Roubaix", "1 km", "Pôle emploi Tourcoing")
    t.pick("Pôle emploi Roubaix").press("enter")
    choose(t, "Que peut voir votre interlocuteur ?", "Mes heures, mon historique et mon passeport")
    choose(t, "Pendant combien de temps ?", "1 an")
    t.wait("Votre interlocuteur sera : Pôle emploi Roubaix").pick("Choisir cet interlocuteur").press("enter")
    t.wait("Votre interlocuteur", "Vos heures et votre dossier, votre historique, votre passeport", "jusqu’au")
    home(t)


def search(t: Terminal) -> None:
    step(t, "Chercher une formation")
    for typed_words in ("soudeur", "soudur", "soudage tig"):
        t.wait("Que voulez-vous apprendre ?").clear().type(typed_words)
        t.wait(f"Résultats pour « {typed_words} »", "Soud", "utilisables avec vos heures")
        assert "soud" in t.in_hand[0].lower(), t.text
    t.clear().type("soudage tig roubaix").wait("Résultats pour « soudage tig rou").pick(TRAINING)
    t.press("f5").wait("Oui : vous pouvez utiliser vos heures", "COPAREF Nord-Pas-de-Calais", "code CPF", "L6323-21")
    back(t)
    t.press("f2").wait("Gardée (*)")
    t.press("f4").wait("toutes :", "non utilisable").pick("Soudeur TIG électrode enrobée")
    t.press("f5").wait("Non : vos heures ne peuvent pas payer", "Elle n’est pas sur celle de votre région")
    t.wait("Elle serait possible en habitant ici : Auvergne-Rhône-Alpes")
    back(t)
    home(t)


def choose_training(t: Terminal) -> None:
    step(t, "Choisir la formation et l’organisme")
    t.wait(TRAINING).press("enter").wait("Puis-je utiliser mes heures ?", "120 h", "Organisme exemple")
    back(t)
    t.wait(TRAINING).press("c").wait("Choisie.")
    home(t)


def contact_organisation(t: Terminal) -> None:
    step(t, "Vérifier que je peux entrer")
    t.pick("Noter un contact avec l’organisme").press("enter")
    answer(t, "Quel jour avez-vous contacté l’organisme ?", typed(today()))
    choose(t, "Comment ?", "Par téléphone")
    answer(t, "Avec qui avez-vous parlé ?", "accueil")
    choose(t, "L’organisme confirme-t-il que vous pouvez entrer en formation ?", "Oui, je peux entrer")
    answer(t, "Que vous a-t-il répondu ?", "Une place est libre.")
    t.wait("vérifiez vos réponses").press("enter")
    t.wait("L’organisme a dit oui : créer mon dossier", "Par téléphone")
    home(t)


def create_dossier(t: Terminal) -> None:
    step(t, "Créer mon dossier")
    t.pick("Créer un dossier pour Soudage TIG").press("enter")
    fill_dossier(t, planned="120")
    t.wait("87,33 h", "32,67 h").pick("Créer le dossier, puis donner mon accord").press("enter")


def fill_dossier(t: Terminal, planned: str) -> None:
    answer(t, "À quoi cette formation va-t-elle vous servir ?", "Devenir soudeuse.")
    answer(t, "Combien d’heures dure la formation ?", planned)
    answer(t, "Quand la formation commence-t-elle ?", typed(today()))
    answer(t, "Quand se termine-t-elle ?", in_days(30))
    choose(t, "À quel rythme ?", "À temps plein")
    choose(t, "Où se passe la formation ?", "Chez l’organisme")
    choose(t, "Préparez-vous seulement une partie de la certification ?", "Non")
    answer(t, "Quel est le prix de la formation, en euros ?", "1080")
    pass_over(t, "Aurez-vous d’autres frais, en euros ?")
    choose(t, "Quel était votre dernier emploi ?", "Ouvrier")
    pass_over(t, "Qui suit votre demande chez l’organisme ?")
    choose(t, "Voulez-vous que ce dossier soit confidentiel ?", "Non")
    pass_over(t, "Autre chose que votre conseiller doit savoir ?")
    t.wait("vérifiez vos réponses")


PHASES = [sign_up, declare_dif, see_balance, choose_advisor, search, choose_training, contact_organisation, create_dossier]


def test_from_the_sign_up_to_the_debited_hours(tmp_path: Path) -> None:
    data = tmp_path / "donnees"
    with opened(data, "titulaire") as t:
        sign_up(t)
        declare_dif(t)
        see_balance(t)
        choose_advisor(t)
