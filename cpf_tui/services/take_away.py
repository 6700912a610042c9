"""What a person takes away: the training in their calendar, the organisation's card, both as files or as a QR code."""

from __future__ import annotations

from cpf_tui.domain.errors import InvalidInput, NotFound
from cpf_tui.domain.people import Actor
from cpf_tui.ports import Clock, Database, TrainingCatalogue
from cpf_tui.services.access import HOLDER, Need, advisor, anyone, only
from cpf_tui.services.dossier_support import shown


class TakeAway:
    """Makes the files; the document libraries are loaded at the first one, not at start."""

    def __init__(self, database: Database, catalogue: TrainingCatalogue, clock: Clock) -> None:
        self._database, self._catalogue, self._clock = database, catalogue, clock

    @only(HOLDER, advisor(Need.DOSSIER))
    def calendar(self, actor: Actor, dossier_id: str) -> bytes:
        """Return the days of a dossier's training as a calendar file (.ics); raises `InvalidInput` without dates."""
        from cpf_tui.documents.calendar import CalendarEntry, calendar_file

        with shown(self._database, self._clock, actor, dossier_id) as (_uow, dossier):
            pass
        if dossier.start is None:
            raise InvalidInput("Ce dossier ne dit pas encore quand la formation commence.")
        offer = self._catalogue.offer(dossier.offer_id)
        contact = offer.contact if offer else None
        where = (contact.address, f"{contact.postal_code} {contact.commune}".strip()) if contact else ()
        entry = CalendarEntry(
            uid=f"{dossier.reference}@cpf-tui",
            start=dossier.start,
            end=max(dossier.end or dossier.start, dossier.start),
            title=dossier.title,
            place=", ".join(part for part in (dossier.organisation, *where) if part),
            description=f"Dossier {dossier.reference}",
        )
        return calendar_file(entry, self._clock.now())

    @anyone("public catalogue")
    def contact_card(self, offer_id: str) -> str:
        """Return the organisation of an offer as a contact card (vCard)."""
        from cpf_tui.documents.contact_card import contact_card

        offer = self._catalogue.offer(offer_id)
        if offer is None:
            raise NotFound("Cette formation n’est plus dans le catalogue. Cherchez-en une autre.")
        return contact_card(offer.organisation, offer.contact, "Exemple" if offer.example else "")

    @anyone("reads nothing: draws the text it is given")
    def qr(self, content: str) -> tuple[str, ...]:
        """Draw a text as a QR code: half blocks, to show dark on light. Raises `InvalidInput` if it is too long."""
        from cpf_tui.documents.qr import qr_lines

        return qr_lines(content)


def file_mark(holder_id: str) -> str:
    """Return what the names of a person's files have in common, so that they are found again when they erase all."""
    return holder_id[:12]


def file_name(actor: Actor, stem: str, extension: str) -> str:
    """Name a file that a person takes away: it replaces nobody else's, and says no name."""
    return named_file(actor.id, stem, extension)


def named_file(holder_id: str, stem: str, extension: str) -> str:
    """The same for the person whose account has that id."""
    return f"{stem}-{file_mark(holder_id)}.{extension}"
