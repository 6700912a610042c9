"""A dossier in a few lines, from what the queue holds of it."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from cpf_tui.domain.dossier import WORDINGS
from cpf_tui.domain.money import euros
from cpf_tui.domain.records import Dossier
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_support import day_of
from cpf_tui.services.review import QueueItem
from screens.advisor.wording import TURNS, due_words, since_words


def summary(item: QueueItem, today: date) -> Content:
    """Say who, what, when, how much, and where it stands."""
    dossier = item.dossier
    where = [
        render(WORDINGS[dossier.state].advisor),
        f"{render(TURNS[dossier.state])}, {since_words(item.since, today)}",
    ]
    parts = [
        Content.styled(item.holder_name, "bold"),
        Content(f"{dossier.title}\n{dossier.organisation}"),
        Content("\n".join([*where, *filter(None, [due_words(item.due, today)])])),
        Content("\n".join(training_lines(dossier))),
    ]
    return Content("\n\n").join(parts)


def training_lines(dossier: Dossier) -> list[str]:
    """Say the reference, the dates, the duration, the price and the agreement."""
    lines = [_("Référence : {reference}", reference=dossier.reference)]
    if dossier.start and dossier.end:
        lines.append(_("Du {start} au {end}", start=dossier.start, end=dossier.end))
    lines.append(_("Durée prévue : {hours} h", hours=dossier.planned))
    if dossier.realised is not None:
        lines.append(_("Réalisé : {hours} h", hours=dossier.realised))
    if dossier.price_cents is not None:
        lines.append(_("Prix : {price}", price=euros(dossier.price_cents)))
    if dossier.consent_at:
        lines.append(
            _(
                "Accord donné le {day}, pour {hours} h au plus",
                day=day_of(dossier.consent_at),
                hours=dossier.consent_quantity,
            )
        )
    return lines
