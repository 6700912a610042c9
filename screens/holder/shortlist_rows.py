"""A kept training in the list: ticked or not, chosen or not, and the note written on it."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from cpf_tui.i18n import _
from cpf_tui.services.project import KeptTraining
from widgets.offer_row import offer_lines
from widgets.row_list import Row, row
from widgets.training_words import one_line


def kept_row(kept: KeptTraining, today: date, width: int, *, ticked: bool) -> Row:
    """Make the lines of a kept training for a list that wide; one that left the catalogue says so."""
    key, offer = kept.item.offer_id, kept.offer
    tick = "[x] " if ticked else "[ ] "
    chosen = _("choisie") if kept.item.chosen else ""
    note = [f"      {one_line(kept.item.note)}"] if kept.item.note else []
    if offer is None:
        return row(key, (tick + _("Cette formation n’est plus dans le catalogue."), chosen), *note)
    first, second = offer_lines(offer, today, width - len(tick), km=kept.km, after=chosen)
    under = Content(" " * len(tick)) + second.left
    return row(key, (Content(tick) + first.left, first.right), (under, second.right), *note)
