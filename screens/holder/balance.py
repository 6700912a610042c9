"""The balance (step 2): what can be used, what is blocked, every movement, and why each number is what it is."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from cpf_tui.domain.ledger import EntryKind
from cpf_tui.domain.motives import MOTIVES, article_of
from cpf_tui.domain.people import Actor
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.statement import StatementLine
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from cpf_tui.services.balance import Balances, BalanceView, source_name
from screens.base import BaseScreen
from screens.dialogs.help import ReadingDialog
from screens.messages import OpenRoute
from widgets.row_list import Row, RowList, row
from widgets.words import Words


class BalanceScreen(BaseScreen[None]):
    """Three numbers, the sources, the statement: newest movement first."""

    CSS_PATH = "balance.tcss"
    heading: ClassVar[Text] = text("Mes heures")
    help_text: ClassVar[Text] = text(
        "« Disponibles » : ce que vous pouvez engager aujourd’hui. « Bloquées » : réservées à une formation acceptée. "
        "« Débitées » : utilisées par une formation suivie. W explique le total ; Entrée explique un mouvement ; "
        "V dit qui a vu votre compte."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "why", "Pourquoi ce total ?", id="why"),
        Binding("v", "trail", "Qui l’a vu ?", id="trail"),
    ]

    def __init__(self, actor: Actor, balances: Balances) -> None:
        super().__init__()
        self._actor, self._balances = actor, balances
        self._view: BalanceView | None = None
        self._lines: dict[str, StatementLine] = {}

    def compose_body(self) -> ComposeResult:
        """Show the numbers above, the movements below, and on a wide terminal the explanation beside them."""
        with Horizontal(id="numbers"):
            for key in ("available", "blocked", "debited"):
                yield Words("", id=key, classes="number")
        yield Words("", id="sources")
        yield Words(_("Mouvements"), classes="heading")
        with Horizontal(id="panes"):
            yield RowList(id="movements")
            with Vertical(id="about"):
                yield Words("", id="about-words")

    def on_mount(self) -> None:
        """Read the balance."""
        self.query_one(RowList).focus()
        self.ask(lambda: (self._balances.view(self._actor), self._balances.statement(self._actor)), self._show)

    def _show(self, read: tuple[BalanceView, tuple[StatementLine, ...]]) -> None:
        self._view, lines = read
        self._lines = {str(line.entry.seq): line for line in reversed(lines)}
        for key, label, quantity in (
            ("available", _("disponibles"), self._view.available),
            ("blocked", _("bloquées"), self._view.blocked),
            ("debited", _("débitées"), self._view.debited),
        ):
            self.query_one(f"#{key}", Words).say(Content.assemble((f"{_amount(quantity)}", "bold"), f" {label}"))
        parts = [f"{render(one.name)} : {_amount(one.available)}" for one in self._view.sources if one.credited]
        self.query_one("#sources", Words).say("\n".join(parts) or _("Aucune heure n’est encore inscrite."))
        self.query_one(RowList).show([_movement(key, line) for key, line in self._lines.items()])

    @on(RowList.Highlighted)
    def _describe(self, event: RowList.Highlighted) -> None:
        line = self._lines.get(event.key)
        self.query_one("#about-words", Words).say("\n\n".join(_explain(line)) if line else "")

    @on(RowList.Chosen)
    def _explain_movement(self, event: RowList.Chosen) -> None:
        self.app.push_screen(ReadingDialog(_("Pourquoi ce mouvement ?"), _explain(self._lines[event.key])))

    def action_trail(self) -> None:
        """Show who looked."""
        self.post_message(OpenRoute("trail"))

    def action_why(self) -> None:
        """Explain the total."""
        if self._view is not None:
            paragraphs = [render(one) for one in self._view.explanation]
            self.app.push_screen(ReadingDialog(_("Pourquoi ce total ?"), paragraphs))


def _amount(quantity: Quantity) -> str:
    return _("{hours} h", hours=quantity)


def _change(line: StatementLine) -> str:
    difference = line.after.available - line.before.available
    if line.entry.kind is EntryKind.POST:  # what it releases is available again, and is said apart
        return _("débit de {hours} h", hours=line.entry.amount)
    return ("+" if difference.hundredths > 0 else "−") + _amount(Quantity(abs(difference.hundredths)))


def _movement(key: str, line: StatementLine) -> Row:
    motive = MOTIVES[line.entry.motive]
    return row(
        key,
        (render(motive.label), _change(line)),
        (
            Content.styled(
                f"{_('{day}', day=line.entry.at.date())} · {render(source_name(line.source))}", "$text-muted"
            ),
            _("après : {hours} h disponibles", hours=line.own_after.available),
        ),
    )


def _explain(line: StatementLine) -> list[str]:
    motive = MOTIVES[line.entry.motive]
    paragraphs = [
        render(motive.label) + " · " + _change(line),
        _("Compte : {source}", source=source_name(line.source)),
        _(
            "Sur ce compte : {before} h disponibles avant, {after} h après ; {blocked} h bloquées.",
            before=line.before.available,
            after=line.after.available,
            blocked=line.after.blocked,
        ),
        _(
            "Sur l’ensemble de vos heures : {before} h avant, {after} h après.",
            before=line.own_before.available,
            after=line.own_after.available,
        ),
        _("Règle : article {article} du code du travail.", article=article_of(motive.key, line.source)),
        _("Inscrit le {moment}, mouvement n° {seq}.", moment=line.entry.at, seq=line.entry.seq),
    ]
    if line.released:
        paragraphs.insert(2, _("{hours} h réservées et non utilisées ont été rendues.", hours=line.released))
    return paragraphs
