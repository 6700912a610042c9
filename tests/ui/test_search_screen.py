"""The search on the demonstration's catalogue: the filters, their counts, what to loosen, what stays of it."""

from __future__ import annotations

import pytest

from cpf_tui.demonstration.people import Stage
from cpf_tui.domain.narrowing import Criterion
from screens.dialogs.form import FormDialog
from screens.holder.search import SearchScreen
from screens.holder.training_sheet import TrainingSheetScreen
from screens.messages import SignOut
from tests.support.screen_stage import Hand, Play
from widgets.filter_panel import FilterPanel
from widgets.found_trainings import FoundTrainings
from widgets.offer_card import OfferCard
from widgets.search_line import SearchLine


async def _search(hand: Hand, play: Play, typed: str = "") -> None:
    await hand.enter_as(play.holder(Stage.OPEN))
    await hand.open("search")
    if typed:
        await hand.write(typed)


async def _take(hand: Hand, key: str) -> None:
    """Choose a line of the filters."""
    panel = hand.one(FilterPanel)
    panel.cursor = [one.key for one in panel.rows].index(key)
    await hand.press("enter")


def _counts(hand: Hand) -> dict[str, int]:
    """Return the count beside each choice shown."""
    return {
        one.key: int(one.lines[0].right.plain) for one in hand.one(FilterPanel).rows if one.lines[0].right.plain.strip()
    }


def _total(hand: Hand) -> int:
    result = hand.screen._result
    return int(result.total)


async def test_filters_take_the_place_of_the_list_on_a_small_terminal(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play, "soudeur")
        await hand.press("f3")
        assert not hand.one(FoundTrainings).display
        assert isinstance(hand.app.focused, FilterPanel)
        assert "(•) partout" in hand.said
        assert "+ Durée : toutes les durées" in hand.said
        await _take(hand, "PLACE=5")
        assert "(•) jusqu’à 5 km" in hand.said
        assert "Chercher · Roubaix (59) · jusqu’à 5 km" in hand.said
        await hand.press("escape")
        assert hand.one(FoundTrainings).display
        assert isinstance(hand.app.focused, SearchLine)
        assert all((hit.distance_km or 0) <= 5 for hit in hand.screen._result.hits)
        await hand.press("escape")
        assert not hand.shows(SearchScreen)


@pytest.mark.parametrize("criterion", list(Criterion))
async def test_each_choice_gives_what_stood_beside_it(play: Play, criterion: Criterion) -> None:
    async with play.running() as hand:
        await _search(hand, play)
        await hand.press("f3")
        if criterion is not Criterion.PLACE:
            await _take(hand, criterion)
        counts = _counts(hand)
        assert len(counts) >= 2
        for key, count in counts.items():
            await _take(hand, key)
            assert _total(hand) == count
            assert _counts(hand) == counts


async def test_filters_stand_beside_the_list_on_a_wide_terminal(play: Play) -> None:
    async with play.running((120, 40)) as hand:
        await _search(hand, play, "soudeur")
        assert hand.one(OfferCard).display
        await hand.press("f3")
        assert (hand.one(OfferCard).display, hand.one(FoundTrainings).display) == (False, True)
        await hand.press("tab")
        assert isinstance(hand.app.focused, SearchLine)
        await hand.pilot.resize_terminal(80, 24)
        await hand.settle()
        assert not hand.one(FoundTrainings).display
        await hand.pilot.resize_terminal(120, 40)
        await hand.settle()
        await hand.press("f3")
        assert hand.one(OfferCard).display


async def test_the_mouse_unfolds_and_chooses_at_once(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play)
        await hand.press("f3")
        await hand.pilot.click("#filters", offset=(5, 1))
        await hand.settle()
        assert _counts(hand) == {}
        level = [one.key for one in hand.one(FilterPanel).rows].index(Criterion.LEVEL)
        await hand.pilot.click("#filters", offset=(5, level))
        await hand.settle()
        await hand.pilot.click("#filters", offset=(8, level + 3))
        await hand.settle()
        assert hand.screen._asked.narrowing == {Criterion.LEVEL: "3"}


async def test_arrows_fold_and_unfold_and_letters_go_to_the_line(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play)
        await hand.press("f3", "down", "left")
        assert _counts(hand) == {}
        await hand.press("right")
        assert "PLACE=5" in _counts(hand)
        await hand.press("s", "o")
        assert hand.one(SearchLine).value == "so"
        assert isinstance(hand.app.focused, SearchLine)


async def test_the_filter_in_the_way_is_loosened_by_one_key(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play, "soudage")
        await hand.press("f3")
        await _take(hand, "PLACE=REMOTE")
        await hand.press("escape")
        assert "Aucune formation trouvée avec ces filtres." in hand.said
        assert "Élargir (lieu : partout) : " in hand.said
        await hand.press("enter")
        assert hand.screen._asked.narrowing == {}
        assert hand.screen._result.hits


async def test_when_several_filters_are_in_the_way_all_are_taken_off(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play, "soudage")
        await hand.press("f3")
        await _take(hand, "PLACE=REMOTE")
        await _take(hand, Criterion.LEVEL)
        await _take(hand, "LEVEL=8")
        await hand.press("escape")
        assert "Enlever tous les filtres : " in hand.said
        await hand.press("enter")
        assert hand.screen._result.hits
        await hand.press("f3")
        await _take(hand, "PLACE=5" if hand.one(FilterPanel).unfolded is Criterion.PLACE else "LEVEL=3")
        await _take(hand, "*")
        assert hand.screen._asked.narrowing == {}


async def test_a_day_is_typed_from_which_trainings_begin(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play)
        await hand.press("f3")
        await _take(hand, Criterion.START)
        await _take(hand, "START=?")
        assert isinstance(hand.app.screen, FormDialog)
        await hand.answer("31/02/2027")
        assert "n’existe pas" in hand.said
        await hand.answer("01/01/2027")
        assert hand.screen._asked.narrowing == {Criterion.START: "2027-01-01"}
        assert "(•) à partir du 1" in hand.said


async def test_nothing_of_a_search_stays_for_the_next_person(play: Play) -> None:
    async with play.running() as hand:
        await _search(hand, play, "soudeur")
        await hand.press("escape")
        hand.screen.post_message(SignOut())
        await hand.settle()
        await hand.enter_as(play.holder(Stage.PROJECT))
        await hand.open("search")
        assert hand.one(SearchLine).value == ""


async def test_an_advisor_searches_for_the_person_of_a_dossier(play: Play) -> None:
    async with play.running() as hand:
        await hand.enter_as(play.advisor())
        await hand.open("review", play.dossier_of(Stage.SUBMITTED))
        await hand.press("t")
        assert hand.shows(SearchScreen)
        assert "Chercher · Roubaix (59)" in hand.said
        await hand.write("soudage")
        assert "avec ses heures" in hand.said
        assert "F2 Garder" not in hand.said
        await hand.press("enter")
        assert hand.shows(TrainingSheetScreen)
        assert hand.screen._sheet.eligibility.eligible
        await hand.press("escape", "escape")
        await hand.press("t")
        assert hand.one(SearchLine).value == "soudage"
