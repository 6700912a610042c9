"""Everything there is to consult: the shipped tables, and those imported in the version in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from cpf_tui.catalogue.current import CurrentDatasets
from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.reference import imported_places, organisation
from cpf_tui.catalogue.reference_rows import OrganisationRow
from cpf_tui.catalogue.shipped import ShippedReference
from cpf_tui.catalogue.tables import RowFinder
from cpf_tui.catalogue.versions import VersionStore
from cpf_tui.domain.people import AdvisorPlace
from cpf_tui.domain.training import Organisation


class ConsultedReference(ShippedReference):
    """Implements `ports.Reference`: imported places replace the example ones, imported organisations are known.

    May be shared by threads; follows the version in force of a data directory. `data` is the folder of the shipped
    files.
    """

    def __init__(self, data_dir: Path, data: Path | None = None) -> None:
        super().__init__(data)
        self._datasets = CurrentDatasets(VersionStore(data_dir))
        self._lock = Lock()

    def places(self) -> Sequence[AdvisorPlace]:
        """Return every place where an advisor receives people."""
        imported = self._datasets.get(Dataset.ADVISORS, imported_places)
        return super().places() if imported is None else tuple(imported.values())

    def place(self, place_id: str) -> AdvisorPlace | None:
        """Return one place."""
        imported = self._datasets.get(Dataset.ADVISORS, imported_places)
        return super().place(place_id) if imported is None else imported.get(place_id)

    def organisation(self, siret: str) -> Organisation | None:
        """Return what the public lists say of a training organisation."""
        known = self._datasets.get(Dataset.ORGANISATIONS, _by_siret)
        if known is None or not siret:
            return None
        with self._lock:
            row = known.find(siret)
        return organisation(row) if row else None


def _by_siret(path: Path) -> RowFinder[OrganisationRow]:
    return RowFinder(path, OrganisationRow, "siret")
