"""A list of trainings: Enter opens the sheet of the one in hand."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from widgets.row_list import RowList


class OfferList(RowList):
    """The list, with the word for what Enter does here: choosing a training is another key."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Ouvrir", id="open_offer")]
