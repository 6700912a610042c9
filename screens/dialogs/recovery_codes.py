"""The ten recovery codes, shown once: nobody can read them again, not even the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from cpf_tui.i18n import _
from screens.dialogs.base import Dialog
from widgets.words import Words


class RecoveryCodesDialog(Dialog[None]):
    """Two columns of five, to copy on a paper kept away from the telephone."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "cancel", "Je les ai recopiés", id="copied")]
    DEFAULT_CSS = """
    RecoveryCodesDialog #codes { margin: 1 4; text-style: bold; }
    """

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(_("Vos codes de secours"))
        self._codes = codes

    def compose_body(self) -> ComposeResult:
        """Show the codes and what they are for."""
        yield Words(_("Si vous perdez votre téléphone, chacun remplace une fois le code à usage unique."))
        half = (len(self._codes) + 1) // 2
        rows = zip(self._codes[:half], [*self._codes[half:], ""], strict=False)
        yield Words(Content("\n".join("      ".join(one).rstrip() for one in rows)), id="codes")
        yield Words(
            _(
                "Recopiez-les maintenant, sur un papier rangé ailleurs que le téléphone : ils ne seront plus montrés. "
                "« Mon accès » peut en donner d’autres, qui remplacent ceux-ci."
            ),
            classes="hint",
        )
