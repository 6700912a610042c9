"""How long each thing is kept, and why: what `cpf-tui base purger` applies, and what the person reads.

A delay is a whole number of days. The sources (R6323-19 to R6323-21) name a year for the log of operations, and three
years after a death for the account, which the program is not told of: the operator then erases it. Nothing settles the
others: they are choices of the program, marked so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cpf_tui.domain.text import Text, text

_CHOICE = text("choix de ce programme")


class Kept(StrEnum):
    """Each kind of thing that is not kept for ever; the value is the code in the audit and on the command line."""

    AUDIT = "journal"
    UNFINISHED = "comptes_inacheves"
    DRAFTS = "brouillons"
    ATTEMPTS = "essais_de_connexion"
    RESETS = "renouvellements"
    ASSISTANCE = "demandes_aide"
    INACTIVE = "comptes_inactifs"
    TAKE_AWAY = "fichiers_emportes"
    INCIDENTS = "rapports_incidents"
    DOWNLOADS = "telechargements"


class Where(StrEnum):
    """Where it lies: rows of the database, or files of the data directory."""

    DATABASE = "base"
    FILES = "fichiers"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is kept, for how many days after what, and where that comes from.

    `announced` rules are never applied by the program: they tell the operator what to look at.
    """

    kept: Kept
    what: Text
    after: Text
    days: int
    source: Text | str
    where: Where = Where.DATABASE
    announced: bool = False

    def limit(self, now: datetime) -> datetime:
        """Give the instant before which a thing is kept no longer."""
        return now - timedelta(days=self.days)

    @property
    def words(self) -> Text:
        """Say the delay: `un jour`, `90 jours`, `1 an`."""
        years, rest = divmod(self.days, 365)
        if years and not rest:
            return text("1 an") if years == 1 else text("{years} ans", years=years)
        return text("1 jour") if self.days == 1 else text("{days} jours", days=self.days)


RULES: tuple[Rule, ...] = (
    Rule(
        Kept.AUDIT,
        text("Journal : qui a consulté ou fait quoi"),
        text("après chaque ligne ; un sceau reste à la place des lignes retirées"),
        365,
        "R6323-19 à R6323-21",
    ),
    Rule(
        Kept.UNFINISHED,
        text("Comptes commencés et jamais ouverts"),
        text("après le choix du mot de passe"),
        90,
        _CHOICE,
    ),
    Rule(
        Kept.DRAFTS,
        text("Réponses de formulaires non envoyés, recherches récentes"),
        text("après la dernière réponse"),
        180,
        _CHOICE,
    ),
    Rule(
        Kept.ATTEMPTS,
        text("Essais de connexion manqués"),
        text("après le dernier essai, ou la fin du blocage"),
        1,
        _CHOICE,
    ),
    Rule(
        Kept.RESETS,
        text("Codes donnés pour choisir un nouveau mot de passe"),
        text("après leur usage ou leur fin"),
        1,
        _CHOICE,
    ),
    Rule(Kept.ASSISTANCE, text("Demandes d’aide terminées"), text("après le dernier message"), 730, _CHOICE),
    Rule(
        Kept.INACTIVE,
        text("Comptes ouverts où personne n’est venu"),
        text("après la dernière connexion ; jamais effacés d’office : les heures sont acquises (L6323-3)"),
        1095,
        _CHOICE,
        announced=True,
    ),
    Rule(
        Kept.TAKE_AWAY,
        text("Fichiers à emporter : relevés, exports"),
        text("après leur écriture"),
        1,
        _CHOICE,
        Where.FILES,
    ),
    Rule(
        Kept.INCIDENTS,
        text("Rapports d’erreurs inattendues, sans donnée personnelle"),
        text("après l’erreur"),
        180,
        _CHOICE,
        Where.FILES,
    ),
    Rule(
        Kept.DOWNLOADS,
        text("Fichiers officiels téléchargés, données publiques"),
        text("après leur téléchargement"),
        180,
        _CHOICE,
        Where.FILES,
    ),
)


@dataclass(frozen=True, slots=True)
class Due:
    """What one rule would take now, or has taken: how many things, and the date of the oldest."""

    rule: Rule
    count: int
    oldest: datetime | None = None
