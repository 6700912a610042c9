"""Who is in the demonstration: obviously fictitious people, and how far each one went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stdnum.fr import nir as stdnum_nir

from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Right
from cpf_tui.domain.text import Text, text

SECRET = "girafe tambour nuage citron"
"""The password of everybody: four words without relation, as the policy advises. It protects nothing."""


class Stage(StrEnum):
    """How far a person went."""

    STARTED = "commence"
    OPEN = "compte"
    PROJECT = "projet"
    DRAFT = "brouillon"
    SUBMITTED = "soumis"
    CORRECTION = "correction"
    FUNDING = "financement"
    VALIDATED = "valide"
    TRAINING = "formation"
    CLOSED = "clos"


WORDS: dict[Stage, Text] = {
    Stage.STARTED: text("compte commencé, il reste à se présenter"),
    Stage.OPEN: text("compte ouvert, tout reste à faire"),
    Stage.PROJECT: text("formation choisie, question à l’assistance"),
    Stage.DRAFT: text("dossier en brouillon, accord à donner"),
    Stage.SUBMITTED: text("dossier envoyé, à examiner"),
    Stage.CORRECTION: text("une correction lui est demandée"),
    Stage.FUNDING: text("32,67 h manquent : la région doit répondre"),
    Stage.VALIDATED: text("dossier validé, heures bloquées"),
    Stage.TRAINING: text("en formation"),
    Stage.CLOSED: text("formation close, heures débitées"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One holder: `number` is the order part of the NIR, `dif` the balance of the document, `place` who advises."""

    stage: Stage
    first_name: str
    madam: bool
    year: int
    number: int
    dif: str
    offer: str = "EX_59512_02"  # Soudage TIG, 120 h, Roubaix
    planned: str = "120"
    place: str = "EX_MISSION_LOCALE_59512"

    @property
    def nir(self) -> Nir:
        """A valid number of a person who cannot exist: month 99, place 99 999."""
        body = f"{2 if self.madam else 1}{self.year % 100:02d}9999999{self.number:03d}"
        return Nir.parse(body + stdnum_nir.calc_check_digits(body))


LAST_NAME = "Exemple"
_POLE_EMPLOI = "EX_POLE_EMPLOI_59512"

PEOPLE: tuple[Person, ...] = (
    Person(Stage.STARTED, "Inès", True, 2005, 11, "20"),
    Person(Stage.OPEN, "Bruno", False, 2004, 12, "20"),
    Person(Stage.PROJECT, "Chloé", True, 2003, 13, "63,5", "EX_59512_09", "70"),
    Person(Stage.DRAFT, "David", False, 2002, 14, "105", "EX_59512_03", "105"),
    Person(Stage.SUBMITTED, "Élodie", True, 2004, 15, "120"),
    Person(Stage.CORRECTION, "Farid", False, 2003, 16, "120", "EX_59512_03", "105"),
    Person(Stage.FUNDING, "Gaëlle", True, 2002, 17, "87,33"),
    Person(Stage.VALIDATED, "Hugo", False, 2005, 18, "120"),
    Person(Stage.TRAINING, "Jeanne", True, 1985, 19, "110", "EX_59512_03", "105", _POLE_EMPLOI),
    Person(Stage.CLOSED, "Karim", False, 1979, 20, "120", place=_POLE_EMPLOI),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One advisor, of the operator of `place`."""

    login: str
    name: str
    operator: str
    place: str
    rights: frozenset[Right]
    role: Text


DESKS: tuple[Desk, ...] = (
    Desk(
        "ml.exemple",
        "Paul Exemple",
        "MISSION_LOCALE",
        "EX_MISSION_LOCALE_59512",
        frozenset({Right.CREATE, Right.VALIDATE, Right.ATTEST}),
        text("mission locale : examine et valide"),
    ),
    Desk(
        "pe.exemple",
        "Nadia Exemple",
        "POLE_EMPLOI",
        _POLE_EMPLOI,
        frozenset(Right),
        text("Pôle emploi : examine, valide et clôt"),
    ),
)
