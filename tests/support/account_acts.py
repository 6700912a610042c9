"""Opening an account, with the keyboard or without: where most tests of the screens begin."""

from __future__ import annotations

from dataclasses import replace

from cpf_tui.demonstration.people import SECRET
from cpf_tui.domain.nir import Nir
from cpf_tui.domain.people import Actor
from tests.support.forms import profile
from tests.support.screen_stage import Hand, Play

NIR = "2 00 99 99 999 001 74"  # fictitious and valid
PROFILE = ("1", "Exemple", "Claire", "17/05/2000", "59100", "1", "3", "2", "2", "", "")


async def sign_up(hand: Hand) -> None:
    await hand.press("1")
    for answer in (NIR, SECRET, SECRET):
        await hand.answer(answer)


async def open_account(hand: Hand) -> None:
    await sign_up(hand)
    for answer in PROFILE:
        await hand.answer(answer)
    await hand.press("enter")  # everything is right
    await hand.press("enter")  # read what comes next


def opened(play: Play) -> Actor:
    """Open an account without the screens."""
    actor = play.services.accounts.start(Nir.parse(NIR), SECRET, "op-1")
    holder = play.services.accounts.save_profile(actor, profile(birth_date="17/05/2000"), "op-2")
    return replace(actor, name=holder.full_name)
