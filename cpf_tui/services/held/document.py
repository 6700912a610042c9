"""The whole document: its parts in a fixed order, what each is, and what is left out and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from cpf_tui.domain.audit import ACTION_WORDS, AuditLine
from cpf_tui.domain.lock import Attempts
from cpf_tui.domain.personal import AttestedReset, Held
from cpf_tui.domain.records import Draft
from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import render
from cpf_tui.services.held import account, project
from cpf_tui.services.held.dossier import dossier
from cpf_tui.services.held.project import ROLES
from cpf_tui.services.held.values import Json, coded, moment

FORMAT = "cpf-tui/mes-donnees/1"
"""The name and the version of the format; `docs/mes-donnees.schema.json` describes it."""

_CHAIN = text("sert à prouver que rien n’a été changé ; ne dit rien de vous")
_LOOKUP = text("empreinte de votre numéro, qui est donné en clair")
_SECRET = text("trace d’un secret : personne ne peut le relire, et la donner aiderait à le deviner")
_INSIDE = text("numéro interne d’une ligne, ou identifiant d’une saisie")

LEFT_OUT: Mapping[str, Text] = {
    "holder.nir_index": _LOOKUP,
    "holder.nir_sealed": text("votre numéro chiffré, qui est donné en clair"),
    "holder.secret_hash": _SECRET,
    "holder.erased_at": text("un compte effacé n’a plus rien à donner"),
    "secret_reset.code_hash": _SECRET,
    "sign_in_attempt.key": _LOOKUP,
    "entry.op_id": _INSIDE,
    "entry.previous": _CHAIN,
    "entry.digest": _CHAIN,
    "account.last_seq": _INSIDE,
    "audit.previous": _CHAIN,
    "audit.digest": _CHAIN,
    "draft.operation_id": _INSIDE,
    "dossier.version": text("compteur des changements, pour que deux personnes ne s’effacent pas l’une l’autre"),
}
"""The columns of the tables that are about a person and are not in the document, and why.

`seq` columns only order rows, and the columns that lead from a row to its person say nothing more.
"""


def document(held: Held, at: datetime) -> Json:
    """Write everything held about a person, in a fixed order, with words beside every code."""
    return {
        "format": FORMAT,
        "etabli_le": moment(at),
        "lisez_moi": [
            render(text("Tout ce que ce programme garde sur vous (articles 15 et 20 du RGPD).")),
            render(text("Les heures sont des nombres d’heures ; 87.33 veut dire 87 heures et 33 centièmes.")),
            render(text("Les dates sont écrites année-mois-jour ; les moments sont à l’heure universelle (UTC).")),
            render(text("Ce fichier contient votre numéro de Sécurité sociale en entier : gardez-le pour vous.")),
        ],
        "identite": account.identity(held),
        "compte": account.account(held),
        "heures": [account.balance(one) for one in held.accounts],
        "mouvements": [account.movement(line) for line in held.statement],
        "dif": [project.dif(one, in_force=one is held.traces.declarations[-1]) for one in held.traces.declarations],
        "formations_gardees": [project.kept(one, held.titles) for one in held.shortlist],
        "diplomes": [project.diploma(one) for one in held.diplomas],
        "contacts": [project.contact(one, held.titles) for one in held.contacts],
        "autorisations": [project.authorisation(one) for one in held.authorisations],
        "dossiers": [dossier(one) for one in held.dossiers],
        "demandes_d_aide": [project.request(one) for one in held.requests],
        "saisies_en_cours": [_draft(one) for one in held.traces.drafts],
        "connexions_manquees": [_attempts(one) for one in held.traces.attempts],
        "nouveaux_mots_de_passe": [_reset(one) for one in held.traces.resets],
        "journal": [_audited(line) for line in held.traces.audit],
        "non_fourni": {column: render(why) for column, why in LEFT_OUT.items()},
    }


def document_bytes(held: Held, at: datetime) -> bytes:
    """Write the document as UTF-8 JSON, indented so that a person can read it."""
    return (json.dumps(document(held, at), ensure_ascii=False, indent=2) + "\n").encode()


def _draft(one: Draft) -> Json:
    return {
        "formulaire": one.form,
        "sujet": one.subject,
        "reponses": dict(one.answers),
        "modifiee_le": moment(one.updated_at),
    }


def _attempts(one: Attempts) -> Json:
    return {
        "essais": one.failures,
        "dernier_le": moment(one.last_at),
        "bloque_jusqu_a": moment(one.locked_until),
    }


def _reset(one: AttestedReset) -> Json:
    return {
        "identifiant": one.id,
        "identite_attestee_par": one.attested_by,
        "atteste_le": moment(one.attested_at),
        "valable_jusqu_a": moment(one.expires_at),
        "utilise_le": moment(one.used_at),
    }


def _audited(line: AuditLine) -> Json:
    return {
        "numero": line.seq,
        "date": moment(line.at),
        "de": coded(line.role, ROLES),
        "personne": line.actor,
        "organisme": line.body,
        "acte": coded(line.action, ACTION_WORDS),
        "detail": line.detail,
    }
