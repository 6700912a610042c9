"""The code an advisor hands over, shown once."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cpf_tui.i18n import _
from screens.dialogs.base import Dialog
from widgets.words import Words


class AttestedDialog(Dialog[None]):
    """Large enough to be copied across a desk, with what the person does with it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "cancel", "C’est remis", id="handed_over")]
    DEFAULT_CSS = """
    AttestedDialog #code { text-align: center; text-style: bold; margin: 1 0; border: double $primary; }
    AttestedDialog #box > Words { margin-bottom: 1; }
    """

    def __init__(self, code: str, until: datetime) -> None:
        super().__init__(_("Code à remettre à la personne"))
        self._code, self._until = code, until

    def compose_body(self) -> ComposeResult:
        """Show the code, then the steps."""
        yield Words(" ".join(self._code), id="code")
        yield Words(_("Il sert une fois, jusqu’au {until}.", until=self._until))
        yield Words(
            _(
                "La personne choisit « J’ai oublié mon mot de passe » à l’accueil, tape son numéro, ce code, puis un "
                "mot de passe qu’elle est seule à voir. Ne le choisissez pas avec elle et ne regardez pas le clavier."
            )
        )
        yield Words(_("Ce code ne sera plus montré ; en attester un autre annule celui-ci."), classes="hint")
