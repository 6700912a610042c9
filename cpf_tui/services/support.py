"""What several use cases need: identifiers, logins, distances."""

from __future__ import annotations

import secrets
import uuid

from cpf_tui.domain import reference
from cpf_tui.domain.territory import Commune, distance_km
from cpf_tui.domain.training import Offer
from cpf_tui.ports import Gazetteer


def new_id() -> str:
    """Make an identifier nobody can guess."""
    return uuid.uuid4().hex


def new_reference(prefix: str = "CPF") -> str:
    """Make a reference people can copy and say: `CPF-7F3K-M4QX-22`."""
    return reference.new_reference(secrets.randbelow, prefix)


def clean_login(typed: str) -> str:
    """Read a login as people type it: capitals and spaces around it do not matter."""
    return typed.strip().casefold()


def origin_of(commune: Commune | None) -> tuple[float, float] | None:
    """Return the point distances are measured from, None when it is not known."""
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return commune.latitude, commune.longitude


def km_to(offer: Offer, commune: Commune | None, gazetteer: Gazetteer) -> float | None:
    """Measure from a commune to an offer, or to the offer's commune when the source gives no coordinates."""
    origin = origin_of(commune)
    if origin is None:
        return None
    if offer.latitude is not None and offer.longitude is not None:
        return distance_km(origin, (offer.latitude, offer.longitude))
    place = origin_of(gazetteer.by_insee(offer.insee))
    return None if place is None else distance_km(origin, place)


def region_names(gazetteer: Gazetteer) -> dict[str, str]:
    """Return the name of each region by its codes, new and old."""
    return {code: region.name for region in gazetteer.regions().values() for code in region.codes}
