"""The history of something, newest first: what, when, who, and under it why and with what effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from widgets.words import Wordlike, Words, content

_LATEST, _EARLIER = "o ", "• "


@dataclass(frozen=True)
class Moment:
    """One moment of a history: `details` stand under it, and `effects`, set apart because they moved something."""

    what: Wordlike
    when: str
    who: str = ""
    details: tuple[Wordlike, ...] = ()
    effects: tuple[Wordlike, ...] = ()


class Timeline(Vertical):
    """Moments one under the other; the latest is marked « o », the earlier ones « • »."""

    DEFAULT_CSS = """
    Timeline {
        height: auto;
        & > .what { text-style: bold; }
        & > .when { padding-left: 2; color: $text-muted; }
        & > .detail { padding-left: 2; }
        & > .effect { padding-left: 2; color: $text-primary; }
        & > .last { margin-bottom: 1; }
    }
    """

    def __init__(self, moments: Sequence[Moment]) -> None:
        super().__init__()
        self._moments = moments

    def compose(self) -> ComposeResult:
        """Lay the moments out."""
        for index, moment in enumerate(self._moments):
            mark = _EARLIER if index else _LATEST
            lines: list[tuple[Wordlike, str]] = [(Content.assemble(mark, content(moment.what)), "what")]
            lines.append((" · ".join(one for one in (moment.when, moment.who) if one), "when"))
            lines += [(one, "detail") for one in moment.details]
            lines += [(one, "effect") for one in moment.effects]
            for number, (words, role) in enumerate(lines, start=1):
                yield Words(words, classes=f"{role} last" if number == len(lines) else role)
