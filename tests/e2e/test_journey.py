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
    seek,
    sign_in_as_advisor,
    step,
    today,
    typed,
    wrong,
)
from tests.support.terminal import Terminal, run

pytestmark = pytest.mark.e2e

TRAINING = "Soudage TIG - Initiation"
OTHER = "Soudage semi-automatique MAG - Initiation"
ADVISOR = "paul.conseil"


def hire(data: Path) -> None:
    """Add the advisor of the journey, of the agency of Roubaix, who may do everything."""
    given = {"operator": "POLE_EMPLOI", "place": "EX_POLE_EMPLOI_59512", "rights": "creer,valider,clore"}
    add_advisor(data, ADVISOR, "Paul Conseil", **given)


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
    t.wait("vérifiez vos réponses").pick("Confirmer et enregistrer").press("enter")
    t.wait("la date doit être comprise entre le 20")
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
    t.wait("Qui peut vous conseiller", "Vous cherchez un emploi")
    t.wait("Pôle emploi Roubaix", "1 km", "Pôle emploi Tourcoing", "3 km")
    t.pick("Pôle emploi Roubaix").press("enter")
    choose(t, "Que peut voir votre interlocuteur ?", "Mes heures, mon historique et mon passeport")
    choose(t, "Pendant combien de temps ?", "1 an")
    t.wait("Votre interlocuteur sera : Pôle emploi Roubaix").pick("Choisir cet interlocuteur").press("enter")
    t.wait("Votre interlocuteur", "Vos heures et votre dossier, votre historique, votre passeport", "jusqu’au")
    home(t)


def search(t: Terminal) -> None:
    step(t, "Chercher une formation")
    for words in ("soudeur", "soudur", "soudage tig"):
        seek(t, words)
        t.wait("utilisables avec vos heures")
        t.wait_until(lambda: "soud" in "".join(t.in_hand[:1]).lower(), "une formation de soudage en tête")
    seek(t, "soudage tig roubaix")
    t.pick(TRAINING)
    t.press("f5").wait("Oui : vous pouvez utiliser vos heures", "COPAREF Nord-Pas-de-Calais", "code CPF", "L6323-21")
    back(t)
    t.press("f2").wait("Gardée (*)")
    t.press("f4").wait("toutes :", "non utilisable").pick("Soudeur TIG électrode enrobée")
    t.press("f5").wait("Non : vos heures ne peuvent pas payer", "Elle n’est pas sur celle de la région")
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
    consent_and_send(t, at_most="120 h")


def consent_and_send(t: Terminal, at_most: str) -> None:
    t.wait("Mon accord", f"J’accepte d’utiliser jusqu’à {at_most}").pick("J’accepte : donner mon accord").press("enter")
    t.wait_field("Votre mot de passe").type(WRONG_SECRET).press("enter").wait("Ce mot de passe n’est pas le bon.")
    t.type(SECRET).press("enter").wait("Votre accord est donné", "Il reste à l’envoyer")
    t.pick("Envoyer à : Pôle emploi Roubaix").press("enter")
    t.wait("Votre dossier est envoyé")
    home(t)
    t.wait("Validation par un opérateur")


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


def open_dossier(a: Terminal) -> None:
    a.wait("Dossiers · Pôle emploi").press("5").wait("Claire EXEMPLE").press("enter")
    a.wait("Dossier CPF-", "Claire EXEMPLE · Soudage TIG", "La personne", "W Pourquoi ?")


def ask_correction(a: Terminal) -> None:
    open_dossier(a)
    a.press("c")
    choose(a, "Quelle réponse faut-il corriger ?", "Fin")
    choose(a, "Pourquoi ?", "Incorrect")
    answer(a, "Que doit faire la personne ?", "Recopiez la date de fin du devis.")
    a.wait("Correction demandée")


def answer_correction(t: Terminal) -> None:
    step(t, "Validation par un opérateur")
    t.wait("Recopiez la date de fin du devis.").pick("Corriger").press("enter")
    answer(t, "Quand se termine-t-elle ?", in_days(31))
    t.wait("Votre dossier est corrigé et renvoyé")
    home(t)


def see_proof_and_fund(a: Terminal) -> None:
    open_dossier(a)
    a.press("j")
    choose(a, "Le document montré confirme-t-il le nombre d’heures ?", "Oui, je l’ai vu et il confirme")
    a.wait_field("Que dit le document ?").press("enter")
    a.wait("Justificatif noté.").press("f")
    a.wait("écart 32,67 h", "Aucun financeur n’est encore sollicité.").press("n")
    choose(a, "À quel financeur ?", "Conseil régional")
    a.wait_field("Combien d’heures sont demandées ?").wait("32,67").press("ctrl+s")
    a.wait("Demande notée", "demandé, sans réponse : 32,67 h").press("enter")
    choose(a, "Qu’a répondu le financeur ?", "Il accorde")
    answer(a, "Référence ou motif", "Accord 2026-17")
    a.wait("Réponse notée.", "Accordé : 32,67 h", "il ne manque plus rien")
    back(a)


def validate(a: Terminal) -> None:
    a.press("v").wait("Valider le dossier ?", "87,33 h", "32,67 h").pick("Oui, valider").press("enter")
    a.wait("Dossier validé : les heures sont bloquées")


def see_blocked(t: Terminal) -> None:
    t.wait("étapes sur 14 faites").press("h")
    t.wait("0 h disponibles", "87,33 h bloquées", "0 h débitées", "−87,33 h", "−32,67 h")
    home(t)
    t.wait("Claire EXEMPLE · 0 h disponibles", "Mes heures sont bloquées fait")


def second_dossier(t: Terminal) -> None:
    """Ask for the same hours a second time, for another training."""
    step(t, "Chercher une formation")
    seek(t, "soudage mag roubaix")
    t.pick(OTHER).press("f2").wait("Gardée (*)")
    home(t)
    step(t, "Choisir la formation et l’organisme")
    t.wait("Chercher d’autres formations").pick(OTHER).press("c").wait("Choisie.")
    home(t)
    step(t, "Créer mon dossier")
    t.pick("Créer un dossier pour").press("enter")
    fill_dossier(t, planned="60")
    t.wait("Vos heures : aucune n’est disponible", "Il manque 60 h")
    t.pick("Créer le dossier, puis donner mon accord").press("enter")
    consent_and_send(t, at_most="60 h")


def refuse_second(a: Terminal) -> None:
    a.wait("Dossiers · Pôle emploi").press("1").wait(OTHER).press("enter")
    a.wait("W Pourquoi ?", OTHER).press("v").wait("Valider le dossier ?").pick("Oui, valider").press("enter")
    a.wait("Il manque 60 h", "bloque 87,33 h, qui ne peuvent servir à une autre formation")


def enter_and_close(a: Terminal) -> None:
    a.wait("Dossiers · Pôle emploi").press("4").wait(TRAINING).press("enter")
    a.wait("W Pourquoi ?", "E Entrée en formation").press("e")
    answer(a, "Quel jour la personne est-elle entrée en formation ?", in_days(1))
    a.wait("Ce jour est dans l’avenir.")
    answer(a, "Quel jour la personne est-elle entrée en formation ?", typed(today()))
    a.wait("Entrée en formation notée.", "L Clore").press("l")
    answer(a, "Combien d’heures ont été réalisées ?", "100")
    a.wait("Dossier clos : les heures réalisées sont débitées, le reste est libéré.")


def see_statement(t: Terminal) -> None:
    t.wait("étapes sur 14 faites", "0 h disponibles").press("h")
    t.wait("0 h disponibles", "0 h bloquées", "87,33 h débitées")
    movements = (
        ("Complément non utilisé, rendu au financeur", "−20 h", "L6323-4"),
        ("Heures débitées : formation suivie", "débit de 12,67 h", "L6323-4"),
        ("Heures débitées : formation suivie", "débit de 87,33 h", "R6323-7"),
        ("Heures bloquées pour une formation acceptée", "−32,67 h", "L6323-4"),
        ("Heures bloquées pour une formation acceptée", "−87,33 h", "R6323-7"),
        ("Complément accordé par un financeur", "+32,67 h", "L6323-4"),
        ("Heures de DIF inscrites", "+87,33 h", "R6323-7"),
    )
    for label, amount, article in movements:
        t.wait(label, amount).pick(amount).press("enter")
        t.wait("Pourquoi ce mouvement ?", label, amount, f"Règle : article {article}")
        back(t)
    home(t)


def see_passport(t: Terminal) -> None:
    step(t, "Mes heures sont débitées")
    t.wait("Mon passeport de formation", TRAINING, "100 h suivies sur 120 h prévues")
    t.wait("Débité : 87,33 h DIF, 12,67 h Conseil régional.").press("f").wait("Relevé enregistré")
    home(t)


def verify(data: Path) -> None:
    """Check the whole database from the shell, in words and in JSON."""
    said = run(data, "verifier")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("La base est saine.")
    report = json.loads(run(data, "verifier", "--json").stdout)
    assert report["anomalies"] == []


def test_from_the_sign_up_to_the_debited_hours(tmp_path: Path) -> None:
    data = tmp_path / "donnees"
    hire(data)
    with opened(data, "titulaire") as t, opened(data, "conseiller") as a:
        for act in (sign_up, declare_dif, see_balance, choose_advisor, search):
            act(t)
        for act in (choose_training, contact_organisation, create_dossier):
            act(t)
        sign_in_as_advisor(a, ADVISOR)
        ask_correction(a)
        back(a)
        answer_correction(t)
        see_proof_and_fund(a)
        validate(a)
        see_blocked(t)
        second_dossier(t)
        back(a)
        refuse_second(a)
        back(a)
        enter_and_close(a)
        see_statement(t)
        see_passport(t)
    verify(data)
    [report] = (data / "emporter").rglob("*.pdf")
    assert report.read_bytes().startswith(b"%PDF-")
