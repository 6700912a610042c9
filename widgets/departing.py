"""A widget that is taken away paints blank: Textual may draw it once more, when its styles are gone already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as _Mixed
else:
    # Textual reads the default style sheet along the first base that is a widget: this one must not be it.
    _Mixed = object


class Departing(_Mixed):
    """To inherit from, first, by widgets that paint with component classes.

    A widget leaves the tree, and loses the styles of its component classes, before its screen is laid out again; a
    repaint in between, for whatever else changed, asks it for its lines and the stock code raises `KeyError` (Textual
    8.2.8). What it paints is replaced at the next layout anyway.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return blank lines after the removal, else what the widget paints."""
        if self.parent is None:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)
