"""What is held about a person, given to them: by their own hand, or by the operator who checked who asks (GDPR, 15)."""

from __future__ import annotations

from cpf_tui.domain.audit import Action
from cpf_tui.domain.errors import AccessRefused, NotFound
from cpf_tui.domain.ledger import statement
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.personal import Held, HeldDossier
from cpf_tui.ports import Clock, Database, Gazetteer, TrainingCatalogue, UnitOfWork
from cpf_tui.services.access import HOLDER, OPERATOR, only
from cpf_tui.services.doors import Doors
from cpf_tui.services.trail import reading, trace, writing


class PersonalData:
    """Gathers everything, in one consistent view."""

    def __init__(
        self, *, database: Database, clock: Clock, gazetteer: Gazetteer, catalogue: TrainingCatalogue, doors: Doors
    ) -> None:
        self._database, self._clock, self._doors = database, clock, doors
        self._gazetteer, self._catalogue = gazetteer, catalogue

    @only(OPERATOR)
    def find(self, actor: Actor, nir: Nir) -> str:
        """Return the id of the account of a number, for the operator; raises `NotFound`."""
        with reading(self._database, actor) as uow:
            found = uow.holders.credentials(nir)
        if found is None:
            raise NotFound("Aucun compte n’a ce numéro. Vérifiez-le ; un compte effacé ne se retrouve plus par lui.")
        return found[0]

    @only(HOLDER, OPERATOR)
    def export(self, actor: Actor, holder_id: str = "") -> bytes:
        """Return everything held about a person as JSON; told in the audit, for the number is in it.

        A holder gets their own; the operator somebody's, once they have checked who asks. Raises `AccessRefused`.
        """
        from cpf_tui.services.held.document import document_bytes

        owner, now = own_or_operated(actor, holder_id), self._clock.now()
        with writing(self._database, actor) as uow:
            held = self._gather(uow, owner)
            trace(uow, actor, Action.EXPORTED, now, subject=owner)
            uow.commit()
        return document_bytes(held, now)

    def _gather(self, uow: UnitOfWork, owner: str) -> Held:
        holder, nir = uow.holders.get(owner), uow.holders.nir(owner)
        accounts, shortlist = tuple(uow.ledger.accounts(owner)), tuple(uow.projects.shortlist(owner))
        contacts = tuple(reversed(uow.projects.contacts(owner)))
        commune = self._gazetteer.by_insee(holder.residence)
        named = {one.offer_id for one in shortlist} | {one.offer_id for one in contacts}
        offers = [self._catalogue.offer(offer_id) for offer_id in sorted(named)]
        return Held(
            holder=holder,
            nir=nir,
            accounts=accounts,
            statement=statement(accounts, uow.ledger.entries(owner)),
            dossiers=tuple(
                HeldDossier(
                    dossier=one,
                    events=tuple(uow.dossiers.events(one.id)),
                    corrections=tuple(uow.dossiers.corrections(one.id)),
                    funding=tuple(uow.dossiers.funding(one.id)),
                )
                for one in reversed(uow.dossiers.of_holder(owner))
            ),
            shortlist=shortlist,
            diplomas=tuple(uow.projects.diplomas(owner)),
            contacts=contacts,
            authorisations=tuple(reversed(uow.projects.authorisations(owner))),
            requests=tuple(reversed(uow.assistance.of_holder(owner))),
            traces=uow.personal.traces(owner, self._doors.keys_of(nir)),
            commune=commune.name if commune else "",
            titles={offer.offer_id: offer.title for offer in offers if offer is not None},
        )


def own_or_operated(actor: Actor, holder_id: str) -> str:
    """Return whose account is acted upon: the holder's own, or the one the operator names; raises `AccessRefused`."""
    if actor.role is Role.OPERATOR:
        return holder_id
    if holder_id in {"", actor.id}:
        return actor.id
    raise AccessRefused("Ce compte est celui d’une autre personne.")
