"""The datasets a version of the catalogue is made of, one file each beside the index."""

from __future__ import annotations

from enum import StrEnum


class Dataset(StrEnum):
    """One kind of public data; its value is what commands and files call it."""

    OFFERS = "offres"
    CERTIFICATIONS = "certifications"
    LISTS = "listes"
    ADVISORS = "interlocuteurs"
    ORGANISATIONS = "organismes"
    FORMACODE = "formacode"
    ROME = "rome"

    @property
    def file(self) -> str:
        """Name of its file in the folder of a version."""
        return f"{self.value}.sqlite"


INDEX = "index.bin"
"""The file of the index, beside theirs."""

INDEXED = frozenset({Dataset.OFFERS, Dataset.CERTIFICATIONS, Dataset.FORMACODE, Dataset.ROME})
"""What the index is built from: importing another one keeps the index as it is."""
