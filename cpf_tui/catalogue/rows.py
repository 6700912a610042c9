"""The offers of one catalogue version, in a SQLite file of their own: the index finds, this fetches what is shown.

Public data only, so it stays apart from the encrypted base. `numero` is the offer's number in the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.tables import open_rows, read_rows, write_rows
from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.training import Contact, Offer

FILE_NAME = Dataset.OFFERS.file
_BLOCK = 1000  # offers ranked at once
_FETCH = 500  # numbers asked for in one statement, below SQLite's limit on variables

_KEPT = 1000  # offers remembered: from one key to the next, a list changes little


class OfferRow(NamedTuple):
    """An offer as stored: texts cleaned, lists joined by `|`, empty string or None where the source gives nothing.

    `duration` is in hundredths of an hour, `price` in cents; `repeat` counts the offers that share one `id_action`
    (1 for the first): some sources give the same number to two certifications prepared together.
    """

    id_action: str
    repeat: int
    id_formation: str
    title: str
    organisation: str
    siret: str
    certification: str
    certif_info: str
    level: int | None
    formacodes: str
    romes: str
    keywords: str
    insee: str
    commune: str
    department: str
    region: str
    postal_code: str
    address: str
    latitude: float | None
    longitude: float | None
    sessions: str
    duration: int | None
    price: int | None
    remote: int
    prerequisites: str
    rhythm: str
    phone: str
    email: str
    example: int


_COLUMNS = ", ".join(OfferRow._fields)
_ID_ACTION = itemgetter(OfferRow._fields.index("id_action"))
_LOOKUPS = ("id_action", "certification")


def write_offers(path: Path, offers: Iterable[OfferRow]) -> int:
    """Write the offers to a new file, numbered from 1 in the order given, and return how many there are.

    `repeat` is set here: several files may give the same `id_action`.
    """
    return write_rows(path, OfferRow, _ranked(offers), lookups=_LOOKUPS)


def read_offers(path: Path, first: int = 1, count: int | None = None) -> Iterator[OfferRow]:
    """Give stored offers as their reader gave them, before those that share an `id_action` were ranked."""
    for offer in read_rows(path, OfferRow, first=first, count=count):
        yield offer if offer.repeat == 1 else offer._replace(repeat=1)


def _ranked(offers: Iterable[OfferRow]) -> Iterator[OfferRow]:
    """Number the offers that share an `id_action`: same action, two certifications or two titles."""
    known: set[int] = set()  # hashes: enough to tell millions of actions apart, and small in memory
    ranks: dict[str, int] = {}
    offers = iter(offers)
    while block := list(islice(offers, _BLOCK)):
        actions = set(map(hash, map(_ID_ACTION, block)))
        if len(actions) == len(block) and known.isdisjoint(actions):
            known |= actions
            yield from block
            continue
        for offer in block:
            action = hash(offer.id_action)
            if action not in known:
                known.add(action)
                yield offer
            else:
                rank = ranks[offer.id_action] = ranks.get(offer.id_action, 1) + 1
                yield offer._replace(repeat=rank)


class OfferRows:
    """Reads the offers of a version; one connection, to be used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._kept: dict[int, Offer] = {}
        self._base = open_rows(path)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def scan(self, columns: str) -> Iterator[tuple[Any, ...]]:
        """Give the named columns (from code, never from outside) of every offer, in the order of their numbers."""
        return self._base.execute(f"SELECT {columns} FROM offres ORDER BY numero")  # noqa: S608 our names

    def fetch(self, numbers: Sequence[int]) -> list[Offer]:
        """Return the offers with these numbers, in that order."""
        found = {number: self._kept[number] for number in numbers if number in self._kept}
        missing = [number for number in numbers if number not in found]
        for start in range(0, len(missing), _FETCH):
            part = missing[start : start + _FETCH]
            marks = ",".join("?" * len(part))
            query = f"SELECT numero, {_COLUMNS} FROM offres WHERE numero IN ({marks})"  # noqa: S608 only marks
            found.update((row[0], _offer(OfferRow._make(row[1:]))) for row in self._base.execute(query, part))
        if len(self._kept) > _KEPT:
            self._kept.clear()
        self._kept.update(found)
        return [found[number] for number in numbers if number in found]

    def by_id(self, offer_id: str) -> Offer | None:
        """Return the offer with that identifier, as `offer_id` writes it."""
        id_action, repeat = source_id(offer_id)
        query = f"SELECT {_COLUMNS} FROM offres WHERE id_action = ? AND repeat = ?"  # noqa: S608 our names
        row = self._base.execute(query, (clean(id_action), repeat)).fetchone()
        return _offer(OfferRow._make(row)) if row else None

    def by_certification(self, code: str) -> list[Offer]:
        """Return every offer that leads to a certification."""
        query = f"SELECT {_COLUMNS} FROM offres WHERE certification = ? ORDER BY numero"  # noqa: S608 our names
        return [_offer(OfferRow._make(row)) for row in self._base.execute(query, (clean(code),))]


def source_id(offer_id: str) -> tuple[str, int]:
    """Split an `Offer.offer_id` into the source's `id_action` and its rank: `24_1440#2` → (`24_1440`, 2)."""
    id_action, mark, rank = offer_id.rpartition("#")
    return (id_action, int(rank)) if mark and rank.isdecimal() and len(rank) < 6 else (offer_id, 1)


def _offer(row: OfferRow) -> Offer:
    return Offer(
        offer_id=row.id_action if row.repeat == 1 else f"{row.id_action}#{row.repeat}",
        training_id=row.id_formation,
        title=row.title,
        organisation=row.organisation,
        organisation_siret=row.siret,
        certification=row.certification,
        certif_info=row.certif_info,
        level=row.level,
        formacodes=_split(row.formacodes),
        romes=_split(row.romes),
        insee=row.insee,
        department=row.department,
        region=row.region,
        latitude=row.latitude,
        longitude=row.longitude,
        contact=Contact(row.address, row.postal_code, row.commune, row.phone, row.email),
        sessions=_split(row.sessions),
        duration=None if row.duration is None else Quantity(row.duration),
        price_cents=row.price,
        remote=bool(row.remote),
        prerequisites=row.prerequisites,
        rhythm=row.rhythm,
        example=bool(row.example),
    )


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("|")) if joined else ()
