"""Mes diplômes: what the person holds, which opens trainings or dispenses from parts of them (step 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.domain.people import Actor, Diploma
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _
from cpf_tui.journey.forms.project import DiplomaForm
from cpf_tui.ports import ReferenceData
from cpf_tui.services.project import Project
from screens.base import BaseScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.form import FormDialog
from screens.dialogs.pick import PickDialog
from screens.messages import JourneyChanged
from widgets.row_list import Row, RowList, row
from widgets.training_words import level_words, one_line
from widgets.words import Words

_ADD = "+add"
_NONE = "AUCUN"  # a line of the table, not a diploma one can hold
Kinds = Sequence[tuple[str, str, int]]


class DiplomasScreen(BaseScreen[None]):
    """The declared diplomas; the first line adds one."""

    CSS_PATH = "diplomas.tcss"
    heading: ClassVar[Text] = text("Mes diplômes")
    help_text: ClassVar[Text] = text(
        "Déclarez les diplômes et titres que vous avez. La fiche d’une formation dit alors si vous avez le niveau "
        "demandé, et de quoi vos diplômes peuvent vous dispenser. Suppr retire un diplôme."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Ajouter", id="diploma_add"),
        Binding("delete,backspace", "remove", "Retirer", id="diploma_remove"),
    ]

    def __init__(self, actor: Actor, project: Project, reference: ReferenceData) -> None:
        super().__init__()
        self._actor, self._project, self._reference = actor, project, reference
        self._held: dict[str, Diploma] = {}
        self._kinds: dict[str, tuple[str, int | None]] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out why, then the list."""
        why = _("Ils disent si vous pouvez entrer dans une formation, et ce dont ils vous dispensent.")
        yield Words(why, classes="hint")
        yield RowList(id="held")

    def on_mount(self) -> None:
        """Put the person at the list."""
        self.query_one(RowList).focus()

    def on_screen_resume(self) -> None:
        """Read the diplomas."""
        self._load()

    def _load(self) -> None:
        self.ask(lambda: (self._project.diplomas(self._actor), self._reference.diploma_kinds()), self._show)

    def _show(self, read: tuple[tuple[Diploma, ...], Kinds]) -> None:
        held, kinds = read
        self._held = {one.id: one for one in held}
        self._kinds = {code: (title, level) for code, title, level in kinds if code != _NONE}
        add = row(_ADD, _("Ajouter un diplôme ou un titre"))
        listed = [self._row(one) for one in held] or [row("", _("Aucun diplôme déclaré pour l’instant."))]
        self.query_one(RowList).show([add, row("", ""), *listed])
        self.refresh_bindings()

    def _row(self, diploma: Diploma) -> Row:
        title, level = self._kinds.get(diploma.code, (diploma.code, None))
        year = str(diploma.year) if diploma.year else ""
        return row(diploma.id, (one_line(diploma.title) or title, year), f"  {level_words(level) or title}")

    @on(RowList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if event.key == _ADD:
            self.action_add()
        else:
            self.action_remove()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to remove only where there is something to remove."""
        del parameters
        return action != "remove" or self._in_hand() is not None

    def _in_hand(self) -> Diploma | None:
        return self._held.get(self.query_one(RowList).current) if self.is_mounted else None

    def action_add(self) -> None:
        """Choose the kind of diploma in the list of the country, then say its exact title."""
        levels: dict[str, list[Row]] = {}
        for code, (title, level) in self._kinds.items():
            levels.setdefault(level_words(level) or _("Sans niveau"), []).append(row(code, title))
        rows = [one for title, kinds in levels.items() for one in (row("", title), *kinds)]
        self.app.push_screen(PickDialog(_("Quelle sorte de diplôme ?"), rows), self._kind_chosen)

    def _kind_chosen(self, code: str | None) -> None:
        if code is None:
            return
        dialog = FormDialog(
            DiplomaForm,
            lambda form, operation_id: self._project.add_diploma(self._actor, code, form, operation_id),
            note=self._kinds[code][0],
        )
        self.app.push_screen(dialog, self._added)

    def _added(self, diploma: Diploma | None) -> None:
        if diploma is not None:
            self.say(_("Ajouté : {title}", title=one_line(diploma.title)), kind="good")
            self.post_message(JourneyChanged())
            self._load()

    def action_remove(self) -> None:
        """Ask, then withdraw the diploma in hand."""
        diploma = self._in_hand()
        if diploma is None:
            return
        question = ConfirmDialog(_("Retirer ce diplôme ?"), one_line(diploma.title), text("Oui, le retirer"))

        def decided(yes: bool | None) -> None:
            if yes:
                self.ask(lambda: self._project.remove_diploma(self._actor, diploma.id), removed, group="remove")

        def removed(_done: None) -> None:
            self.say(_("Diplôme retiré."), kind="good")
            self.post_message(JourneyChanged())
            self._load()

        self.app.push_screen(question, decided)
