"""Where an offer takes place, from what sources say of it: its commune, the names of its département and region."""

from __future__ import annotations

import csv
import re
from functools import cache

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


def department_name(code: str) -> str:
    """Return the name of a département from its code (`1`, `01`, `2a`); empty for anything else."""
    return _departments().get(code.upper().rjust(2, "0"), "") if code else ""


def region_name(code: str) -> str:
    """Return the name of a region from its code of 2016 or of before; empty for anything else."""
    return _regions().get(code.rjust(2, "0"), "") if code else ""


@cache
def _departments() -> dict[str, str]:
    from catalog_data import data_path  # the light modules of the program must not need the data

    with data_path("departements.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["nom"] for row in csv.DictReader(file)}


@cache
def _regions() -> dict[str, str]:
    # A code that a region has today wins over the same one of a region that is no more.
    regions = shipped_gazetteer().regions().values()
    return {code: region.name for region in regions for code in region.codes} | {r.code: r.name for r in regions}
