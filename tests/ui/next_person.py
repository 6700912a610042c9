"""Nothing of a person stays in the memory of the program once they left: run alone, by `test_next_person.py`."""

from __future__ import annotations

from cpf_tui.demonstration.people import Stage
from screens.holder.home import HomeScreen
from screens.messages import SignOut
from screens.welcome import WelcomeScreen
from tests.support.remains import Word, remain, remains
from tests.support.screen_stage import Play


def test_a_search_of_the_memory_finds_what_is_there() -> None:
    word = Word()
    holder = {"kept": [("avant", f"{word.text} après")]}
    assert len(remains(word)) == 1
    holder.clear()
    assert not remain(word)
    assert remains(word) == []


async def test_nothing_of_a_person_stays_in_memory_once_they_left(play: Play) -> None:
    name, copied, searched, asked = Word(play.holder(Stage.OPEN).name), Word(), Word(), Word()
    async with play.running() as hand:
        await hand.enter_as(play.holder(Stage.OPEN))
        assert hand.shows(HomeScreen)
        assert name.text in hand.said
        for route in ("balance", "passport", "tracker", "assistance"):
            await hand.open(route)
            await hand.press("escape")
        await hand.open("search")
        await hand.write(searched.text)
        assert searched.text in hand.said
        await hand.press("escape")
        await hand.open("dif")
        await hand.write(asked.text)
        assert asked.text[:8] in hand.said
        hand.app.copy_to_clipboard(copied.text)
        assert all(remain(one) for one in (name, copied, searched, asked))
        hand.screen.post_message(SignOut())
        await hand.settle()
        assert hand.shows(WelcomeScreen)
        await hand.pilot.pause()
        await hand.settle()
        for _ in range(50):  # timers of the screens that are gone run out
            await hand.pilot.pause(0.1)
            if not remain(name, copied, searched, asked):
                break
        assert remains(name, copied, searched, asked) == []
