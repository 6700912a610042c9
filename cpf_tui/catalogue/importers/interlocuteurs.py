"""The `interlocuteurs` format: places where advisors receive people, one a row.

Our columns, described in `docs/imports.md`; those of the directory of Pôle emploi agencies are known too. What the file
does not say of where a place is comes from the communes: INSEE code from the postal code, coordinates of the town.
"""

from __future__ import annotations

from cpf_tui.catalogue.fold import fold
from cpf_tui.catalogue.gazetteer import shipped_gazetteer
from cpf_tui.catalogue.importers.places import locate
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.table import TableReader, has_columns
from cpf_tui.catalogue.importers.values import degrees, needed, yes
from cpf_tui.catalogue.reference_rows import PlaceRow
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.territory import Commune

_NAMES = {
    "nom": (),
    "code_postal": ("cp",),
    "operateur": (),
    "id": ("REFERENCE_PE", "identifiant"),
    "adresse": (),
    "insee": ("code_insee", "lieu_insee"),
    "commune": ("ville",),
    "telephone": ("tel",),
    "courriel": ("email", "mail"),
    "horaires": (),
    "latitude": ("DN_LATITUDE", "lat"),
    "longitude": ("DN_LONGITUDE", "lon", "lng"),
    "exemple": (),
    "type_site": (),
    "code_safir": (),
}
_AGENCY = "ALE"  # the kind of site of Pôle emploi that is open to the public
_ABSENT = "NULL"
_OPERATORS = {
    "pole emploi": "POLE_EMPLOI",
    "france travail": "POLE_EMPLOI",
    "mission locale": "MISSION_LOCALE",
    "cap emploi": "CAP_EMPLOI",
    "apec": "APEC",
    "fongecif": "FONGECIF",
    "opacif": "FONGECIF",  # the bodies of the congé individuel de formation have both names; the routing knows one
    "region": "REGION",
}
_SMALL = frozenset({"en", "de", "du", "des", "la", "le", "les", "sur", "sous", "et"})


class Places(TableReader[PlaceRow]):
    """Reads places of advice."""

    row_type = PlaceRow
    names = _NAMES
    required = ("nom", "code_postal")

    def row(self, values: tuple[str, ...]) -> PlaceRow:
        """Take a place open to the public, with its operator and its commune."""
        values = tuple("" if value == _ABSENT else value for value in values)
        (
            name, postal_code, operator, identifier, address, insee, town, phone, email, hours, latitude, longitude,
            example, site, agency,
        ) = values  # fmt: skip
        if site and site != _AGENCY:
            raise BadRow("type_site", site, "ce site ne reçoit pas le public")
        operator, name = _operator(operator, agency), needed("nom", name)
        commune = _commune(insee, postal_code, town)
        if agency:
            name = f"Pôle emploi {_title(name) if name.isupper() else name}"
        at = degrees("latitude", latitude, 90), degrees("longitude", longitude, 180)
        if commune is None and None in at:
            raise BadRow("code_postal", postal_code, "ni un code INSEE, ni un code postal, ni des coordonnées connus")
        if commune is not None:
            insee, town = commune.insee, commune.name
            at = (commune.latitude, commune.longitude) if None in at else at
        return PlaceRow(
            identifier or f"{operator}_{insee}_{fold(name).replace(' ', '_')}",
            operator,
            name,
            address,
            postal_code,
            insee,
            town,
            phone,
            email,
            hours,
            *at,
            int(yes("exemple", example)),
        )


def recognises(head: Head) -> bool:
    """Tell a directory by its places beside an operator, or by the codes of Pôle emploi."""
    return any(has_columns(head, _NAMES, ("nom", "code_postal", one)) for one in ("operateur", "code_safir"))


def _operator(typed: str, agency: str) -> str:
    said = fold(typed)
    operator = "POLE_EMPLOI" if agency and not typed else _OPERATORS.get(said, said.replace(" ", "_").upper())
    if operator not in OPERATORS:
        raise BadRow("operateur", typed, f"opérateur attendu : {', '.join(OPERATORS)}")
    return operator


def _commune(insee: str, postal_code: str, town: str) -> Commune | None:
    """Find the commune; of several that share the postal code the largest, and by name where the code is a CEDEX."""
    gazetteer = shipped_gazetteer()
    if known := locate(insee, postal_code, town):
        return known
    if served := gazetteer.by_postal_code(postal_code):
        return served[0]
    area = postal_code[:3] if postal_code.startswith("97") else postal_code[:2]
    return next((one for one in gazetteer.find(town) if one.insee.startswith(area)), None) if town else None


def _title(name: str) -> str:
    """Write a name in capitals as people write it: `BOURG EN BRESSE` → `Bourg en Bresse`."""
    return " ".join(
        word if at and word in _SMALL else word.capitalize() for at, word in enumerate(name.lower().split())
    )
