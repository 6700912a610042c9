"""Filters and their counts, against the same questions asked of each offer in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.domain.narrowing import CHOICES, Counted, Criterion, Loosening, days_of, months_later
from cpf_tui.domain.territory import distance_km
from cpf_tui.domain.training import Offer, SearchRequest
from tests.support.offers import COLUMNS, offers, write_csv

ROUBAIX = (50.69, 3.17)
TODAY = date(2026, 4, 10)
USABLE = frozenset({"RNCP1", "RNCP3", "RNCP5", "RNCP8", "RS1"})
AT_ROUBAIX = SearchRequest(
    "", eligible=USABLE, origin=ROUBAIX, department="59", region="32", today=TODAY, limit=1000
)  # fmt: skip
_STARTS = ("2026-05-04", "2026-04", "2026-09|2026-06-15", "2025-09", "", "bientôt")
_HOURS = ("35", "35,5", "150", "", "399,99", "1200")
_PRICES = ("", "0", "500", "1250,50", "9000")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("catalogue")
    rows = offers()
    for number, row in enumerate(rows):
        row["niveau"] = f"niveau{2 + number % 7}"
        row["periodes"] = _STARTS[number % len(_STARTS)]
        row["duree_heures"] = _HOURS[number % len(_HOURS)]
        row["prix"] = _PRICES[number % len(_PRICES)]
        row["distance"] = "oui" if number % 4 == 0 else "non"
    columns = (*COLUMNS, "periodes", "prix", "distance")
    import_file(write_csv(folder / "offres.csv", rows, columns), folder / "data")
    opened = open_catalogue(folder / "data")
    yield opened
    opened.close()


def fits(offer: Offer, criterion: Criterion, value: str) -> bool:
    """Answer for one offer what the masks answer for all."""
    return _FITS[criterion](offer, value)


def _place(offer: Offer, value: str) -> bool:
    if value == "REMOTE":
        return offer.remote
    if value in {"DEPARTMENT", "REGION"}:
        return offer.insee.startswith("59")  # the only commune of the region in the sample
    assert offer.latitude is not None
    assert offer.longitude is not None
    return distance_km(ROUBAIX, (offer.latitude, offer.longitude)) <= int(value)


def _length(offer: Offer, value: str) -> bool:
    bands = {"35": (-1, 3500), "150": (3500, 15000), "400": (15000, 40000), "800": (40000, 80000)}
    more, most = bands.get(value, (80000, 10**9))
    return offer.duration is not None and more < offer.duration.hundredths <= most


def _start(offer: Offer, value: str) -> bool:
    days = [found for session in offer.sessions if (found := days_of(session))]
    if value.isdecimal():
        return any(last >= TODAY and first <= months_later(TODAY, int(value)) for first, last in days)
    return any(last >= date.fromisoformat(value) for _, last in days)


def _certification(offer: Offer, value: str) -> bool:
    code = offer.certification
    return value in {code, "NONE" if not code else "RNCP" if code.startswith("RNCP") else "RS"}


def _price(offer: Offer, value: str) -> bool:
    return offer.price_cents is not None and (value == "KNOWN" or offer.price_cents <= int(value) * 100)


_FITS: dict[Criterion, Callable[[Offer, str], bool]] = {
    Criterion.USABLE: lambda offer, _value: offer.certification in USABLE,
    Criterion.PLACE: _place,
    Criterion.LEVEL: lambda offer, value: offer.level == int(value),
    Criterion.LENGTH: _length,
    Criterion.START: _start,
    Criterion.CERTIFICATION: _certification,
    Criterion.ORGANISATION: lambda offer, value: offer.organisation.lower() == value.lower(),
    Criterion.PRICE: _price,
}


_MORE = {
    Criterion.START: ("2026-06-01", "2027-01-01"),
    Criterion.CERTIFICATION: ("RNCP1", "RNCP404"),
    Criterion.ORGANISATION: ("Atelier du Nord", "LYCÉE DU PORT", "personne"),
}
NARROWINGS = st.fixed_dictionaries(
    {},
    optional={
        one: st.sampled_from((*CHOICES.get(one, ()), *_MORE.get(one, ())))
        for one in Criterion
        if one is not Criterion.USABLE
    },
)


def _let_through(all_of_them: list[Offer], choices: Mapping[Criterion, str]) -> set[str]:
    return {
        one.offer_id for one in all_of_them if all(fits(one, key, value) for key, value in choices.items() if value)
    }


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(["", "cap", "soudeur", "cuisine lyon"]), NARROWINGS, st.booleans())
def test_masks_counts_and_loosenings_agree_with_each_offer(
    catalogue: Catalogue, typed: str, narrowing: dict[Criterion, str], only: bool
) -> None:
    found = [hit.offer for hit in catalogue.search(replace(AT_ROUBAIX, text=typed)).hits]
    in_force = {**narrowing, **({Criterion.USABLE: "YES"} if only else {})}
    result = catalogue.search(
        replace(AT_ROUBAIX, text=typed, narrowing=narrowing, only_eligible=only, facets=frozenset(Criterion))
    )
    assert {hit.offer.offer_id for hit in result.hits} == _let_through(found, in_force)
    assert result.total == len(result.hits)
    usable = _let_through(found, {**narrowing, Criterion.USABLE: "YES"})
    assert (result.eligible_count, result.ineligible_count) == (
        len(usable),
        len(_let_through(found, narrowing)) - len(usable),
    )
    for criterion, choices in result.facets.items():
        for one in choices:
            assert one.count == len(_let_through(found, {**in_force, criterion: one.value})), (criterion, one)
    for loosening in result.loosenings:
        assert not result.hits
        assert loosening.count == len(_let_through(found, {**in_force, loosening.criterion: loosening.value})) > 0


def test_what_most_offers_have_is_counted_by_name(catalogue: Catalogue) -> None:
    request = replace(AT_ROUBAIX, facets=frozenset({Criterion.ORGANISATION, Criterion.CERTIFICATION}))
    facets = catalogue.search(request).facets
    assert Counted("École des Saveurs", 3, "École des Saveurs") in facets[Criterion.ORGANISATION]
    counts = [one.count for one in facets[Criterion.ORGANISATION][1:]]
    assert counts == sorted(counts, reverse=True)
    assert Counted("RNCP3", 2, "CAP Cuisine") in facets[Criterion.CERTIFICATION]
    assert facets[Criterion.CERTIFICATION][0] == Counted("", 16)


def test_the_filter_in_the_way_is_named_with_what_it_would_give(catalogue: Catalogue) -> None:
    request = replace(AT_ROUBAIX, text="cuisine", narrowing={Criterion.PLACE: "5"}, only_eligible=True)
    assert catalogue.search(request).loosenings == (Loosening(Criterion.PLACE, "", 2),)
    boxed = replace(request, narrowing={Criterion.PLACE: "5", Criterion.ORGANISATION: "personne"})
    assert catalogue.search(boxed).loosenings == ()


def test_a_choice_that_means_nothing_lets_everything_through(catalogue: Catalogue) -> None:
    nowhere = SearchRequest("", narrowing={Criterion.PLACE: "5", Criterion.START: "1", Criterion.LEVEL: "?"})
    assert catalogue.search(nowhere).total == 16
    odd = replace(AT_ROUBAIX, narrowing={Criterion.LENGTH: "12", Criterion.PRICE: "x", Criterion.START: "hier"})
    assert catalogue.search(odd).total == 16
