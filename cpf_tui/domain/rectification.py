"""Rectifying hours (R6323-19 to -21; GDPR, article 16): never by changing a movement, always by one more.

What a rectification may do is what the account could have held: the cap of the CPF (150 h, 400 h for a person below
CAP level since 2017), that of the DIF (120 h), never less than nothing. Top-ups stand outside every cap (L6323-5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.errors import InsufficientHours, InvalidInput
from cpf_tui.domain.ledger import MOTIVES, Account, Source
from cpf_tui.domain.quantity import ZERO, Quantity
from cpf_tui.domain.regime import HOURS, Dated, Regime, show

_CAP_LEVEL = 3  # CAP, BEP: below it, the higher cap applies

REASONS: Mapping[str, frozenset[Source]] = {
    "rectified_work": frozenset({Source.CPF}),
    "rectified_level": frozenset({Source.CPF}),
    "rectified_proof": frozenset({Source.DIF}),
    "rectified_top_up": frozenset({Source.TOP_UP}),
    "rectified_error": frozenset(Source),
}
"""The motives of a rectification (keys of `MOTIVES`), and the accounts each may be given for."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hours to add to one of the holder's own accounts, or to take from it when negative, and why."""

    source: Source
    quantity: Quantity
    motive: str


def check(change: Change, account: Account, *, level: int | None, on: date, regime: Regime = HOURS) -> None:
    """Refuse a rectification the account could not have.

    `level` is the holder's declared level of diploma. Raises `InvalidInput`, or `InsufficientHours` below zero.
    """
    if not change.quantity:
        raise InvalidInput("Une rectification de 0 heure ne change rien. Écrivez les heures à ajouter ou à ôter.")
    if change.source not in REASONS.get(change.motive, ()):
        raise InvalidInput(
            "Ce motif ne convient pas à ce compte. Motifs possibles : {known}.",
            known=", ".join(str(MOTIVES[key].label) for key, sources in REASONS.items() if change.source in sources),
        )
    if account.available + change.quantity < ZERO:
        raise InsufficientHours(
            "Ce compte n’a que {available} disponibles : on ne peut pas en ôter {asked}. Ce qui est bloqué ou débité "
            "pour une formation ne se rectifie pas ici.",
            available=show(account.available, regime),
            asked=show(-change.quantity, regime),
        )
    cap = _cap(change.source, level, on, regime)
    held = account.credits - account.posted + change.quantity
    if cap is not None and change.quantity > ZERO and held > cap.value:
        raise InvalidInput(
            "Ce compte tiendrait {held} : le plafond est de {cap} (article {article}). Ajoutez {most} au plus.",
            held=show(held, regime),
            cap=show(cap.value, regime),
            article=cap.article,
            most=show(max(cap.value - account.credits + account.posted, ZERO), regime),
        )


def _cap(source: Source, level: int | None, on: date, regime: Regime) -> Dated[Quantity] | None:
    if source is Source.TOP_UP:
        return None
    if source is Source.DIF:
        return regime.dif_cap
    low = level is not None and level < _CAP_LEVEL and regime.low_qualified_cap.in_force(on)
    return regime.low_qualified_cap if low else regime.cap
