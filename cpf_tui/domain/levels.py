"""Levels of qualification: the Roman nomenclature of 1969, the framework of 2019, the codes of LHEO.

In the Roman nomenclature I is the highest: levels are compared by their rank, never by their Roman name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from cpf_tui.domain.text import Text, text


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """A level: `code` is LHEO's (1 to 8), `framework` that of 2019 (1 to 8), `roman` that of 1969; sorts by height.

    `Holder.highest_level` and `Certification.level` hold the framework of 2019. Below CAP it numbers no diploma: 1 and
    2 stand for "none" and "below CAP" (choice).
    """

    code: int
    framework: int
    roman: str = field(compare=False)
    label: Text = field(compare=False)


LEVELS = (
    Level(1, 1, "", text("Sans diplôme")),
    Level(2, 1, "VI", text("Fin de scolarité obligatoire, sans diplôme")),
    Level(3, 2, "V bis", text("Niveau 2 – brevet des collèges, CFG")),
    Level(4, 3, "V", text("Niveau 3 – CAP, BEP")),
    Level(5, 4, "IV", text("Niveau 4 – baccalauréat, BP")),
    Level(6, 5, "III", text("Niveau 5 – bac+2 : BTS, DUT")),
    Level(7, 6, "II", text("Niveau 6 – bac+3 ou 4 : licence")),
    Level(8, 7, "I", text("Niveau 7 – bac+5 : master, diplôme d’ingénieur")),
    Level(8, 8, "I", text("Niveau 8 – doctorat")),
)

_BY_FRAMEWORK = {level.framework: level for level in reversed(LEVELS)}
_BY_CODE = {level.code: level for level in reversed(LEVELS)}
_BY_ROMAN = {level.roman.replace(" ", "").upper(): level for level in reversed(LEVELS) if level.roman}
_WRITTEN = re.compile(r"^(?:NIVEAU|NIV\.?)?\s*(?P<name>[1-8]|VI|V\s?BIS|IV|V|III|II|I)(?![A-Z0-9])")


def by_framework(number: int | None) -> Level | None:
    """Find a level by its number in the framework of 2019; None where there is none."""
    return _BY_FRAMEWORK.get(number) if number is not None else None


def by_lheo(code: int) -> Level | None:
    """Find a level by its LHEO code; 8, level I, gives level 7, the lower of the two it became."""
    return _BY_CODE.get(code)


def from_text(written: str) -> Level | None:
    """Read a level as catalogues write it: `niveau3`, `NIV5`, `Niveau III`, `V bis`, `5`; None if it says none.

    A digit is of the framework of 2019, a Roman number of the nomenclature of 1969 (choice: LHEO codes, which are
    digits too, are read by `by_lheo`).
    """
    folded = unicodedata.normalize("NFKC", written).upper().strip()
    if folded.startswith("SANS"):
        return LEVELS[0]
    match = _WRITTEN.match(folded)
    if match is None:
        return None
    name = "".join(match["name"].split())
    return _BY_FRAMEWORK[int(name)] if name.isdigit() else _BY_ROMAN[name]


def has_prerequisite_level(held: int | None, required: int | None) -> bool | None:
    """Say whether a level (framework of 2019) reaches the one required; None when the held one is not known."""
    if required is None:
        return True
    return None if held is None else held >= required


def is_low_qualified(held: int | None) -> bool:
    """Say whether a declared level is below V, no CAP or BEP: what L6323-11-1 asks. An unknown level is not."""
    return held is not None and held < 3
