"""The goals of the search, and whether a run reached them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.benchmarks.engines import FILTERED, OFFERS, OURS, TANTIVY, Contestant
from tests.benchmarks.keywords import KIND_JOB, KIND_LABEL
from tests.benchmarks.measure import mean
from tests.benchmarks.parts.quality import Quality
from tests.benchmarks.parts.screen import CONSTANT, REAL, WIDE
from tests.benchmarks.results import Results

_TYPOS = ("typo1", "typo2", "phonetic", "typo+prefix")
_TYPED, _KEYWORDS = ("titre saisi",), (KIND_LABEL, KIND_JOB)

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure (None when it was not measured) and its bound: from below when `least`, else from above."""

    figure: float | None
    bound: float
    unit: str = ""
    least: bool = False

    @property
    def reached(self) -> bool | None:
        """Say whether the bound is kept."""
        if self.figure is None:
            return None
        return self.figure >= self.bound if self.least else self.figure <= self.bound


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in French and in English; it is reached when one of its bounds is."""

    french: str
    english: str
    bounds: tuple[Bound, ...]

    @property
    def reached(self) -> bool | None:
        """Say whether it is reached; None when nothing was measured."""
        known = [bound.reached for bound in self.bounds if bound.reached is not None]
        return any(known) if known else None


def goals(results: Results) -> list[Goal]:
    """Hold what a run found to every goal."""
    return [*_quality(results), *_speed(results), *_memory(results), *_screen(results)]


def _quality(results: Results) -> list[Goal]:
    def at_least(french: str, english: str, bound: float, read: Callable[[Quality], float | None]) -> Goal:
        return Goal(french, english, (Bound(_of(results.quality, read), bound, least=True),))

    def mrr(corpus: str, classes: Sequence[str] = ()) -> Callable[[Quality], float | None]:
        return lambda found: _mean(found.figures(corpus, OURS.key, "mrr", classes))

    def success(classes: Sequence[str]) -> Callable[[Quality], float | None]:
        return lambda found: _mean(found.figures("réel", OURS.key, "success", classes))

    def worst(found: Quality) -> float | None:
        return min(found.figures("banc", OURS.key, "mrr"), default=None)

    return [
        at_least("banc, MRR@10, moyenne des classes", "bench, MRR@10, mean over classes", 0.965, mrr("banc")),
        at_least("banc, MRR@10, pire classe", "bench, MRR@10, worst class", 0.88, worst),
        at_least("banc, MRR@10, fautes de frappe", "bench, MRR@10, typo classes", 0.975, mrr("banc", _TYPOS)),
        at_least("banc, MRR@10, ville + faute", "bench, MRR@10, city + typo", 0.965, mrr("banc", ("city+typo",))),
        at_least("titres saisis, MRR@10", "typed titles, MRR@10", 0.83, mrr("réel", _TYPED)),
        at_least("titres saisis, succès@10", "typed titles, success@10", 0.95, success(_TYPED)),
        at_least("mots-clés, MRR@10", "keywords, MRR@10", 0.58, mrr("réel", _KEYWORDS)),
        at_least("mots-clés, succès@10", "keywords, success@10", 0.85, success(_KEYWORDS)),
    ]


def _speed(results: Results) -> list[Goal]:
    def beside(other: Contestant) -> float | None:
        spreads = [results.latency.of("banc", one.key) if results.latency else None for one in (FILTERED, other)]
        ours, theirs = (_of(spread, lambda found: found.p95) for spread in spreads)
        return ratio(ours, theirs)

    cold = results.cold.of if results.cold else {}
    ours, theirs = cold.get(OURS.key), cold.get(TANTIVY.key)
    imported = _of(results.imports, lambda found: found.ours / found.plain)
    exponent = _of(results.growth, lambda found: found.exponent(FILTERED.key))
    return [
        _at_most("p95 d’une touche ÷ tantivy", "p95 per key ÷ tantivy", 0.7, beside(TANTIVY)),
        _at_most("p95 d’une touche ÷ WRatio, offres", "p95 per key ÷ WRatio, offers", 1 / 500, beside(OFFERS)),
        _at_most("croissance du p95, exposant", "growth of p95, exponent", 0.45, exponent),
        Goal(
            "première réponse à froid (ms, ou ÷ tantivy)",
            "first answer from cold (ms, or ÷ tantivy)",
            (Bound(ours, 200, "ms"), Bound(ratio(ours, theirs), 1.5)),
        ),
        _at_most("import et index ÷ csv + executemany", "import and index ÷ csv + executemany", 3, imported),
    ]


def _memory(results: Results) -> list[Goal]:
    index = results.occupied.of.get(OURS.key) if results.occupied else None
    one, further = _of(index, lambda found: found.resident), _of(index, lambda found: found.further)
    return [
        _at_most("index en mémoire, un processus", "index in memory, one process", 80, one, "MB"),
        _at_most("index en mémoire, chaque autre processus", "index in memory, each further", 25, further, "MB"),
    ]


def _screen(results: Results) -> list[Goal]:
    found = results.screen
    ours = found.keys[WIDE][REAL] if found else None
    last = _of(found, lambda screen: screen.keys[WIDE][REAL].last.p95 / screen.keys[WIDE][CONSTANT].last.p95)
    painted, idle, blank = (
        _of(ours, lambda keys: keys.bytes_median),
        _of(ours, lambda keys: keys.idle),
        _of(ours, lambda keys: keys.unchanged),
    )
    bare, start = _of(found, lambda screen: screen.bare), _of(found, lambda screen: screen.first_results)
    home = _of(found, lambda screen: screen.from_home)
    return [
        _at_most(
            "120×40, p95 du dernier octet ÷ réponse constante", "120×40, p95 to last byte ÷ constant answer", 1.5, last
        ),
        _at_most("120×40, octets par touche, médiane", "120×40, bytes per key, median", 2500, painted, "B"),
        _at_most("120×40, octets quand rien ne change", "120×40, bytes when nothing changes", 100, idle, "B"),
        _at_most("120×40, octets d’une espace de plus", "120×40, bytes of one more blank", 100, blank, "B"),
        Goal(
            "du premier affichage aux premiers résultats, au démarrage (ms, ou ÷ Textual nu)",
            "first results after the first paint, at the start (ms, or ÷ bare Textual)",
            (Bound(start, 150, "ms"), Bound(ratio(start, bare), 0.5)),
        ),
        Goal(
            "les mêmes, la recherche ouverte depuis l’accueil (ms, ou ÷ Textual nu)",
            "the same, the search opened from home (ms, or ÷ bare Textual)",
            (Bound(home, 150, "ms"), Bound(ratio(home, bare), 0.5)),
        ),
    ]


def _at_most(french: str, english: str, bound: float, figure: float | None, unit: str = "") -> Goal:
    return Goal(french, english, (Bound(figure, bound, unit),))


def _of(part: Part | None, read: Callable[[Part], float | None]) -> float | None:
    """Read a figure of a part that may not have been measured."""
    return None if part is None else read(part)


def _mean(values: Sequence[float]) -> float | None:
    return mean(values) if values else None


def ratio(one: float | None, other: float | None) -> float | None:
    """Divide, where both were measured."""
    return one / other if one is not None and other else None
