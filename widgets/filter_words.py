"""How the filters of a search read: each criterion, its choices, and what loosening one would give."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cpf_tui.domain import narrowing
from cpf_tui.domain.levels import by_framework
from cpf_tui.domain.money import euros
from cpf_tui.domain.narrowing import Criterion, Loosening
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render
from widgets.training_words import one_line

NAMES: Mapping[Criterion, Text] = {
    Criterion.USABLE: text("Heures CPF"),
    Criterion.PLACE: text("Lieu"),
    Criterion.LEVEL: text("Niveau à la sortie"),
    Criterion.LENGTH: text("Durée"),
    Criterion.START: text("Entrée"),
    Criterion.CERTIFICATION: text("Certification"),
    Criterion.ORGANISATION: text("Organisme"),
    Criterion.PRICE: text("Prix"),
}
_EVERYTHING: Mapping[Criterion, Text] = {
    Criterion.USABLE: text("toutes, utilisables ou non"),
    Criterion.PLACE: text("partout"),
    Criterion.LEVEL: text("tous les niveaux"),
    Criterion.LENGTH: text("toutes les durées"),
    Criterion.START: text("toutes les dates"),
    Criterion.CERTIFICATION: text("avec ou sans"),
    Criterion.ORGANISATION: text("tous les organismes"),
    Criterion.PRICE: text("tous les prix"),
}
_WRITTEN: Mapping[Criterion, Mapping[str, Text]] = {
    Criterion.USABLE: {narrowing.YES: text("utilisables avec les heures")},
    Criterion.PLACE: {
        narrowing.DEPARTMENT: text("dans le département"),
        narrowing.REGION: text("dans la région"),
        narrowing.REMOTE: text("à distance"),
    },
    Criterion.LENGTH: {narrowing.LONGER: text("plus de {hours} h", hours=narrowing.HOURS[-1])},
    Criterion.CERTIFICATION: {
        narrowing.NATIONAL: text("diplôme ou titre (RNCP)"),
        narrowing.SPECIFIC: text("habilitation, langue… (RS)"),
        narrowing.NONE: text("sans certification"),
    },
    Criterion.PRICE: {"0": text("gratuites"), narrowing.KNOWN: text("prix connu")},
}


def choice_words(criterion: Criterion, value: str, label: str = "") -> str:
    """Say a choice; `label` is how the source writes a certification or an organisation."""
    if not value:
        return render(_EVERYTHING[criterion])
    if (written := _WRITTEN.get(criterion, {}).get(value)) is not None:
        return render(written)
    return _TOLD[criterion](value) if criterion in _TOLD else one_line(label or value)


def _level_words(value: str) -> str:
    level = by_framework(int(value))
    return render(level.label) if level else value


def _length_words(value: str) -> str:
    band = narrowing.hours_between(value)
    if band is None or not band[0]:
        return _("{hours} h ou moins", hours=value)
    return _("de {more} à {hours} h", more=band[0], hours=value)


def _start_words(value: str) -> str:
    if not value.isdecimal():
        days = narrowing.days_of(value)
        return _("à partir du {day}", day=days[0]) if days else one_line(value)
    return _("dans le mois") if value == "1" else _("dans les {n} mois", n=value)


_TOLD: Mapping[Criterion, Callable[[str], str]] = {
    Criterion.PLACE: lambda value: _("jusqu’à {km} km", km=value),
    Criterion.LEVEL: _level_words,
    Criterion.LENGTH: _length_words,
    Criterion.START: _start_words,
    Criterion.PRICE: lambda value: _("jusqu’à {price}", price=euros(int(value) * 100)),
}


def loosening_words(loosening: Loosening) -> str:
    """Say which filter to loosen and what it gives: « Élargir à 50 km : 12 formations »."""
    value, count = loosening.value, loosening.count
    given = _("1 formation") if count == 1 else _("{n} formations", n=count)
    if loosening.criterion is Criterion.USABLE:
        return _("Voir celles que les heures ne peuvent pas payer : {given}", given=given)
    if loosening.criterion is Criterion.PLACE and value in narrowing.KILOMETRES:
        return _("Élargir à {km} km : {given}", km=value, given=given)
    name, choice = render(NAMES[loosening.criterion]), choice_words(loosening.criterion, value)
    return _("Élargir ({name} : {choice}) : {given}", name=name.lower(), choice=choice, given=given)
