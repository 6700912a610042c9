"""How a dossier is told to its advisor: whose turn it is, since when, how late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cpf_tui.domain.dif import DOCUMENTS, Use
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import DifDeclaration, FundingLine, FundingState, ProofState, State
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import WORDINGS
from cpf_tui.i18n import _, render

_LONG_AGO = 60
"""Days beyond which a date says more than a count."""

_OVER = text("terminé")
_HOLDER = text("au titulaire")
TURNS: Mapping[State, Text] = {
    State.DRAFT: _HOLDER,
    State.CONSENTED: _HOLDER,
    State.SUBMITTED: text("à vous"),
    State.CORRECTION: _HOLDER,
    State.SUSPENDED: _HOLDER,
    State.FUNDING: text("aux financeurs"),
    State.VALIDATED: text("à vous, à l’entrée"),
    State.IN_TRAINING: text("au financeur, à la fin"),
    State.CLOSED: _OVER,
    State.WITHDRAWN: _OVER,
    State.REFUSED: _OVER,
    State.ABANDONED: _OVER,
}
"""Whose turn it is, as the advisor says it; the holder's words are in `domain.wordings`."""

FUNDING_STATES: Mapping[FundingState, Text] = {
    FundingState.REQUESTED: text("attend sa réponse"),
    FundingState.AGREED: text("accordé"),
    FundingState.REFUSED: text("refusé"),
}


def since_words(since: date, today: date) -> str:
    """Say since when: « depuis 3 jours »."""
    days = (today - since).days
    if days <= 0:
        return _("aujourd’hui")
    if days == 1:
        return _("depuis hier")
    return _("depuis {days} jours", days=days) if days <= _LONG_AGO else _("depuis le {day}", day=since)


def late_words(due: date | None, today: date) -> str:
    """Say how late something is; empty when it is not."""
    days = (today - due).days if due else 0
    if days <= 0:
        return ""
    return _("en retard d’un jour") if days == 1 else _("en retard de {days} jours", days=days)


def due_words(due: date | None, today: date) -> str:
    """Say until when somebody should act, or how late they are; empty when no delay is announced."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return late_words(due, today)
    if days == 0:
        return _("à faire aujourd’hui")
    if days == 1:
        return _("à faire avant demain soir")
    return _("à faire au plus tard le {day}", day=due)


def turn_line(state: State, since: date, due: date | None, today: date) -> str:
    """Say in one line where a dossier stands: its state, whose turn it is, since when, until when."""
    said = [render(WORDINGS[state].advisor), render(TURNS[state]), since_words(since, today), due_words(due, today)]
    return " · ".join(filter(None, said))


def proof_words(dif: DifDeclaration | None) -> str:
    """Say where the proof of the DIF stands."""
    if dif is None:
        return _("aucune heure de DIF inscrite")
    if dif.proof is ProofState.SEEN:
        return _("justificatif du DIF vu")
    if dif.proof is ProofState.MISMATCH:
        return _("justificatif du DIF : écart à corriger")
    return _("justificatif du DIF à voir")


def document_words(dif: DifDeclaration) -> str:
    """Name the document that should prove the balance."""
    document = DOCUMENTS.get(dif.document)
    return _(
        "{document} du {day}, {employer}",
        document=document.label if document else dif.document,
        day=dif.document_date,
        employer=dif.employer,
    )


def shares(use: Use, granted: Quantity | None = None) -> str:
    """Say where the hours of a training come from: « DIF 87,33 h + CPF 12 h + financeurs 20,67 h »."""
    parts = [(_("DIF"), use.dif), (_("CPF"), use.cpf), (_("abondements"), use.top_up), (_("financeurs"), granted)]
    said = [_("{source} {hours} h", source=source, hours=hours) for source, hours in parts if hours]
    return " + ".join(said) or _("aucune heure disponible")


def line_amounts(line: FundingLine, euros: str) -> str:
    """Say what a funder is asked for."""
    return _("{hours} h · {euros}", hours=line.quantity, euros=euros)
