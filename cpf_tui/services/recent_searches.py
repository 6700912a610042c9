"""What a holder searched before, to search again: in the encrypted base, behind their password, and nowhere else.

Only searches that led to a training are kept, a few of them, as typed; the holder makes them forgotten with one line.
Nothing is kept for an advisor, who searches for somebody else, nor for anybody who is not signed in.
"""

from __future__ import annotations

from cpf_tui.domain.people import Actor, Role
from cpf_tui.services.access import anyone
from cpf_tui.services.drafts import Drafts

MOST = 5
_FORM, _SEPARATOR = "recent_searches", "\n"
_REASON = "the search is open to all: nothing is kept nor returned but for the holder who is signed in"


class RecentSearches:
    """Reads, adds to and wipes the list of one holder, the newest first."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    @anyone(_REASON)
    def of(self, actor: Actor) -> tuple[str, ...]:
        """Return what was searched, the newest first; nothing for who is not a holder."""
        if not _keeps(actor):
            return ()
        kept = self._drafts.open(actor, _FORM).answers.get(_FORM, "")
        return tuple(one for one in kept.split(_SEPARATOR) if one)

    @anyone(_REASON)
    def add(self, actor: Actor, typed: str) -> tuple[str, ...]:
        """Keep a search and return the list; the same one again comes first again."""
        flat = " ".join(typed.split())
        before = self.of(actor)
        if not flat or not _keeps(actor):
            return before
        same = flat.casefold()
        kept = (flat, *(one for one in before if one.casefold() != same))[:MOST]
        self._drafts.save(actor, _FORM, "", _FORM, _SEPARATOR.join(kept))
        return kept

    @anyone(_REASON)
    def forget(self, actor: Actor) -> None:
        """Wipe the list."""
        if _keeps(actor):
            self._drafts.discard(actor, _FORM)


def _keeps(actor: Actor) -> bool:
    return actor.role is Role.HOLDER and bool(actor.id)
