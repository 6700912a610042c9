"""The sheet of a training, as text: what it leads to, who gives it, when, for how much, and whether one can enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from textual.content import Content

from cpf_tui.domain.eligibility import Eligibility
from cpf_tui.domain.equivalences import Dispensation, Prerequisite
from cpf_tui.domain.training import Certification, Contact, Offer, Organisation
from cpf_tui.i18n import _, render
from widgets.training_words import (
    duration_words,
    example_words,
    joined,
    km_words,
    level_words,
    one_line,
    place_words,
    price_words,
    session_words,
    start_words,
)

_MOST_SESSIONS = 8
Fact = tuple[str, str]


def facts(pairs: Iterable[Fact]) -> Content:
    """Write named facts, one a line; those with nothing to say are left out."""
    return Content("\n").join(Content.assemble((f"{name} : ", "$text-muted"), said) for name, said in pairs if said)


def sessions_words(sessions: Sequence[str], today: date) -> str:
    """List the next starts."""
    coming = [one for one in sorted(sessions) if one >= today.isoformat()[: len(one)]]
    said = ", ".join(map(session_words, coming[:_MOST_SESSIONS]))
    more = len(coming) - _MOST_SESSIONS
    return (said + (_(", et {n} autres", n=more) if more > 0 else "")) or start_words(sessions, today)


def offer_facts(offer: Offer, today: date, km: float | None) -> Content:
    """Tell where, when, how long and how much."""
    return facts(
        (
            (_("Lieu"), joined(place_words(offer), km_words(km))),
            (_("Entrées"), sessions_words(offer.sessions, today)),
            (_("Durée"), joined(duration_words(offer), one_line(offer.rhythm))),
            (_("Prix"), price_words(offer)),
        )
    )


def contact_facts(offer: Offer, organisation: Organisation | None = None) -> Content:
    """Tell who gives the training, how to reach them, and what the public lists say of them."""
    contact = offer.contact
    reach = facts(
        (
            (_("Adresse"), _address(contact)),
            (_("Téléphone"), one_line(contact.phone)),
            (_("Courriel"), one_line(contact.email)),
        )
    )
    name = Content.styled(example_words(offer.organisation, offer.example), "bold")
    lines = [name, reach or Content(_("Ses coordonnées ne sont pas connues ici."))]
    if organisation is not None:
        lines.append(_listed(organisation))
    return Content("\n").join(lines)


def _address(contact: Contact) -> str:
    town = f"{contact.postal_code} {contact.commune}".strip()
    return ", ".join(one_line(part) for part in (contact.address, town) if part)


def _listed(organisation: Organisation) -> Content:
    return facts(
        (
            (_("Raison sociale"), one_line(organisation.name)),
            (_("Adresse déclarée"), _address(organisation.contact)),
            (_("Déclaration d’activité"), organisation.nda),
            (_("Certificat de qualité Qualiopi"), _("oui") if organisation.qualiopi else _("non, d’après la liste")),
        )
    )


def certification_facts(certification: Certification | None, offer: Offer) -> Content:
    """Tell what the training leads to."""
    if certification is None:
        said = _("Code {code}, absent du répertoire livré ici.", code=one_line(offer.certification))
        return Content(said if offer.certification else _("Aucune certification n’est indiquée."))
    return facts(
        (
            (_("Titre visé"), one_line(certification.title)),
            (_("Code"), certification.code),
            (_("Niveau à la sortie"), level_words(certification.level or offer.level)),
            (_("Délivré par"), one_line(certification.certifier)),
            (
                _("Au répertoire"),
                "" if certification.active else _("elle n’y est plus active : vérifiez avec l’organisme"),
            ),
        )
    )


def entry_words(prerequisite: Prerequisite, dispensed: Sequence[Dispensation], required: str) -> Content:
    """Tell what is asked to enter, compared with the declared diplomas, and what they dispense from."""
    mark = {True: _("Oui."), False: _("Pas encore."), None: ""}[prerequisite.met]
    lines = [Content.assemble((f"{mark} " if mark else "", "bold"), render(prerequisite.sentence))]
    if required:
        lines.append(facts([(_("Demandé par l’organisme"), one_line(required))]))
    lines += [Content(f"- {render(one.sentence)}") for one in dispensed]
    return Content("\n").join(lines)


def usable_part(eligibility: Eligibility) -> Content:
    """Answer whether the hours can pay for it, with the first reason."""
    first = render(eligibility.reasons[0]) if eligibility.reasons else ""
    more = _("W : toute l’explication.")
    return Content.assemble((render(eligibility.verdict), "bold"), "\n", first, " ", (more, "$text-muted"))


def section(title: str, body: Content) -> Content:
    """Put a heading above a part."""
    return Content.assemble((title, "bold $primary"), "\n", body)
