"""What is refused before a database of a server is used, each time with what to do about it; and who may change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.persistence import schema
from cpf_tui.persistence.postgresql import stamp

OLDEST = 15

_SERVER = """
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
  pg_encoding_to_char(encoding) AS encoding, pg_is_in_recovery() AS copy,
  current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AS durable,
  current_schema() AS home, current_user AS role
FROM pg_database WHERE datname = current_database()"""
_HOME = f"""
SELECT to_regclass('{stamp.TABLE}') IS NOT NULL AS stamped,
  (SELECT count(*) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')) AS tables,
  has_schema_privilege(current_schema(), 'CREATE') AS may_create,
  (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('{stamp.TABLE}')) AS owner
"""  # noqa: S608 - constants
_STAMP = f"SELECT application, version, keys FROM {stamp.TABLE}"  # noqa: S608 - a constant
_DESCRIBED = f"""
SELECT current_setting('server_version') AS version, current_user AS role,
  (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS all_powerful,
  (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('{stamp.TABLE}')) AS owner,
  (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS encryption,
  inet_server_addr() IS NULL OR inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1' AS same_machine,
  current_setting('data_checksums') = 'on' AS checksums
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Description:
    """What the server is, and what our role is on it, for the person who installs."""

    where: str
    version: str
    role: str
    all_powerful: bool
    owner: bool
    encryption: str
    """The version of TLS; empty for a link in clear."""
    same_machine: bool
    """Whether the link is a socket of this machine, that no network carries."""
    checksums: bool


def describe(connection: Connection, where: str) -> Description:
    """Ask the server about itself and about our role."""
    row = connection.exec_driver_sql(_DESCRIBED).one()._asdict()
    return Description(where, **{**row, "encryption": row["encryption"] or "", "owner": bool(row["owner"])})


def inspect(connection: Connection, where: str, keys: str) -> int:
    """Check the server and the database, and return the version of its schema, 0 when it is empty.

    Raises `StorageError`. `keys` is the fingerprint of those of this machine.
    """
    refuse_server(connection.exec_driver_sql(_SERVER).one(), where)
    home = connection.exec_driver_sql(_HOME).one()
    if not home.stamped:
        if home.tables:
            raise StorageError(
                "La base {where} contient les tables d’un autre programme. Donnez-en une autre, vide, dans "
                "CPF_TUI_DATABASE_URL.",
                where=where,
            )
        if not home.may_create:
            raise StorageError(_to_prepare(where))
        return 0
    application, version, stamped_keys = connection.exec_driver_sql(_STAMP).one()
    if application != stamp.APPLICATION_ID:
        raise StorageError(
            "La base {where} est celle d’un autre programme. Donnez-en une autre dans CPF_TUI_DATABASE_URL.",
            where=where,
        )
    if version > schema.SCHEMA_VERSION:
        raise StorageError(schema.newer(version))
    if version < schema.SCHEMA_VERSION and not home.owner:
        raise StorageError(_to_prepare(where))
    if stamped_keys != keys:
        raise StorageError(other_keys(where))
    return int(version)


def other_keys(where: str) -> Text:
    """Say that the base is under other keys than those of this machine."""
    return text(
        "Le fichier de clés de cette machine n’est pas celui de la base {where} : les numéros n’y seraient pas "
        "retrouvés. Copiez ici celui de la machine qui l’a préparée, ou indiquez-le avec CPF_TUI_KEY_FILE.",
        where=where,
    )


def refuse_server(server: Row[Any], where: str) -> None:
    """Refuse a server that cannot keep what it is given. Raises `StorageError`."""
    if server.major < OLDEST:
        raise StorageError(
            "Le serveur de la base est PostgreSQL {version} ; il faut la version {oldest} ou une plus récente.",
            version=server.version,
            oldest=OLDEST,
        )
    if server.encoding != "UTF8":
        raise StorageError(
            "La base {where} est en {encoding} : les noms n’y tiendraient pas tous. Créez-la de nouveau avec "
            "ENCODING 'UTF8' (docs/postgresql.md).",
            where=where,
            encoding=server.encoding,
        )
    if server.copy:
        raise StorageError(
            "Le serveur de la base {where} est une copie en lecture seule. Donnez l’adresse du serveur principal dans "
            "CPF_TUI_DATABASE_URL.",
            where=where,
        )
    if not server.durable:
        raise StorageError(
            "Le serveur de la base est réglé pour aller vite sans rien garantir (fsync ou full_page_writes à off) : "
            "une coupure de courant perdrait des droits. Remettez ces deux réglages à on."
        )
    if server.home is None:
        raise StorageError(
            "Le rôle {role} n’a accès à aucun schéma de la base {where}. Donnez-lui USAGE sur celui de cpf-tui "
            "(docs/postgresql.md).",
            role=server.role,
            where=where,
        )


def _to_prepare(where: str) -> Text:
    return text(
        "La base {where} n’est pas prête pour cette version de cpf-tui, et le rôle du programme n’a pas le droit de la "
        "changer. Lancez « cpf-tui base preparer » avec l’adresse de son propriétaire.",
        where=where,
    )
