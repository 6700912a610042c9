"""The names and codes of départements and regions, from `departements.csv` and the gazetteer."""

from __future__ import annotations

import csv
from functools import cache

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.gazetteer import shipped_gazetteer


def department_name(code: str) -> str:
    """Return the name of a département from its code (`1`, `01`, `2a`); empty for anything else."""
    return _departments().get(code.upper().rjust(2, "0"), "") if code else ""


def department_code(name: str) -> str:
    """Return the code of a département from its name, however its accents are written; empty for anything else."""
    return _department_codes().get(fold(name), "") if name else ""


def region_name(code: str) -> str:
    """Return the name of a region from its code of 2016 or of before; empty for anything else."""
    return _regions().get(code.rjust(2, "0"), "") if code else ""


def region_of_department(code: str) -> str:
    """Return the code of the region (of 2016) of a département; empty for anything else."""
    return next((row["region"] for row in _rows() if row["code"] == code), "")


@cache
def _rows() -> list[dict[str, str]]:
    from catalog_data import data_path  # the light modules of the program must not need the data

    with data_path("departements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _departments() -> dict[str, str]:
    return {row["code"]: row["nom"] for row in _rows()}


@cache
def _department_codes() -> dict[str, str]:
    return {fold(name): code for code, name in _departments().items()}


@cache
def _regions() -> dict[str, str]:
    # A code that a region has today wins over the same one of a region that is no more.
    regions = shipped_gazetteer().regions().values()
    return {code: region.name for region in regions for code in region.codes} | {r.code: r.name for r in regions}
