"""What PostgreSQL answers when something fails, said to the person who runs it.

An open connection gives codes (SQLSTATE). A connection that is refused gives words only, in the language of the server:
those of English and French are known, and any others are repeated as they are. None of them holds the password.
"""

from __future__ import annotations

import re

import psycopg

from cpf_tui.domain.text import Text, text
from cpf_tui.persistence.failures import BUSY

_LOST = text(
    "La liaison avec le serveur de la base s’est coupée : rien n’a été enregistré. Recommencez ; si cela dure, "
    "prévenez la personne qui s’occupe du serveur."
)
_FULL = text(
    "Le disque du serveur de la base est plein : rien n’a été enregistré. Libérez-y de la place, puis recommencez."
)
_READ_ONLY = text(
    "Ce serveur est une copie en lecture seule : rien n’a été enregistré. Donnez l’adresse du serveur principal dans "
    "CPF_TUI_DATABASE_URL."
)
_CROWDED = text(
    "Le serveur de la base n’accepte pas plus de connexions. Recommencez dans un instant ; si cela dure, augmentez son "
    "réglage max_connections."
)
_FORBIDDEN = text(
    "Le rôle du programme n’a pas le droit de faire cela dans la base : rien n’a été enregistré. Lancez « cpf-tui base "
    "preparer » avec l’adresse du propriétaire de la base, ou faites cette opération avec son adresse."
)
_DAMAGED = text(
    "La base du serveur est abîmée. Lancez « cpf-tui verifier », puis remettez la dernière sauvegarde du serveur."
)
_DISK = text("Le disque du serveur de la base ne répond plus correctement : rien n’a été enregistré. Vérifiez-le.")
_NOT_OURS = text("Une table manque dans la base : ce n’est plus celle de cpf-tui. Remettez la dernière sauvegarde.")
_BY_CODE = {
    "25006": _READ_ONLY,  # read_only_sql_transaction
    "25P03": _LOST,  # idle_in_transaction_session_timeout
    "40001": BUSY,  # serialization_failure
    "40P01": BUSY,  # deadlock_detected
    "42501": _FORBIDDEN,  # insufficient_privilege
    "42P01": _NOT_OURS,  # undefined_table
    "53100": _FULL,  # disk_full
    "53200": _CROWDED,  # out_of_memory
    "53300": _CROWDED,  # too_many_connections
    "55P03": BUSY,  # lock_not_available
    "57P01": _LOST,  # admin_shutdown
    "57P02": _LOST,  # crash_shutdown
    "57P03": _LOST,  # cannot_connect_now
    "57P05": _LOST,  # idle_session_timeout
    "58030": _DISK,  # io_error
    "XX001": _DAMAGED,  # data_corrupted
    "XX002": _DAMAGED,  # index_corrupted
}
_BY_CLASS = {"08": _LOST}  # connection_exception

_UNREACHABLE = text(
    "Le serveur de la base ({where}) ne répond pas. Vérifiez qu’il est démarré, que le réseau passe et que "
    "CPF_TUI_DATABASE_URL est juste."
)
_REFUSED = text("Le serveur de la base ({where}) refuse la connexion : {words}.")
# In this order: the message that the access rules refuse also speaks of encryption.
_REFUSALS: tuple[tuple[str, Text], ...] = (
    (r"too many|connection slots|trop de|emplacements de connexion", _CROWDED),
    (
        r"pg_hba\.conf",
        text(
            "Le serveur refuse cette machine, ce rôle ou cette base ({where}). Ajoutez la ligne qui convient dans son "
            "fichier pg_hba.conf."
        ),
    ),
    (
        r"password|mot de passe|SASL|SCRAM",
        text(
            "Le serveur refuse le rôle ou le mot de passe de la base ({where}). Corrigez CPF_TUI_DATABASE_URL, ou le "
            "fichier des mots de passe (~/.pgpass)."
        ),
    ),
    (
        r"database \".*\" does not exist|base de données « .* » n.existe pas",
        text(
            "Le serveur répond mais cette base n’y existe pas ({where}). Créez-la (docs/postgresql.md), ou corrigez "
            "CPF_TUI_DATABASE_URL."
        ),
    ),
    (
        r"role \".*\"|rôle « .* »",
        text(
            "Le serveur ne connaît pas ce rôle, ou ne le laisse pas entrer ({where}). Créez-le (docs/postgresql.md), "
            "ou corrigez CPF_TUI_DATABASE_URL."
        ),
    ),
    (
        r"\bSSL\b|\bTLS\b|certificat",
        text(
            "La liaison chiffrée avec le serveur ({where}) n’a pas pu s’établir. Réglez TLS sur le serveur et sslmode, "
            "sslrootcert dans CPF_TUI_DATABASE_URL (docs/postgresql.md)."
        ),
    ),
    (
        r"starting up|shutting down|recovery mode|démarrage|arrêt|restauration",
        text("Le serveur de la base ({where}) démarre ou s’arrête. Recommencez dans un instant."),
    ),
)
_CONNECTING = re.compile(r"connection failed|failed to resolve|connection is bad|connection timeout|FATAL:")


def sentence_for(error: BaseException | None, where: str) -> Text | None:
    """Say what a driver error means, or None when it is a fault of the program, to be left as it is."""
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate
    if code is not None:
        return _BY_CODE.get(code) or _BY_CLASS.get(code[:2])
    if not isinstance(error, psycopg.OperationalError):
        return None
    if isinstance(error, psycopg.errors.ConnectionTimeout) or _CONNECTING.search(str(error)):
        return refusal(str(error), where)
    return _LOST


def refusal(message: str, where: str) -> Text:
    """Say why a connection was refused, from the words of the server or of the network."""
    for pattern, sentence in _REFUSALS:
        if re.search(pattern, message):
            return Text(sentence.msgid, {"where": where})
    answered = re.search(r"[A-Z]{5}: +(.*)", message)
    if answered is None:
        return Text(_UNREACHABLE.msgid, {"where": where})
    return Text(_REFUSED.msgid, {"where": where, "words": answered[1]})
