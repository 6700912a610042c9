"""Routes of the project: advisor, search, sheet, kept trainings, diplomas, contacts, take-aways."""

from __future__ import annotations

from cpf_tui.domain.people import Actor
from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services
from cpf_tui.services.search import Helped
from screens.holder.advisors import AdvisorsScreen
from screens.holder.authorise import AuthoriseScreen
from screens.holder.contact_form import ContactFormScreen
from screens.holder.contacts import ContactsScreen
from screens.holder.diplomas import DiplomasScreen
from screens.holder.search import SearchScreen
from screens.holder.searching import Left
from screens.holder.shortlist import ShortlistScreen
from screens.holder.take_away import TakeAwayScreen
from screens.holder.training_sheet import TrainingSheetScreen, read_sheet_argument


def routes(services: Services) -> dict[str, Route]:
    """Return these routes. `search` takes the person helped, if any, `authorise` a place, most an offer."""
    one, today = services, services.clock.today
    searches: dict[str, Left] = {}  # how they were left, until the person signs out

    def sheet(actor: Actor, argument: str) -> TrainingSheetScreen:
        offer_id, helped = read_sheet_argument(argument)
        return TrainingSheetScreen(
            actor, one.sheets, one.search, one.project, today=today(), offer_id=offer_id, helped=helped
        )

    return {
        "advisors": lambda actor, _argument: AdvisorsScreen(actor, one.advisors, today()),
        "authorise": lambda actor, place_id: AuthoriseScreen(
            actor, one.advisors, one.drafts, place_id, one.reference.place(place_id)
        ),
        "search": lambda actor, helped: SearchScreen(
            actor,
            one.search,
            one.project,
            one.recent_searches,
            today=today(),
            memory=searches,
            helped=Helped.parse(helped),
        ),
        "training_sheet": sheet,
        "shortlist": lambda actor, _argument: ShortlistScreen(actor, one.project, today()),
        "diplomas": lambda actor, _argument: DiplomasScreen(actor, one.project, one.reference),
        "contacts": lambda actor, _argument: ContactsScreen(actor, one.project, one.contacts, today()),
        "contact_form": lambda actor, offer_id: ContactFormScreen(
            actor, one.contacts, one.drafts, offer_id=offer_id, today=today()
        ),
        "take_away": lambda actor, offer_id: TakeAwayScreen(actor, one.take_away, one.catalogue, offer_id),
    }
