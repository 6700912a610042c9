"""Order what was scored: the best titles read again as texts, grouped so that one title does not fill the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, log10

import numpy as np
from rapidfuzz import fuzz

from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.match import Match
from cpf_tui.catalogue.query.score import Scores

_TITLES = 120  # titles read again
_LOCAL = 400  # offers of a named place or organisation read again
_FIRST = 10  # lines of a first screen: as many different trainings
_NEAR = 40.0  # kilometres over which nearness fades
_CLOSE = 0.8  # of the best score: groups that take turns after the first screen


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which offers the filters let through, and how far each is in kilometres; None where nothing is asked."""

    mask: Array | None = None
    distances: Array | None = None

    def of(self, offers: Array) -> Array:
        """Return the offers let through, nearest first."""
        if self.mask is not None:
            offers = offers[self.mask[offers]]
        return offers if self.distances is None else offers[np.argsort(self.distances[offers], kind="stable")]

    def nearness(self, offer: int) -> float:
        """Return from 0 (far, or unknown) to 1 (next door)."""
        return 0.0 if self.distances is None else exp(-float(self.distances[offer]) / _NEAR)


@dataclass(slots=True)
class Group:
    """Offers of one title that lead to one certification, found the same way, best first."""

    title: int
    score: float
    offers: list[int] = field(default_factory=list)


def groups(index: OpenIndex, scores: Scores, matches: Sequence[Match], wanted: Wanted) -> list[Group]:
    """Return the best groups, best first."""
    found = _local_groups(index, scores, matches, wanted)
    taken = {offer for group in found for offer in group.offers}
    subject = " ".join(match.unit.text for match in matches)
    for title in _best_titles(index, scores, wanted.mask):
        score = _read_again(index, title, float(scores.titles[title]), subject)
        offers = wanted.of(index.title_offers.one(title))
        score *= 1 + 0.01 * log10(1 + len(offers))
        found.extend(_by_certification(index, title, score, [n for n in offers.tolist() if n not in taken]))
    for group in found:
        group.score *= 1 + 0.05 * wanted.nearness(group.offers[0])
    found.sort(key=lambda group: (-group.score, group.title))
    return found


def listing(ranked: Sequence[Group], limit: int) -> list[tuple[int, float]]:
    """Return (offer, score): a first screen of different trainings, then the close ones in turn, then the others."""
    shown: list[tuple[int, float]] = [(group.offers[0], group.score) for group in ranked[:_FIRST]]
    best = ranked[0].score if ranked else 0.0
    close = [group for group in ranked if group.score >= best * _CLOSE]
    after = {id(group): 1 for group in ranked[:_FIRST]}
    longest = max((len(group.offers) for group in close), default=0)
    for turn in range(longest):
        if len(shown) >= limit:
            break
        shown.extend(
            (group.offers[turn], group.score) for group in close if after.get(id(group), 0) <= turn < len(group.offers)
        )
    for group in ranked[len(close) :]:
        if len(shown) >= limit:
            break
        shown.extend((offer, group.score) for offer in group.offers[after.get(id(group), 0) :])
    return shown[:limit]


def _best_titles(index: OpenIndex, scores: Scores, mask: Array | None) -> list[int]:
    worth = scores.titles
    if mask is not None:
        allowed = np.zeros(index.title_count, bool)
        allowed[index.title_of[mask]] = True
        worth = np.where(allowed, worth, 0)
    count = min(_TITLES, len(worth))
    best = np.argpartition(-worth, count - 1)[:count] if count else np.zeros(0, np.int64)
    return [title for title in best.tolist() if worth[title] > 0]


def _local_groups(index: OpenIndex, scores: Scores, matches: Sequence[Match], wanted: Wanted) -> list[Group]:
    """Group the offers that a place or an organisation of the request brings up."""
    local = scores.local
    if local is None:
        return []
    helped = local.elsewhere.any(axis=0)
    if wanted.mask is not None:
        helped &= wanted.mask[local.offers]
    at = np.flatnonzero(helped)
    if len(at) > _LOCAL:
        at = at[np.argpartition(-local.scores[at], _LOCAL)[:_LOCAL]]
    found: dict[tuple[int, int, bytes], Group] = {}
    for position in at[np.argsort(-local.scores[at], kind="stable")].tolist():
        offer = int(local.offers[position])
        title = int(index.title_of[offer])
        elsewhere = local.elsewhere[:, position]
        key = (title, int(index.certification_of[offer]), elsewhere.tobytes())
        group = found.get(key)
        if group is None:
            subject = " ".join(m.unit.text for m, out in zip(matches, elsewhere.tolist(), strict=True) if not out)
            score = _read_again(index, title, float(local.scores[position]), subject)
            group = found[key] = Group(title, score)
        group.offers.append(offer)
    if wanted.distances is not None:
        for group in found.values():
            group.offers.sort(key=wanted.distances.__getitem__)
    return list(found.values())


def _read_again(index: OpenIndex, title: int, score: float, subject: str) -> float:
    """Prefer titles that read like the request: alike as a whole, beginning with it, holding its very words."""
    if not subject:
        return score
    text = index.title_texts[title]
    asked = subject.split()
    held = set(text.split())
    literal = sum(word in held for word in asked) / len(asked)
    bonus = 0.30 * fuzz.ratio(subject, text) / 100 + 0.08 * text.startswith(subject) + 0.12 * literal
    return score * (1 + bonus)


def _by_certification(index: OpenIndex, title: int, score: float, offers: list[int]) -> list[Group]:
    found: dict[int, Group] = {}
    for offer in offers:
        found.setdefault(int(index.certification_of[offer]), Group(title, score)).offers.append(offer)
    largest = max((len(group.offers) for group in found.values()), default=1)
    for group in found.values():
        group.score *= 1 - 0.02 * (1 - len(group.offers) / largest)
    return list(found.values())
