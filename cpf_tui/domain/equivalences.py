"""What the diplomas a person declares open or dispense of: prerequisites and equivalences (step 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpf_tui.domain.levels import by_framework
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import Certification


@dataclass(frozen=True, slots=True)
class HeldDiploma:
    """A declared diploma: its code, its kind (CAP, BTS, TP…) and its level in the framework of 2019."""

    code: str
    kind: str = ""
    level: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Equivalence:
    """A rule of dispensation.

    Who holds `diplome_detenu` (a code or a kind) of at least `niveau_detenu`, and aims at a certification of kind
    `nature_visee`, or at one of `certifications` where the rule names some, may be dispensed of a part: `dispense` is
    a whole sentence that says which. An empty condition holds for everybody.
    """

    diplome_detenu: str
    niveau_detenu: int | None
    nature_visee: str
    dispense: str
    reference: str = ""
    certifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispensation:
    """What one declared diploma dispenses of, and by which rule."""

    rule: Equivalence
    diploma: HeldDiploma

    @property
    def sentence(self) -> Text:
        """Say it to the person."""
        return text(
            "Avec « {diploma} » : {what} Faites-le confirmer par l’organisme.",
            diploma=self.diploma.title or self.diploma.kind or self.diploma.code,
            what=self.rule.dispense,
        )


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """Whether the level required to enter is reached: `met` is None when it cannot be said."""

    met: bool | None
    sentence: Text


def dispensations(
    held: Iterable[HeldDiploma], target: Certification, rules: Iterable[Equivalence]
) -> tuple[Dispensation, ...]:
    """Find which rules apply to the declared diplomas for a certification; each rule once, by the first that fits."""
    diplomas = tuple(held)
    found = []
    for rule in rules:
        if not _aims_at(rule, target):
            continue
        diploma = next((diploma for diploma in diplomas if _holds(rule, diploma)), None)
        if diploma is not None:
            found.append(Dispensation(rule, diploma))
    return tuple(found)


def highest_level(held: Iterable[HeldDiploma], declared: int | None = None) -> int | None:
    """Give the highest level known of a person, from their diplomas and the level they declared."""
    levels = [diploma.level for diploma in held if diploma.level is not None]
    return max((*levels, declared) if declared is not None else levels, default=None)


def check_prerequisite(required: int | None, held: int | None) -> Prerequisite:
    """Compare the level required to enter with the level held (framework of 2019), and say what to do."""
    wanted = by_framework(required)
    if wanted is None:
        return Prerequisite(
            met=None, sentence=text("Aucun niveau d’entrée n’est indiqué. Demandez à l’organisme s’il en faut un.")
        )
    have = by_framework(held)
    if have is None:
        return Prerequisite(
            met=None,
            sentence=text(
                "Niveau demandé : {level}. Indiquez votre diplôme le plus élevé pour comparer.", level=wanted.label
            ),
        )
    if have.framework >= wanted.framework:
        return Prerequisite(
            met=True,
            sentence=text("Niveau demandé : {level}. Vous l’avez : {held}.", level=wanted.label, held=have.label),
        )
    return Prerequisite(
        met=False,
        sentence=text(
            "Niveau demandé : {level}. Le vôtre : {held}. Demandez à l’organisme si votre expérience peut compter.",
            level=wanted.label,
            held=have.label,
        ),
    )


def _aims_at(rule: Equivalence, target: Certification) -> bool:
    kind = not rule.nature_visee or _same(rule.nature_visee, target.sector)
    return kind and (not rule.certifications or target.code in rule.certifications)


def _holds(rule: Equivalence, diploma: HeldDiploma) -> bool:
    named = not rule.diplome_detenu or any(_same(rule.diplome_detenu, name) for name in (diploma.code, diploma.kind))
    reached = rule.niveau_detenu is None or (diploma.level is not None and diploma.level >= rule.niveau_detenu)
    return named and reached


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
