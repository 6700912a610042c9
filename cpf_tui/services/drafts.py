"""Unfinished forms: every answer is kept as soon as it is given, and found again on any terminal."""

from __future__ import annotations

from dataclasses import replace

from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Draft
from cpf_tui.ports import Clock, Database, UnitOfWork
from cpf_tui.services.access import HOLDER, only
from cpf_tui.services.support import new_id
from cpf_tui.services.trail import reading, writing


class Drafts:
    """The drafts of a person; `subject` tells apart forms of one kind (a dossier, a training), empty when there is one.

    Secrets never come here: the forms do not offer them (`Question.kept`).
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @only(HOLDER)
    def open(self, actor: Actor, form: str, subject: str = "") -> Draft:
        """Return the draft, created with its operation id if missing: submitting the form twice will act once."""
        with reading(self._database, actor) as uow:
            draft = uow.drafts.get(actor.id, form, subject)
        if draft is not None:
            return draft
        with writing(self._database, actor) as uow:
            draft = self._found(uow, actor.id, form, subject)
            uow.drafts.save(draft)
            uow.commit()
        return draft

    @only(HOLDER)
    def save(self, actor: Actor, form: str, subject: str, name: str, answer: str) -> None:
        """Keep one answer, as typed; the same answer again writes nothing."""
        with writing(self._database, actor) as uow:
            draft = self._found(uow, actor.id, form, subject)
            if draft.answers.get(name) == answer:
                return
            answers = {**draft.answers, name: answer}
            uow.drafts.save(replace(draft, answers=answers, updated_at=self._clock.now()))
            uow.commit()

    @only(HOLDER)
    def discard(self, actor: Actor, form: str, subject: str = "") -> None:
        """Forget the draft: the form was submitted, or the person gave it up."""
        with writing(self._database, actor) as uow:
            uow.drafts.delete(actor.id, form, subject)
            uow.commit()

    def _found(self, uow: UnitOfWork, owner_id: str, form: str, subject: str) -> Draft:
        stored = uow.drafts.get(owner_id, form, subject)
        return stored or Draft(owner_id, form, subject, {}, new_id(), self._clock.now())
