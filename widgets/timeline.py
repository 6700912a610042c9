"""The history of something, newest first: when, what, who, and under it why and with what effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from widgets.words import Wordlike, Words

_LATEST, _EARLIER = "o", "•"


@dataclass(frozen=True)
class Moment:
    """One line of a history: `details` stand under it, `effects` too, set apart because they moved something."""

    when: str
    what: Wordlike
    who: str = ""
    details: tuple[Wordlike, ...] = ()
    effects: tuple[Wordlike, ...] = ()


class Timeline(Vertical):
    """Moments one under the other; the latest is marked « o », the earlier ones « • »."""

    DEFAULT_CSS = """
    Timeline {
        height: auto;
        & .moment { height: auto; }
        & .moment > .what { width: 1fr; text-style: bold; }
        & .moment > .who { width: auto; max-width: 40%; color: $text-muted; text-align: right; padding-left: 1; }
        & > .when { padding-left: 2; color: $text-muted; }
        & > .detail { padding-left: 2; }
        & > .effect { padding-left: 2; color: $primary; }
        & > .last { margin-bottom: 1; }
    }
    """

    def __init__(self, moments: Sequence[Moment]) -> None:
        super().__init__()
        self._moments = moments

    def compose(self) -> ComposeResult:
        """Lay the moments out."""
        for index, moment in enumerate(self._moments):
            with Horizontal(classes="moment"):
                yield Words(f"{_EARLIER if index else _LATEST} ", classes="mark")
                yield Words(moment.what, classes="what")
                yield Words(moment.who, classes="who")
            under = [(moment.when, "when")]
            lines: list[tuple[Wordlike, str]] = [*under, *((one, "detail") for one in moment.details)]
            lines += [(one, "effect") for one in moment.effects]
            for number, (words, role) in enumerate(lines, start=1):
                yield Words(words, classes=f"{role} last" if number == len(lines) else role)
