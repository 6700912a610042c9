"""Ages and birth dates."""

from __future__ import annotations

from datetime import date

from cpf_tui.domain.errors import InvalidInput

# The longest human life known is 122 years: beyond that a birth date is a typing mistake.
_OLDEST = 122


def age_on(birth: date, day: date) -> int:
    """Count the full years lived on that day; someone born on 29 February gains theirs on 1 March of common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def check_birth_date(birth: date, on: date) -> None:
    """Refuse a birth date that cannot be one. Raises `InvalidInput`."""
    if birth > on:
        raise InvalidInput("Cette date de naissance est dans l’avenir. Vérifiez l’année.")
    if age_on(birth, on) > _OLDEST:
        raise InvalidInput(
            "Cette date de naissance donne {age} ans. Vérifiez l’année, sur quatre chiffres.", age=age_on(birth, on)
        )
