"""What the search says of itself: where it looks, what it understood, how many can be used, what to loosen."""

from __future__ import annotations

from dataclasses import dataclass

from cpf_tui.domain.territory import Commune
from cpf_tui.domain.training import SearchResult
from cpf_tui.i18n import _

DISTANCES: tuple[int | None, ...] = (None, 5, 20, 50)
"""Kilometres offered by F3, in turn."""
_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what is typed and the filters in force."""

    typed: str = ""
    only_eligible: bool = True
    within_km: int | None = None


def quoted(typed: str) -> str:
    """Quote what was typed, on one line and not too long."""
    flat = " ".join(typed.split())
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]}…"


def place_words(commune: Commune | None, within_km: int | None) -> str:
    """Say where the search looks."""
    if commune is None:
        return _("Chercher · dans toute la France")
    place = f"{commune.name} ({commune.department})"
    if within_km is None:
        return _("Chercher · {place}, toute distance", place=place)
    return _("Chercher · {place}, jusqu’à {km} km", place=place, km=within_km)


def understood_words(asked: Asked, result: SearchResult) -> str:
    """Say what was searched, and that it was corrected when it was."""
    if not asked.typed.strip():
        return _("Près de chez vous") if result.hits else ""
    if result.understood:
        return _("Résultats pour « {words} » (corrigé)", words=quoted(result.understood))
    return _("Résultats pour « {words} »", words=quoted(asked.typed))


def counts_words(asked: Asked, result: SearchResult) -> str:
    """Say how many can be used with one's hours and how many cannot."""
    usable, others = result.eligible_count, result.ineligible_count
    if usable is None or others is None:
        return _total(result.total) if result.hits else ""
    if not usable and not others:
        return ""
    if asked.only_eligible:
        return f"{_usable(usable)} · {_('{n} non (F4)', n=others)}"
    return _("toutes : {usable} utilisables · {n} non (F4)", usable=usable, n=others)


def _total(total: int) -> str:
    return _("1 formation") if total == 1 else _("{n} formations", n=total)


def _usable(count: int) -> str:
    if count == 0:
        return _("Aucune utilisable avec vos heures")
    return _("1 utilisable avec vos heures") if count == 1 else _("{n} utilisables avec vos heures", n=count)


def nothing_words(asked: Asked, result: SearchResult) -> str:
    """Say what to do when nothing is shown: which filter to loosen, or what else to type."""
    if result.hits:
        return ""
    if not asked.typed.strip() and asked.within_km is None:
        return _(
            "Écrivez un métier, un diplôme, une matière ou une ville : les résultats s’affichent à chaque lettre. "
            "Les fautes ne gênent pas."
        )
    advice = []
    if asked.only_eligible and result.ineligible_count:
        advice.append(
            _("Vos heures ne peuvent pas payer celles qui existent : F4 les montre, puis F5 dit pourquoi et que faire.")
        )
    if asked.within_km is not None:
        advice.append(_("Rien à moins de {km} km : F3 élargit la distance.", km=asked.within_km))
    if asked.typed.strip():
        advice.append(_("Essayez un mot plus simple : le nom d’un métier, d’un diplôme ou d’une matière."))
    return "\n".join([_("Aucune formation trouvée."), *advice])
