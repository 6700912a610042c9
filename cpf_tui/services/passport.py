"""The trace of trainings followed (step 13): the passport, and the certificate to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpf_tui.domain.dates import in_words
from cpf_tui.domain.ledger import EntryKind, statement
from cpf_tui.domain.people import Actor, Scope
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.text import Text, text
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, Need, advisor, only
from cpf_tui.services.dossier_support import day_of, reached_at
from cpf_tui.services.trail import account, reading

_ENDED = frozenset({State.CLOSED, State.ABANDONED})


@dataclass(frozen=True, slots=True)
class SourceHours:
    """What one account brought: `source` as the ledger names it (CPF, DIF, ABONDEMENT, FINANCEUR:…)."""

    source: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class PassportLine:
    """One training of the passport: what it was, when, and what was debited for it, source by source.

    `start` is the day of entry, `ended_on` the day it was closed or abandoned; an abandoned training debits nothing.
    """

    dossier_id: str
    reference: str
    title: str
    organisation: str
    certification: str
    state: State
    start: date | None
    end: date | None
    ended_on: date
    planned: Quantity
    realised: Quantity
    hours: tuple[SourceHours, ...]

    @property
    def debited(self) -> Quantity:
        """Everything debited, all sources together."""
        return total(one.quantity for one in self.hours)


class Passports:
    """The passport of a holder, and the document they take away."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @only(HOLDER, advisor(Need.PASSPORT))
    def passport(self, actor: Actor, holder_id: str = "") -> tuple[PassportLine, ...]:
        """List the trainings closed or abandoned, latest first; an advisor needs the holder's permission."""
        with account(self._database, self._clock, actor, holder_id, Scope.PASSPORT) as (uow, owner):
            return _passport(uow, owner)

    @only(HOLDER)
    def certificate(self, actor: Actor) -> bytes:
        """Make the PDF of the holder's own movements and passport; the personal number is masked in it."""
        # The typesetter and its template serve this alone.
        from cpf_tui.documents.certificate import Certificate, CertifiedTraining, certificate_pdf, hours_words

        holder_id = actor.id
        with reading(self._database, actor) as uow:
            accounts = uow.ledger.accounts(holder_id)
            certificate = Certificate(
                uow.holders.get(holder_id).full_name,
                uow.holders.nir(holder_id).masked(),
                self._clock.today(),
                tuple(accounts),
                statement(accounts, uow.ledger.entries(holder_id)),
                tuple(
                    CertifiedTraining(
                        line.title,
                        line.organisation,
                        _period(line),
                        hours_words([(one.source, one.quantity) for one in line.hours]),
                    )
                    for line in _passport(uow, holder_id)
                ),
            )
        return certificate_pdf(certificate)


def _passport(uow: UnitOfWork, holder_id: str) -> tuple[PassportLine, ...]:
    lines = [_line(uow, one) for one in uow.dossiers.of_holder(holder_id) if one.state in _ENDED]
    return tuple(sorted(lines, key=lambda line: line.ended_on, reverse=True))


def _line(uow: UnitOfWork, dossier: Dossier) -> PassportLine:
    return PassportLine(
        dossier.id,
        dossier.reference,
        dossier.title,
        dossier.organisation,
        dossier.certification,
        dossier.state,
        dossier.start,
        dossier.end,
        day_of(reached_at(uow.dossiers.events(dossier.id), dossier)),
        dossier.planned,
        dossier.realised or ZERO,
        _debited(uow, dossier),
    )


def _debited(uow: UnitOfWork, dossier: Dossier) -> tuple[SourceHours, ...]:
    sources = {account.id: account.source for account in uow.ledger.accounts(dossier.holder_id)}
    posted = [
        SourceHours(sources[entry.account_id], entry.amount)
        for entry in uow.ledger.entries(dossier.holder_id)
        if entry.kind is EntryKind.POST and entry.dossier_id == dossier.id
    ]
    return tuple(posted)


def _period(line: PassportLine) -> Text:
    if line.state is State.ABANDONED:
        return text("arrêtée le {day}", day=in_words(line.ended_on))
    if line.start is None or line.end is None:
        return text("close le {day}", day=in_words(line.ended_on))
    return text("du {start} au {end}", start=in_words(line.start), end=in_words(line.end))
