"""The part of the document about the person and their hours."""

from __future__ import annotations

from collections.abc import Mapping

from cpf_tui.documents.certificate import movement_words, source_words
from cpf_tui.domain.ledger import MOTIVES, Account, EntryKind, StatementLine
from cpf_tui.domain.motives import article_of
from cpf_tui.domain.people import Civility, Employment
from cpf_tui.domain.personal import Held
from cpf_tui.domain.routing import OPERATORS
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import render
from cpf_tui.journey.forms.common import LEVELS
from cpf_tui.services.held.values import Json, coded, hours, moment

_CIVILITIES: Mapping[Civility, Text] = {Civility.MADAM: text("Madame"), Civility.SIR: text("Monsieur")}
_EMPLOYMENTS: Mapping[Employment, Text] = {
    Employment.JOB_SEEKER: text("En recherche d’emploi"),
    Employment.EMPLOYEE: text("En emploi"),
}
_KINDS: Mapping[EntryKind, Text] = {
    EntryKind.CREDIT: text("Inscription"),
    EntryKind.PEND: text("Blocage"),
    EntryKind.POST: text("Débit"),
    EntryKind.VOID: text("Libération"),
}
_LEVELS: Mapping[str, Text] = {choice.value: choice.label for choice in LEVELS}


def identity(held: Held) -> Json:
    """Write who the person is; the number is theirs, and is written whole."""
    holder = held.holder
    return {
        "numero_de_securite_sociale": held.nir.compact,
        "civilite": coded(holder.civility, _CIVILITIES),
        "nom": holder.last_name,
        "prenoms": holder.first_names,
        "date_de_naissance": moment(holder.birth_date),
        "commune_de_residence": coded(holder.residence, held.commune),
        "situation": coded(holder.employment, _EMPLOYMENTS),
        "sorti_de_l_ecole": holder.out_of_school,
        "niveau_de_diplome": coded(_level(holder.highest_level), _LEVELS),
        "handicap_reconnu": holder.disability_recognised,
        "cadre": holder.executive,
        "courriel": holder.email,
        "telephone": holder.phone,
    }


def account(held: Held) -> Json:
    """Write what the account is and who advises."""
    holder = held.holder
    operator = OPERATORS.get(holder.operator)
    return {
        "identifiant": holder.id,
        "commence_le": moment(holder.created_at),
        "ouvert_le": moment(holder.opened_at),
        "derniere_connexion_le": moment(held.traces.last_sign_in_at),
        "lieu_de_conseil": holder.place_id,
        "operateur": coded(holder.operator, operator.name if operator else ""),
    }


def balance(one: Account) -> Json:
    """Write what one source of hours brought, and what became of it."""
    return {
        "compte": one.id,
        "source": coded(one.source, source_words(one.source)),
        "inscrites": hours(one.credits),
        "bloquees": hours(one.pending),
        "debitees": hours(one.posted),
        "disponibles": hours(one.available),
    }


def movement(line: StatementLine) -> Json:
    """Write one movement, why it was made, and what it left."""
    entry = line.entry
    motive = MOTIVES.get(entry.motive)
    return {
        "numero": entry.seq,
        "date": moment(entry.at),
        "compte": entry.account_id,
        "nature": coded(entry.kind, _KINDS),
        "heures": hours(entry.amount),
        "motif": coded(entry.motive, motive.label if motive else ""),
        "en_clair": render(movement_words(line)),
        "article": article_of(entry.motive, line.source),
        "dossier": entry.dossier_id,
        "termine_le_mouvement": entry.pending_seq,
        "fait_par": entry.actor,
        "disponibles_avant": hours(line.before.available),
        "disponibles_apres": hours(line.after.available),
        "bloquees_apres": hours(line.after.blocked),
        "liberees": hours(line.released),
    }


def _level(level: int | None) -> str | None:
    return None if level is None else str(level)
