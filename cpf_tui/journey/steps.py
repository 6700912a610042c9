"""The fourteen steps of the journey, in order. A step does not know its number: its place in `STEPS` gives it.

Adding a step is adding a record here, its status in `assess.py`, and a route in `cpf_tui.routes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpf_tui.domain.text import Text, text
from cpf_tui.journey import assess
from cpf_tui.journey.state import JourneyFacts, StepStatus


@dataclass(frozen=True, slots=True)
class Group:
    """A group of steps on the home screen."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `title` says what the person does, `summary` why, `route` where, `assess` how far it is.

    `begin` is the route while the step is still to do, where it differs from the one to come back to.
    """

    key: str
    group: Group
    title: Text
    summary: Text
    route: str
    assess: Callable[[JourneyFacts], StepStatus]
    begin: str = ""


LEARN = Group("learn", text("S’informer"))
ACCOUNT = Group("account", text("Mon compte"))
PROJECT = Group("project", text("Mon projet"))
DOSSIER = Group("dossier", text("Mon dossier"))
TRAINING = Group("training", text("Ma formation"))

STEPS: tuple[Step, ...] = (
    Step(
        "information",
        LEARN,
        text("M’informer sur le CPF"),
        text("Des pages courtes, une question chacune."),
        "information",
        assess.information,
    ),
    Step(
        "account",
        ACCOUNT,
        text("Ouvrir mon compte"),
        text("Votre solde et chaque mouvement de vos heures."),
        "balance",
        assess.account,
        begin="profile",
    ),
    Step(
        "dif",
        ACCOUNT,
        text("Saisir mes heures DIF"),
        text("Le reste de votre droit individuel à la formation, utilisable tout de suite."),
        "dif",
        assess.dif,
    ),
    Step(
        "advisor",
        PROJECT,
        text("Trouver mon interlocuteur"),
        text("Le conseiller qui vous aide, près de chez vous, gratuitement."),
        "advisors",
        assess.advisor,
    ),
    Step(
        "search",
        PROJECT,
        text("Chercher une formation"),
        text("Les formations que vous pouvez suivre avec vos heures."),
        "search",
        assess.search,
    ),
    Step(
        "choice",
        PROJECT,
        text("Choisir la formation et l’organisme"),
        text("Comparez, regardez les conditions d’entrée, choisissez."),
        "shortlist",
        assess.choice,
    ),
    Step(
        "contact",
        PROJECT,
        text("Vérifier que je peux entrer"),
        text("Contactez l’organisme et notez sa réponse."),
        "contacts",
        assess.contact,
    ),
    Step(
        "dossier",
        DOSSIER,
        text("Créer mon dossier"),
        text("La formation, et votre accord pour utiliser vos heures."),
        "dossier",
        assess.dossier,
    ),
    Step(
        "validation",
        DOSSIER,
        text("Validation par un opérateur"),
        text("Suivez votre dossier : qui doit agir, depuis quand."),
        "tracker",
        assess.validation,
    ),
    Step(
        "funding",
        DOSSIER,
        text("Compléter le financement"),
        text("Ce qui manque, et qui peut le payer."),
        "funding",
        assess.funding,
    ),
    Step(
        "blocked",
        DOSSIER,
        text("Mes heures sont bloquées"),
        text("Réservées à votre formation, pour aucune autre."),
        "tracker",
        assess.blocked,
    ),
    Step(
        "training",
        TRAINING,
        text("Suivre ma formation"),
        text("Le calendrier, et que faire en cas d’absence."),
        "training",
        assess.training,
    ),
    Step(
        "closing",
        TRAINING,
        text("Mes heures sont débitées"),
        text("La trace de vos formations : votre passeport."),
        "passport",
        assess.closing,
    ),
    Step(
        "assistance",
        TRAINING,
        text("Demander de l’aide"),
        text("Le formulaire de l’assistance, et ses réponses."),
        "assistance",
        assess.assistance,
    ),
)


def number_of(key: str) -> int:
    """Return the number people know a step by, from 1; raises `KeyError` for an unknown one."""
    return {step.key: index for index, step in enumerate(STEPS, 1)}[key]


def statuses(facts: JourneyFacts) -> tuple[StepStatus, ...]:
    """Judge every step, in order."""
    return tuple(step.assess(facts) for step in STEPS)
