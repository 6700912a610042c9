"""The DIF balance (step 3): entered by the holder, proved by a document, corrected until a dossier is validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cpf_tui.domain.audit import Action
from cpf_tui.domain.dif import check_balance, check_change, check_document
from cpf_tui.domain.dossier import TRANSITIONS, find_transition
from cpf_tui.domain.errors import InvalidInput, NotFound
from cpf_tui.domain.ledger import EntryKind, NewEntry, Source
from cpf_tui.domain.people import Actor, Right, Scope
from cpf_tui.domain.quantity import ZERO
from cpf_tui.domain.records import DifDeclaration, Dossier, ProofState, State
from cpf_tui.journey.forms.advisor import ProofForm
from cpf_tui.journey.forms.dif import DifForm
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, Need, advisor, only
from cpf_tui.services.dossier_support import Act, load, note
from cpf_tui.services.trail import account, once, trace

PROOF_SEEN = "proof_seen"
"""The action of the history's line that says the document was seen; it changes no state."""

_ACCEPTED = frozenset({State.VALIDATED, State.IN_TRAINING, State.CLOSED, State.ABANDONED})


class DifEntry:
    """The declaration in force and what it did to the DIF account: never changed, only corrected by a new movement."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @only(HOLDER, advisor(Need.HOURS))
    def current(self, actor: Actor, holder_id: str = "") -> DifDeclaration | None:
        """Return the declaration in force; an advisor needs the holder's permission for the hours."""
        with account(self._database, self._clock, actor, holder_id, Scope.HOURS) as (uow, owner):
            return uow.projects.dif(owner)

    @only(HOLDER)
    def declare(self, actor: Actor, form: DifForm, op_id: str) -> DifDeclaration:
        """Enter the balance, or correct it; a suspended dossier then goes back to its advisor.

        Raises `InvalidInput` for an impossible balance or document, `NotAllowed` once a dossier was validated.
        """
        holder_id, now = actor.id, self._clock.now()
        check_document(form.document, form.document_date, self._clock.today())

        def write(uow: UnitOfWork) -> DifDeclaration:
            former = uow.projects.dif(holder_id)
            check_balance(form.quantity, correcting=former is not None)
            dossiers = uow.dossiers.of_holder(holder_id)
            check_change(has_validated_dossier=any(_was_accepted(uow, one) for one in dossiers))
            opened = uow.ledger.open_account(holder_id, Source.DIF)
            change = form.quantity - (former.quantity if former else ZERO)
            if change:
                motive = "dif_corrected" if former else "dif_declared"
                entry = NewEntry(f"{op_id}:dif", opened.id, EntryKind.CREDIT, change, motive, actor.id)
                uow.ledger.append([entry], now)
            declaration = DifDeclaration(
                holder_id, form.quantity, form.employer, form.document, form.document_date, now
            )
            uow.projects.declare_dif(declaration)
            trace(uow, actor, Action.DIF_DECLARED, now, subject=holder_id)
            _resume(uow, dossiers, Act(actor, op_id, now), f"{former.quantity if former else 0} → {form.quantity}")
            return declaration

        return once(self._database, actor, op_id, now, write, key=lambda one: one.holder_id, again=_declared)

    @only(advisor(Need.DOSSIER, Right.VALIDATE))
    def record_proof(self, actor: Actor, dossier_id: str, form: ProofForm, op_id: str) -> Dossier:
        """Record what the document showed says; a mismatch suspends the dossier until the holder corrects (source).

        Raises `NotFound` when no DIF was entered, `InvalidInput` for a mismatch without a word, `Conflict` when the
        dossier is past the point where it can be suspended.
        """
        result, comment, now = ProofState(form.result), form.comment or "", self._clock.now()
        today = self._clock.today()
        if result is ProofState.MISMATCH and not comment:
            raise InvalidInput("Écrivez ce que dit le document : la personne doit savoir quoi corriger.")

        def write(uow: UnitOfWork) -> Dossier:
            dossier = load(uow, actor, dossier_id, today)
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
            note(uow, dossier, Act(actor, op_id, now), action, reason=comment)
            return dossier

        return once(
            self._database,
            actor,
            op_id,
            now,
            write,
            key=lambda one: one.id,
            again=lambda uow, key: load(uow, actor, key, today),
        )


def _was_accepted(uow: UnitOfWork, dossier: Dossier) -> bool:
    """Say whether a dossier was ever validated, even if the holder gave it up since."""
    return dossier.state in _ACCEPTED or any(one.state is State.VALIDATED for one in uow.dossiers.events(dossier.id))


def _resume(uow: UnitOfWork, dossiers: Sequence[Dossier], act: Act, detail: str) -> None:
    """Send suspended dossiers back to examination: the correction they waited for is there."""
    lift = TRANSITIONS["lift_suspension"]
    for dossier in dossiers:
        if dossier.state in lift.sources:
            resumed = uow.dossiers.update(replace(dossier, state=lift.target, updated_at=act.at))
            note(uow, resumed, act, lift.action, detail=detail)


def _declared(uow: UnitOfWork, holder_id: str) -> DifDeclaration:
    declaration = uow.projects.dif(holder_id)
    if declaration is None:
        raise NotFound("Aucun solde de DIF n’est inscrit sur ce compte.")
    return declaration
