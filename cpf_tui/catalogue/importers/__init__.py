"""Importers, one module per format: a new format is a module and one line of `FORMATS`."""

from __future__ import annotations

from cpf_tui.catalogue.importers.base import BadRow, ImportReport, Progress, ProgressCallback, Reject, RejectFile
from cpf_tui.catalogue.importers.offres import Offers

__all__ = ["FORMATS", "BadRow", "ImportReport", "Offers", "Progress", "ProgressCallback", "Reject", "RejectFile"]

FORMATS = {"offres": Offers}
