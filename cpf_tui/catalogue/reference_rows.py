"""What the imported reference tables store, one row type by dataset.

Lists inside a field are joined by `|`; days are written `2016-06-01`; an empty text is what the source does not say.
"""

from __future__ import annotations

from typing import NamedTuple


class CertificationRow(NamedTuple):
    """A certification of the national registers, or one of its blocks of competences (`kind` is then `BLOC`).

    `level` is the framework of 2019; `active` is 0 when the registers closed it; `title` is empty where the source
    gives only what completes it.
    """

    code: str
    title: str
    level: int | None
    kind: str
    active: int
    romes: str
    formacodes: str
    certifiers: str


class ListEntryRow(NamedTuple):
    """A row of a list of eligible trainings: the fields of `domain.training.ListRow`."""

    body: str
    level: str
    region: str
    certification: str
    code_cpf: str
    public: str
    start: str
    end: str
    certif_info: str
    title: str
    example: int
    taken_from: str


class PlaceRow(NamedTuple):
    """A place where an advisor receives people: the fields of `domain.people.AdvisorPlace`."""

    id: str
    operator: str
    name: str
    address: str
    postal_code: str
    insee: str
    commune: str
    phone: str
    email: str
    hours: str
    latitude: float | None
    longitude: float | None
    example: int


class OrganisationRow(NamedTuple):
    """A training organisation: the fields of `domain.training.Organisation`."""

    siret: str
    nda: str
    name: str
    address: str
    postal_code: str
    commune: str
    qualiopi: int


class FormacodeRow(NamedTuple):
    """A term of the Formacode thesaurus: its label, other words for it, the jobs it is taught for."""

    code: str
    label: str
    synonyms: str
    jobs: str


class RomeRow(NamedTuple):
    """A ROME code with its label and one of its job titles; either may be in another row."""

    code: str
    label: str
    job: str
