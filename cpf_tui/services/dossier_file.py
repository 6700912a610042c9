"""Everything one screen shows of a dossier, read in one view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.dossier import TURN, Transition, Turn, actions_for
from cpf_tui.domain.ledger import StatementLine, statement
from cpf_tui.domain.people import Actor, Holder
from cpf_tui.domain.records import Correction, DifDeclaration, Dossier, DossierEvent, FundingLine
from cpf_tui.ports import UnitOfWork
from cpf_tui.services.dossier_support import day_of, due, reached_at
from cpf_tui.services.dossier_use import Outlook, outlook_of


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A dossier with its holder, history, corrections, funding, DIF proof, hours, and what this person may do.

    `events` and `corrections` are oldest first; `movements` are the lines of the statement that concern this dossier;
    `since` is the day it reached its state, `due` the day whoever has the turn should have acted, if one is announced.
    """

    dossier: Dossier
    holder: Holder
    events: tuple[DossierEvent, ...]
    corrections: tuple[Correction, ...]
    funding: tuple[FundingLine, ...]
    dif: DifDeclaration | None
    outlook: Outlook
    turn: Turn
    since: date
    due: date | None
    actions: tuple[Transition, ...]
    movements: tuple[StatementLine, ...]

    @property
    def open_corrections(self) -> tuple[Correction, ...]:
        """What the holder still has to correct."""
        return tuple(one for one in self.corrections if one.answered_at is None)


def read_file(uow: UnitOfWork, actor: Actor, dossier: Dossier) -> DossierFile:
    """Read the file of a dossier the caller has checked this person may see."""
    events = tuple(uow.dossiers.events(dossier.id))
    since = day_of(reached_at(events, dossier))
    lines = statement(uow.ledger.accounts(dossier.holder_id), uow.ledger.entries(dossier.holder_id))
    return DossierFile(
        dossier,
        uow.holders.get(dossier.holder_id),
        events,
        tuple(uow.dossiers.corrections(dossier.id)),
        tuple(uow.dossiers.funding(dossier.id)),
        uow.projects.dif(dossier.holder_id),
        outlook_of(uow, dossier),
        TURN[dossier.state],
        since,
        due(dossier.state, since),
        actions_for(dossier.state, actor),
        tuple(line for line in lines if line.entry.dossier_id == dossier.id),
    )
