"""The form of a dossier: its questions, then what the training would take from the account; to create or to revise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from cpf_tui.journey.forms.dossier import DossierForm
from cpf_tui.journey.questions import Problem
from cpf_tui.journey.readers import read_positive
from cpf_tui.ports import TrainingCatalogue
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossier_use import Outlook
from cpf_tui.services.dossiers import Dossiers
from screens.dialogs.outlook import outlook_lines
from screens.form_screen import DraftKeeper, FormScreen
from screens.messages import JourneyChanged, OpenRoute
from widgets.words import Wordlike


class DossierPages(FormScreen[DossierForm, Dossier]):
    """The questions of a dossier; before the answers are checked, what the training would take is calculated."""

    def __init__(self, actor: Actor, dossiers: Dossiers, drafts: DraftKeeper, subject: str) -> None:
        super().__init__(DossierForm, drafts, actor, subject=subject)
        self.actor, self.dossiers = actor, dossiers
        self.training = ""  # « title · organisation », once known
        self._outlook: tuple[str, Outlook] | None = None  # for the duration as typed

    def show_page(self, problems: Sequence[Problem] = ()) -> None:
        """Calculate what the training would take before the answers are checked."""
        typed = self.answers.get("planned", "")
        at_the_end = self._position >= len(self._questions())
        if at_the_end and (self._outlook is None or self._outlook[0] != typed):
            try:
                planned = read_positive(typed)
            except DomainError:
                super().show_page(problems)
                return
            self._look_ahead(typed, planned, problems)
            return
        super().show_page(problems)

    def _look_ahead(self, typed: str, planned: Quantity, problems: Sequence[Problem]) -> None:
        def known(outlook: Outlook) -> None:
            self._outlook = (typed, outlook)
            show()

        show = partial(super().show_page, problems)
        self.ask(lambda: self.dossiers.outlook(self.actor, planned), known, lambda _error: show(), group="outlook")

    def check_notes(self) -> Sequence[Wordlike]:
        """Say which training this is for, and what it would take."""
        notes: list[Wordlike] = []
        if self.training:
            notes.append(self.training)
        if self._outlook is not None:
            notes.append("\n".join(outlook_lines(self._outlook[1])))
        return notes


class DossierFormScreen(DossierPages):
    """A new dossier for one training; what the catalogue knows is already in the fields."""

    heading: ClassVar[Text] = text("Créer mon dossier")
    confirm_label = text("Créer le dossier, puis donner mon accord")

    def __init__(
        self, actor: Actor, dossiers: Dossiers, drafts: DraftKeeper, catalogue: TrainingCatalogue, offer_id: str
    ) -> None:
        super().__init__(actor, dossiers, drafts, offer_id)
        self._catalogue, self._offer_id = catalogue, offer_id

    def resume(self) -> None:
        """Put in what is already known of the training, then take the draft up."""
        self.ask(lambda: self._catalogue.offer(self._offer_id), self._found, group="offer")

    def _found(self, offer: Offer | None) -> None:
        if offer is not None:
            self.training = _("{title} · {organisation}", title=offer.title, organisation=offer.organisation)
        self.ask(lambda: self.dossiers.prefill(self.actor, self._offer_id), self._prefilled, group="offer")

    def _prefilled(self, answers: dict[str, str]) -> None:
        self.fill_known(answers, confirmed=False)
        super().resume()

    def submit(self, form: DossierForm, operation_id: str) -> Dossier:
        """Create the dossier."""
        return self.dossiers.create(self.actor, self._offer_id, form, dict(self.answers), operation_id)

    def submitted(self, result: Dossier) -> None:
        """Go on to the consent."""
        app = self.app
        app.post_message(JourneyChanged())
        self.dismiss(result)
        app.post_message(OpenRoute("consent", result.id))


class DossierReviseScreen(DossierPages):
    """A draft taken up again: every answer is there, any may be changed before agreeing."""

    heading: ClassVar[Text] = text("Modifier mes réponses")
    confirm_label = text("Enregistrer ces réponses")

    def __init__(self, actor: Actor, dossiers: Dossiers, drafts: DraftKeeper, dossier_id: str) -> None:
        super().__init__(actor, dossiers, drafts, dossier_id)
        self._dossier_id = dossier_id

    def resume(self) -> None:
        """Put the dossier's answers in, then what was being changed when the person last left."""
        self.ask(lambda: self.dossiers.file(self.actor, self._dossier_id), self._read, group="file")

    def _read(self, file: DossierFile) -> None:
        dossier = file.dossier
        self.training = _("{title} · {organisation}", title=dossier.title, organisation=dossier.organisation)
        unanswered = {one.name: "" for one in self.form.questions()}
        self.fill_known({**unanswered, **dossier.answers})
        super().resume()

    def submit(self, form: DossierForm, operation_id: str) -> Dossier:
        """Store the answers."""
        return self.dossiers.revise(self.actor, self._dossier_id, form, dict(self.answers), operation_id)
