"""« Et si ? »: what a training of so many hours would take from the account, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import text
from cpf_tui.i18n import _, render
from cpf_tui.journey.questions import Kind, Question
from cpf_tui.journey.readers import read_positive
from cpf_tui.services.dossier_use import Outlook
from screens.dialogs.base import Dialog
from widgets.editors import Confirmed, LineEditor
from widgets.words import Words

_QUESTION = Question(title=text("Durée de la formation"), kind=Kind.QUANTITY)


def outlook_lines(outlook: Outlook) -> tuple[str, ...]:
    """Say what is taken, what is missing, what stays: short lines for a page."""
    use = outlook.use
    taken = [(use.dif, _("DIF")), (use.cpf, _("CPF")), (use.top_up, _("abondements"))]
    shares = ", ".join(f"{render(show(quantity))} {name}" for quantity, name in taken if quantity)
    lines = [
        _(
            "Vos heures : {total} sur {planned} ({shares}).",
            total=show(use.total),
            planned=show(use.duration),
            shares=shares,
        )
        if shares
        else _("Vos heures : aucune n’est disponible pour cette formation de {planned}.", planned=show(use.duration))
    ]
    if outlook.gap:
        lines.append(
            _("Il manque {gap} : votre conseiller cherchera un financement (étape 10).", gap=show(outlook.gap))
        )
    else:
        lines.append(_("Il ne manque rien. Il vous restera {left}.", left=show(use.remaining)))
    return tuple(lines)


class OutlookDialog(Dialog[None]):
    """A duration to try, and what it would take; nothing is written."""

    DEFAULT_CSS = """
    OutlookDialog #result { height: auto; max-height: 10; margin-top: 1; }
    """

    def __init__(self, compute: Callable[[Quantity], Outlook], planned: Quantity | None = None) -> None:
        super().__init__(_("Et si ? Essayez une durée"))
        self._compute, self._planned = compute, planned

    def compose_body(self) -> ComposeResult:
        """Show the field and room for the calculation."""
        yield Words(_("Combien d’heures durerait la formation ?"), classes="title")
        yield LineEditor(_QUESTION, str(self._planned) if self._planned else "")
        yield Words(_("Entrée pour calculer. Rien n’est enregistré."), classes="hint")
        yield VerticalScroll(id="result", can_focus=False)

    def on_mount(self) -> None:
        """Calculate at once when a duration is known."""
        self.query_one(LineEditor).focus()
        if self._planned:
            self._calculate()

    @on(Confirmed)
    def _confirmed(self, event: Confirmed) -> None:
        event.stop()
        self._calculate()

    def _calculate(self) -> None:
        try:
            planned = read_positive(self.query_one(LineEditor).value)
        except DomainError as error:
            self.refused(error)
            return
        self.query_one("#refusal", Words).remove_class("shown")
        self.ask(lambda: self._compute(planned), self._show)

    def _show(self, outlook: Outlook) -> None:
        result = self.query_one("#result", VerticalScroll)
        result.remove_children()
        said: Sequence[str] = [*outlook_lines(outlook), "", *map(render, outlook.explanation)]
        result.mount_all(Words(one) for one in said)
