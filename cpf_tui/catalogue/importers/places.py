"""The commune an offer takes place in, from what sources say of it."""

from __future__ import annotations

import re

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.domain.territory import Commune

INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")


def locate(insee: str, postal_code: str, town: str) -> Commune | None:
    """Find a commune by its INSEE code; where a source writes the postal code in its place, by that code and the name.

    None when neither is known, or when a postal code serves several communes and the name is none of theirs.
    """
    gazetteer = shipped_gazetteer()
    known = gazetteer.by_insee(insee)
    if known is not None and insee != postal_code:
        return known
    served = gazetteer.by_postal_code(postal_code) or gazetteer.by_postal_code(insee)
    named = [one for one in served if fold(one.name) == fold(town)] or served
    return named[0] if len(named) == 1 else known
