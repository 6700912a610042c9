"""One pass over the offers, column by column: what each has of titles, organisations, places, codes, labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import nan
from typing import TypeVar

import numpy as np

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.index.arrays import Array
from cpf_tui.catalogue.index.criteria import Columns, CriteriaCollector
from cpf_tui.catalogue.index.labels import LabelGroups, LabelKind, Labels, keywords
from cpf_tui.catalogue.rows import OfferRow, OfferRows
from cpf_tui.catalogue.territories import department_code
from cpf_tui.ports import Gazetteer

_BLOCK = 10_000  # offers taken at once
Key = TypeVar("Key")
_Link = tuple[int, str, str, str, str]  # title, certification, formacodes, romes, keywords


class Numbers(dict[str, int]):
    """Numbers texts in the order they are first met, by `key`: those whose keys are equal are one.

    Asking for a new text numbers it; `of` holds the keys with their numbers.
    """

    def __init__(self, key: Callable[[str], str] = fold) -> None:
        super().__init__()
        self.of: dict[str, int] = {}
        self._key = key

    def __missing__(self, text: str) -> int:
        number = self[text] = self.of.setdefault(self._key(text), len(self.of))
        return number


class _Areas(dict[tuple[str, ...], int]):
    """Numbers communes, each reachable by its name, its département, its region and its postal codes."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self.communes = Numbers(str)
        self.places = Numbers()
        self.pairs: list[tuple[int, int]] = []  # place, commune
        self._gazetteer = gazetteer

    def __missing__(self, area: tuple[str, ...]) -> int:
        insee, commune, *others = area
        # Without a commune, a place is its département.
        number = self[area] = self.communes[insee or department_code(others[0]) or "|".join(others[:2])]
        known = self._gazetteer.by_insee(insee)
        own = {commune, known.name if known else ""}
        # Offers of « Lyon 3e Arrondissement » are in Lyon.
        own |= {name.split()[0] for name in own if "arrondissement" in name.lower()}
        names = {*own, *others, *(known.postal_codes if known else ())}
        self.pairs.extend((self.places[name], number) for name in sorted(names) if name)
        return number


@dataclass(frozen=True, slots=True)
class Collected:
    """What the offers hold; every array is by offer, in the order of their numbers."""

    titles: Numbers
    organisations: Numbers
    communes: Numbers
    places: Numbers
    certifications: Numbers
    certif_infos: Numbers
    labels: LabelGroups
    title_of: Array
    organisation_of: Array
    commune_of: Array
    certification_of: Array
    certif_info_of: Array
    latitudes: Array
    longitudes: Array
    place_communes: list[tuple[int, int]]
    label_titles: list[tuple[int, int]]
    criteria: dict[str, Array]


class Collector:
    """Takes the offers as they pass, on their way to the file or from it, many at a time."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._titles, self._organisations = Numbers(), Numbers()
        self._certifications, self._certif_infos = Numbers(str), Numbers(str)
        for numbers in (self._certifications, self._certif_infos):
            _ = numbers[""]  # « none » is number 0
        self._areas = _Areas(gazetteer)
        self._links: dict[_Link, None] = {}
        self._arrays: list[list[Array]] = []
        self._criteria = CriteriaCollector()
        self._count = 0

    def watch(self, offers: Iterable[OfferRow]) -> Iterator[OfferRow]:
        """Take the offers, and give them on."""
        offers = iter(offers)
        while block := list(islice(offers, _BLOCK)):
            self._take(block)
            yield from block

    def finish(self, labels: Labels) -> Collected:
        """Return what was collected, with the labels of the titles."""
        none = [np.zeros(0, np.uint32)] * 5 + [np.zeros(0, np.float32)] * 2
        titles, organisations, communes, certifications, infos, latitudes, longitudes = (
            np.concatenate(parts) for parts in zip(none, *self._arrays, strict=True)
        )
        groups = LabelGroups()
        return Collected(
            self._titles,
            self._organisations,
            self._areas.communes,
            self._areas.places,
            self._certifications,
            self._certif_infos,
            groups,
            titles,
            organisations,
            communes,
            certifications,
            infos,
            *self._located(communes, latitudes, longitudes),
            self._areas.pairs,
            _linked(self._links, groups, labels),
            self._criteria.pack(list(self._areas.communes.of), communes, self._gazetteer),
        )

    def _take(self, block: Sequence[OfferRow]) -> None:
        of: Columns = dict(zip(OfferRow._fields, zip(*block, strict=True), strict=True))
        areas = zip(of["insee"], of["commune"], of["department"], of["region"], of["postal_code"], strict=True)
        titles = _numbered(self._titles, of["title"])
        others = [
            _numbered(self._organisations, of["organisation"]),
            _numbered(self._areas, list(areas)),
            _numbered(self._certifications, of["certification"]),
            _numbered(self._certif_infos, of["certif_info"]),
        ]
        links = zip(titles.tolist(), of["certification"], of["formacodes"], of["romes"], of["keywords"], strict=True)
        self._links.update(dict.fromkeys(links))
        # None, where the source gives no coordinates, becomes « not a number ».
        places = np.array(of["latitude"], np.float32), np.array(of["longitude"], np.float32)
        self._criteria.take(self._count, of)
        self._count += len(block)
        self._arrays.append([titles, *others, *places])

    def _located(self, communes: Array, latitudes: Array, longitudes: Array) -> tuple[Array, Array]:
        """Give offers without coordinates those of their commune; not numbers where it is unknown."""
        known = [self._gazetteer.by_insee(insee) for insee in self._areas.communes.of]
        centres = np.array(
            [(nan, nan) if one is None or one.latitude is None else (one.latitude, one.longitude) for one in known],
            np.float32,
        ).reshape(-1, 2)
        missing = np.isnan(latitudes) | np.isnan(longitudes)
        own = centres[communes]
        return np.where(missing, own[:, 0], latitudes), np.where(missing, own[:, 1], longitudes)


def _numbered(numbers: dict[Key, int], keys: Sequence[Key]) -> Array:
    return np.fromiter(map(numbers.__getitem__, keys), np.uint32, len(keys))


def collect(rows: OfferRows, gazetteer: Gazetteer) -> Collector:
    """Collect the stored offers."""
    collector = Collector(gazetteer)
    for _offer in collector.watch(map(OfferRow._make, rows.scan(", ".join(OfferRow._fields)))):
        pass
    return collector


def _linked(links: dict[_Link, None], groups: LabelGroups, labels: Labels) -> list[tuple[int, int]]:
    """Return the pairs of a label group and a title."""
    pairs: list[tuple[int, int]] = []
    for title, certification, formacodes, romes, words in links:
        written = {"certification": certification, "formacodes": formacodes, "romes": romes}
        pairs.extend((groups.of_text(LabelKind.KEYWORD, word), title) for word in keywords(words))
        if certification:
            pairs.append((groups.of_text(LabelKind.CERTIFICATION, certification), title))
        for source in labels.sources:
            codes = labels.of(source.column, written[source.column], certification)
            found = (groups.of_code(source, code) for code in codes)
            pairs.extend((group, title) for group in found if group is not None)
    return pairs
