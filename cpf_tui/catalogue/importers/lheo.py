"""The `lheo` format: LHEO 2.x, the XML in which training organisations and the Carif-Oref exchange their offers.

Whole offers (`lheo`: one offer for each `action` of each `formation`) and the Intercarif index (`lheo-index`: one for
each `resume-offre`). An empty element and `-` say nothing; so does the day 00 or 99 of a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers.base import Reader
from cpf_tui.catalogue.importers.elements import Element, read_elements
from cpf_tui.catalogue.importers.places import INSEE, locate
from cpf_tui.catalogue.importers.reading import Head
from cpf_tui.catalogue.importers.rejects import BadRow
from cpf_tui.catalogue.importers.values import hundredths
from cpf_tui.catalogue.rows import OfferRow
from cpf_tui.catalogue.territories import department_name, region_name

ROOTS = frozenset({"lheo", "lheo-index"})
RECORDS = frozenset({"formation", "resume-offre"})

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:lheo|lheo-index)[\s>/]")
_TAG = re.compile(r"<[^<>]{0,200}>")
_LONGEST = 600  # characters kept of what an organisation writes freely
_REMOTE = "1"  # of the table « modalites-enseignement »: 0 with the teacher, 1 at a distance, 2 both
# Table « niveaux » of LHEO to the framework of 2019: 4 (CAP) to 8 (level I, which was 7 and 8) until LHEO 2.2; 2.3 adds
# 12 to 18 for the levels 2 to 8.
_LEVELS = {"4": 3, "5": 4, "6": 5, "7": 6, "8": 7} | {str(level + 10): level for level in range(2, 9)}


class LheoOffers(Reader[OfferRow]):
    """Reads the offers of a file."""

    row_type = OfferRow

    def __iter__(self) -> Iterator[OfferRow]:
        """Give the good offers; the others go to `rejects` with the line their action begins on."""
        for source in self.sources:
            for record in read_elements(source, RECORDS, ROOTS):
                if record.name == "resume-offre":
                    yield from self.taken(source, [(record.line, record)], _summary)
                    continue
                actions = list(enumerate(record.all("action"), start=1))
                if not actions:
                    self.read += 1
                    self.rejects.add(source.name, record.line, BadRow("action", "", "aucune action de formation"))
                yield from self.taken(
                    source, ((action.line, (record, action, rank)) for rank, action in actions), _action
                )


def recognises(head: Head) -> bool:
    """Tell LHEO by its root element."""
    return head.xml and bool(_ROOT.search(head.text))


def _action(parts: tuple[Element, Element, int]) -> OfferRow:
    training, action, rank = parts
    responsible = next(training.all("organisme-formation-responsable"), _NOTHING)
    teacher = next(action.all("organisme-formateur"), _NOTHING)
    number = training.attributes.get("numero", "")
    contacts = [
        *teacher.all("contact-formateur"),
        *training.all("contact-formation"),
        *responsible.all("contact-organisme"),
        *responsible.all("coordonnees-organisme"),
    ]
    hours = _hours(action, "nombre-heures-total")
    if hours is None:
        parts_of_it = (_hours(action, "nombre-heures-centre"), _hours(action, "nombre-heures-entreprise"))
        hours = sum(part or 0 for part in parts_of_it) or None
    return _offer(
        training,
        action,
        id_formation=number,
        id_action=action.attributes.get("numero", "") or f"{number}/{rank}",
        organisation=teacher.first("raison-sociale-formateur")
        or responsible.first("nom-organisme")
        or responsible.first("raison-sociale"),
        siret=teacher.first("SIRET-formateur", "SIRET") or responsible.first("SIRET-organisme-formation", "SIRET"),
        level=training.first("code-niveau-sortie"),
        address=next(_addresses(action), _NOTHING),
        duration=hours,
        phone=_contact(contacts, ("telfixe", "numtel"), ("portable", "numtel")),
        email=_contact(contacts, ("courriel",)),
    )


def _summary(summary: Element) -> OfferRow:
    located = {
        one.attributes.get("info", ""): one.text for extras in summary.all("extras") for one in extras.all("extra")
    }
    contacts = list(summary.all("contact-formation-resume"))
    return _offer(
        summary,
        summary,
        id_formation=summary.attributes.get("numero", ""),
        id_action=summary.attributes.get("numero", ""),
        organisation=summary.first("nom-organisme"),
        siret=summary.first("SIRET"),
        level=located.get("code-niveau-sortie", ""),
        address=summary,
        duration=_hours(summary, "nombre-heures-total"),
        phone=_contact(contacts, ("telfixe", "numtel"), ("portable", "numtel")),
        email=_contact(contacts, ("courriel",)),
        latitude=located.get("latitude", ""),
        longitude=located.get("longitude", ""),
    )


def _offer(
    training: Element,
    action: Element,
    *,
    id_formation: str,
    id_action: str,
    organisation: str,
    siret: str,
    level: str,
    address: Element,
    duration: int | None,
    phone: str,
    email: str,
    latitude: str = "",
    longitude: str = "",
) -> OfferRow:
    title = training.first("intitule-formation")
    if not title or not id_action:
        raise BadRow("intitule-formation" if not title else "numero", "", "valeur obligatoire absente")
    remote = action.first("modalites-enseignement") == _REMOTE
    insee, town = address.first("code-INSEE-commune").upper(), address.first("ville")
    postal_code, department = address.first("codepostal"), address.first("departement")
    commune = locate(insee, postal_code, town)
    if commune is None and not (INSEE.fullmatch(insee) or department or remote):
        raise BadRow("lieu-de-formation", insee or postal_code or town, "ni commune, ni département, ni distance")
    return OfferRow(
        id_action=clean(id_action),
        repeat=1,
        id_formation=clean(id_formation) or clean(id_action),
        title=title,
        organisation=organisation,
        siret="".join(filter(str.isdecimal, siret)),
        certification=_certification(training),
        certif_info=training.first("certification", "code-CERTIFINFO"),
        level=_LEVELS.get(level),
        formacodes=_codes(training, "code-FORMACODE"),
        romes=_codes(training, "code-ROME"),
        keywords="",
        insee=commune.insee if commune else insee if INSEE.fullmatch(insee) else "",
        commune=town or (commune.name if commune else ""),
        department=department_name(commune.department if commune else department),
        region=commune.region.name if commune else region_name(address.first("region")),
        postal_code=postal_code,
        address=", ".join(filter(None, (line.text for line in address.all("ligne")))),
        latitude=_degrees(latitude or address.first("geolocalisation", "latitude"), 90),
        longitude=_degrees(longitude or address.first("geolocalisation", "longitude"), 180),
        sessions=_sessions(action),
        duration=duration,
        price=hundredths("prix-total-TTC", action.first("prix-total-TTC")) or None,
        remote=int(remote),
        prerequisites=_free(action.first("conditions-specifiques")),
        rhythm=_free(action.first("rythme-formation")),
        phone=phone,
        email=email,
        example=0,
    )


def _addresses(action: Element) -> Iterator[Element]:
    """Give where the action takes place; versions of LHEO differ on what stands between."""
    for place in action.all("lieu-de-formation"):
        yield from place.all("coordonnees", "adresse")
        yield from place.all("adresse")


def _contact(contacts: list[Element], *paths: tuple[str, ...]) -> str:
    """Return the first of these that one of the contacts gives."""
    return next((found for one in contacts for path in paths if (found := one.first("coordonnees", *path))), "")


def _certification(training: Element) -> str:
    """Return the first code of a register: `RNCP474`, `RS5080`."""
    for register, name in (("RNCP", "code-RNCP"), ("RS", "code-RS"), ("RS", "code-inventaire")):
        code = training.first("certification", name).upper().removeprefix(register).strip()
        if code.isdecimal() and code.isascii() and len(code) < 7 and int(code):
            return f"{register}{int(code)}"
    return ""


def _codes(training: Element, name: str) -> str:
    """Join the codes of the domain by `|`, the one tagged as the main one first."""
    found = list(training.all("domaine-formation", name))
    found.sort(key=lambda code: code.attributes.get("tag") != "principal")
    return "|".join(dict.fromkeys(code.text.replace("|", "") for code in found if code.text))


def _sessions(action: Element) -> str:
    """Join the days that sessions begin on, written `2017-10-03`, or `2017-09` where only the month is known."""
    begins = {_begin(session.first("periode", "debut")) for session in action.all("session")}
    return "|".join(sorted(begins - {""}))


def _begin(written: str) -> str:
    if not (written.isdecimal() and written.isascii() and len(written) == 8):
        return ""
    year, month, day = int(written[:4]), int(written[4:6]), int(written[6:])
    try:
        begins = date(year, month, day if 1 <= day <= 31 else 1)
    except ValueError:
        return ""
    return begins.isoformat() if 1 <= day <= 31 else f"{begins:%Y-%m}"


def _hours(element: Element, name: str) -> int | None:
    return hundredths(name, element.first(name)) or None


def _degrees(written: str, limit: int) -> float | None:
    """Read a coordinate; a wrong one is no reason to lose an offer whose commune is known."""
    try:
        found = float(written.replace(",", "."))
    except ValueError:
        return None
    return found if 0 < abs(found) <= limit else None


def _free(written: str) -> str:
    """Take the tags out of a text written freely, and cut it short."""
    plain = clean(unescape(_TAG.sub(" ", written)))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"


_NOTHING = Element("", {}, 0)
