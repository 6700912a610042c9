"""The sheet of a training: what it leads to, who gives it, whether one's hours can pay for it and one can enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.training import Offer
from cpf_tui.i18n import _
from cpf_tui.services.project import Project
from cpf_tui.services.search import Helped, SearchScope, TrainingSearch
from cpf_tui.services.sheet import TrainingSheet, TrainingSheets
from screens.base import BaseScreen
from screens.dialogs.eligibility import EligibilityDialog
from screens.messages import JourneyChanged, OpenRoute
from widgets.offer_list import OfferList
from widgets.offer_row import offer_lines
from widgets.row_list import Row, RowList
from widgets.sheet_words import (
    certification_facts,
    contact_facts,
    entry_words,
    offer_facts,
    section,
    usable_part,
)
from widgets.training_words import one_line
from widgets.words import Words

_MOST_LINES = 12
_FOR = "\n"
_HOLDER_ONLY = frozenset({"keep", "pick", "diplomas"})


class TrainingSheetScreen(BaseScreen[None]):
    """A reading page: the arrows scroll it, Tab goes to the other organisations."""

    CSS_PATH = "training_sheet.tcss"
    heading: ClassVar[Text] = text("Fiche de la formation")
    help_text: ClassVar[Text] = text(
        "Les flèches font défiler la fiche ; Tab va aux autres organismes qui mènent au même diplôme. F2 garde la "
        "formation dans votre liste, C la choisit pour votre dossier. W dit pourquoi vos heures peuvent la payer ou "
        "non. D déclare vos diplômes : la fiche dit alors ce qu’ils permettent. T montre la carte de l’organisme."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "keep", "Garder", id="sheet_keep"),
        Binding("c", "pick", "Choisir", id="sheet_choose"),
        Binding("w", "why", "Pourquoi", id="sheet_why"),
        Binding("d", "diplomas", "Diplômes", id="sheet_diplomas"),
        Binding("t", "card", "Carte", id="sheet_card"),
    ]

    def __init__(
        self,
        actor: Actor,
        sheets: TrainingSheets,
        searcher: TrainingSearch,
        project: Project,
        *,
        today: date,
        offer_id: str,
        helped: Helped | None = None,
    ) -> None:
        super().__init__()
        self._actor, self._sheets, self._searcher, self._project = actor, sheets, searcher, project
        self._today, self._offer_id, self._helped = today, offer_id, helped
        self._sheet: TrainingSheet | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the text, and the other organisations under it (beside it on a wide terminal)."""
        with VerticalScroll(id="pages"):
            yield Words("", id="sheet-words")
            with Vertical(id="others-part"):
                yield Words("", id="others-title", classes="heading")
                yield OfferList(id="others")

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one("#pages").focus()

    def on_screen_resume(self) -> None:
        """Read again: a diploma may have been declared meanwhile."""
        self.ask(self._read, self._show)

    def on_resize(self) -> None:
        """Cut the lines to the new width, once it is known."""
        self.call_after_refresh(self._show_others)

    def _read(self) -> TrainingSheet:
        return self._sheets.sheet(self._actor, self._scope(), self._offer_id)

    def _scope(self) -> SearchScope:
        return self._searcher.scope(self._actor, helped=self._helped)

    def _show(self, sheet: TrainingSheet) -> None:
        self._sheet = sheet
        offer = sheet.offer
        kept = _("Choisie pour votre dossier") if sheet.chosen else _("Gardée dans votre liste") if sheet.kept else ""
        title = Content.styled(one_line(offer.title), "bold")
        parts = [
            Content.assemble(title, f"\n{kept}" if kept else ""),
            section(_("Puis-je utiliser mes heures ?"), usable_part(sheet.eligibility)),
            section(_("La formation"), offer_facts(offer, self._today, sheet.km)),
            section(_("L’organisme"), contact_facts(offer, sheet.organisation)),
            section(_("Le diplôme"), certification_facts(sheet.certification, offer)),
            section(_("Puis-je entrer ?"), entry_words(sheet.prerequisites, sheet.dispensations, offer.prerequisites)),
        ]
        if offer.example:
            parts.append(Content(_("Formation d’exemple : elle sert à la démonstration et n’existe pas.")))
        self.query_one("#sheet-words", Words).say(Content("\n\n").join(parts))
        self._show_others()
        self.call_after_refresh(self._show_others)  # once more when the text above has taken its room
        self.refresh_bindings()

    def _show_others(self) -> None:
        if self._sheet is None:
            return
        others = self._sheet.others
        listed, title = self.query_one("#others", RowList), self.query_one("#others-title", Words)
        if others:
            title.say(_("Même diplôme ailleurs : {n} (Tab)", n=len(others)))
        else:
            title.say(_("Aucune autre formation ne mène à ce diplôme ici."))
        width = (listed.scrollable_content_region.width or self.size.width) - 2
        rows = [Row(one.offer_id, offer_lines(one, self._today, width, km=km)) for one, km in others]
        listed.styles.height = min(_MOST_LINES, 2 * len(rows))
        listed.can_focus = bool(rows)
        listed.show(rows)

    @on(RowList.Chosen, "#others")
    def _open_other(self, event: RowList.Chosen) -> None:
        self.post_message(OpenRoute("training_sheet", sheet_argument(event.key, self._helped)))

    # ------------------------------------------------------------------ what the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a holder has a list, a choice and diplomas here."""
        del parameters
        return action not in _HOLDER_ONLY or self._actor.role is Role.HOLDER

    def _write(self, act: Callable[[], None], said: str) -> None:
        def done(_result: None) -> None:
            self.say(said, kind="good")
            self.post_message(JourneyChanged())
            self.ask(self._read, self._show)

        self.ask(act, done, group="write")

    def action_keep(self) -> None:
        """Keep the training, or take it off the list again."""
        sheet, actor, offer_id = self._sheet, self._actor, self._offer_id
        if sheet is None:
            return
        if sheet.chosen:
            self.say(_("C’est la formation choisie : retirez-la depuis l’étape 6."))
        elif sheet.kept:
            self._write(partial(self._project.drop, actor, offer_id), _("Retirée de votre liste."))
        else:
            self._write(partial(self._project.keep, actor, offer_id), _("Gardée dans votre liste."))

    def action_pick(self) -> None:
        """Choose the training for the dossier."""
        if self._sheet is not None:
            choose = partial(self._project.choose, self._actor, self._offer_id, uuid4().hex)
            self._write(choose, _("Choisie. Étape suivante : vérifiez avec l’organisme que vous pouvez entrer."))

    def action_why(self) -> None:
        """Explain whether the hours can pay for it."""
        if self._sheet is not None:
            offer, eligibility = self._sheet.offer, self._sheet.eligibility
            self.app.push_screen(EligibilityDialog(offer.title, eligibility, partial(self._eligibility, offer)))

    def _eligibility(self, offer: Offer, day: date) -> Eligibility:
        return self._searcher.eligibility_of(self._scope(), offer, day)

    def action_diplomas(self) -> None:
        """Declare diplomas."""
        self.post_message(OpenRoute("diplomas"))

    def action_card(self) -> None:
        """Show the organisation's card."""
        self.post_message(OpenRoute("take_away", self._offer_id))


def sheet_argument(offer_id: str, helped: Helped | None) -> str:
    """Write the argument of the route: the training, and for whom an advisor reads it."""
    return f"{offer_id}{_FOR}{helped}" if helped else offer_id


def read_sheet_argument(argument: str) -> tuple[str, Helped | None]:
    """Read what `sheet_argument` wrote."""
    offer_id, _mark, helped = argument.partition(_FOR)
    return offer_id, Helped.parse(helped)
