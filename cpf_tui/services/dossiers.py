"""The holder's acts on a training dossier (step 8): create, agree, send, correct, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cpf_tui.domain.dossier import find_transition
from cpf_tui.domain.errors import Conflict, NotAllowed, NotFound
from cpf_tui.domain.people import Actor, Right, Scope
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import text
from cpf_tui.domain.training import Offer
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.ports import Clock, Database, Gazetteer, TrainingCatalogue, UnitOfWork
from cpf_tui.services.access import HOLDER, Need, advisor, in_force, only
from cpf_tui.services.dossier_answers import NO_CONSENT, correct, eligibility_words, kept_answers, known_answers
from cpf_tui.services.dossier_file import DossierFile, read_file
from cpf_tui.services.dossier_support import Act, Move, apply_move, load, note, shown
from cpf_tui.services.dossier_use import Outlook, available_use, most_consented, what_if
from cpf_tui.services.sign_in import SignIn
from cpf_tui.services.support import new_id, new_reference
from cpf_tui.services.trail import once, reading

_PREPARED = frozenset({State.DRAFT, State.CONSENTED})


class Dossiers:
    """Dossiers as their holder makes them; each change is one transaction, safe to repeat with the same `op_id`."""

    def __init__(
        self, *, database: Database, catalogue: TrainingCatalogue, gazetteer: Gazetteer, clock: Clock, sign_in: SignIn
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._gazetteer = gazetteer
        self._clock = clock
        self._sign_in = sign_in

    @only(HOLDER)
    def prefill(self, actor: Actor, offer_id: str) -> dict[str, str]:
        """Give the answers already known, as a person would type them."""
        offer = self._offer(offer_id)
        with reading(self._database, actor) as uow:
            holder = uow.holders.get(actor.id)
        return known_answers(offer, holder, self._clock.today())

    @only(HOLDER)
    def create(self, actor: Actor, offer_id: str, form: DossierForm, answers: Mapping[str, str], op_id: str) -> Dossier:
        """Create a dossier as a draft; a training that is not eligible does not stop it, its advisor reads it.

        Raises `Conflict` while another dossier for the same training is being prepared.
        """
        holder_id = actor.id
        offer = self._offer(offer_id)
        act = Act(actor, op_id, self._clock.now())
        with reading(self._database, actor) as before:
            holder = before.holders.get(holder_id)
        if holder.opened_at is None:
            raise NotAllowed("Terminez d’abord l’ouverture de votre compte (étape 2).")
        eligibility = eligibility_words(holder, offer, self._gazetteer, self._catalogue, self._clock.today())

        def create(uow: UnitOfWork) -> Dossier:
            for other in uow.dossiers.of_holder(holder_id):
                if other.offer_id == offer_id and other.state in _PREPARED:
                    raise Conflict(
                        "Vous préparez déjà le dossier {reference} pour cette formation. Reprenez-le, ou retirez-le.",
                        reference=other.reference,
                    )
            dossier = Dossier(
                id=new_id(),
                reference=new_reference(),
                holder_id=holder_id,
                offer_id=offer_id,
                title=offer.title,
                organisation=offer.organisation,
                certification=offer.certification,
                state=State.DRAFT,
                created_at=act.at,
                updated_at=act.at,
                **_told(form, answers),
            )
            uow.dossiers.add(dossier)
            note(uow, dossier, act, "create", detail=eligibility)
            uow.drafts.delete(holder_id, DossierForm.key, offer_id)
            return dossier

        return self._once(act, create)

    @only(HOLDER)
    def revise(
        self, actor: Actor, dossier_id: str, form: DossierForm, answers: Mapping[str, str], op_id: str
    ) -> Dossier:
        """Change the answers of a dossier while it is a draft; an agreement, once given, is to what was answered.

        Raises `Conflict` in any other state.
        """

        def revise(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            if dossier.state is not State.DRAFT:
                raise Conflict(
                    "Ce dossier n’est plus un brouillon. Ses réponses se changent quand votre conseiller le demande."
                )
            stored = uow.dossiers.update(replace(dossier, updated_at=act.at, **_told(form, answers)))
            note(uow, stored, act, "revised")
            return stored

        return self._change(actor, dossier_id, op_id, revise)

    @only(HOLDER)
    def outlook(self, actor: Actor, planned: Quantity) -> Outlook:
        """Say what a training of that duration would take from the holder's rights (« et si »)."""
        with reading(self._database, actor) as uow:
            return what_if(uow, actor.id, planned)

    @only(HOLDER)
    def consent(self, actor: Actor, dossier_id: str, secret: str, op_id: str) -> Dossier:
        """Give the holder's dated agreement, with their own secret (L6323-2).

        It covers at most the duration, up to 150 (R6323-7): that much and no more may be blocked. Raises `NotAllowed`
        for a wrong secret.
        """
        self._sign_in.confirm(actor, secret)  # slow on purpose: before the transaction, never inside

        def consent(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            accounts = uow.ledger.accounts(dossier.holder_id)
            most = most_consented(accounts, dossier.planned)
            detail = text(
                "Accord donné pour {today} à ce jour, {most} au plus.",
                today=show(available_use(accounts, dossier.planned).total),
                most=show(most),
            )
            changes = {"consent_at": act.at, "consent_quantity": most}
            return apply_move(uow, dossier, Move("consent", detail=str(detail), changes=changes), act)

        return self._change(actor, dossier_id, op_id, consent)

    @only(HOLDER)
    def withdraw_consent(self, actor: Actor, dossier_id: str, op_id: str) -> Dossier:
        """Take the agreement back before the dossier is sent; refusing to use one's hours is no fault (L6323-2)."""
        return self._move(actor, dossier_id, Move("withdraw_consent", changes=NO_CONSENT), op_id)

    @only(HOLDER, advisor(Need.DOSSIER, Right.CREATE))
    def submit(self, actor: Actor, dossier_id: str, op_id: str) -> Dossier:
        """Send the dossier to the operator of the place the holder chose, which must be authorised to see the hours.

        Raises `NotAllowed` without a place or without permission (R6323-16 III).
        """

        def submit(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            find_transition("submit", dossier.state, actor)
            holder = uow.holders.get(dossier.holder_id)
            if not holder.place_id:
                raise NotAllowed("Choisissez d’abord votre interlocuteur (étape 4) : c’est lui qui recevra le dossier.")
            permissions = uow.projects.authorisations(holder.id)
            if not in_force(permissions, holder.operator, Scope.HOURS, self._clock.today()):
                raise NotAllowed(
                    "Votre interlocuteur n’est pas autorisé à voir vos heures, ou l’autorisation a pris fin. "
                    "Donnez-la de nouveau (étape 4), puis envoyez le dossier."
                )
            return apply_move(uow, dossier, Move("submit", changes={"operator": holder.operator}), act)

        return self._change(actor, dossier_id, op_id, submit)

    @only(HOLDER)
    def of_holder(self, actor: Actor) -> tuple[Dossier, ...]:
        """List the holder's dossiers, newest first."""
        with reading(self._database, actor) as uow:
            return tuple(uow.dossiers.of_holder(actor.id))

    @only(HOLDER, advisor(Need.DOSSIER))
    def file(self, actor: Actor, dossier_id: str) -> DossierFile:
        """Read everything of a dossier, for its holder or for an advisor who may see it."""
        with shown(self._database, self._clock, actor, dossier_id) as (uow, dossier):
            return read_file(uow, actor, dossier)

    @only(HOLDER, advisor(Need.DOSSIER, Right.CREATE))
    def answer_correction(self, actor: Actor, dossier_id: str, field: str, answer: str, op_id: str) -> Dossier:
        """Correct one answer; the last one sends the dossier back, or asks the consent again if it got longer."""

        def answered(uow: UnitOfWork, dossier: Dossier, act: Act) -> Dossier:
            find_transition("answer_correction", dossier.state, actor)
            return correct(uow, dossier, field, answer, act)

        return self._change(actor, dossier_id, op_id, answered)

    @only(HOLDER)
    def withdraw(self, actor: Actor, dossier_id: str, op_id: str) -> Dossier:
        """Give the dossier up; everything blocked is released, without any reason asked (L6323-2)."""
        return self._move(actor, dossier_id, Move("withdraw"), op_id)

    def _offer(self, offer_id: str) -> Offer:
        offer = self._catalogue.offer(offer_id)
        if offer is None:
            raise NotFound("Cette formation n’est plus dans le catalogue. Cherchez-la de nouveau (étape 5).")
        return offer

    def _move(self, actor: Actor, dossier_id: str, move: Move, op_id: str) -> Dossier:
        return self._change(actor, dossier_id, op_id, lambda uow, dossier, act: apply_move(uow, dossier, move, act))

    def _change(
        self, actor: Actor, dossier_id: str, op_id: str, effect: Callable[[UnitOfWork, Dossier, Act], Dossier]
    ) -> Dossier:
        act, day = Act(actor, op_id, self._clock.now()), self._clock.today()
        return self._once(act, lambda uow: effect(uow, load(uow, actor, dossier_id, day), act))

    def _once(self, act: Act, effect: Callable[[UnitOfWork], Dossier]) -> Dossier:
        return once(
            self._database,
            act.actor,
            act.op_id,
            act.at,
            effect,
            key=lambda dossier: dossier.id,
            again=lambda uow, done: load(uow, act.actor, done, self._clock.today()),
        )


def _told(form: DossierForm, answers: Mapping[str, str]) -> dict[str, Any]:
    """Give the fields of a dossier that its form fills."""
    return {
        "planned": form.planned,
        "answers": kept_answers(answers),
        "price_cents": form.price,
        "start": form.start,
        "end": form.end,
    }
