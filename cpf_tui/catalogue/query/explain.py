"""Say why a result is there: the numbers are those the scorer computes, never a copy of its rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cpf_tui.catalogue.fold import words_with_spans
from cpf_tui.catalogue.index.labels import LabelKind
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.bonus import Bonus
from cpf_tui.catalogue.query.engine import Answer, Engine
from cpf_tui.catalogue.query.expand import Expansion, Way
from cpf_tui.catalogue.query.match import LABELS, Match
from cpf_tui.catalogue.query.rank import Group
from cpf_tui.catalogue.query.score import Parts
from cpf_tui.domain.explanation import Explanation, How, Met, Where
from cpf_tui.domain.training import Offer

_HOW = {
    Way.EXACT: How.EXACT,
    Way.STEM: How.INFLECTION,
    Way.PREFIX: How.BEGINNING,
    Way.SOUND: How.SOUND,
    Way.FAMILY: How.FAMILY,
    Way.INNER: How.LONGER,
    Way.TYPO: How.MISTAKE,
}
_KINDS = {
    LabelKind.CERTIFICATION: Where.CERTIFICATION,
    LabelKind.KEYWORD: Where.KEYWORD,
    LabelKind.TOPIC: Where.SUBJECT,
    LabelKind.JOB: Where.TRADE,
}
_BONUSES = {
    Bonus.ALIKE: "ressemblance",
    Bonus.BEGINS: "debut",
    Bonus.LITERAL: "mots_exacts",
    Bonus.NAMED: "nom_de_l_organisme",
    Bonus.OFTEN: "nombre_d_offres",
    Bonus.RARER: "certification_rare",
    Bonus.NEAR: "proximite",
}
_Words = Sequence[tuple[str, str]]  # folded, as written


class Explainer:
    """Explains the results of one answer."""

    def __init__(self, engine: Engine, answer: Answer) -> None:
        self._engine, self._index, self._answer = engine, engine.index, answer

    def explain(self, group: Group, offer: Offer) -> Explanation:
        """Explain one result: an offer listed in that group."""
        # A group found by its place or organisation takes its score from its best offer.
        scored = int(group.offers[0]) if group.local else None
        parts = self._engine.parts(self._answer.matches, group.title, scored)
        measure = parts.measure
        return Explanation(
            tuple(self._met(at, group.title, offer, parts) for at in range(len(self._answer.matches))),
            coverage=float(measure.own[0]),
            labelled=float(measure.wide[0]),
            said=float(measure.said[0]),
            base=float(measure.score[0]),
            bonuses=tuple(
                (name, float(group.bonuses[bonus])) for bonus, name in _BONUSES.items() if group.bonuses[bonus] != 1
            ),
            score=group.score,
        )

    def _met(self, at: int, title: int, offer: Offer, parts: Parts) -> Met:
        match = self._answer.matches[at]
        sources = (
            (Where.TITLE, match.titles.of(title), _words(offer.title)),
            (Where.PLACE, float(parts.places[at]), _words(_place(offer))),
            (Where.ORGANISATION, float(parts.organisations[at]), _words(offer.organisation)),
        )
        where, similarity, words = max(sources, key=lambda source: source[1])
        typed, share = match.unit.text, float(parts.shares[at])
        if (subject := match.subjects.of(title)) > similarity:
            where, met, how = self._label(match, title)
            return Met(typed, met, where, how, subject, share)
        if not similarity:
            return Met(typed, "", Where.NOTHING, How.NOT, 0.0, share)
        met, how = _found(self._index, match, words)
        return Met(typed, met, where, how, similarity, share)

    def _label(self, match: Match, title: int) -> tuple[Where, str, How]:
        """Return the label of the title that answers best, by the word of it that does."""
        index = self._index
        holders = np.flatnonzero(index.label_titles.numbers == title)
        labels = np.unique(np.searchsorted(index.label_titles.starts, holders, "right") - 1)
        best, found = 0.0, (Where.NOTHING, "", How.NOT)
        for place, expansion in enumerate(match.expansions):
            for word in expansion.words[::-1].tolist():
                similarity, way = expansion.best(word) or (0.0, Way.EXACT)
                if similarity < best:
                    break  # the best come first
                for label in labels[np.isin(labels, index.labels.one(word))].tolist():
                    kind = LabelKind(int(index.label_kinds[label]))
                    if similarity * LABELS[kind] > best:
                        how = _HOW[way] if place < len(match.unit.words) else How.OTHER_WORDS
                        best, found = similarity * LABELS[kind], (_KINDS[kind], index.vocabulary.words[word], how)
        return found


def _found(index: OpenIndex, match: Match, words: _Words) -> tuple[str, How]:
    """Return the words a unit met among those of a title or a name, and how."""
    typed = len(match.unit.words)
    own = [_closest(index, expansion, words) for expansion in match.expansions[:typed]]
    met = [one for one in own if one is not None]
    if len(met) == typed:
        return " ".join(text for text, _, _ in met), _HOW[min(met, key=lambda one: one[1])[2]]
    others = [_closest(index, expansion, words) for expansion in match.expansions[typed:]]
    instead = [one for one in others if one is not None and one[2] in (Way.EXACT, Way.STEM)]
    if instead:
        return " ".join(dict.fromkeys(text for text, _, _ in instead)), How.OTHER_WORDS
    if met:
        return " ".join(text for text, _, _ in met), _HOW[met[0][2]]
    return " ".join(text for _, text in words), How.INITIALS


def _closest(index: OpenIndex, expansion: Expansion, words: _Words) -> tuple[str, float, Way] | None:
    """Return the word of a text that one typed word means best: as written, how alike, how it was reached."""
    best: tuple[str, float, Way] | None = None
    for folded, text in words:
        number = index.vocabulary.number(folded)
        found = None if number is None else expansion.best(number)
        if found is not None and (best is None or found[0] > best[1]):
            best = text, *found
    return best


def _place(offer: Offer) -> str:
    where = offer.contact
    return f"{where.commune} {offer.department} {offer.region} {where.postal_code}"


def _words(text: str) -> _Words:
    return [(folded, text[start:end]) for folded, start, end in words_with_spans(text)]
