"""The queue as the advisor sees it: saved filters, search, order, and the trail followed from dossier to dossier."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cpf_tui.domain.records import State
from cpf_tui.domain.text import Text, text
from cpf_tui.services.review import QueueItem
from widgets.filter_tabs import Tab


@dataclass(frozen=True)
class Filter:
    """A saved filter: the states it keeps, how it is named, and what an empty one says."""

    key: str
    name: Text
    short: Text
    states: frozenset[State]
    empty: Text


FILTERS = (
    Filter(
        "todo",
        text("À traiter"),
        text("À traiter"),
        frozenset({State.SUBMITTED}),
        text("Rien à traiter : aucun dossier n’attend votre examen."),
    ),
    Filter(
        "holder",
        text("Attente du titulaire"),
        text("Titulaire"),
        frozenset({State.CORRECTION, State.SUSPENDED, State.DRAFT, State.CONSENTED}),
        text("Aucun dossier n’attend son titulaire."),
    ),
    Filter(
        "funder",
        text("Attente de financeur"),
        text("Financeur"),
        frozenset({State.FUNDING}),
        text("Aucun dossier n’attend un financeur."),
    ),
    Filter(
        "accepted",
        text("Acceptés, en formation"),
        text("Acceptés"),
        frozenset({State.VALIDATED, State.IN_TRAINING}),
        text("Aucun dossier accepté ni en formation."),
    ),
    Filter(
        "all",
        text("Tous"),
        text("Tous"),
        frozenset(State),
        text("Aucun dossier ne vous a encore été envoyé. Il faut aussi que la personne autorise votre organisme."),
    ),
)
BY_KEY: Mapping[str, Filter] = {one.key: one for one in FILTERS}


def surname_first(name: str) -> str:
    """Put the capitals of « Claire EXEMPLE » first, without accents, to put names in order."""
    words = name.split()
    return fold(" ".join([*(one for one in words if one.isupper()), *(one for one in words if not one.isupper())]))


def fold(words: str) -> str:
    """Take accents and capitals off, so that « hérault » and « HERAULT » are the same."""
    decomposed = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


ORDERS: Mapping[str, tuple[Text, Callable[[QueueItem], object]]] = {
    "since": (text("le plus ancien d’abord"), lambda item: item.since),
    "name": (text("par nom"), lambda item: surname_first(item.holder_name)),
    "title": (text("par formation"), lambda item: fold(item.dossier.title)),
}


def tabs(items: Sequence[QueueItem]) -> list[Tab]:
    """Count what each filter keeps."""
    return [
        Tab(one.key, one.name, one.short, sum(item.dossier.state in one.states for item in items)) for one in FILTERS
    ]


def kept(items: Sequence[QueueItem], filter_key: str, typed: str, order: str) -> list[QueueItem]:
    """Keep the dossiers of a filter whose name, reference or title has every word typed, in the order asked."""
    states, words = BY_KEY[filter_key].states, fold(typed).split()
    found = [item for item in items if item.dossier.state in states and _has(item, words)]
    key: Callable[[QueueItem], object] = ORDERS[order][1]
    return sorted(found, key=key)  # type: ignore[arg-type] # each order compares one kind of value


def _has(item: QueueItem, words: Sequence[str]) -> bool:
    about = fold(f"{item.holder_name} {item.dossier.reference} {item.dossier.title} {item.dossier.organisation}")
    return all(word in about for word in words)


@dataclass(frozen=True)
class Trail:
    """A dossier among those of the queue it was opened from; it travels as the argument of the route."""

    current: str
    ids: tuple[str, ...] = ()

    @classmethod
    def parse(cls, argument: str) -> Trail:
        """Read « current id id id »; a dossier alone has no neighbours."""
        current, *ids = argument.split()
        return cls(current, tuple(ids))

    @property
    def argument(self) -> str:
        """The trail as one argument."""
        return " ".join((self.current, *self.ids))

    @property
    def position(self) -> int:
        """The place of the dossier, from 1; 0 when it was opened alone."""
        return self.ids.index(self.current) + 1 if self.current in self.ids else 0

    def step(self, by: int) -> Trail | None:
        """Go to a neighbour; None at either end."""
        index = self.position - 1 + by
        if not self.position or not 0 <= index < len(self.ids):
            return None
        return Trail(self.ids[index], self.ids)
