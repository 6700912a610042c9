"""The `rome` format: the job titles of the ROME directory, one a row with the code and the label they are under.

Required column: the code. A row gives a label, a job title, or both: the official directory has a file of each.
"""

from __future__ import annotations

import re

from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.table import TableReader, has_columns
from cpf_tui.catalogue.reference_rows import RomeRow

_NAMES = {
    "code_rome": ("code_rome_parent",),
    "libelle_rome": ("intitule_rome",),
    "appellation": ("libelle_appellation_long", "libelle_appellation", "libelle_appellation_court"),
}
_CODE = re.compile(r"[A-N]\d{4}")


class JobTitles(TableReader[RomeRow]):
    """Reads the labels and the job titles of ROME codes."""

    row_type = RomeRow
    names = _NAMES
    required = ("code_rome",)

    def row(self, values: tuple[str, ...]) -> RomeRow:
        """Take a row with a ROME code and something under it."""
        code, label, job = values
        code = code.upper()
        if not _CODE.fullmatch(code):
            raise BadRow("code_rome", code, "code attendu : une lettre et quatre chiffres, par exemple H2913")
        if not (label or job):
            raise BadRow("appellation", "", "ni libellé ni appellation : rien à prendre dans cette ligne")
        return RomeRow(code, label, job)


def recognises(head: Head) -> bool:
    """Tell the directory by its codes beside labels or job titles."""
    return any(has_columns(head, _NAMES, ("code_rome", beside)) for beside in ("libelle_rome", "appellation"))
