"""Step 12: following the training: its days, what to do when absent or when stopping, the calendar to take away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.text import Text, text
from cpf_tui.domain.wordings import WORDINGS
from cpf_tui.i18n import _
from cpf_tui.ports import Clock
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.take_away import TakeAway, file_name
from screens.dialogs.qr import QrDialog
from screens.dossier_words import advisor_name
from screens.holder.one_dossier import OneDossierPage
from screens.holder.pages import Act
from widgets.paper import Block

Keep = Callable[[str, Callable[[], bytes]], Path]
"""Writes a file to take away and says where."""

_QR, _SAVE = "qr", "save"
_ENDED = frozenset({State.CLOSED, State.ABANDONED, State.WITHDRAWN, State.REFUSED})


class TrainingScreen(OneDossierPage):
    """The training of a dossier once it is accepted, and what to prepare before."""

    own_route: ClassVar[str] = "training"
    heading: ClassVar[Text] = text("Ma formation")
    help_text: ClassVar[Text] = text(
        "Les dates de votre formation, et que faire si vous êtes absent ou si vous devez arrêter. C met les dates dans "
        "votre téléphone avec un QR code ; F enregistre un fichier de calendrier."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "take('qr')", "Calendrier (QR)", id="calendar_qr"),
        Binding("f", "take('save')", "Fichier", id="calendar_file"),
    ]

    def __init__(
        self, actor: Actor, dossiers: Dossiers, take_away: TakeAway, clock: Clock, *, keep: Keep, dossier_id: str = ""
    ) -> None:
        super().__init__(actor, dossiers, dossier_id)
        self._take_away, self._clock, self._keep = take_away, clock, keep

    def nothing_words(self) -> Text:
        """Say what will be found here."""
        return text(
            "Ici vous trouverez les dates de votre formation, une fois votre dossier créé (étape 8) et accepté."
        )

    def show_file(self, file: DossierFile) -> None:
        """Show the dates, then what to do."""
        dossier = file.dossier
        blocks = [
            Block(dossier.title, "title"),
            Block(dossier.organisation, "hint"),
            Block(WORDINGS[dossier.state].holder, "heading"),
            *self._days(dossier),
            *_what_to_do(file),
        ]
        own = (
            Act(_QR, text("Mettre les dates dans mon téléphone (QR code)")),
            Act(_SAVE, text("Enregistrer le fichier de calendrier")),
        )
        self.show_page(blocks, self.acts(file, *(own if dossier.start else ())))

    def _days(self, dossier: Dossier) -> list[Block]:
        if dossier.start is None:
            return [Block(_("La date de début n’est pas connue : demandez-la à l’organisme."))]
        blocks = [Block(_("Début : {start}", start=dossier.start), "title")]
        if dossier.end:
            blocks.append(Block(_("Fin : {end}", end=dossier.end), "title"))
        if dossier.state not in _ENDED:
            blocks.append(Block(_when(dossier, self._clock.today())))
        return blocks

    def acted(self, key: str) -> None:
        """Take the calendar away, or go elsewhere."""
        if key in (_QR, _SAVE):
            self.action_take(key)
        else:
            super().acted(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a training with dates has a calendar."""
        if action == "take":
            return self.file is not None and self.file.dossier.start is not None
        return super().check_action(action, parameters)

    def action_take(self, how: str) -> None:
        """Show the dates as a QR code, or write the calendar file."""
        file = self.file
        if file is None:
            return
        dossier = file.dossier
        if how == _QR:
            title = _("Formation du {start} au {end}", start=dossier.start, end=dossier.end or dossier.start)
            self.ask(lambda: self._pictures(dossier), lambda pictures: self.app.push_screen(QrDialog(title, pictures)))
            return

        def write() -> Path:
            name = file_name(self.actor, dossier.reference, "ics")
            return self._keep(name, lambda: self._take_away.calendar(self.actor, dossier.id))

        self.ask(write, lambda path: self.say(_("Fichier enregistré : {path}", path=path), kind="good"))

    def _pictures(self, dossier: Dossier) -> tuple[tuple[str, ...], ...]:
        """Draw the whole calendar, then a shorter one for a terminal too small for the first."""
        whole = self._take_away.calendar(self.actor, dossier.id).decode()
        return self._take_away.qr(whole), self._take_away.qr(short_event(dossier))


def short_event(dossier: Dossier) -> str:
    """Write the days as the shortest event a telephone understands: a longer one would not fit an 80×24 terminal."""
    start = dossier.start or dossier.created_at.date()
    last = (dossier.end or start) + timedelta(days=1)  # the format's last day is the first one after
    return f"BEGIN:VEVENT\nSUMMARY:Formation\nDTSTART:{start:%Y%m%d}\nDTEND:{last:%Y%m%d}\nEND:VEVENT"


def _when(dossier: Dossier, today: date) -> str:
    start, end = dossier.start, dossier.end
    if start is None:
        return ""
    if today < start:
        days = (start - today).days
        return _("C’est demain.") if days == 1 else _("Dans {days} jours.", days=days)
    if today == start:
        return _("C’est aujourd’hui.")
    if end and today <= end:
        return _("En cours : jour {day} sur {total}.", day=(today - start).days + 1, total=(end - start).days + 1)
    return _("La date de fin est passée : l’organisme envoie l’attestation de présence, puis le dossier est clos.")


def _what_to_do(file: DossierFile) -> list[Block]:
    state, advisor = file.dossier.state, advisor_name(file)
    if state in _ENDED:
        return []
    if state is State.IN_TRAINING:
        return [
            Block(_("Si vous êtes absent"), "heading"),
            Block(
                _(
                    "Prévenez l’organisme le jour même, et gardez un justificatif : "
                    "seules les heures suivies sont débitées."
                )
            ),
            Block(_("Si vous devez arrêter"), "heading"),
            Block(
                _(
                    "Dites-le à {advisor} : c’est lui qui déclare l’arrêt. Les heures suivies peuvent être débitées, "
                    "les autres vous sont rendues.",
                    advisor=advisor,
                )
            ),
            Block(_("À la fin"), "heading"),
            Block(_("Demandez votre attestation de présence. Le financeur clôt le dossier avec les heures suivies.")),
        ]
    if state is State.VALIDATED:
        return [
            Block(_("Avant le premier jour"), "heading"),
            Block(_("Vos heures sont bloquées pour cette formation. Confirmez votre venue à l’organisme.")),
            Block(_("Le premier jour, {advisor} déclare votre entrée.", advisor=advisor)),
            Block(_("Si vous ne pouvez plus venir"), "heading"),
            Block(_("Renoncez ici avant l’entrée : toutes vos heures vous reviennent. Prévenez l’organisme.")),
        ]
    return [
        Block(
            _(
                "Le dossier n’est pas encore accepté : n’entrez pas en formation avant l’accord, "
                "vos heures ne seraient pas utilisables."
            )
        )
    ]
