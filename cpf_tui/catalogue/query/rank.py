"""Order what was scored: the best titles read again as texts, grouped so that one title does not fill the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.match import Match
from cpf_tui.catalogue.query.score import Local, Scores

_TITLES = 80  # titles read again
_LOCAL = 300  # offers of a named place or organisation read again
_FIRST = 10  # lines of a first screen: as many different trainings
_CLOSE = 0.8  # of the best score: groups that take turns after the first screen
# What reading again adds to a score, at most: the whole text alike, beginning with the request, holding its very words.
_ALIKE, _BEGINS, _LITERAL = 0.30, 0.08, 0.12
_OFTEN = 0.01  # per factor of ten in the number of offers: between equals, the training given in more places
_RARER = 0.02  # taken from a certification that few offers of the title lead to
_NEARBY, _NEAR = 0.30, 80.0  # added next door, and the kilometres over which that fades


@dataclass(frozen=True, slots=True)
class Wanted:
    """By offer: what the filters let through, and kilometres from where the person is; None where nothing is asked."""

    mask: Array | None = None
    distances: Array | None = None

    def of(self, offers: Array) -> Array:
        """Return the offers let through, nearest first."""
        if self.mask is not None:
            offers = offers[self.mask[offers]]
        return offers if self.distances is None else offers[np.argsort(self.distances[offers], kind="stable")]


@dataclass(frozen=True, slots=True)
class Group:
    """Offers of one title that lead to one certification, found the same way, best first."""

    title: int
    score: float
    offers: Array


def groups(index: OpenIndex, scores: Scores, matches: Sequence[Match], wanted: Wanted, limit: int) -> list[Group]:
    """Return the best groups, best first, at least `limit` of them where there are."""
    local = [] if scores.local is None else _local_groups(index, scores.local, matches, wanted)
    found = list(local)
    taken = np.zeros(index.offer_count, bool)
    for group in local:
        taken[group.offers] = True
    titles, worth = _best_titles(index, scores, matches, wanted)
    if scores.local is not None and scores.local.distances is not None:
        wanted = Wanted(wanted.mask, scores.local.distances)  # a place in the request says more than the residence
    for title, score in zip(titles.tolist(), worth.tolist(), strict=True):
        offers = wanted.of(index.title_offers.one(title))
        if local:
            offers = offers[~taken[offers]]
        if len(offers):
            found.extend(_by_certification(index, title, score, offers))
        if len(found) >= max(limit, _FIRST):
            break
    found.sort(key=lambda group: (-group.score, group.title))
    return found


def listing(ranked: Sequence[Group], limit: int) -> list[tuple[int, float]]:
    """Return (offer, score): a first screen of different trainings, then the close ones in turn, then the others."""
    first = ranked[:_FIRST]
    shown = [(int(group.offers[0]), group.score) for group in first]
    close = [group for group in ranked if group.score >= ranked[0].score * _CLOSE]
    longest = max((len(group.offers) for group in close), default=0)
    for turn in range(longest):
        if len(shown) >= limit:
            break
        in_turn = close if turn else close[_FIRST:]
        shown.extend((int(group.offers[turn]), group.score) for group in in_turn if turn < len(group.offers))
    for place, group in enumerate(ranked[len(close) :], start=len(close)):
        if len(shown) >= limit:
            break
        shown.extend((offer, group.score) for offer in group.offers[place < _FIRST :].tolist())
    return shown[:limit]


def _best_titles(index: OpenIndex, scores: Scores, matches: Sequence[Match], wanted: Wanted) -> tuple[Array, Array]:
    """Return the best titles and their score once read again, best first."""
    worth = scores.titles
    if wanted.mask is not None:
        allowed = np.zeros(index.title_count, bool)
        allowed[index.title_of[wanted.mask]] = True
        worth = np.where(allowed, worth, 0)
    count = min(_TITLES, len(worth))
    titles = np.argpartition(-worth, count - 1)[:count] if count else np.zeros(0, np.int64)
    titles = np.sort(titles[worth[titles] > 0])
    subject = " ".join(match.unit.text for match in matches)
    again = worth[titles] * _read_again(index, titles.tolist(), subject)
    again *= 1 + _OFTEN * np.log10(1 + index.title_offers.counts(titles))
    local = scores.local
    if local is not None and local.distances is not None:
        # Nothing of that title in the place named: the nearest to it. Titles that hold the word may not mean the place.
        named = np.concatenate([matches[unit].titles.numbers for unit in local.naming])
        again *= np.where(np.isin(titles, named), 1, _nearness(index, titles, wanted.mask, local.distances))
    elif wanted.distances is not None:
        again *= _nearness(index, titles, wanted.mask, wanted.distances)
    order = np.argsort(-again, kind="stable")
    return titles[order], again[order]


def _nearness(index: OpenIndex, titles: Array, mask: Array | None, distances: Array) -> Array:
    """Return what the nearest offer of each title multiplies its score by."""
    if not len(titles):
        return np.ones(0)
    offers = index.title_offers.gather(titles)
    far = distances[offers]
    if mask is not None:
        far = np.where(mask[offers], far, np.inf)
    counts = index.title_offers.counts(titles)
    nearest = np.minimum.reduceat(far, np.cumsum(counts) - counts)
    factor: Array = 1 + _NEARBY * np.exp(-nearest / _NEAR)
    return factor


def _local_groups(index: OpenIndex, local: Local, matches: Sequence[Match], wanted: Wanted) -> list[Group]:
    """Group the offers that a place or an organisation of the request brings up."""
    helped = local.elsewhere.any(axis=0)
    if wanted.mask is not None:
        helped &= wanted.mask[local.offers]
    at = np.flatnonzero(helped)
    if len(at) > _LOCAL:
        at = at[np.argpartition(-local.scores[at], _LOCAL)[:_LOCAL]]
    offers = local.offers[at]
    titles = index.title_of[offers]
    patterns = (1 << np.arange(len(matches))) @ local.elsewhere[:, at]
    worth = local.scores[at].astype(np.float64)
    for pattern in np.unique(patterns).tolist():
        subject = " ".join(match.unit.text for place, match in enumerate(matches) if not pattern >> place & 1)
        same = patterns == pattern
        distinct, back = np.unique(titles[same], return_inverse=True)
        worth[same] *= _read_again(index, distinct.tolist(), subject)[back]
    if wanted.distances is not None:
        worth *= 1 + _NEARBY * np.exp(-wanted.distances[offers] / _NEAR)
    return _gathered(index, offers, titles, worth)


def _gathered(index: OpenIndex, offers: Array, titles: Array, worth: Array) -> list[Group]:
    """Gather offers by title and certification, the best of each first."""
    order = np.lexsort((offers, -worth))
    found: dict[tuple[int, int], list[int]] = {}
    keys = zip(titles[order].tolist(), index.certification_of[offers[order]].tolist(), strict=True)
    for place, key in zip(order.tolist(), keys, strict=True):
        found.setdefault(key, []).append(place)
    return [Group(title, float(worth[places[0]]), offers[places]) for (title, _), places in found.items()]


def _read_again(index: OpenIndex, titles: Sequence[int], subject: str) -> Array:
    """Return what each title's score is multiplied by once its text is compared with the request."""
    if not subject or not titles:
        return np.ones(len(titles))
    texts = [index.title_texts[title] for title in titles]
    asked = frozenset(subject.split())
    literal = [len(asked.intersection(text.split())) for text in texts]
    begins = [text.startswith(subject) for text in texts]
    alike = cdist([subject], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
    factors: Array = 1 + _ALIKE * alike + _LITERAL / len(asked) * np.array(literal) + _BEGINS * np.array(begins)
    return factors


def _by_certification(index: OpenIndex, title: int, score: float, offers: Array) -> list[Group]:
    """Split the offers of a title by certification, the certification of most of them first."""
    if len(offers) == 1 or index.one_certification[title]:
        return [Group(title, score, offers)]
    codes = index.certification_of[offers]
    kinds, counts = np.unique(codes, return_counts=True)
    parts = zip(kinds.tolist(), (1 - counts / counts.max()).tolist(), strict=True)
    return [Group(title, score * (1 - _RARER * rarer), offers[codes == kind]) for kind, rarer in parts]
