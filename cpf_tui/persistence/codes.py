"""The codes with which the guards of the database refuse; the repositories turn them into sentences."""

from __future__ import annotations

OVERSPENT = "cpf-solde"
NOT_RESERVED = "cpf-reservation"
RESOLVED = "cpf-deja-resolu"
BROKEN_CHAIN = "cpf-chaine"
NO_ACCOUNT = "cpf-compte"
IMMUTABLE = "cpf-immuable"
BALANCE = "cpf-balance"
ERASED = "cpf-efface"
