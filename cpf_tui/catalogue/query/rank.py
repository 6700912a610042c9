"""Order what was scored: the best titles read again as texts, grouped so that one title does not fill the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.bonus import Bonus, named, nearness, no_bonus, often, rarer, read_again
from cpf_tui.catalogue.query.match import Match
from cpf_tui.catalogue.query.score import Best

_TITLES = 40  # titles read again, and as many as there are lines to show
_LOCAL = 200  # offers of a named place or organisation read again, the same
_FIRST = 10  # lines of a first screen: as many different trainings
_CLOSE = 0.8  # of the best score: groups that take turns after the first screen


@dataclass(frozen=True, slots=True)
class Wanted:
    """By offer: what the filters let through, and kilometres from where the person is; None where nothing is asked.

    `tally` is by title how many offers the mask lets through.
    """

    mask: Array | None = None
    distances: Array | None = None
    tally: Array | None = None

    def of(self, offers: Array) -> Array:
        """Return the offers let through, nearest first."""
        if self.mask is not None:
            offers = offers[self.mask[offers]]
        return offers if self.distances is None else offers[np.argsort(self.distances[offers], kind="stable")]


@dataclass(frozen=True, slots=True)
class Group:
    """Offers of one title that lead to one certification, found the same way, best first.

    `base` is what the title scored, or its best offer when `local`; `bonuses` are the factors by `Bonus`.
    """

    title: int
    base: float
    bonuses: Array
    offers: Array
    score: float  # the base times the bonuses
    local: bool = False


def groups(index: OpenIndex, best: Best, matches: Sequence[Match], wanted: Wanted, limit: int) -> list[Group]:
    """Return the best groups, best first, at least `limit` of them where there are."""
    lines = max(limit, _FIRST)
    found = _local_groups(index, best, matches, wanted, lines)
    taken = np.zeros(index.offer_count if found else 0, bool)
    for group in found:
        taken[group.offers] = True
    ranked = _best_titles(index, best, matches, wanted, lines)
    if best.local is not None and best.local.distances is not None:
        wanted = Wanted(wanted.mask, best.local.distances)  # a place in the request says more than the residence
    for title, base, bonuses, score in ranked:
        offers = wanted.of(index.title_offers.one(title))
        if len(taken):
            offers = offers[~taken[offers]]
        if len(offers):
            found.extend(_by_certification(index, Group(title, base, bonuses, offers, score)))
        if len(found) >= lines:
            break
    found.sort(key=lambda group: (-group.score, group.title))
    return found


def listing(ranked: Sequence[Group], limit: int) -> list[tuple[int, Group]]:
    """Return (offer, its group): a first screen of different trainings, the close ones in turn, then the others."""
    first = ranked[:_FIRST]
    shown = [(int(group.offers[0]), group) for group in first]
    close = [group for group in ranked if group.score >= ranked[0].score * _CLOSE]
    longest = max((len(group.offers) for group in close), default=0)
    for turn in range(longest):
        if len(shown) >= limit:
            break
        in_turn = close if turn else close[_FIRST:]
        shown.extend((int(group.offers[turn]), group) for group in in_turn if turn < len(group.offers))
    for place, group in enumerate(ranked[len(close) :], start=len(close)):
        if len(shown) >= limit:
            break
        shown.extend((offer, group) for offer in group.offers[place < _FIRST :].tolist())
    return shown[:limit]


def _best_titles(
    index: OpenIndex, best: Best, matches: Sequence[Match], wanted: Wanted, lines: int
) -> Iterator[tuple[int, float, Array, float]]:
    """Give the best titles once read again, best first: number, base, bonuses, score."""
    titles, base, local = best.titles, best.scores, best.local
    if wanted.tally is not None:
        allowed = wanted.tally[titles] > 0
        titles, base = titles[allowed], base[allowed]
    if len(titles) > (most := max(_TITLES, lines)):
        highest = np.sort(np.argpartition(-base, most)[:most])
        titles, base = titles[highest], base[highest]
    bonuses = no_bonus(len(titles))
    texts = [index.title_texts[title] for title in titles.tolist()]
    read_again(bonuses, texts, " ".join(match.unit.text for match in matches))
    bonuses[Bonus.OFTEN] = often(index.title_offers.counts(titles))
    if local is not None and local.distances is not None:
        # Nothing of that title in the place named: the nearest to it. Titles that hold the word may not mean the place.
        holding = np.concatenate([matches[unit].titles.numbers for unit in local.naming])
        near = _nearest(index, titles, wanted.mask, local.distances)
        bonuses[Bonus.NEAR] = np.where(np.isin(titles, holding), 1, near)
    elif wanted.distances is not None:
        bonuses[Bonus.NEAR] = _nearest(index, titles, wanted.mask, wanted.distances)
    final = base * bonuses.prod(axis=0)
    order = np.argsort(-final, kind="stable")
    return zip(titles[order].tolist(), base[order].tolist(), bonuses.T[order], final[order].tolist(), strict=True)


def _nearest(index: OpenIndex, titles: Array, mask: Array | None, distances: Array) -> Array:
    """Return what the nearest offer of each title multiplies its score by."""
    if not len(titles):
        return np.ones(0)
    offers = index.title_offers.gather(titles)
    far = distances[offers]
    if mask is not None:
        far = np.where(mask[offers], far, np.inf)
    counts = index.title_offers.counts(titles)
    return nearness(np.minimum.reduceat(far, np.cumsum(counts) - counts))


def _local_groups(index: OpenIndex, best: Best, matches: Sequence[Match], wanted: Wanted, lines: int) -> list[Group]:
    """Group the offers that a place or an organisation of the request brings up; best first, a group a line at most."""
    local, scores = best.local, best.local_scores
    if local is None:
        return []
    at = np.arange(len(local.offers)) if wanted.mask is None else np.flatnonzero(wanted.mask[local.offers])
    if len(at) > (most := max(_LOCAL, lines)):
        at = at[np.argpartition(-scores[at], most)[:most]]
    offers = local.offers[at]
    bonuses = no_bonus(len(at))
    patterns = (1 << np.arange(len(matches))) @ local.elsewhere[:, at]
    for pattern in np.unique(patterns).tolist():
        same = np.flatnonzero(patterns == pattern)
        bonuses[:, same] = _reading(index, matches, local.organised[at[same]], offers[same], pattern)
    if wanted.distances is not None:
        bonuses[Bonus.NEAR] = nearness(wanted.distances[offers])
    groups = _gathered(index, offers, scores[at], bonuses, local.organised[at])
    return list(islice(groups, lines))


def _reading(index: OpenIndex, matches: Sequence[Match], organised: Array, offers: Array, pattern: int) -> Array:
    """Read again offers whose place or organisation answers the same units: the bits of `pattern`."""
    asked = " ".join(match.unit.text for at, match in enumerate(matches) if not pattern >> at & 1)
    naming = " ".join(match.unit.text for at, match in enumerate(matches) if pattern >> at & 1)
    titles, back = np.unique(index.title_of[offers], return_inverse=True)
    by_title = no_bonus(len(titles))
    read_again(by_title, [index.title_texts[title] for title in titles.tolist()], asked)
    bonuses = by_title[:, back]
    name = named(index.organisation_texts, index.organisation_of[offers], naming)
    bonuses[Bonus.NAMED] = np.where(organised, name, 1)
    return bonuses


def _gathered(index: OpenIndex, offers: Array, base: Array, bonuses: Array, organised: Array) -> Iterator[Group]:
    """Gather offers by title and certification, the best of each first; the best groups first.

    Who names an organisation wants to tell those of nearly the same name apart: each has its own groups.
    """
    final = base * bonuses.prod(axis=0)
    order = np.lexsort((offers, -final))
    organisations = np.where(organised, index.organisation_of[offers].astype(np.int64), -1)
    titles, certifications = index.title_of[offers], index.certification_of[offers]
    found: dict[tuple[int, int, int], list[int]] = {}
    keys = zip(titles[order].tolist(), certifications[order].tolist(), organisations[order].tolist(), strict=True)
    for place, key in zip(order.tolist(), keys, strict=True):
        found.setdefault(key, []).append(place)
    for (title, _, _), places in found.items():
        at = places[0]
        yield Group(title, float(base[at]), bonuses[:, at], offers[places], float(final[at]), local=True)


def _by_certification(index: OpenIndex, group: Group) -> list[Group]:
    """Split a group by certification, that of most of its offers first."""
    if len(group.offers) == 1 or index.one_certification[group.title]:
        return [group]
    codes = index.certification_of[group.offers]
    kinds, counts = np.unique(codes, return_counts=True)
    found = []
    for kind, factor in zip(kinds.tolist(), rarer(counts).tolist(), strict=True):
        bonuses = group.bonuses.copy()
        bonuses[Bonus.RARER] = factor
        found.append(Group(group.title, group.base, bonuses, group.offers[codes == kind], group.score * factor))
    return found
