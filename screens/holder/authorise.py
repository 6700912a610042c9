"""Choosing an advisor's place: what its people may see, and for how long (R6323-16 III)."""

from __future__ import annotations

from collections.abc import Sequence

from cpf_tui.domain.people import Actor, AdvisorPlace, Holder
from cpf_tui.domain.text import text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.project import AuthorisationForm
from cpf_tui.services.advisors import AdvisorFinder
from screens.form_screen import DraftKeeper, FormScreen
from widgets.training_words import example_words, one_line
from widgets.words import Wordlike


class AuthoriseScreen(FormScreen[AuthorisationForm, Holder]):
    """The authorisation form for one place; confirming it chooses the place."""

    heading = text("Choisir mon interlocuteur")
    confirm_label = text("Choisir cet interlocuteur")

    def __init__(
        self, actor: Actor, finder: AdvisorFinder, drafts: DraftKeeper, place_id: str, place: AdvisorPlace | None
    ) -> None:
        super().__init__(AuthorisationForm, drafts, actor, subject=place_id)
        self._actor, self._finder, self._place_id, self._place = actor, finder, place_id, place

    def top_title(self) -> Wordlike:
        """Say which place is being chosen."""
        return one_line(self._place.name) if self._place else self.heading

    def check_notes(self) -> Sequence[Wordlike]:
        """Say what confirming does."""
        if self._place is None:
            return ()
        name = example_words(self._place.name, self._place.example)
        return (
            _(
                "Votre interlocuteur sera : {name}. S’il y en avait un autre, son autorisation prendra fin, sauf s’il "
                "suit un de vos dossiers.",
                name=name,
            ),
        )

    def submit(self, form: AuthorisationForm, operation_id: str) -> Holder:
        """Choose the place."""
        return self._finder.choose(self._actor, self._place_id, form, operation_id)
