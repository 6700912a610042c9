"""Regions as lists name them: by code, by name, new or merged on 2016-01-01."""

from __future__ import annotations

from functools import cache

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.importers.rejects import BadRow

# INSEE codes of the regions until the end of 2015: lists kept them into 2017. And what some call those that did not
# change.
_FORMER = {
    "alsace": "42",
    "aquitaine": "72",
    "auvergne": "83",
    "basse normandie": "25",
    "bourgogne": "26",
    "centre": "24",
    "champagne ardenne": "21",
    "corsica": "94",
    "franche comte": "43",
    "haute normandie": "23",
    "languedoc roussillon": "91",
    "limousin": "74",
    "lorraine": "41",
    "midi pyrenees": "73",
    "nord pas de calais": "31",
    "paca": "93",
    "picardie": "22",
    "poitou charentes": "54",
    "provence alpes cote dazur": "93",
    "provence cote d azur": "93",
    "provences alpes cote dazur": "93",
    "reunion": "04",
    "rhone alpes": "82",
}


def region_code(column: str, typed: str) -> str:
    """Return the INSEE code of a region, new or old, given by its code or its name. Raises `BadRow`."""
    code = typed.zfill(2) if typed.isdecimal() else _by_name().get(fold(typed), "")
    if code not in _merged():
        raise BadRow(column, typed, "région inconnue : son code INSEE ou son nom est attendu, ancien ou nouveau")
    return code


def merged_codes(code: str) -> tuple[str, ...]:
    """Return the codes a region's lists may bear: its own, and those of the regions it merged."""
    return _merged()[code]


@cache
def _by_name() -> dict[str, str]:
    return _FORMER | {fold(region.name): region.code for region in shipped_gazetteer().regions().values()}


@cache
def _merged() -> dict[str, tuple[str, ...]]:
    regions = shipped_gazetteer().regions().values()
    return {code: (code,) for region in regions for code in region.codes} | {one.code: one.codes for one in regions}
