"""Answers that several forms offer."""

from __future__ import annotations

from cpf_tui.domain.text import text
from cpf_tui.journey.questions import Choice

YES_NO = (Choice("oui", text("Oui")), Choice("non", text("Non")))

LEVELS = (
    Choice("1", text("Sans diplôme")),
    Choice("2", text("Brevet des collèges")),
    Choice("3", text("CAP, BEP"), text("niveau 3, ancien niveau V")),
    Choice("4", text("Baccalauréat, brevet professionnel"), text("niveau 4, ancien niveau IV")),
    Choice("5", text("Bac + 2 : BTS, DUT"), text("niveau 5, ancien niveau III")),
    Choice("6", text("Bac + 3 ou + 4 : licence, BUT"), text("niveau 6, ancien niveau II")),
    Choice("7", text("Bac + 5 ou plus : master, doctorat"), text("niveaux 7 et 8, ancien niveau I")),
)
