"""What the search says of itself: where it looks, what it understood, how many can be used, what to loosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cpf_tui.domain.narrowing import YES, Criterion, Narrowing
from cpf_tui.domain.territory import Commune
from cpf_tui.domain.training import SearchResult
from cpf_tui.i18n import _
from widgets.filter_words import loosening_words
from widgets.row_list import Row, row
from widgets.training_words import joined, one_line

AGAIN, LOOSEN, UNFILTERED, FORGET = "again:", "loosen:", "unfiltered", "forget"
"""Keys of the proposals: a search to make again, a filter to loosen, all to take off, what was searched to forget."""
_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what is typed and the filters in force."""

    typed: str = ""
    only_eligible: bool = True
    narrowing: Narrowing = field(default_factory=dict)

    @property
    def choices(self) -> Narrowing:
        """Every choice in force, the hours among them."""
        return {**self.narrowing, Criterion.USABLE: YES if self.only_eligible else ""}

    def choosing(self, criterion: Criterion, value: str) -> Asked:
        """Return the request with another choice; an empty one lets everything through."""
        if criterion is Criterion.USABLE:
            return replace(self, only_eligible=bool(value))
        others = {one: kept for one, kept in self.narrowing.items() if one is not criterion}
        return replace(self, narrowing={**others, criterion: value} if value else others)


def quoted(typed: str) -> str:
    """Quote what was typed, on one line and not too long."""
    flat = " ".join(typed.split())
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]}…"


def place_words(commune: Commune | None, filters: Sequence[str]) -> str:
    """Say where the search looks, and by what it is narrowed."""
    place = f"{commune.name} ({commune.department})" if commune else _("toute la France")
    return joined(_("Chercher"), place, *filters)


def understood_words(asked: Asked, result: SearchResult, *, helping: bool = False) -> str:
    """Say what was searched, and that it was corrected when it was."""
    if not asked.typed.strip():
        near = result.hits and result.hits[0].distance_km is not None
        return (_("Près de chez elle") if helping else _("Près de chez vous")) if near else ""
    if result.understood:
        return _("Résultats pour « {words} » (corrigé)", words=quoted(result.understood))
    return _("Résultats pour « {words} »", words=quoted(asked.typed))


def counts_words(asked: Asked, result: SearchResult, *, helping: bool = False) -> str:
    """Say how many can be used with the hours of the person and how many cannot."""
    usable, others = result.eligible_count, result.ineligible_count
    if usable is None or others is None:
        return _total(result.total) if result.hits else ""
    if not usable and not others:
        return ""
    if asked.only_eligible:
        return f"{_usable_by_them(usable) if helping else _usable(usable)} · {_('{n} non (F4)', n=others)}"
    if usable == 1:
        return _("toutes : 1 utilisable · {n} non (F4)", n=others)
    return _("toutes : {usable} utilisables · {n} non (F4)", usable=usable, n=others)


def _total(total: int) -> str:
    return _("1 formation") if total == 1 else _("{n} formations", n=total)


def _usable(count: int) -> str:
    if count == 0:
        return _("Aucune utilisable avec vos heures")
    return _("1 utilisable avec vos heures") if count == 1 else _("{n} utilisables avec vos heures", n=count)


def _usable_by_them(count: int) -> str:
    """Say it to an advisor."""
    if count == 0:
        return _("Aucune utilisable avec ses heures")
    return _("1 utilisable avec ses heures") if count == 1 else _("{n} utilisables avec ses heures", n=count)


def nothing_words(asked: Asked, result: SearchResult) -> str:
    """Say what to do when nothing is shown: which filter to loosen, or what else to type."""
    if result.hits:
        return ""
    if result.unfiltered_count:
        one = len(result.loosenings) == 1
        return "\n".join(
            [
                _("Aucune formation trouvée avec ces filtres."),
                _("Entrée fait ce qui est proposé :") if one else _("Choisissez ce qu’il faut changer :"),
            ]
        )
    if not asked.typed.strip():
        return _(
            "Écrivez un métier, un diplôme, une matière ou une ville : les résultats s’affichent à chaque lettre. "
            "Les fautes ne gênent pas."
        )
    return "\n".join(
        [
            _("Aucune formation trouvée."),
            _("Essayez un mot plus simple : le nom d’un métier, d’un diplôme ou d’une matière."),
        ]
    )


def loosening_rows(result: SearchResult) -> list[Row]:
    """Propose each filter that alone is in the way, or to take them all off when several are."""
    if result.loosenings:
        return [row(f"{LOOSEN}{one.criterion}={one.value}", loosening_words(one)) for one in result.loosenings]
    if not result.unfiltered_count:
        return []
    return [row(UNFILTERED, _("Enlever tous les filtres : {given}", given=_total(result.unfiltered_count)))]


def recent_rows(recent: Sequence[str]) -> list[Row]:
    """Propose what was searched before, the newest first."""
    if not recent:
        return []
    rows = [row(f"{AGAIN}{typed}", one_line(typed)) for typed in recent]
    return [
        row("", _("Vos dernières recherches")),
        *rows,
        row(FORGET, _("Oublier ces recherches")),
        row("", _("Près de chez vous")),
    ]
