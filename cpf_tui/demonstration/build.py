"""Furnishing an empty installation with the people of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cpf_tui.bootstrap import Container
from cpf_tui.demonstration.clock import PastClock
from cpf_tui.demonstration.hasher import OneSecretHasher
from cpf_tui.demonstration.people import DESKS, PEOPLE, SECRET, WORDS
from cpf_tui.demonstration.story import Story
from cpf_tui.domain.people import OPERATOR_ACTOR, Actor
from cpf_tui.i18n import render
from cpf_tui.ports import SecretHasher
from cpf_tui.services.administration import Administration
from cpf_tui.settings import Settings


class _PastContainer(Container):
    """The same parts, with a clock that can be set back, and one password for everybody."""

    @cached_property
    def clock(self) -> PastClock:
        return PastClock(self.settings.timezone)

    @cached_property
    def hasher(self) -> SecretHasher:
        return OneSecretHasher(super().hasher)


@dataclass(frozen=True, slots=True)
class ShownHolder:
    """How a holder enters, by their first name, and where they are.

    `dossier` is the state of their dossier, empty before there is one.
    """

    nir: str
    name: str
    stage: str
    dossier: str


@dataclass(frozen=True, slots=True)
class ShownAdvisor:
    """How an advisor enters, and what they do."""

    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What to tell whoever tries the program."""

    secret: str
    advisors: tuple[ShownAdvisor, ...]
    holders: tuple[ShownHolder, ...]


def furnish(settings: Settings) -> Demonstration:
    """Take everybody to their stage, by the use cases alone: every state is one that a person can reach."""
    container = _PastContainer(settings)
    with container:
        administration = Administration(container.database, container.hasher, container.clock)
        actors: dict[str, Actor] = {}
        for desk in DESKS:
            advisor = administration.add_advisor(
                OPERATOR_ACTOR, desk.login, desk.name, desk.operator, desk.rights, secret=SECRET, place_id=desk.place
            )
            actors[desk.place] = advisor.actor
        story = Story(container.services, container.clock, actors)
        holders = tuple(
            ShownHolder(person.nir.formatted(), person.first_name, render(WORDS[person.stage]), state)
            for person, state in [(one, story.play(one)) for one in PEOPLE]
        )
    advisors = tuple(ShownAdvisor(desk.login, desk.name, render(desk.role)) for desk in DESKS)
    return Demonstration(SECRET, advisors, holders)
