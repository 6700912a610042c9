"""How hours are credited each year, and from what age an account opens (L6323-1, L6323-10 to -12, R6323-1)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.age import age_on
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.regime import HOURS, Dated, Regime, show
from cpf_tui.domain.text import Text, text


@dataclass(frozen=True, slots=True)
class Credit:
    """What one year brings: the amount, how it was found, and the article."""

    amount: Quantity
    explanation: tuple[Text, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year of activity. `worked` is None for a full year at full time; `protected_leave` counts as worked."""

    year: int
    worked: Quantity | None = None
    protected_leave: Quantity = ZERO
    full_time: Quantity | None = None
    low_qualified: bool = False


def annual_credit(balance: Quantity, activity: Year, regime: Regime = HOURS) -> Credit:
    """Compute what a year of activity adds to a CPF balance.

    `balance` is what the account holds: credited less debited, blocked included, top-ups excluded (they do not count
    against the cap, L6323-5). 24 units a year until 120, then 12, cap 150 (L6323-11); 48 and 400 from 2017 for people
    below level V (L6323-11-1). Pro rata of the time worked to the conventional full time, else 1 607, a decimal
    result going up to the next integer (R6323-1); protected leave counts in full (L6323-12).
    Choice, the law being silent: a year that crosses 120 stops at 120. Raises `InvalidInput` on impossible hours.
    """
    last_day = date(activity.year, 12, 31)
    if not regime.annual_credit.in_force(last_day):
        return Credit(ZERO, (text("Le compte n’existait pas encore en {year}.", year=activity.year),), "L6323-1")
    rate, ceiling = _rate_and_ceiling(balance, activity, last_day, regime)
    if balance >= ceiling.value:
        full = text("Le compte a atteint son plafond de {cap} : rien ne s’ajoute.", cap=show(ceiling.value, regime))
        return Credit(ZERO, (full,), ceiling.article)
    earned, explanation = _pro_rata(rate, activity, regime)
    room = ceiling.value - balance
    if earned > room:
        explanation = (
            *explanation,
            text(
                "Le compte détient {balance} et s’arrête cette année à {ceiling} : {room} s’ajoutent.",
                balance=show(balance, regime),
                ceiling=show(ceiling.value, regime),
                room=show(room, regime),
            ),
        )
        earned = room
    return Credit(earned, explanation, rate.article)


def replay_credits(years: Iterable[Year], balance: Quantity = ZERO, regime: Regime = HOURS) -> tuple[Credit, ...]:
    """Compute the credits of successive years, oldest first.

    It explains a balance, and recalculates one after a false declaration of qualification (L6323-11-1).
    """
    found = []
    for year in years:
        credit = annual_credit(balance, year, regime)
        balance += credit.amount
        found.append(credit)
    return tuple(found)


def credited_on(year: int) -> date:
    """Give the day a year's credit is written: the last of February of the next year, as it was for 2015 (source)."""
    return date(year + 1, 2, monthrange(year + 1, 2)[1])


def account_open_at(birth_date: date, on: date, *, apprentice: bool = False, regime: Regime = HOURS) -> bool:
    """Say whether a person is old enough for an account: 16, or 15 for an apprentice (L6323-1)."""
    least = regime.apprentice_age if apprentice else regime.opening_age
    return age_on(birth_date, on) >= least.value


def check_opening(birth_date: date, on: date, *, apprentice: bool = False, regime: Regime = HOURS) -> None:
    """Refuse to open an account too early, with the age it opens at (L6323-1). Raises `InvalidInput`."""
    if not account_open_at(birth_date, on, apprentice=apprentice, regime=regime):
        raise InvalidInput(
            "Le compte s’ouvre à {age} ans, {apprentice_age} ans pour un apprenti. "
            "Vérifiez la date de naissance, ou revenez à cet âge.",
            age=regime.opening_age.value,
            apprentice_age=regime.apprentice_age.value,
        )


def _rate_and_ceiling(
    balance: Quantity, activity: Year, on: date, regime: Regime
) -> tuple[Dated[Quantity], Dated[Quantity]]:
    if activity.low_qualified and regime.low_qualified_credit.in_force(on):
        return regime.low_qualified_credit, regime.low_qualified_cap
    if balance < regime.annual_threshold.value:
        return regime.annual_credit, regime.annual_threshold
    return regime.reduced_credit, regime.cap


def _pro_rata(rate: Dated[Quantity], activity: Year, regime: Regime) -> tuple[Quantity, tuple[Text, ...]]:
    full_time = regime.full_time.value if activity.full_time is None else activity.full_time
    if full_time <= ZERO or activity.protected_leave < ZERO or (activity.worked is not None and activity.worked < ZERO):
        raise InvalidInput("Un temps de travail ne peut pas être négatif. Vérifiez les heures de l’année.")
    worked = full_time if activity.worked is None else activity.worked + activity.protected_leave
    if not worked:
        return ZERO, (text("Rien ne s’ajoute pour une année sans activité ; les droits acquis restent."),)
    if worked >= full_time:
        return rate.value, (text("Année complète à temps plein : {rate}.", rate=show(rate.value, regime)),)
    # Ceiling division on integers: a float could turn 20 into 21.
    units = -(-rate.value.hundredths * worked.hundredths // (full_time.hundredths * 100))
    earned = Quantity.of(units)
    explanation = text(
        "{worked} sur {full_time} à temps plein : {rate} en proportion, à l’entier supérieur, soit {earned}.",
        worked=show(worked, regime),
        full_time=show(full_time, regime),
        rate=show(rate.value, regime),
        earned=show(earned, regime),
    )
    if not activity.protected_leave:
        return earned, (explanation,)
    leave = text(
        "Les congés protégés comptent comme du travail : {leave}.", leave=show(activity.protected_leave, regime)
    )
    return earned, (leave, explanation)
