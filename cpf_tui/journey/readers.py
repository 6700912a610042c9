"""How each kind of answer is read: from what a person types to a value, or a sentence saying what to type instead.

Each reader stands in the annotation of a form's field, beside its `Question`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import PlainValidator

from cpf_tui.domain.cleaning import clean_line, clean_name, clean_paragraph
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.quantity import Quantity
from cpf_tui.security import secrets_policy

_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_PHONE_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT")


def read_date(typed: str) -> date:
    """Read a day typed the French way (12/04/2015) or as ISO (2015-04-12). Raises `InvalidInput`."""
    typed = typed.strip()
    if match := _DATE.match(typed):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DATE.match(typed):
        year, month, day = map(int, match.groups())
    else:
        raise InvalidInput(
            "« {typed} » n’est pas une date. Écrivez le jour, le mois et l’année, par exemple 12/04/2015.", typed=typed
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidInput("Le {typed} n’existe pas. Vérifiez le jour et le mois.", typed=typed) from None


def read_money(typed: str) -> int:
    """Read an amount in euros as cents. Raises `InvalidInput`."""
    amount = Quantity.parse(typed.replace("€", "")).hundredths
    if amount < 0:
        raise InvalidInput("Un montant ne peut pas être négatif. Écrivez par exemple 1250 ou 1250,50.")
    return amount


def read_positive(typed: str) -> Quantity:
    """Read a quantity above zero. Raises `InvalidInput`."""
    quantity = Quantity.parse(typed)
    if quantity.hundredths <= 0:
        raise InvalidInput("Écrivez un nombre plus grand que zéro.")
    return quantity


def read_counted(typed: str) -> Quantity:
    """Read a quantity that may be zero, never less. Raises `InvalidInput`."""
    quantity = Quantity.parse(typed)
    if quantity.hundredths < 0:
        raise InvalidInput("Un nombre d’heures ne peut pas être négatif. Écrivez 0 ou plus.")
    return quantity


def read_phone(typed: str) -> str:
    """Read a phone number of France or overseas, as E.164. Raises `InvalidInput`."""
    import phonenumbers  # its tables are large: loaded at the first phone number, not at start

    for region in _PHONE_REGIONS:
        try:
            number = phonenumbers.parse(typed, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise InvalidInput(
        "« {typed} » n’est pas un numéro de téléphone. Écrivez dix chiffres, par exemple 01 99 00 12 34.", typed=typed
    )


def read_email(typed: str) -> str:
    """Read an e-mail address, without asking the network whether it exists. Raises `InvalidInput`."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(typed.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise InvalidInput(
            "« {typed} » n’est pas une adresse de courriel. Exemple : prenom.nom@exemple.fr", typed=typed
        ) from None


def read_year(typed: str) -> int:
    """Read a year of four digits. Raises `InvalidInput`."""
    if not re.fullmatch(r"(19|20)\d\d", typed.strip()):
        raise InvalidInput("Écrivez une année à quatre chiffres, par exemple 2009.")
    return int(typed)


def read_new_secret(typed: str) -> str:
    """Hold a new password to the policy; a known one is only compared. Raises `InvalidInput`."""
    secrets_policy.check(typed)
    return typed


def _line(limit: int) -> Callable[[str], str]:
    return lambda typed: clean_line(typed, limit)


def _paragraph(limit: int) -> Callable[[str], str]:
    return lambda typed: clean_paragraph(typed, limit)


def reader(function: Callable[[str], Any]) -> PlainValidator:
    """Make a reader stand in a field's annotation; an answer already read is left as it is."""
    return PlainValidator(lambda answer: function(answer) if isinstance(answer, str) else answer)


AS_QUANTITY = reader(read_positive)
AS_COUNTED = reader(read_counted)
AS_DATE = reader(read_date)
AS_MONEY = reader(read_money)
AS_NAME = reader(clean_name)
AS_LINE = reader(_line(120))
AS_PARAGRAPH = reader(_paragraph(2000))
AS_PHONE = reader(read_phone)
AS_EMAIL = reader(read_email)
AS_YEAR = reader(read_year)
AS_NIR = reader(Nir.parse)
AS_NEW_SECRET = reader(read_new_secret)
AS_LEVEL = reader(int)
AS_FLAG = reader(lambda answer: answer == "oui")
