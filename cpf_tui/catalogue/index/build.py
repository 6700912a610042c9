"""Build the index of a version from its stored offers: no need of the source file, so it can be rebuilt alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from cpf_tui.catalogue.index import acronyms, vocabulary
from cpf_tui.catalogue.index.arrays import Array, Texts, write_arrays
from cpf_tui.catalogue.index.collect import Collected, Collector, collect
from cpf_tui.catalogue.index.labels import Labels
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.index.rarity import mass
from cpf_tui.catalogue.lexicon import GRAMMAR
from cpf_tui.catalogue.rows import OfferRows
from cpf_tui.ports import Gazetteer


def build_index(
    rows: OfferRows, path: Path, labels: Labels, gazetteer: Gazetteer, collector: Collector | None = None
) -> dict[str, int]:
    """Write the index of the offers to a new file and return what it counts: offers, titles, words.

    `collector` has taken the offers already, on their way to the file; without it, they are read from there.
    """
    found = (collector or collect(rows, gazetteer)).finish(labels)
    texts = {
        "titles": list(found.titles.of),
        "labels": found.labels.texts,
        "places": list(found.places.of),
        "organisations": list(found.organisations.of),
    }
    words = {name: [text.split() for text in collection] for name, collection in texts.items()}
    known = sorted(set(chain.from_iterable(chain.from_iterable(words.values()))))
    arrays = vocabulary.pack(known)
    numbers = {word: number for number, word in enumerate(known)}
    for name, collection in words.items():
        arrays |= _collection(name, collection, numbers)
    for name in ("titles", "organisations"):
        arrays[f"{name}.mass"] = mass(Postings.of(arrays, name), len(texts[name]), numbers)
        arrays |= Texts.pack(f"{name}.text", texts[name])
    arrays |= acronyms.pack(words["titles"])
    arrays |= Texts.pack("certifications", found.certifications.of)
    arrays |= Texts.pack("certif_infos", found.certif_infos.of)
    arrays |= _links(found)
    arrays |= found.criteria
    write_arrays(path, arrays)
    return {"offers": len(found.title_of), "words": len(known), **{name: len(them) for name, them in texts.items()}}


def _collection(name: str, texts: Sequence[Sequence[str]], numbers: dict[str, int]) -> dict[str, Array]:
    """Return word → texts and the number of words that count in each text, given the words of each."""
    keys = np.fromiter(map(numbers.__getitem__, chain.from_iterable(texts)), np.int64)
    docs = np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.int64, len(texts)))
    arrays = Postings.pack(name, keys, docs, len(numbers))
    postings = Postings.of(arrays, name)
    counts = np.ones(len(numbers), bool)
    counts[[numbers[word] for word in GRAMMAR if word in numbers]] = False
    counted = np.repeat(counts, postings.counts(np.arange(len(numbers))))
    whole = np.bincount(postings.numbers, minlength=len(texts))
    lengths = np.bincount(postings.numbers[counted], minlength=len(texts))
    return arrays | {f"{name}.lengths": np.minimum(255, np.where(lengths, lengths, whole)).astype(np.uint8)}


def _links(found: Collected) -> dict[str, Array]:
    """Return offer → title, organisation, commune, certification, coordinates, and the ways back."""
    arrays: dict[str, Array] = {
        "offers.latitude": found.latitudes,
        "offers.longitude": found.longitudes,
        "offers.certification": found.certification_of,
        "offers.certif_info": found.certif_info_of,
    }
    for name, numbers, things in (
        ("title", found.title_of, found.titles),
        ("organisation", found.organisation_of, found.organisations),
        ("commune", found.commune_of, found.communes),
    ):
        arrays[f"offers.{name}"] = numbers
        arrays |= Postings.pack(f"{name}.offers", numbers, np.arange(len(numbers)), len(things.of))
    arrays |= _pairs("label.titles", found.label_titles, len(found.labels.texts))
    arrays["labels.kinds"] = np.array(found.labels.kinds, np.uint8)
    return arrays | _pairs("place.communes", found.place_communes, len(found.places.of))


def _pairs(name: str, pairs: Sequence[tuple[int, int]], count: int) -> dict[str, Array]:
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return Postings.pack(name, both[:, 0], both[:, 1], count)
