"""The contact log (step 7): when, whom, by what means, and whether the organisation confirms the entry."""

from __future__ import annotations

from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import InvalidInput, NotFound
from cpf_tui.domain.people import Actor, ContactNote, Role, Scope
from cpf_tui.journey.forms.project import ContactForm
from cpf_tui.ports import Clock, Database, TrainingCatalogue, UnitOfWork
from cpf_tui.services.access import HOLDER, Need, advisor, authorised, only
from cpf_tui.services.support import new_id
from cpf_tui.services.trail import Look, Seen, consult, once, trace


class ContactLog:
    """Contacts with organisations, written by the holder, or by an advisor allowed to see the history."""

    def __init__(self, database: Database, catalogue: TrainingCatalogue, clock: Clock) -> None:
        self._database, self._catalogue, self._clock = database, catalogue, clock

    @only(HOLDER, advisor(Need.HISTORY))
    def log(self, actor: Actor, holder_id: str = "", offer_id: str = "") -> tuple[ContactNote, ...]:
        """Return the contacts, newest first, for one training or for all."""

        def check(uow: UnitOfWork) -> tuple[Seen, str]:
            owner = authorised(uow, actor, holder_id, Scope.HISTORY, self._clock.today())
            return Seen(owner), owner

        look = Look(Action.LOOKED_AT_CONTACTS, holder_id)
        with consult(self._database, self._clock, actor, look, check) as (
            uow,
            owner,
        ):
            return tuple(uow.projects.contacts(owner, offer_id))

    @only(HOLDER, advisor(Need.HISTORY))
    def record(self, actor: Actor, offer_id: str, form: ContactForm, op_id: str, holder_id: str = "") -> ContactNote:
        """Write a contact; raises `InvalidInput` for a day to come, `NotFound` for a training nobody knows."""
        today, now = self._clock.today(), self._clock.now()
        if form.on > today:
            raise InvalidInput("Ce jour n’est pas encore passé. Écrivez le jour où vous avez eu ce contact.")
        listed = self._catalogue.offer(offer_id) is not None

        def write(uow: UnitOfWork) -> ContactNote:
            owner = authorised(uow, actor, holder_id, Scope.HISTORY, today)
            # A kept training may have left the catalogue since: its organisation can still have answered.
            if not listed and all(one.offer_id != offer_id for one in uow.projects.shortlist(owner)):
                raise NotFound("Cette formation n’est ni dans le catalogue ni dans la liste.")
            note = ContactNote(
                new_id(),
                owner,
                offer_id,
                form.on,
                form.whom,
                form.means,
                form.answer or "",
                form.prerequisites,
                actor.name,
                now,
            )
            uow.projects.add_contact(note)
            if actor.role is Role.ADVISOR:
                trace(uow, actor, Action.CONTACT_WRITTEN, now, subject=owner)
            return note

        def again(uow: UnitOfWork, key: str) -> ContactNote:
            owner = authorised(uow, actor, holder_id, Scope.HISTORY, today)
            found = next((one for one in uow.projects.contacts(owner) if one.id == key), None)
            if found is None:
                raise NotFound("Ce contact n’existe pas.")
            return found

        return once(self._database, actor, op_id, now, write, key=lambda one: one.id, again=again)
