"""Build the index of a version from its stored offers: no need of the source file, so it can be rebuilt alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import nan
from pathlib import Path
from typing import Any

import numpy as np

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.index import acronyms, vocabulary
from cpf_tui.catalogue.index.arrays import Array, Texts, write_arrays
from cpf_tui.catalogue.index.criteria import pack_criteria
from cpf_tui.catalogue.index.labels import LabelGroups, LabelKind, Labels, keywords
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.index.rarity import mass
from cpf_tui.catalogue.lexicon import GRAMMAR
from cpf_tui.catalogue.rows import OfferRows
from cpf_tui.ports import Gazetteer

_COLUMNS = (
    "title, organisation, insee, commune, department, region, postal_code, certification, formacodes, romes, keywords, "
    "latitude, longitude, certif_info"
)
_CODES = {"certification": 7, "formacodes": 8, "romes": 9}  # where `_COLUMNS` holds what labels are linked by


class _Numbers:
    """Numbers texts in the order they are first met; texts that fold alike are one."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self._written: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """Return the number of a text as it is written."""
        number = self._written.get(text)
        if number is None:
            number = self._written[text] = self.exact(fold(text))
        return number

    def exact(self, text: str) -> int:
        """Return the number of a text that is not to be folded."""
        return self.of.setdefault(text, len(self.of))


class _Collected:
    """What one pass over the offers gathers; every list is by offer, in the order of their numbers."""

    def __init__(self, labels: Labels, gazetteer: Gazetteer) -> None:
        self.titles, self.organisations, self.communes = _Numbers(), _Numbers(), _Numbers()
        self.certifications, self.certif_infos = _Numbers(), _Numbers()
        self.places, self.labels = _Numbers(), LabelGroups()
        self.title_of: list[int] = []
        self.organisation_of: list[int] = []
        self.commune_of: list[int] = []
        self.certification_of: list[int] = []
        self.certif_info_of: list[int] = []
        self.latitudes: list[float] = []
        self.longitudes: list[float] = []
        self.label_titles: set[tuple[int, int]] = set()
        self.place_communes: set[tuple[int, int]] = set()
        self._known, self._gazetteer = labels, gazetteer
        self._linked: set[tuple[object, ...]] = set()
        self._areas: dict[tuple[str, ...], int] = {}
        self._located: dict[str, tuple[float, float]] = {}
        self.certifications.exact("")
        self.certif_infos.exact("")

    def add(self, row: tuple[Any, ...]) -> None:
        """Take one offer, as `_COLUMNS` gives it."""
        title = self.titles(row[0])
        self.title_of.append(title)
        self.organisation_of.append(self.organisations(row[1]))
        area = row[2:7]
        commune = self._areas.get(area)
        self.commune_of.append(self._area(area) if commune is None else commune)
        self.certification_of.append(self.certifications.exact(row[7]))
        latitude, longitude, certif_info = row[11:]
        self.certif_info_of.append(self.certif_infos.exact(certif_info))
        if latitude is None or longitude is None:
            latitude, longitude = self._centre(row[2])
        self.latitudes.append(latitude)
        self.longitudes.append(longitude)
        link = (title, row[7:11])
        if link not in self._linked:
            self._linked.add(link)
            self._label(title, row)

    def _area(self, area: tuple[str, ...]) -> int:
        """Number a commune, reachable by its name, its département, its region and its postal codes."""
        insee, commune, *others = area
        # Without a commune, a place is its département.
        number = self._areas[area] = self.communes.exact(insee or "|".join(others[:2]))
        known = self._gazetteer.by_insee(insee)
        own = {commune, known.name if known else ""}
        # Offers of « Lyon 3e Arrondissement » are in Lyon.
        own |= {name.split()[0] for name in own if "arrondissement" in name.lower()}
        for name in {*own, *others, *(known.postal_codes if known else ())}:
            if name:
                self.place_communes.add((self.places(name), number))
        return number

    def _centre(self, insee: str) -> tuple[float, float]:
        """Return the coordinates of a commune, not numbers where they are unknown."""
        if insee not in self._located:
            known = self._gazetteer.by_insee(insee)
            at = (known.latitude, known.longitude) if known else (None, None)
            self._located[insee] = (nan if at[0] is None else at[0], nan if at[1] is None else at[1])
        return self._located[insee]

    def _label(self, title: int, row: Sequence[Any]) -> None:
        groups = {self.labels.of_text(LabelKind.KEYWORD, text) for text in keywords(row[10])}
        if row[7]:
            groups.add(self.labels.of_text(LabelKind.CERTIFICATION, row[7]))
        for source in self._known.sources:
            for code in self._known.of(source.column, row[_CODES[source.column]], row[7]):
                if (group := self.labels.of_code(source, code)) is not None:
                    groups.add(group)
        self.label_titles.update((group, title) for group in groups)


def build_index(rows: OfferRows, path: Path, labels: Labels, gazetteer: Gazetteer) -> dict[str, int]:
    """Write the index of the offers to a new file and return what it counts: offers, titles, words."""
    found = _Collected(labels, gazetteer)
    for row in rows.scan(_COLUMNS):
        found.add(row)
    texts = {
        "titles": list(found.titles.of),
        "labels": found.labels.texts,
        "places": list(found.places.of),
        "organisations": list(found.organisations.of),
    }
    known = sorted({word for collection in texts.values() for text in collection for word in text.split()})
    arrays = vocabulary.pack(known)
    numbers = {word: number for number, word in enumerate(known)}
    for name, collection in texts.items():
        arrays |= _collection(name, collection, numbers)
    for name in ("titles", "organisations"):
        arrays[f"{name}.mass"] = mass(Postings.of(arrays, name), len(texts[name]), numbers)
        arrays |= Texts.pack(f"{name}.text", texts[name])
    arrays |= acronyms.pack(text.split() for text in texts["titles"])
    arrays |= Texts.pack("certifications", found.certifications.of)
    arrays |= Texts.pack("certif_infos", found.certif_infos.of)
    arrays |= _links(found)
    arrays |= pack_criteria(rows, list(found.communes.of), found.commune_of, gazetteer)
    write_arrays(path, arrays)
    return {"offers": len(found.title_of), "words": len(known), **{name: len(them) for name, them in texts.items()}}


def _collection(name: str, texts: Sequence[str], numbers: dict[str, int]) -> dict[str, Array]:
    """Return word → texts and the number of words that count in each text."""
    keys: list[int] = []
    docs: list[int] = []
    lengths = np.zeros(len(texts), np.uint8)
    for number, text in enumerate(texts):
        of_text = set(text.split())
        keys.extend(numbers[word] for word in of_text)
        docs.extend([number] * len(of_text))
        lengths[number] = min(255, len(of_text - GRAMMAR) or len(of_text))
    postings = Postings.pack(name, np.array(keys, np.int64), np.array(docs, np.int64), len(numbers))
    return postings | {f"{name}.lengths": lengths}


def _links(found: _Collected) -> dict[str, Array]:
    """Return offer → title, organisation, commune, certification, coordinates, and the ways back."""
    arrays: dict[str, Array] = {
        "offers.latitude": np.array(found.latitudes, np.float32),
        "offers.longitude": np.array(found.longitudes, np.float32),
        "offers.certification": np.array(found.certification_of, np.uint32),
        "offers.certif_info": np.array(found.certif_info_of, np.uint32),
    }
    for name, of_offer, things in (
        ("title", found.title_of, found.titles),
        ("organisation", found.organisation_of, found.organisations),
        ("commune", found.commune_of, found.communes),
    ):
        numbers = np.array(of_offer, np.uint32)
        arrays[f"offers.{name}"] = numbers
        arrays |= Postings.pack(f"{name}.offers", numbers, np.arange(len(numbers)), len(things.of))
    arrays |= _pairs("label.titles", found.label_titles, len(found.labels.texts))
    arrays["labels.kinds"] = np.array(found.labels.kinds, np.uint8)
    return arrays | _pairs("place.communes", found.place_communes, len(found.places.of))


def _pairs(name: str, pairs: Iterable[tuple[int, int]], count: int) -> dict[str, Array]:
    by_key: dict[int, list[int]] = defaultdict(list)
    for key, number in pairs:
        by_key[key].append(number)
    keys = np.array([key for key, them in by_key.items() for _ in them], np.int64)
    numbers = np.array([number for them in by_key.values() for number in them], np.int64)
    return Postings.pack(name, keys, numbers, count)
