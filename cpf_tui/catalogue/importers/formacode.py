"""The `formacode` format: the Formacode thesaurus as Centre Inffo publishes it, one term a row.

Required columns: the code and a label, in capitals or not. Synonyms are separated by `###`.
"""

from __future__ import annotations

import re

from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.table import TableReader, has_columns
from cpf_tui.catalogue.importers.values import joined, needed
from cpf_tui.catalogue.reference_rows import FormacodeRow

_NAMES = {
    "code": ("Code du Terme", "formacode", "code_formacode"),
    "libelle": ("Descripteur en typo riche", "Descripteur en majuscules", "descripteur", "intitule"),
    "synonymes": (),
    "synonymes_metier": (),
}
_CODE = re.compile(r"\d{5}")


class Formacodes(TableReader[FormacodeRow]):
    """Reads the terms of a thesaurus."""

    row_type = FormacodeRow
    names = _NAMES
    required = ("code", "libelle")

    def row(self, values: tuple[str, ...]) -> FormacodeRow:
        """Take a term with its code of five digits."""
        code, label, synonyms, jobs = values
        if not _CODE.fullmatch(code):
            raise BadRow("code", code, "code attendu : cinq chiffres, par exemple 23026")
        return FormacodeRow(code, needed("libelle", label), joined(synonyms), joined(jobs))


def recognises(head: Head) -> bool:
    """Tell a thesaurus by its codes beside its synonyms."""
    return has_columns(head, _NAMES, ("code", "libelle", "synonymes"))
