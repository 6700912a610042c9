"""How many offers of each title a filter lets through: what is found is then counted without looking at each offer."""

from __future__ import annotations

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex

_KEPT = 8  # filters: those in force, with and without each of the few that are counted at each key


class Tallies:
    """Tallies of the last filters over one index; a filter is known as the very array, which nobody changes."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._of: list[tuple[Array | None, Array]] = []

    def of(self, mask: Array | None) -> Array:
        """Return by title how many of its offers a mask over offers lets through; None lets all."""
        for known, tally in self._of:
            if known is mask:
                return tally
        titles = self._index.title_of if mask is None else self._index.title_of[mask]
        tally = np.bincount(titles, minlength=self._index.title_count).astype(np.int32)
        self._of = [(mask, tally), *self._of[: _KEPT - 1]]
        return tally
