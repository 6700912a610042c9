"""Examining one dossier: its file, and the acts its state and the advisor's rights allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from cpf_tui.domain.errors import Conflict, DomainError
from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Dossier
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.ports import Clock, Gazetteer
from cpf_tui.services.dif import DifEntry
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from cpf_tui.services.rectification import Rectifications
from cpf_tui.services.review import DossierReview
from cpf_tui.services.search import Helped
from screens.advisor.acts import ACTS, DONE, Decisions, allowed, blocking_words, why_not
from screens.advisor.queue import Trail
from screens.advisor.sheet import demand, hours_line, standing
from screens.advisor.wording import turn_line
from screens.base import BaseScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import ReadingDialog
from screens.messages import OpenRoute
from widgets.act_bar import ActBar
from widgets.paper import Paper
from widgets.top_bar import TopBar
from widgets.words import Words


class ReviewScreen(BaseScreen[None]):
    """The answers on the left, the hours and the history on the right; one under the other on a narrow terminal."""

    CSS_PATH = "review.tcss"
    heading: ClassVar[Text] = text("Examen du dossier")
    help_text: ClassVar[Text] = text(
        "Les actes permis maintenant sont au-dessus des touches, chacun avec la sienne. C : demander une correction. "
        "J : noter le justificatif du DIF. F : financement. V : valider. U : reprendre l’examen. R : refuser. "
        "E : entrée en formation. L : clore. X : abandon. H : rectifier les heures. W : d’où viennent les heures. "
        "T : chercher une formation pour la personne. N et P : dossier suivant, dossier précédent de la liste. "
        "Flèches et Page : lire. Tab : l’autre colonne."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "Suivant", id="next_dossier"),
        Binding("p", "step(-1)", "Précédent", id="previous_dossier"),
        Binding("w", "why", "Pourquoi ?", id="why"),
        Binding("t", "trainings", "Formations", id="their_trainings"),
        Binding("down", "read_on(1)", "Lire", show=False),
        Binding("up", "read_on(-1)", "Relire", show=False),
        Binding("pagedown", "read_on(10)", "Page après", show=False),
        Binding("pageup", "read_on(-10)", "Page avant", show=False),
        *(Binding(act.key, f"act('{name}')", "", show=False) for name, act in ACTS.items()),
    ]

    def __init__(
        self,
        actor: Actor,
        trail: Trail,
        *,
        dossiers: Dossiers,
        review: DossierReview,
        dif: DifEntry,
        rectifications: Rectifications,
        gazetteer: Gazetteer,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._actor, self._trail = actor, trail
        self._dossiers, self._review, self._gazetteer, self._clock = dossiers, review, gazetteer, clock
        self._decisions = Decisions(actor, review, dif, rectifications)
        self._file: DossierFile | None = None

    def compose_body(self) -> ComposeResult:
        """Show what decides at the top, the file below, what may be done under it."""
        with Vertical(id="state"):
            yield Words("", id="person")
            yield Words("", id="turn")
            yield Words("", id="hours")
        with Paper(id="file", leads=True):
            yield Paper(id="demand", leads=True)
            yield Paper(id="standing")
        yield ActBar()

    def on_screen_resume(self) -> None:
        """Read the file again: a funder may have answered meanwhile."""
        self._read(self._trail)

    def _read(self, trail: Trail) -> None:
        self.ask(lambda: self._load(trail.current), lambda read: self._show(trail, *read))

    def _load(self, dossier_id: str) -> tuple[DossierFile, str]:
        file = self._dossiers.file(self._actor, dossier_id)
        commune = self._gazetteer.by_insee(file.holder.residence)
        return file, f"{commune.name} ({commune.postal_codes[0]})" if commune else ""

    def _show(self, trail: Trail, file: DossierFile, residence: str) -> None:
        dossier, today = file.dossier, self._clock.today()
        first_sight = self._file is None or self._file.dossier.id != dossier.id
        self._trail, self._file = trail, file
        place = _(" · {n} sur {total}", n=self._trail.position, total=len(self._trail.ids)) if self._trail.ids else ""
        self.query_one(TopBar).rename(_("Dossier {reference}", reference=dossier.reference) + place)
        self.query_one("#person", Words).say(f"{file.holder.full_name} · {dossier.title}")
        turn = Content(turn_line(dossier.state, file.since, file.due, today))
        self.query_one("#turn", Words).say(turn.stylize("$text-error") if file.due and file.due < today else turn)
        self.query_one("#hours", Words).say(hours_line(file))
        self.query_one("#demand", Paper).show(demand(file, residence))
        self.query_one("#standing", Paper).show(standing(file))
        self.query_one(ActBar).show([ACTS[name] for name in allowed(file, self._actor)])
        if first_sight:
            self.query_one("#file", Paper).scroll_home(animate=False)

    def _settle(self) -> Paper | None:
        """Put the arrows where there is something to read."""
        readable = next((one for one in self.query(Paper) if one.allow_focus()), None)
        self.set_focus(readable)
        return readable

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer neighbours only where there are some."""
        return len(self._trail.ids) > 1 if action == "step" else super().check_action(action, parameters)

    def action_read_on(self, lines: int) -> None:
        """Scroll when nothing in focus does, after the columns changed for instance."""
        if readable := self._settle():
            readable.scroll_relative(y=lines, animate=False)

    def action_step(self, by: int) -> None:
        """Go to a neighbour of the queue."""
        following = self._trail.step(by)
        if following is None:
            last = _("C’est le dernier dossier de la liste.")
            self.say(last if by > 0 else _("C’est le premier dossier de la liste."))
            return
        self.say("")
        self._read(following)

    def action_why(self) -> None:
        """Open the calculation of the hours."""
        if self._file is not None:
            explanation = [render(one) for one in self._file.outlook.explanation]
            self.app.push_screen(ReadingDialog(_("Ce que la personne peut lire sur ses heures"), explanation))

    def action_trainings(self) -> None:
        """Search for this person: where they live, with their status."""
        if self._file is not None:
            holder = self._file.holder
            self.post_message(OpenRoute("search", str(Helped(holder.residence, holder.employment))))

    def action_act(self, act: str) -> None:
        """Do what a key asks, if the state and the rights allow it now."""
        file = self._file
        if file is None:
            return
        self.say("")
        if act not in allowed(file, self._actor):
            self.say(render(why_not(act, file, self._actor)))
        elif act == "funding":
            self.post_message(OpenRoute("funding_desk", file.dossier.id))
        elif act == "validate":
            self._confirm_validation(file)
        elif act == "lift_suspension":
            op_id = uuid4().hex
            self._send(act, lambda: self._review.lift_suspension(self._actor, file.dossier.id, op_id))
        else:
            self.app.push_screen(self._decisions.dialog(act, file), lambda done: self._done(act, done))

    def _confirm_validation(self, file: DossierFile) -> None:
        op_id = uuid4().hex
        dialog = ConfirmDialog(
            _("Valider le dossier ?"), blocking_words(file), text("Oui, valider et bloquer ces heures")
        )

        def decided(yes: bool | None) -> None:
            if yes:
                self._send("validate", lambda: self._review.validate(self._actor, file.dossier.id, op_id))

        self.app.push_screen(dialog, decided)

    def _send(self, act: str, call: Callable[[], Dossier]) -> None:
        self.ask(call, lambda dossier: self._done(act, dossier), group="act")

    def _done(self, act: str, dossier: Dossier | None) -> None:
        if dossier is not None:
            self.say(DONE[act], kind="good")
            self._read(self._trail)

    def refused(self, error: DomainError) -> None:
        """Say why; when somebody else acted first, show what they did."""
        super().refused(error)
        if isinstance(error, Conflict):
            self._read(self._trail)
