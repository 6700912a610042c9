"""What `diagnostic` says of the server where the database is."""

from __future__ import annotations

from collections.abc import Iterator

from cpf_tui.bootstrap import Container
from cpf_tui.cli.facts import Fact, Level
from cpf_tui.domain.text import text


def look_at_server(container: Container) -> Iterator[Fact]:
    """Say where the base is, whether it opens, and what of its server is not as it should be."""
    found = container.describe_server()
    if found is None:
        return
    if not container.server_is_prepared():
        sentence = text("{where} : pas encore de tables, elles seront faites au premier besoin.", where=found.where)
        yield Fact("base", Level.NOTE, sentence, {"base": found.where})
        return
    with container.database.read():
        pass
    values: dict[str, object] = {
        "base": found.where,
        "serveur": found.version,
        "role": found.role,
        "tls": found.encryption,
        "sommes_de_controle": found.checksums,
    }
    sentence = text("{base}, PostgreSQL {serveur}, s’ouvre bien. Pour tout vérifier : cpf-tui verifier", **values)
    yield Fact("base", Level.GOOD, sentence, values)
    if not (found.encryption or found.same_machine):
        sentence = text("La liaison avec le serveur est en clair : ajoutez sslmode=verify-full (docs/postgresql.md).")
        yield Fact("liaison", Level.NOTE, sentence, {"tls": ""})
    if found.all_powerful:
        sentence = text("Le rôle {role} peut tout sur le serveur : donnez-en un autre au programme.", **values)
        yield Fact("rôle", Level.NOTE, sentence, {"role": found.role})
    elif found.owner:
        sentence = text(
            "Le rôle {role} possède les tables : un rôle à part aurait moins de droits (« cpf-tui base preparer »).",
            **values,
        )
        yield Fact("rôle", Level.NOTE, sentence, {"role": found.role})
    if not found.checksums:
        sentence = text("Le serveur ne vérifie pas ses pages : activez les sommes de contrôle (docs/postgresql.md).")
        yield Fact("serveur", Level.NOTE, sentence, {"sommes_de_controle": False})
