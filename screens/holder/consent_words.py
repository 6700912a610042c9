"""What a holder agrees to, in words: the promise, what it means, when it was given."""

from __future__ import annotations

from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.records import Dossier
from cpf_tui.domain.regime import HOURS, show
from cpf_tui.i18n import _, render
from cpf_tui.services.dossier_file import DossierFile
from screens.dialogs.outlook import outlook_lines
from widgets.paper import Block


def most(file: DossierFile) -> Quantity:
    """Say the most the agreement covers: the duration up to the bound of one training, and the holder's top-ups."""
    planned, use = file.dossier.planned, file.outlook.use
    bounded = min(planned, HOURS.training_bound.value)
    return bounded + min(use.top_up + use.left_top_up, planned - bounded)


def promise(file: DossierFile) -> str:
    """Write what the holder agrees to, in the first person."""
    dossier = file.dossier
    return _(
        "« J’accepte d’utiliser jusqu’à {most} de mon compte pour la formation {title}, chez {organisation}. »",
        most=show(most(file)),
        title=dossier.title,
        organisation=dossier.organisation,
    )


def agreement(dossier: Dossier) -> str:
    """Say when the agreement was given, and for how much."""
    if dossier.consent_at is None:
        return ""
    return _(
        "Accord donné le {moment}, pour {most} au plus.",
        moment=dossier.consent_at,
        most=render(show(dossier.consent_quantity)),
    )


def statement(file: DossierFile) -> list[Block]:
    """Say everything one should know before agreeing."""
    dossier = file.dossier
    blocks = [Block(_("Lisez, puis donnez votre accord"), "title"), Block(promise(file))]
    if dossier.start and dossier.end:
        blocks.append(
            Block(
                _(
                    "Durée prévue : {planned}, du {start} au {end}.",
                    planned=show(dossier.planned),
                    start=dossier.start,
                    end=dossier.end,
                ),
                "hint",
            )
        )
    blocks.append(Block(_("Avec votre solde d’aujourd’hui"), "heading"))
    blocks += [Block(one) for one in outlook_lines(file.outlook)]
    blocks.append(Block(_("Ce que cela veut dire"), "heading"))
    blocks += [
        Block(_("• Vous seul pouvez donner cet accord ; un conseiller ne peut pas le faire pour vous.")),
        Block(_("• Vos heures seront bloquées quand un conseiller aura accepté le dossier, pas avant.")),
        Block(_("• Vous pouvez renoncer à la formation jusqu’à son début : vos heures vous reviennent.")),
    ]
    return blocks
