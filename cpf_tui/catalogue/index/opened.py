"""An index opened for searching: the arrays of `build`, under names."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from cpf_tui.catalogue.index.acronyms import Acronyms
from cpf_tui.catalogue.index.arrays import Array, Texts, read_arrays
from cpf_tui.catalogue.index.criteria import Criteria
from cpf_tui.catalogue.index.postings import Postings
from cpf_tui.catalogue.index.vocabulary import Vocabulary


class OpenIndex:
    """Offers are numbered from 0 here, and from 1 in the rows. Raises `BrokenIndex` when the file is not whole."""

    def __init__(self, path: Path) -> None:
        arrays = read_arrays(path)
        self.vocabulary = Vocabulary(arrays)
        self.acronyms = Acronyms(arrays)
        # word → texts, for the four collections
        self.titles = Postings.of(arrays, "titles")
        self.labels = Postings.of(arrays, "labels")
        self.places = Postings.of(arrays, "places")
        self.organisations = Postings.of(arrays, "organisations")
        self.label_kinds = arrays["labels.kinds"]
        self.title_lengths = arrays["titles.lengths"]
        self.place_lengths = arrays["places.lengths"]
        self.title_mass = arrays["titles.mass"]
        self.organisation_mass = arrays["organisations.mass"]
        self.title_texts = Texts(arrays, "titles.text")
        self.organisation_texts = Texts(arrays, "organisations.text")
        # from one collection to another, and to the offers
        self.label_titles = Postings.of(arrays, "label.titles")
        self.place_communes = Postings.of(arrays, "place.communes")
        self.title_offers = Postings.of(arrays, "title.offers")
        self.commune_offers = Postings.of(arrays, "commune.offers")
        self.organisation_offers = Postings.of(arrays, "organisation.offers")
        # by offer
        self.title_of = arrays["offers.title"]
        self.organisation_of = arrays["offers.organisation"]
        self.commune_of = arrays["offers.commune"]
        self.certification_of = arrays["offers.certification"]
        self.certif_info_of = arrays["offers.certif_info"]
        self.latitudes = arrays["offers.latitude"]
        self.longitudes = arrays["offers.longitude"]
        self.criteria = Criteria(arrays)
        self.certifications = Texts(arrays, "certifications")
        self.certif_infos = Texts(arrays, "certif_infos")

    @cached_property
    def one_certification(self) -> Array:
        """Tell which titles lead to one certification only, whatever the offer."""
        if not self.offer_count:
            return np.zeros(0, bool)
        codes = self.certification_of[self.title_offers.numbers]
        starts = self.title_offers.starts[:-1]
        one: Array = np.minimum.reduceat(codes, starts) == np.maximum.reduceat(codes, starts)
        return one

    @property
    def offer_count(self) -> int:
        """How many offers the index holds."""
        return len(self.title_of)

    @property
    def title_count(self) -> int:
        """How many distinct titles the index holds."""
        return len(self.title_lengths)
