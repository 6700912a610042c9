"""Why a result is there, in plain French, from what `catalogue.shell` gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpf_tui.domain.explanation import How, Where
from cpf_tui.i18n import _


def explained(why: dict[str, Any]) -> Iterator[str]:
    """Give the lines that explain one result: a line for each word, then how the score is made."""
    for word in why["mots"]:
        yield _met(word)
    yield _coverage(why)
    factors = " × ".join(f"{_bonus(name)} {_number(factor)}" for name, factor in why["bonus"].items())
    made = _("note {base}", base=_number(why["base"]))
    yield " × ".join(part for part in (made, factors) if part) + f" = {_number(why['score'])}"


def _met(word: dict[str, Any]) -> str:
    typed, share = word["tape"], round(100 * word["part"])
    if word["ou"] == Where.NOTHING:
        return _("« {typed} » ({share} % de la demande) : rien n’y répond ici", typed=typed, share=share)
    return _(
        "« {typed} » ({share} % de la demande) : {where} « {met} », {how} ({alike})",
        typed=typed,
        share=share,
        where=_where(word["ou"]),
        met=word["trouve"],
        how=_how(word["comment"]),
        alike=_number(word["ressemblance"]),
    )


def _coverage(why: dict[str, Any]) -> str:
    line = _("demande couverte à {percent} %", percent=round(100 * why["couverture"]))
    if why["avec_libelles"] > why["couverture"]:
        line += ", " + _("{percent} % avec les libellés", percent=round(100 * why["avec_libelles"]))
    return line + ", " + _("intitulé dit à {percent} %", percent=round(100 * why["intitule_dit"]))


def _where(where: str) -> str:
    return {
        Where.TITLE: _("l’intitulé dit"),
        Where.CERTIFICATION: _("la certification dit"),
        Where.KEYWORD: _("un mot-clé dit"),
        Where.SUBJECT: _("le sujet dit"),
        Where.TRADE: _("un métier visé dit"),
        Where.PLACE: _("le lieu dit"),
        Where.ORGANISATION: _("l’organisme dit"),
    }[Where(where)]


def _how(how: str) -> str:
    return {
        How.EXACT: _("le mot même"),
        How.INFLECTION: _("au genre ou au nombre près"),
        How.BEGINNING: _("qui commence ainsi"),
        How.SOUND: _("qui se prononce ainsi"),
        How.FAMILY: _("de la même famille"),
        How.LONGER: _("plus long"),
        How.MISTAKE: _("aux fautes près"),
        How.OTHER_WORDS: _("en d’autres mots"),
        How.INITIALS: _("par ses initiales"),
    }[How(how)]


def _bonus(name: str) -> str:
    return {
        "ressemblance": _("texte semblable"),
        "debut": _("même début"),
        "mots_exacts": _("mots mêmes"),
        "nom_de_l_organisme": _("nom de l’organisme"),
        "nombre_d_offres": _("nombre d’offres"),
        "certification_rare": _("certification rare"),
        "proximite": _("proximité"),
    }[name]


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
