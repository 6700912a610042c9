"""What the pages about one dossier share: which one it is, changing it, why the numbers, what comes next, giving up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar
from uuid import uuid4

from textual.binding import Binding, BindingType

from cpf_tui.domain.people import Actor
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_file import DossierFile
from cpf_tui.services.dossiers import Dossiers
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import ReadingDialog
from screens.dialogs.pick import PickDialog
from screens.dossier_words import closest, movement_article
from screens.holder.dossier_acts import ABOUT_ONE, WITHDRAW, acts_for, consequence, dossier_row
from screens.holder.pages import Act, ActPage
from screens.messages import JourneyChanged, OpenRoute
from widgets.paper import Block


class OneDossierPage(ActPage[None]):
    """A page about one dossier; without argument it is the one still going on."""

    own_route: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "choose", "Autre dossier", id="other_dossier"),
        Binding("w", "why", "Pourquoi ?", id="why"),
    ]

    def __init__(self, actor: Actor, dossiers: Dossiers, dossier_id: str = "") -> None:
        super().__init__()
        self.actor, self.dossiers, self.dossier_id = actor, dossiers, dossier_id
        self.file: DossierFile | None = None
        self.mine: tuple[Dossier, ...] = ()

    # ------------------------------------------------------------------ what a page says

    def show_file(self, file: DossierFile) -> None:
        """Show the dossier."""
        raise NotImplementedError

    def nothing_words(self) -> Text:
        """Say what this page will show once there is a dossier."""
        return text("Vous n’avez pas encore de dossier. Créez-le à l’étape 8.")

    # ------------------------------------------------------------------ reading

    def on_screen_resume(self) -> None:
        """Read again: an advisor may have acted meanwhile."""
        self.read()

    def read(self) -> None:
        """Read the dossiers, then the one to show."""
        self.ask(lambda: self.dossiers.of_holder(self.actor), self._listed, group="read")

    def _listed(self, dossiers: tuple[Dossier, ...]) -> None:
        self.mine = dossiers
        self.refresh_bindings()
        if not self.dossier_id and (chosen := closest(dossiers)):
            self.dossier_id = chosen.id
        if not self.dossier_id:
            acts = (Act("dossier", text("Créer mon dossier")), Act("assistance", text("Demander de l’aide")))
            self.show_page([Block(self.nothing_words())], acts)
            return
        wanted = self.dossier_id
        self.ask(lambda: self.dossiers.file(self.actor, wanted), self._read, group="read")

    def _read(self, file: DossierFile) -> None:
        if file == self.file:
            return  # nothing changed: what is being read stays where it is
        self.file = file
        self.retitle(_("{heading} · {reference}", heading=render(self.heading), reference=file.dossier.reference))
        self.refresh_bindings()
        self.show_file(file)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that would do nothing."""
        if action == "choose":
            return len(self.mine) > 1
        if action == "why":
            return self.file is not None
        return super().check_action(action, parameters)

    # ------------------------------------------------------------------ acts

    def acts(self, file: DossierFile, *more: Act) -> list[Act]:
        """List what can be done: what comes next first, then this page's own acts, the other pages, giving up."""
        return acts_for(file, self.own_route, more)

    def acted(self, key: str) -> None:
        """Open what was chosen, or ask before giving up."""
        if key == WITHDRAW:
            self.give_up()
        else:
            self.post_message(OpenRoute(key, self.dossier_id if key in ABOUT_ONE else ""))

    def action_choose(self) -> None:
        """Choose another dossier, closed ones too."""
        dialog = PickDialog(_("Quel dossier ?"), [dossier_row(one) for one in self.mine], self.dossier_id)
        self.app.push_screen(dialog, self._picked)

    def _picked(self, dossier_id: str | None) -> None:
        if dossier_id and dossier_id != self.dossier_id:
            self.dossier_id = dossier_id
            self.read()

    def action_why(self) -> None:
        """Open the calculation behind the numbers of this page."""
        if self.file is not None:
            self.app.push_screen(ReadingDialog(_("Pourquoi ces nombres ?"), self.why(self.file)))

    def why(self, file: DossierFile) -> Sequence[Text | str]:
        """Explain the hours of the dossier, with the articles behind the movements."""
        articles = dict.fromkeys(movement_article(line) for line in file.movements)
        return [*file.outlook.explanation, *(one for one in articles if one)]

    def give_up(self) -> None:
        """Ask before withdrawing, saying what happens to the hours."""
        file = self.file
        if file is None:
            return
        dialog = ConfirmDialog(
            _("Retirer le dossier {reference} ?", reference=file.dossier.reference),
            consequence(file),
            text("Oui, retirer ce dossier") if file.dossier.state is not State.VALIDATED else text("Oui, je renonce"),
        )
        self.app.push_screen(dialog, partial(self._withdraw, uuid4().hex))

    def _withdraw(self, operation_id: str, confirmed: bool | None) -> None:
        if confirmed:
            wanted = self.dossier_id
            self.act(lambda: self.dossiers.withdraw(self.actor, wanted, operation_id), _("Dossier retiré."))

    def act(self, call: Callable[[], object], said: str) -> None:
        """Do something on the dossier, then say it and read everything again."""

        def done(_result: object) -> None:
            self.post_message(JourneyChanged())
            self.say(said, kind="good")
            self.read()

        self.ask(call, done, group="act")
