"""What a result says of itself: the characters that matched, and the request as it was understood."""

from __future__ import annotations

from collections.abc import Sequence

from cpf_tui.catalogue.fold import words_with_spans
from cpf_tui.catalogue.index.opened import OpenIndex
from cpf_tui.catalogue.query.analyse import typed_words
from cpf_tui.catalogue.query.engine import Answer
from cpf_tui.catalogue.query.expand import Way
from cpf_tui.domain.training import Offer

_SURE = 0.5  # similarity from which a word of the title is shown as matched
_SOON_WHOLE = 2  # letters that a misspelt word being typed may lack: of a shorter beginning, anything may follow
_BY_MISTAKE = (Way.SOUND, Way.TYPO)


class Highlighter:
    """Finds what to highlight in titles for one answer."""

    def __init__(self, index: OpenIndex, answer: Answer) -> None:
        self._vocabulary = index.vocabulary
        self._similar: dict[int, float] = {}
        for match in answer.matches:
            if match.unit.soft:
                continue
            for expansion in match.expansions:
                sure = expansion.similarities >= _SURE
                self._similar.update(
                    zip(expansion.words[sure].tolist(), expansion.similarities[sure].tolist(), strict=True)
                )
        self._typing = tuple(m.unit.words[-1] for m in answer.matches if m.unit.typing)

    def spans(self, title: str) -> tuple[tuple[int, int], ...]:
        """Return the (start, end) spans that matched; of a word being typed, the letters typed so far."""
        found = []
        for word, start, end in words_with_spans(title):
            number = self._vocabulary.number(word)
            if number is None or number not in self._similar:
                continue
            begun = next((typed for typed in self._typing if word.startswith(typed)), None)
            whole = begun is None or end - start != len(word)
            found.append((start, end if whole or begun is None else start + len(begun)))
        return tuple(found)


def understood(index: OpenIndex, answer: Answer, best: Offer) -> str:
    """Return the request with its misspelt words as the best result writes them; empty when nothing was corrected."""
    written = [best.title, best.contact.commune, best.organisation]
    theirs = {folded: text[start:end] for text in reversed(written) for folded, start, end in words_with_spans(text)}
    corrected = dict(_corrections(index, answer, theirs))
    if not corrected:
        return ""
    return " ".join(corrected.get(folded, typed) for folded, typed in typed_words(answer.analysed.text))


def _corrections(index: OpenIndex, answer: Answer, theirs: dict[str, str]) -> Sequence[tuple[str, str]]:
    """Return (folded word typed, word meant) for the words the catalogue does not know and the best result explains."""
    found = []
    for match in answer.matches:
        for word, expansion in zip(match.unit.words, match.expansions, strict=False):
            if index.vocabulary.number(word) is not None or (match.unit.typing and index.vocabulary.beginning(word)):
                continue
            reached = []
            for folded, text in theirs.items():
                number = index.vocabulary.number(folded)
                best = expansion.best(number) if number is not None else None
                if best:
                    reached.append((best[0], best[1], text))
            if reached:
                _, way, text = max(reached, key=lambda one: one[0])
                if way in _BY_MISTAKE and not (match.unit.typing and len(text) > len(word) + _SOON_WHOLE):
                    found.append((word, text.lower()))
    return found
