"""Steps 9 and 11: where the dossier stands, whose turn it is, and everything that happened, newest first."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget

from cpf_tui.domain.ledger import StatementLine
from cpf_tui.domain.people import Actor, Role
from cpf_tui.domain.records import State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import WORDINGS
from cpf_tui.i18n import _
from cpf_tui.ports import Clock
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from screens.dialogs.outlook import outlook_lines
from screens.dossier_words import (
    advisor_name,
    correction_words,
    event_details,
    happened,
    is_accepted,
    last_reason,
    movement,
    proof_expected,
    whose_turn,
)
from screens.holder.consent_words import agreement
from screens.holder.one_dossier import OneDossierPage
from widgets.paper import Block
from widgets.timeline import Moment, Timeline


class TrackerScreen(OneDossierPage):
    """The follow-up of one dossier."""

    own_route: ClassVar[str] = "tracker"
    heading: ClassVar[Text] = text("Suivre mon dossier")
    help_text: ClassVar[Text] = text(
        "En haut : où en est le dossier, et qui doit agir. Dessous : tout ce qui s’est passé, le plus récent d’abord, "
        "avec ce que chaque étape a fait à vos heures. « o » marque la dernière étape. Page suivante et Page "
        "précédente font défiler. D montre vos autres dossiers, même terminés. W explique les nombres."
    )

    def __init__(self, actor: Actor, dossiers: Dossiers, clock: Clock, dossier_id: str = "") -> None:
        super().__init__(actor, dossiers, dossier_id)
        self._clock = clock

    def nothing_words(self) -> Text:
        """Say what will be followed here."""
        return text(
            "Ici vous suivrez votre dossier : qui doit agir, depuis quand, et ce qui a changé sur vos heures. "
            "Vous n’en avez pas encore : il se crée à l’étape 8."
        )

    def show_file(self, file: DossierFile) -> None:
        """Show the state, what is asked of the holder, then the history."""
        blocks: list[Block | Widget] = [
            Block(file.dossier.title, "title"),
            Block(WORDINGS[file.dossier.state].holder, "heading"),
            Block(whose_turn(file)),
            *self._late(file),
            *asked_of_holder(file),
            Block(_("Ce qui s’est passé"), "heading"),
            Timeline(history(file)),
        ]
        self.show_page(blocks, self.acts(file), _aside(file))

    def _late(self, file: DossierFile) -> list[Block]:
        if file.due is None or self._clock.today() <= file.due:
            return []
        if file.turn.role is Role.HOLDER:
            return [
                Block(_("Le délai annoncé est passé. Répondez dès que possible, ou appelez votre conseiller."), "error")
            ]
        words = _("Le délai annoncé est passé. Appelez {advisor}, ou demandez de l’aide.", advisor=advisor_name(file))
        return [Block(words, "error")]


def asked_of_holder(file: DossierFile) -> list[Block]:
    """Say what the holder has to do, in the advisor's words when there are some."""
    state = file.dossier.state
    blocks = []
    if state is State.CORRECTION:
        blocks.append(Block(_("Corrections demandées"), "heading"))
        for one in file.open_corrections:
            name, message = correction_words(one)
            blocks += [Block(name, "title"), Block(message, "indent")]
    elif state is State.SUSPENDED:
        reason = last_reason(file, "suspend")
        blocks.append(
            Block(
                _("Le document montré ne confirme pas vos heures de DIF. Corrigez-les, ou montrez un autre document.")
            )
        )
        if reason:
            blocks.append(Block(_("« {reason} »", reason=reason), "indent"))
    elif state in (State.SUBMITTED, State.FUNDING) and proof_expected(file):
        blocks.append(
            Block(
                _("Montrez votre document du DIF à votre conseiller : vos heures ne peuvent pas être bloquées avant.")
            )
        )
    elif state is State.REFUSED:
        reason = last_reason(file, "refuse")
        blocks.append(Block(_("Motif : « {reason} »", reason=reason), "error"))
        blocks.append(Block(_("Vos heures restent entières sur votre compte.")))
    elif state is State.DRAFT and any(one.action == "answer_correction" for one in file.events):
        blocks.append(Block(_("La durée a changé : votre accord est à redonner."), "error"))
    return blocks


def history(file: DossierFile) -> list[Moment]:
    """Tell the events newest first, each with the movements written by the same act."""
    by_instant: dict[datetime, list[StatementLine]] = defaultdict(list)
    for line in file.movements:
        by_instant[line.entry.at].append(line)
    moments = []
    for event in file.events:
        who = _("vous") if event.role is Role.HOLDER else event.actor
        effects = tuple(movement(line) for line in by_instant.pop(event.at, ()))
        moments.append((event.at, Moment(happened(event), _("{at}", at=event.at), who, event_details(event), effects)))
    for at, lines in by_instant.items():
        effects = tuple(map(movement, lines))
        moments.append((at, Moment(text("Mouvement de vos heures"), _("{at}", at=at), effects=effects)))
    moments.sort(key=lambda one: one[0])
    return [moment for _at, moment in reversed(moments)]


def _aside(file: DossierFile) -> list[Block]:
    dossier = file.dossier
    blocks = [Block(dossier.organisation, "title"), Block(_("Durée prévue : {planned}", planned=show(dossier.planned)))]
    if dossier.start and dossier.end:
        blocks.append(Block(_("Du {start} au {end}", start=dossier.start, end=dossier.end)))
    if dossier.consent_at:
        blocks.append(Block(agreement(dossier)))
    blocks.append(Block(_("Vos heures"), "heading"))
    if is_accepted(dossier.state):
        blocks += [Block(one) for one in file.outlook.explanation]
    else:
        blocks += [Block(one) for one in outlook_lines(file.outlook)]
    return blocks
