"""The `organismes` format: training organisations by SIRET, as public lists give them.

Required columns: the SIRET and a name. `qualiopi` says whether the organisation holds the quality certificate.
"""

from __future__ import annotations

import re

from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.table import TableReader, has_columns
from cpf_tui.catalogue.importers.values import needed, yes
from cpf_tui.catalogue.reference_rows import OrganisationRow

_NAMES = {
    "siret": ("siretEtablissementDeclarant", "organisme_siret"),
    "raison_sociale": ("entreprise_raison_sociale", "denomination", "nom"),
    "enseigne": (),
    "nom_commercial": ("entreprise_nom_commercial",),
    "nda": ("numeroDeclarationActivite", "numero_declaration_activite"),
    "numero_voie": (),
    "type_voie": (),
    "nom_voie": ("adresse", "adressePhysiqueOrganismeFormation.voie"),
    "complement_adresse": (),
    "code_postal": ("adressePhysiqueOrganismeFormation.codePostal", "cp"),
    "commune": ("localite", "adressePhysiqueOrganismeFormation.ville"),
    "qualiopi": ("info_qualiopi_info", "certifications.actionsDeFormation"),
    "siren": (),
}
_SPACES = re.compile(r"\s+")
_SIRET = re.compile(r"\d{14}")
_OF_ESTABLISHMENT = 5  # digits that follow the SIREN in a SIRET; some lists give the two apart
_NDA = re.compile(r"\d[\dAB]\d{8,9}")


class Organisations(TableReader[OrganisationRow]):
    """Reads training organisations."""

    row_type = OrganisationRow
    lookups = ("siret",)
    names = _NAMES
    required = ("siret", "raison_sociale")

    def row(self, values: tuple[str, ...]) -> OrganisationRow:
        """Take an organisation with its SIRET; a number of declaration that is none is left out."""
        siret, legal, sign, trade, nda, *address, postal_code, commune, qualiopi, siren = values
        siret, nda, siren = (_SPACES.sub("", number) for number in (siret, nda, siren))
        if len(siret) == _OF_ESTABLISHMENT:
            siret = siren + siret
        if not _SIRET.fullmatch(siret):
            raise BadRow("siret", siret, "numéro attendu : quatorze chiffres")
        return OrganisationRow(
            siret,
            nda if _NDA.fullmatch(nda) else "",
            legal or sign or needed("raison_sociale", trade),
            " ".join(part for part in address if part),
            postal_code,
            commune,
            int(yes("qualiopi", qualiopi)),
        )


def recognises(head: Head) -> bool:
    """Tell a list of organisations by its SIRET beside the number of declaration or the quality certificate."""
    beside = ("nda", "qualiopi")
    return any(has_columns(head, _NAMES, ("siret", "raison_sociale", one)) for one in beside)
