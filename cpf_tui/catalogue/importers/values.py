"""Values as sources write them, read into ours; each says by `BadRow` what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from cpf_tui.catalogue.fold import words
from cpf_tui.catalogue.importers.rejects import BadRow

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?|(\d{1,2})/(\d{1,2})/(\d{4})")
_LEVEL = re.compile(r"(?:NIV(?:EAU)?[\s.]*)?([2-8])", re.IGNORECASE)
_CERTIFICATION = re.compile(r"(RNCP|RS)\s*0*(\d{1,6})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d{1,4})?")
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,20})?")
_YES, _NO = {"oui", "1", "true", "vrai", "o"}, {"non", "0", "false", "faux", "n", ""}
_PARTS = re.compile(r"\s*(?:\||###)\s*")


def column_key(name: str) -> str:
    """Fold the name of a column: `codeRNCP`, `Code RNCP` and `code_rncp` are one."""
    return "".join(words(name))


def renamed(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the columns the names of the program, each known under several; the others keep theirs.

    Where several columns bear the same name, the first name of the list that is there counts.
    """
    found = [column_key(name) for name in header]
    given = list(header)
    for ours, theirs in names.items():
        key = next((key for key in map(column_key, (ours, *theirs)) if key in found), None)
        for at, name in enumerate(found):
            if name == key:
                given[at] = ours
            elif given[at] == ours:
                given[at] = ""  # another column would be taken for it
    return given


def needed(column: str, value: str) -> str:
    """Return a value that must be there."""
    if not value:
        raise BadRow(column, "", "valeur obligatoire absente")
    return value


def day(column: str, typed: str) -> str:
    """Read `31/12/2016` or `2016-12-31` as an ISO day; nothing stays nothing."""
    if not typed:
        return ""
    found = _DAY.fullmatch(typed)
    if found:
        year, month, number = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
        try:
            return date(int(year), int(month), int(number)).isoformat()
        except ValueError:
            pass
    raise BadRow(column, typed, "jour attendu, par exemple 31/12/2016 ou 2016-12-31")


@lru_cache(maxsize=256)
def level(written: str) -> int | None:
    """Read `niveau5`, `NIV5` or `5` (framework of 2019); None for anything else: a level nobody determined."""
    found = _LEVEL.fullmatch(written)
    return int(found[1]) if found else None


@lru_cache(maxsize=65536)
def certification_code(code: str) -> str:
    """Write register codes one way: `rncp 0183` → `RNCP183`; bare numbers are RNCP, other codes stay as they are."""
    found = _CERTIFICATION.fullmatch(code)
    if found:
        return f"{found[1].upper()}{found[2]}"
    return f"RNCP{int(code)}" if code.isdecimal() and len(code) < 7 else code


@lru_cache(maxsize=65536)
def hundredths(column: str, typed: str) -> int | None:
    """Read an amount or a number of hours in hundredths, rounded half up; decimal comma or point."""
    if not typed:
        return None
    if typed.isdecimal() and typed.isascii() and len(typed) < 8:
        return int(typed) * 100
    plain = typed.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if not _NUMBER.fullmatch(plain):
        raise BadRow(column, typed, "nombre positif attendu, par exemple 120 ou 87,5")
    whole, _, part = plain.replace(",", ".").partition(".")
    return int(whole) * 100 + (int(part.ljust(4, "0")) + 50) // 100


@lru_cache(maxsize=65536)
def degrees(column: str, typed: str, limit: int) -> float | None:
    """Read a latitude or a longitude, between -limit and limit degrees; decimal comma or point."""
    if not typed:
        return None
    plain = typed.replace(",", ".")
    if not _DEGREES.fullmatch(plain) or abs(float(plain)) > limit:
        raise BadRow(column, typed, f"degrés attendus, entre -{limit} et {limit}, par exemple 50.69")
    return float(plain)


@lru_cache(maxsize=256)
def yes(column: str, typed: str) -> bool:
    """Read `oui` or `non` as sources write them; nothing is no."""
    if not typed:
        return False
    value = typed.lower()
    if value in _NO:
        return False
    if value in _YES:
        return True
    raise BadRow(column, typed, "« oui » ou « non » attendu")


def joined(written: str) -> str:
    """Join by `|` what a source separates by `|` or `###`, each once."""
    return "|".join(dict.fromkeys(part for part in _PARTS.split(written) if part))
