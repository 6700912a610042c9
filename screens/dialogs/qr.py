"""A QR code to take away with a telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from cpf_tui.i18n import _
from screens.dialogs.base import Dialog
from widgets.words import Wordlike, Words

_AROUND = 5  # lines of the box, its title, its hint and the keys
_WIDEST = 72  # columns inside the box


class QrDialog(Dialog[None]):
    """Shows the first of the pictures that fits, the most complete being first.

    The picture is always dark on light, whatever the theme: telephones read nothing else.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "cancel", "Fermer", id="close_qr")]
    CSS = """
    QrDialog > #box { max-height: 100%; }
    QrDialog > #box > #dialog-title { margin-bottom: 0; }
    QrDialog #qr-scroll { height: auto; max-height: 100%; align-horizontal: center; }
    QrDialog #qr { width: auto; color: #000000; background: #ffffff; }
    """

    def __init__(self, title: Wordlike, pictures: Sequence[Sequence[str]]) -> None:
        super().__init__(title)
        self._pictures = pictures

    def compose_body(self) -> ComposeResult:
        """Show the picture."""
        room = self.app.size.height - _AROUND
        fitting = [one for one in self._pictures if len(one) <= room and len(one[0]) <= _WIDEST]
        fitting = fitting or list(self._pictures[-1:])
        yield Words(_("Visez ce carré avec l’appareil photo d’un téléphone."), classes="hint")
        with VerticalScroll(id="qr-scroll", can_focus=True):
            for picture in fitting[:1]:
                yield Words(Content("\n".join(picture)), id="qr")
