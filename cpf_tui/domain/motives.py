"""Why a movement was made, in the words of the statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpf_tui.domain.movements import FUNDER_PREFIX
from cpf_tui.domain.text import Text, text


@dataclass(frozen=True, slots=True)
class Motive:
    """A reason for a movement: its key in the ledger, what it did in plain French, and the article behind it."""

    key: str
    label: Text
    article: str


MOTIVES: Mapping[str, Motive] = {
    motive.key: motive
    for motive in (
        Motive("annual_credit", text("Heures acquises par le travail de l’année"), "L6323-11"),
        Motive("dif_declared", text("Heures de DIF inscrites"), "R6323-7"),
        Motive("dif_corrected", text("Heures de DIF corrigées"), "R6323-7"),
        Motive("top_up", text("Abondement ajouté, hors plafond"), "L6323-5"),
        Motive("blocked", text("Heures bloquées pour une formation acceptée"), "R6323-7"),
        Motive("debited", text("Heures débitées : formation suivie"), "R6323-7"),
        Motive("released", text("Heures libérées : de nouveau utilisables"), "L6323-3"),
        Motive("funder_agreed", text("Complément accordé par un financeur, pour cette formation seule"), "L6323-4"),
        Motive("funder_returned", text("Complément non utilisé, rendu au financeur"), "L6323-4"),
        Motive("corrective", text("Abondement correctif dû par l’employeur, hors plafond"), "L6323-13"),
        Motive("rectified_work", text("Rectification : déclaration de travail corrigée par l’employeur"), "L6323-11"),
        Motive("rectified_level", text("Rectification : niveau de diplôme déclaré inexact, recalcul"), "L6323-11-1"),
        Motive("rectified_proof", text("Rectification : solde de DIF repris du document"), "R6323-7"),
        Motive("rectified_top_up", text("Rectification : abondement corrigé par qui l’a versé"), "L6323-5"),
        Motive("rectified_error", text("Rectification : erreur d’inscription réparée"), "R6323-19 à R6323-21"),
    )
}


def article_of(motive: str, source: str) -> str:
    """Name the article behind a movement: what a funder granted is blocked and debited under L6323-4, not as DIF."""
    known = MOTIVES.get(motive)
    if known is None:
        return ""
    return MOTIVES["funder_agreed"].article if source.startswith(FUNDER_PREFIX) else known.article
