"""What screens tell the program: requests in the imperative, facts in the past tense. Only the app answers them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from cpf_tui.domain.people import Actor


@dataclass
class OpenRoute(Message):
    """Open a screen by its route, for one thing if it needs one (an offer, a dossier, a page)."""

    route: str
    argument: str = ""


@dataclass
class GoHome(Message):
    """Close everything above the home screen."""


@dataclass
class SignedIn(Message):
    """Somebody proved who they are; `then` is a route to open above their first screen, which says `said` first."""

    actor: Actor
    then: str = ""
    said: str = ""


@dataclass
class SignOut(Message):
    """End the visit: wipe the screens and come back to the welcome, where the reason is said, if there is one."""

    reason: str = ""


@dataclass
class ChooseLanguage(Message):
    """Speak another language."""

    language: str


@dataclass
class JourneyChanged(Message):
    """Something was written: the state of the journey must be read again."""


@dataclass
class Failed(Message):
    """Something unexpected happened in the background; the person gets a reference number, never a traceback."""

    error: BaseException
