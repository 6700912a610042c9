"""The first line of every screen: where one is, and who is there with what they can use."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from cpf_tui.domain.people import Role
from cpf_tui.i18n import _
from cpf_tui.journey.state import JourneyState
from widgets.words import Wordlike, Words


class TopBar(Horizontal):
    """Title on the left; name and available quantity on the right, cut with a mark when too long."""

    DEFAULT_CSS = """
    TopBar {
        height: 2; padding: 0 1; border-bottom: solid $primary; color: $text;
        & > #place { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
        & > #position { width: auto; height: 1; color: $text-muted; }
        & > #who {
            width: auto; max-width: 60%; height: 1; padding-left: 2;
            text-align: right; text-wrap: nowrap; text-overflow: ellipsis;
        }
        &.-placed > #who { display: none; }
    }
    """

    def __init__(self, title: Wordlike) -> None:
        super().__init__()
        self._title = title

    @property
    def title(self) -> Wordlike:
        """What stands at the left."""
        return self._title

    def compose(self) -> ComposeResult:
        """Lay out the two ends of the line."""
        yield Words(self._title, id="place")
        yield Words("", id="position")
        yield Words("", id="who")

    def show(self, journey: JourneyState) -> None:
        """Say who is there."""
        self.query_one("#who", Words).say(_identity(journey))

    def rename(self, title: Wordlike, position: Wordlike = "") -> None:
        """Change the title; a position in a form takes the place of the person, who knows who they are."""
        self._title = title
        self.query_one("#place", Words).say(title)
        self.query_one("#position", Words).say(position)
        self.set_class(bool(position), "-placed")


def _identity(journey: JourneyState) -> str:
    if journey.actor is None or not journey.actor.name:
        return ""
    if journey.actor.role is not Role.HOLDER or not journey.statuses:
        return journey.actor.name
    return _("{name} · {available} h disponibles", name=journey.actor.name, available=journey.available)
