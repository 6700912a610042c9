"""Routes of the project: advisor, search, sheet, kept trainings, diplomas, contacts, take-aways."""

from __future__ import annotations

from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from screens.holder.advisors import AdvisorsScreen
from screens.holder.authorise import AuthoriseScreen
from screens.holder.contact_form import ContactFormScreen
from screens.holder.contacts import ContactsScreen
from screens.holder.diplomas import DiplomasScreen
from screens.holder.search import SearchScreen
from screens.holder.shortlist import ShortlistScreen
from screens.holder.take_away import TakeAwayScreen
from screens.holder.training_sheet import TrainingSheetScreen


def routes(services: Services) -> dict[str, Route]:
    """Return these routes. `search` takes a residence (postal or INSEE code), `authorise` a place, most an offer."""
    one, today = services, services.clock.today
    return {
        "advisors": lambda actor, _argument: AdvisorsScreen(actor, one.advisors, today()),
        "authorise": lambda actor, place_id: AuthoriseScreen(
            actor, one.advisors, one.drafts, place_id, one.reference.place(place_id)
        ),
        "search": lambda actor, residence: SearchScreen(actor, one.search, one.project, today(), residence),
        "training_sheet": lambda actor, offer_id: TrainingSheetScreen(
            actor, one.sheets, one.search, one.project, today=today(), offer_id=offer_id
        ),
        "shortlist": lambda actor, _argument: ShortlistScreen(actor, one.project, today()),
        "diplomas": lambda actor, _argument: DiplomasScreen(actor, one.project, one.reference),
        "contacts": lambda actor, _argument: ContactsScreen(actor, one.project, one.contacts, today()),
        "contact_form": lambda actor, offer_id: ContactFormScreen(
            actor, one.contacts, one.drafts, offer_id=offer_id, today=today()
        ),
        "take_away": lambda actor, offer_id: TakeAwayScreen(actor, one.take_away, one.catalogue, offer_id),
    }
