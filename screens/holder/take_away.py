"""À emporter: the organisation's card and the dates of the training, on a telephone and without internet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cpf_tui.domain.people import Actor
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from cpf_tui.ports import TrainingCatalogue
from cpf_tui.services.take_away import TakeAway
from screens.base import BaseScreen
from screens.dialogs.qr import QrDialog
from widgets.row_list import RowList, row
from widgets.sheet_words import contact_facts
from widgets.words import Words

_CARD, _PHONE, _CALENDAR = "card", "phone", "calendar"
_LONGEST_NAME = 40
Pictures = tuple[tuple[str, ...], ...]


class TakeAwayScreen(BaseScreen[None]):
    """What can be taken away about a training."""

    CSS_PATH = "take_away.tcss"
    heading: ClassVar[Text] = text("À emporter")
    help_text: ClassVar[Text] = text(
        "Chaque ligne montre un carré (QR code) : l’appareil photo d’un téléphone le lit sans internet et enregistre "
        "ce qu’il contient. Sans téléphone, recopiez ce qui est écrit en haut."
    )

    def __init__(self, actor: Actor, take_away: TakeAway, catalogue: TrainingCatalogue, offer_id: str) -> None:
        super().__init__()
        self._actor, self._take_away, self._catalogue, self._offer_id = actor, take_away, catalogue, offer_id
        self._offer: Offer | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the card in words, then what can be taken."""
        yield Words("", id="card")
        yield RowList(id="things")

    def on_mount(self) -> None:
        """Read the training."""
        self.query_one(RowList).focus()
        self.ask(lambda: self._catalogue.offer(self._offer_id), self._show)

    def _show(self, offer: Offer | None) -> None:
        self._offer = offer
        rows = []
        if offer is None:
            self.query_one("#card", Words).say(_("Cette formation n’est plus dans le catalogue."))
        else:
            self.query_one("#card", Words).say(contact_facts(offer))
            rows.append(row(_CARD, _("La carte de l’organisme, pour le répertoire d’un téléphone")))
            if offer.contact.phone:
                rows.append(row(_PHONE, _("Son numéro, pour l’appeler tout de suite")))
        if self.journey.facts.dossier_id:
            rows.append(row(_CALENDAR, _("Les dates de mon dossier, pour l’agenda d’un téléphone")))
        self.query_one(RowList).show(rows)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        offer, dossier_id = self._offer, self.journey.facts.dossier_id
        if event.key == _CALENDAR:
            self._draw(_("Dates de la formation"), partial(self._calendar, dossier_id))
        elif offer is not None and event.key == _PHONE:
            self._draw(_("Appeler l’organisme"), lambda: (self._take_away.qr(_call(offer)),))
        elif offer is not None:
            self._draw(_("Carte de l’organisme"), partial(self._card, offer))

    def _draw(self, title: str, draw: Callable[[], Pictures]) -> None:
        self.ask(draw, lambda pictures: self.app.push_screen(QrDialog(title, pictures)), group="draw")

    def _calendar(self, dossier_id: str) -> Pictures:
        return (self._take_away.qr(self._take_away.calendar(self._actor, dossier_id).decode()),)

    def _card(self, offer: Offer) -> Pictures:
        """Draw the whole card, then shorter ones for a terminal too small for the first."""
        said = [self._take_away.contact_card(offer.offer_id)]
        if offer.contact.email:
            said.append(_short_card(offer, offer.contact.phone, offer.contact.email))
        if offer.contact.phone:
            said.append(_short_card(offer, offer.contact.phone))
        return tuple(self._take_away.qr(one) for one in said)


def _call(offer: Offer) -> str:
    return "tel:" + "".join(offer.contact.phone.split())


def _short_card(offer: Offer, phone: str, email: str = "") -> str:
    """Write the shortest card telephones know (MECARD), without the characters that mean something in it."""
    fields = (("N", offer.organisation[:_LONGEST_NAME]), ("TEL", phone), ("EMAIL", email))
    plain = [(name, "".join(" " if char in ";:,\\" else char for char in said)) for name, said in fields if said]
    return "MECARD:" + "".join(f"{name}:{said};" for name, said in plain) + ";"
