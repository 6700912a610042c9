"""The DIF balance (step 3): entered by the holder, proved by a document, corrected until a dossier is validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cpf_tui.domain.dif import check_balance, check_change, check_document
from cpf_tui.domain.dossier import TRANSITIONS, find_transition
from cpf_tui.domain.errors import InvalidInput, NotAllowed, NotFound
from cpf_tui.domain.ledger import EntryKind, NewEntry, Source
from cpf_tui.domain.people import Actor, Right, Scope
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.records import DifDeclaration, Dossier, DossierEvent, ProofState, State
from cpf_tui.journey.forms.advisor import ProofForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.support import authorised, once, require_advisor, require_holder

PROOF_SEEN = "proof_seen"
"""The action of the history's line that says the document was seen; it changes no state."""

_ACCEPTED = frozenset({State.VALIDATED, State.IN_TRAINING, State.CLOSED, State.ABANDONED})


class DifEntry:
    """The declaration in force and what it did to the DIF account: never changed, only corrected by a new movement."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def current(self, actor: Actor, holder_id: str = "") -> DifDeclaration | None:
        """Return the declaration in force; an advisor needs the holder's permission for the hours."""
        with self._database.read() as uow:
            return uow.projects.dif(authorised(uow, actor, holder_id, Scope.HOURS, self._clock.today()))

    def declare(self, actor: Actor, form: DifForm, op_id: str) -> DifDeclaration:
        """Enter the balance, or correct it; a suspended dossier then goes back to its advisor.

        Raises `InvalidInput` for an impossible balance or document, `NotAllowed` once a dossier was validated.
        """
        holder_id, now = require_holder(actor), self._clock.now()
        check_document(form.document, form.document_date, self._clock.today())

        def write(uow: UnitOfWork) -> DifDeclaration:
            former = uow.projects.dif(holder_id)
            check_balance(form.quantity, correcting=former is not None)
            dossiers = uow.dossiers.of_holder(holder_id)
            check_change(has_validated_dossier=any(_was_accepted(uow, one) for one in dossiers))
            account = uow.ledger.open_account(holder_id, Source.DIF)
            change = form.quantity - (former.quantity if former else ZERO)
            if change:
                motive = "dif_corrected" if former else "dif_declared"
                entry = NewEntry(f"{op_id}:dif", account.id, EntryKind.CREDIT, change, motive, actor.id)
                uow.ledger.append([entry], now)
            declaration = DifDeclaration(
                holder_id, form.quantity, form.employer, form.document, form.document_date, now
            )
            uow.projects.declare_dif(declaration)
            _resume(uow, dossiers, actor, now, f"{former.quantity if former else 0} → {form.quantity}")
            return declaration

        return once(self._database, op_id, now, write, key=lambda one: one.holder_id, again=_declared)

    def record_proof(self, actor: Actor, dossier_id: str, form: ProofForm, op_id: str) -> Dossier:
        """Record what the document showed says; a mismatch suspends the dossier until the holder corrects (source).

        Raises `NotFound` when no DIF was entered, `InvalidInput` for a mismatch without a word, `Conflict` when the
        dossier is past the point where it can be suspended.
        """
        require_advisor(actor, Right.VALIDATE)
        result, comment, now = ProofState(form.result), form.comment or "", self._clock.now()
        if result is ProofState.MISMATCH and not comment:
            raise InvalidInput("Écrivez ce que dit le document : la personne doit savoir quoi corriger.")

        def write(uow: UnitOfWork) -> Dossier:
            dossier = uow.dossiers.get(dossier_id)
            if dossier.operator != actor.operator:
                raise NotAllowed("Ce dossier est suivi par un autre organisme.")
            authorised(uow, actor, dossier.holder_id, Scope.HOURS, self._clock.today())
            declaration = uow.projects.dif(dossier.holder_id)
            if declaration is None:
                raise NotFound("Cette personne n’a pas inscrit d’heures de DIF : il n’y a pas de document à voir.")
            uow.projects.declare_dif(replace(declaration, proof=result, proof_comment=comment))
            action = PROOF_SEEN
            if result is ProofState.MISMATCH:
                transition = find_transition("suspend", dossier.state, actor)
                action, dossier = (
                    transition.action,
                    uow.dossiers.update(replace(dossier, state=transition.target, updated_at=now)),
                )
            uow.dossiers.add_event(
                DossierEvent(dossier.id, now, actor.role, actor.name, action, dossier.state, comment)
            )
            return dossier

        return once(
            self._database, op_id, now, write, key=lambda one: one.id, again=lambda uow, key: uow.dossiers.get(key)
        )


def _was_accepted(uow: UnitOfWork, dossier: Dossier) -> bool:
    """Say whether a dossier was ever validated, even if the holder gave it up since."""
    return dossier.state in _ACCEPTED or any(one.state is State.VALIDATED for one in uow.dossiers.events(dossier.id))


def _resume(uow: UnitOfWork, dossiers: Sequence[Dossier], actor: Actor, now: datetime, detail: str) -> None:
    """Send suspended dossiers back to examination: the correction they waited for is there."""
    lift = TRANSITIONS["lift_suspension"]
    for dossier in dossiers:
        if dossier.state in lift.sources:
            uow.dossiers.update(replace(dossier, state=lift.target, updated_at=now))
            uow.dossiers.add_event(
                DossierEvent(dossier.id, now, actor.role, actor.name, lift.action, lift.target, detail=detail)
            )


def _declared(uow: UnitOfWork, holder_id: str) -> DifDeclaration:
    declaration = uow.projects.dif(holder_id)
    if declaration is None:
        raise NotFound("Aucun solde de DIF n’est inscrit sur ce compte.")
    return declaration
