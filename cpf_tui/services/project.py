"""The project (steps 5 and 6): trainings kept, the one chosen, diplomas held."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cpf_tui.domain.cleaning import clean_line, clean_paragraph
from cpf_tui.domain.errors import InvalidInput, NotFound
from cpf_tui.domain.people import Actor, Diploma, ShortlistItem
from cpf_tui.domain.territory import Commune
from cpf_tui.domain.training import Offer
from cpf_tui.journey.forms.project import DiplomaForm
from cpf_tui.ports import Clock, Database, Gazetteer, TrainingCatalogue, UnitOfWork
from cpf_tui.services.access import HOLDER, only
from cpf_tui.services.support import km_to, new_id
from cpf_tui.services.trail import once, reading, writing

NOTE_MAX = 500


@dataclass(frozen=True, slots=True)
class KeptTraining:
    """A kept training; `offer` is None when it left the catalogue, `km` is how far it is from the residence."""

    item: ShortlistItem
    offer: Offer | None
    km: float | None = None


class Project:
    """What a holder gathers before the dossier. Keeping, dropping and noting twice does nothing more than once."""

    def __init__(self, database: Database, catalogue: TrainingCatalogue, gazetteer: Gazetteer, clock: Clock) -> None:
        self._database, self._catalogue = database, catalogue
        self._gazetteer, self._clock = gazetteer, clock

    @only(HOLDER)
    def kept(self, actor: Actor) -> tuple[KeptTraining, ...]:
        """Return the kept trainings, first kept first."""
        holder_id = actor.id
        with reading(self._database, actor) as uow:
            items = uow.projects.shortlist(holder_id)
            home = self._gazetteer.by_insee(uow.holders.get(holder_id).residence) if items else None
        return tuple(self._kept(item, home) for item in items)

    def _kept(self, item: ShortlistItem, home: Commune | None) -> KeptTraining:
        offer = self._catalogue.offer(item.offer_id)
        return KeptTraining(item, offer, km_to(offer, home, self._gazetteer) if offer else None)

    @only(HOLDER)
    def keep(self, actor: Actor, offer_id: str) -> None:
        """Keep a training; one already kept stays as it is. Raises `NotFound` for an unknown one."""
        holder_id = actor.id
        self._check_offer(offer_id)
        with writing(self._database, actor) as uow:
            if _find(uow, holder_id, offer_id) is None:
                uow.projects.keep(ShortlistItem(holder_id, offer_id, added_at=self._clock.now()))
                uow.commit()

    @only(HOLDER)
    def drop(self, actor: Actor, offer_id: str) -> None:
        """Take a training off the list."""
        with writing(self._database, actor) as uow:
            uow.projects.drop(actor.id, offer_id)
            uow.commit()

    @only(HOLDER)
    def note(self, actor: Actor, offer_id: str, note: str) -> None:
        """Write one's own note on a kept training, replacing the former; raises `NotFound` if it is not kept."""
        holder_id, cleaned = actor.id, clean_paragraph(note, NOTE_MAX)
        with writing(self._database, actor) as uow:
            item = _find(uow, holder_id, offer_id)
            if item is None:
                raise NotFound("Cette formation n’est pas dans votre liste. Gardez-la d’abord.")
            uow.projects.keep(replace(item, note=cleaned))
            uow.commit()

    @only(HOLDER)
    def choose(self, actor: Actor, offer_id: str, op_id: str) -> None:
        """Choose a training, kept by the same act if it was not; the one chosen before stays kept."""
        holder_id, now = actor.id, self._clock.now()
        self._check_offer(offer_id)

        def write(uow: UnitOfWork) -> str:
            item = _find(uow, holder_id, offer_id) or ShortlistItem(holder_id, offer_id, added_at=now)
            uow.projects.keep(replace(item, chosen=True))
            return offer_id

        once(self._database, actor, op_id, now, write, key=str, again=lambda _, key: key)

    @only(HOLDER)
    def diplomas(self, actor: Actor) -> tuple[Diploma, ...]:
        """Return the declared diplomas."""
        with reading(self._database, actor) as uow:
            return tuple(uow.projects.diplomas(actor.id))

    @only(HOLDER)
    def add_diploma(self, actor: Actor, code: str, form: DiplomaForm, op_id: str) -> Diploma:
        """Declare a diploma; `code` is one of the shipped table, chosen in a list."""
        holder_id, kind = actor.id, clean_line(code, 40)
        if not kind:
            raise InvalidInput("Choisissez la nature de votre diplôme dans la liste.")
        if form.year is not None and form.year > self._clock.today().year:
            raise InvalidInput("L’année du diplôme est dans l’avenir. Déclarez-le quand vous l’aurez obtenu.")

        def write(uow: UnitOfWork) -> Diploma:
            diploma = Diploma(new_id(), holder_id, kind, form.title_held, form.year)
            uow.projects.add_diploma(diploma)
            return diploma

        return once(
            self._database,
            actor,
            op_id,
            self._clock.now(),
            write,
            key=lambda one: one.id,
            again=lambda uow, key: _diploma(uow, holder_id, key),
        )

    @only(HOLDER)
    def remove_diploma(self, actor: Actor, diploma_id: str) -> None:
        """Withdraw a declared diploma."""
        with writing(self._database, actor) as uow:
            uow.projects.remove_diploma(actor.id, diploma_id)
            uow.commit()

    def _check_offer(self, offer_id: str) -> None:
        if self._catalogue.offer(offer_id) is None:
            raise NotFound("Cette formation n’est plus dans le catalogue. Cherchez-en une autre.")


def _find(uow: UnitOfWork, holder_id: str, offer_id: str) -> ShortlistItem | None:
    return next((one for one in uow.projects.shortlist(holder_id) if one.offer_id == offer_id), None)


def _diploma(uow: UnitOfWork, holder_id: str, diploma_id: str) -> Diploma:
    found = next((one for one in uow.projects.diplomas(holder_id) if one.id == diploma_id), None)
    if found is None:
        raise NotFound("Ce diplôme a été retiré de votre liste.")
    return found
