"""Anything typed in the search is answered, with work bounded by what is read of it, whatever its length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.catalogue.fold import MAX_WORD
from cpf_tui.catalogue.lexicon import lexicon
from cpf_tui.catalogue.query.analyse import MAX_TEXT, MAX_WORDS, analyse
from cpf_tui.domain.narrowing import CHOICES, Criterion
from cpf_tui.domain.training import SearchRequest, SearchResult
from tests.support.effort import FULL, SHARED, effort

BENCH = SHARED / "banc-offres-250k.csv.gz"
LONGEST = 2000  # characters of a request: a whole page pasted by mistake
LIMIT = 30
ROUBAIX = (50.69, 3.17)

_CONTROLS = "".join(map(chr, (*range(32), *range(0x7F, 0xA0))))
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\ufeff"
_AWKWARD = "".join(map(chr, (0xD800, 0xDBFF, 0xDC00, 0xDFFF))) + "\u0300\u0345\u1e9e\u0130ßﬁŒœ㍿ⅷ½²٣𝟙👩🏽‍🔧\U0010ffff"
_SYNTAX = "\"'*%_()[]{}<>:;^~!?&|\\/=+-#@$.,…’«»"
_WORDS = (
    "soudeur",
    "formation",
    "de",
    "à",
    "roubaix",
    "cap",
    "bts mco",
    "c++",
    "l’aide-soignant",
    "rncp34502",
    "59100",
)

anything = st.one_of(
    st.text(st.characters(), max_size=LONGEST),  # surrogates and unassigned characters included
    st.text(st.sampled_from(_CONTROLS + _BIDI + _AWKWARD + _SYNTAX), max_size=300),
    st.binary(max_size=LONGEST).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.binary(max_size=LONGEST).map(lambda raw: raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass")),
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=60).map(" ".join),
    st.builds(
        lambda piece, times, end: (piece * times)[: LONGEST - 10] + end,
        st.one_of(st.sampled_from((*_WORDS, *_AWKWARD, " ", "a ", "a-", "e\u0301")), st.text(min_size=1, max_size=8)),
        st.integers(1, LONGEST),
        st.text(max_size=10),
    ),
    st.builds(
        lambda words, noise, at: words[:at] + noise + words[at:],
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join),
        st.text(st.sampled_from(_CONTROLS + _BIDI + _AWKWARD + _SYNTAX), min_size=1, max_size=4),
        st.integers(0, 40),
    ),
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The shipped examples; in full, the 250,000 offers of the bench where they are."""
    folder = tmp_path_factory.mktemp("catalogue")
    if FULL and BENCH.exists():
        import_file(BENCH, folder)
    opened = open_catalogue(folder)
    yield opened
    opened.close()


def _asked(catalogue: Catalogue, text: str, **more: Any) -> SearchResult:
    return catalogue.search(SearchRequest(text, origin=ROUBAIX, eligible=frozenset({"RNCP34502"}), limit=LIMIT, **more))


@settings(
    max_examples=effort(100, 20_000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(anything)
def test_any_text_is_answered(catalogue: Catalogue, text: str) -> None:
    result = _asked(catalogue, text)
    assert len(result.hits) <= LIMIT
    assert result.total == (result.eligible_count or 0) + (result.ineligible_count or 0) >= len(result.hits)
    assert result.understood == "" or result.understood.isprintable()
    for hit in result.hits:
        ends = [0, *(at for span in hit.highlights for at in span)]
        assert all(start < end <= len(hit.offer.title) for start, end in hit.highlights)
        assert ends == sorted(ends)
    # The work follows the units, each of a few words of a few letters, and nothing else of what was typed.
    analysed = analyse(text)
    assert len(analysed.text) <= MAX_TEXT
    assert sum(len(unit.words) for unit in analysed.units) <= MAX_WORDS
    for unit in analysed.units:
        assert len(unit.words) <= max(1, lexicon().longest)
        assert all(0 < len(word) <= MAX_WORD for word in unit.words)


_criteria = st.sampled_from(list(Criterion))
_choices = st.one_of(
    st.sampled_from([choice for choices in CHOICES.values() for choice in choices]),
    st.sampled_from(("2026-09-01", "0001-01-01", "9999-12-31", "99", "0", "-1", "²", "٣", "1e9", "nan", "RNCP34502")),
    st.text(max_size=12),
)


_filters = st.fixed_dictionaries(
    {
        "narrowing": st.dictionaries(_criteria.filter(lambda one: one is not Criterion.USABLE), _choices, max_size=4),
        "only_eligible": st.booleans(),
        "today": st.one_of(st.none(), st.dates()),
        "facets": st.frozensets(_criteria),
        "explain": st.booleans(),
    }
)


@settings(max_examples=effort(40, 2_000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, _filters)
def test_any_filter_is_answered(catalogue: Catalogue, text: str, filters: dict[str, Any]) -> None:
    result = _asked(catalogue, text, department="59", region="32", **filters)
    assert len(result.hits) <= min(LIMIT, result.total)
    assert set(result.facets) <= filters["facets"]
    assert all(choice.count >= 0 for choices in result.facets.values() for choice in choices)
    assert not (result.hits and result.loosenings)


@settings(max_examples=effort(30, 2_000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.integers(0, LONGEST))
def test_what_is_typed_key_by_key_is_answered_as_at_once(catalogue: Catalogue, text: str, at: int) -> None:
    """A longer request may reuse what a shorter one found: it must not answer otherwise for it."""
    plain = _asked(catalogue, text)
    for shorter in (text[:at], text[: at + 1], ""):
        _asked(catalogue, shorter)
    again = _asked(catalogue, text)
    assert [hit.offer.offer_id for hit in again.hits] == [hit.offer.offer_id for hit in plain.hits]
    assert (again.total, again.understood) == (plain.total, plain.understood)
