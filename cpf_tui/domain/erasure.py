"""What the erasure of an account asks for first, what it takes and what it leaves (GDPR, article 17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpf_tui.domain.dossier import FINAL, WORDINGS
from cpf_tui.domain.ledger import OWN_SOURCES, Account
from cpf_tui.domain.quantity import ZERO, Quantity, total
from cpf_tui.domain.records import Dossier, State
from cpf_tui.domain.regime import show
from cpf_tui.domain.text import Text, text

GOES: tuple[Text, ...] = (
    text("Votre numéro de Sécurité sociale et votre mot de passe : ce compte ne pourra plus être retrouvé."),
    text("Votre nom, votre date de naissance, votre commune, votre situation, votre courriel, votre téléphone."),
    text("Vos formations gardées, vos diplômes, vos contacts, vos recherches, vos saisies en cours."),
    text("Vos déclarations de DIF, vos demandes d’aide et leurs réponses."),
    text("De vos dossiers : la référence, la formation, vos réponses, les motifs et les commentaires."),
    text("Vos fichiers à emporter qui sont encore sur cet ordinateur."),
)
"""What is gone for good, in the words of the screen."""

STAYS: tuple[Text, ...] = (
    text(
        "Les mouvements d’heures, sous un identifiant tiré au hasard que rien ne relie plus à vous : les comptes "
        "publics doivent pouvoir être vérifiés (RGPD, article 17, 3 b)."
    ),
    text("Les états et les dates de vos dossiers, les autorisations que vous aviez données : des codes, aucun mot."),
    text(
        "Pendant un an, le journal de qui a consulté ou fait quoi, sous ce même identifiant "
        "(articles R6323-19 à R6323-21)."
    ),
    text("Les sauvegardes faites avant aujourd’hui, jusqu’à ce que l’exploitant les détruise."),
)
"""What stays, and why."""


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure would do now; `obstacles` say what must be done before, it is refused while there are any."""

    available: Quantity
    obstacles: tuple[Text, ...]

    @property
    def lost(self) -> Text:
        """Say what becomes of the hours left.

        The law keeps rights for life (L6323-3), so the program takes them from nobody; the person may still ask for
        their account to be erased. The link to their number is then destroyed: nothing can give the hours back
        (choice).
        """
        if not self.available:
            return text("Il ne reste aucune heure sur ce compte.")
        return text(
            "Vous perdrez {hours} : elles vous sont acquises pour toute votre vie (article L6323-3) tant que le compte "
            "existe. Effacé, il ne se rouvre pas : un nouveau compte partira de zéro.",
            hours=show(self.available),
        )


def preview(accounts: Iterable[Account], dossiers: Iterable[Dossier]) -> ErasurePreview:
    """Say what an erasure would take, and what stands in its way.

    A dossier still going on is somebody's work and may hold hours: it is withdrawn first. A draft is nobody's yet.
    """
    accounts = tuple(accounts)
    obstacles = [
        text(
            "Le dossier {reference} est en cours ({state}) : retirez-le d’abord, depuis « Mes dossiers ».",
            reference=one.reference,
            state=WORDINGS[one.state].holder,
        )
        if one.state is not State.IN_TRAINING
        else text(
            "Le dossier {reference} est en cours : la formation doit d’abord être close, par votre conseiller.",
            reference=one.reference,
        )
        for one in dossiers
        if one.state not in FINAL and one.state is not State.DRAFT
    ]
    blocked = total(one.pending for one in accounts)
    if blocked > ZERO and not obstacles:
        obstacles.append(
            text("{hours} sont bloquées pour une formation : elles doivent d’abord être rendues.", hours=show(blocked))
        )
    return ErasurePreview(total(one.available for one in accounts if one.source in OWN_SOURCES), tuple(obstacles))
