"""Complementary funding: who may bring what is missing, on which conditions, and how much (L6323-4, L6323-22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cpf_tui.domain.dates import in_words
from cpf_tui.domain.dif import Use
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.money import euros, parse_euros
from cpf_tui.domain.people import Employment
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.regime import HOURS, Regime, show
from cpf_tui.domain.text import Text, text

__all__ = [
    "FUNDERS",
    "Contribution",
    "Funder",
    "check_aif",
    "check_line",
    "estimate",
    "euros",
    "fpspp",
    "funders_for",
    "gap",
    "parse_euros",
]


@dataclass(frozen=True, slots=True)
class Funder:
    """A body or person that may complete the hours of a dossier, with its rule in plain words."""

    key: str
    name: Text
    rule: Text
    article: str
    for_job_seeker: bool = True
    for_employee: bool = True

    def funds(self, employment: Employment) -> bool:
        """Say whether it can be asked for a person of that status."""
        return self.for_job_seeker if employment is Employment.JOB_SEEKER else self.for_employee


_PUBLISHED = "règle publiée en 2015"

FUNDERS: Mapping[str, Funder] = {
    funder.key: funder
    for funder in (
        Funder(
            "FPSPP",
            text("Fonds paritaire de sécurisation des parcours professionnels (FPSPP)"),
            text(
                "Complète le projet d’un demandeur d’emploi jusqu’à {target}, à {rate} l’heure.",
                target=show(HOURS.fpspp_target.value),
                rate=euros(HOURS.fpspp_rate_cents.value),
            ),
            _PUBLISHED,
            for_employee=False,
        ),
        Funder(
            "POLE_EMPLOI",
            text("Pôle emploi : aide individuelle à la formation (AIF)"),
            text(
                "Demande à déposer {notice} jours au moins avant le début de la formation. Pas pour une VAE.",
                notice=HOURS.aif_notice_days.value,
            ),
            "L6323-4",
            for_employee=False,
        ),
        Funder(
            "REGION",
            text("Conseil régional"),
            text("Selon le programme de formation de votre région."),
            "L6323-4",
            for_employee=False,
        ),
        Funder("ETAT", text("État"), text("Selon les aides de l’État ouvertes à votre situation."), "L6323-4"),
        Funder(
            "AGEFIPH",
            text("Agefiph : fonds pour l’insertion des personnes handicapées"),
            text("Pour une personne dont le handicap est reconnu."),
            "L6323-4",
        ),
        Funder(
            "OPCA",
            text("OPCA : organisme collecteur de la formation professionnelle"),
            text("L’organisme collecteur de votre branche ou de votre dernier employeur."),
            "L6323-4",
        ),
        Funder(
            "OPACIF",
            text("Opacif ou Fongecif : organismes du congé individuel de formation"),
            text("Notamment après un contrat à durée déterminée."),
            "L6323-4",
        ),
        Funder(
            "EMPLOYEUR",
            text("Employeur"),
            text("Seulement pour un salarié."),
            "L6323-4",
            for_job_seeker=False,
        ),
        Funder(
            "TITULAIRE",
            text("Vous-même"),
            text("Une participation personnelle, quand aucun autre financement n’est possible."),
            "L6323-4",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the FPSPP brings: `quantity` it adds to the holder's rights, `paid` the quantity it pays for, its price."""

    quantity: Quantity
    paid: Quantity
    euros_cents: int
    explanation: tuple[Text, ...]


def funders_for(employment: Employment, *, disability_recognised: bool = True) -> tuple[Funder, ...]:
    """List who may be asked for this person, in the order they are usually asked."""
    return tuple(
        funder
        for funder in FUNDERS.values()
        if funder.funds(employment) and (disability_recognised or funder.key != "AGEFIPH")
    )


def gap(planned: Quantity, use: Use) -> Quantity:
    """What the holder's rights leave uncovered of the planned duration; never negative."""
    return max(planned - use.total, ZERO)


def estimate(quantity: Quantity, regime: Regime = HOURS) -> int:
    """Estimate a quantity in euro cents, at the published hourly rate, to the nearest cent: 32.67 h → 294.03 €."""
    return (quantity.hundredths * regime.estimate_rate_cents.value + 50) // 100


def fpspp(balance: Quantity | None, planned: Quantity, regime: Regime = HOURS) -> Contribution:
    """Compute what the FPSPP brings to a job seeker's project, `balance` being the hours held (None: not known).

    Two published vectors fix the formula, at 9 € an hour: 100 h held, course of 120 h → 900 €; balance not known,
    course of 120 h → 1,080 €. They read as follows. The fund pays for the hours of the account that serve the course,
    after bringing the account *up to* 100 h (not adding 100): paid = min(planned, max(balance, 100)), so 100 h in the
    first case. While the balance is not known, nothing limits what it may pay but the course itself: 120 h in the
    second. Both stay within the bound of one training, 150 (R6323-7; choice, no vector reaches it). `quantity`, what
    is added to the account, is min(planned, 100) less the balance, never negative; 0 while the balance is not known.
    """
    if planned < ZERO or (balance is not None and balance < ZERO):
        raise ValueError("balance and duration cannot be negative")
    target, bound = regime.fpspp_target.value, regime.training_bound.value
    if balance is None:
        paid, added = min(planned, bound), ZERO
        why = text(
            "Le solde n’est pas connu : le fonds prend en charge la durée de la formation, {paid}. "
            "Le complément en heures sera calculé quand le solde le sera.",
            paid=show(paid, regime),
        )
    else:
        paid = min(planned, max(balance, target), bound)
        added = max(min(planned, target) - balance, ZERO)
        why = text(
            "Le compte détient {balance} ; le fonds complète jusqu’à {target} : "
            "{added} en plus, {paid} pris en charge.",
            balance=show(balance, regime),
            target=show(target, regime),
            added=show(added, regime),
            paid=show(paid, regime),
        )
    rate = regime.fpspp_rate_cents.value
    cents = (paid.hundredths * rate + 50) // 100
    price = text("{paid} à {rate} l’heure : {price}.", paid=show(paid, regime), rate=euros(rate), price=euros(cents))
    return Contribution(added, paid, cents, (why, price))


def check_aif(requested_on: date, start: date, *, is_vae: bool, regime: Regime = HOURS) -> None:
    """Refuse an AIF asked for too late or for a VAE (source). Raises `InvalidInput`."""
    if is_vae:
        raise InvalidInput("L’AIF de Pôle emploi ne finance pas une VAE. Choisissez un autre financeur.")
    notice = regime.aif_notice_days.value
    last = start - timedelta(days=notice)
    if requested_on > last:
        raise InvalidInput(
            "L’AIF se demande {notice} jours au moins avant le début : pour une entrée le {start}, au plus tard "
            "le {last}. Choisissez une session plus tardive ou un autre financeur.",
            notice=notice,
            start=in_words(start),
            last=in_words(last),
        )


def check_line(
    funder: str,
    employment: Employment,
    quantity: Quantity,
    euros_cents: int,
    missing: Quantity | None = None,
    *,
    disability_recognised: bool = True,
) -> Funder:
    """Check a request to a funder: who it is, for whom, and for how much. Raises `InvalidInput`; returns the funder.

    `missing` is what no other line covers yet; None skips that check.
    """
    found = FUNDERS.get(funder)
    if found is None:
        raise InvalidInput("Ce financeur n’est pas connu. Choisissez-le dans la liste.")
    if not found.funds(employment):
        raise InvalidInput(
            "{name} : ce financeur ne peut pas être sollicité pour votre situation. {rule}",
            name=found.name,
            rule=found.rule,
        )
    if found.key == "AGEFIPH" and not disability_recognised:
        raise InvalidInput("{name} : {rule}", name=found.name, rule=found.rule)
    if quantity < ZERO or euros_cents < 0:
        raise InvalidInput("Une demande ne peut pas être négative. Vérifiez la durée et le montant.")
    if not quantity and not euros_cents:
        raise InvalidInput("Demandez une durée ou un montant : les deux sont à zéro.")
    if missing is not None and quantity > missing:
        raise InvalidInput(
            "Il ne manque que {missing} : ne demandez pas davantage à ce financeur.", missing=show(missing)
        )
    return found
