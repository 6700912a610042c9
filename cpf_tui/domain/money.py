"""Euros, in cents: integers, never floats."""

from __future__ import annotations

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.quantity import Quantity


def euros(cents: int) -> str:
    """Write euro cents as French amounts: `294,03 €`, `1 080 €`."""
    whole, part = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", " ")
    return f"{'-' if cents < 0 else ''}{grouped}{f',{part:02d}' if part else ''} €"


def parse_euros(typed: str) -> int:
    """Read an amount in euros (`294,03`, `1 080 €`) as cents. Raises `InvalidInput`."""
    try:
        cents = Quantity.parse(typed.strip().removesuffix("€")).hundredths
    except InvalidInput:
        raise InvalidInput(
            "« {typed} » n’est pas un montant. Écrivez des euros, par exemple 294,03.", typed=typed.strip()
        ) from None
    if cents < 0:
        raise InvalidInput("Un montant ne peut pas être négatif. Écrivez 0 s’il n’y a rien à payer.")
    return cents
