"""`cpf-tui base transferer`: the base of this machine moved to a PostgreSQL server."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.output import say, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.persistence.upkeep.transfer import Transferred


def add(acts: Commands) -> None:
    """Add the act."""
    parser = acts.add_parser(
        "transferer",
        help=_("passer la base de cet ordinateur sur un serveur PostgreSQL"),
        description=_(
            "Copie la base dans la base vide d’un serveur, en une transaction, puis compare chaque ligne de chaque "
            "table, les chaînes et les soldes : rien n’est gardé si tout n’est pas égal. La base de cet ordinateur "
            "reste, et ne sert plus. Se lance avec l’adresse du propriétaire des tables ; sans adresse, celle de "
            "CPF_TUI_DATABASE_URL. Pour revenir : « base sauvegarder » avec le serveur, « base restaurer » sans lui."
        ),
    )
    parser.add_argument(
        "adresse",
        metavar=_("ADRESSE"),
        nargs="?",
        help=_("postgresql://role@machine:5432/base, sans mot de passe"),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Move the base, show what was compared, and say how to go on with the server."""
    from cpf_tui.bootstrap import build  # the database is loaded by this command only

    line = ProgressLine()
    with build() as container:
        chosen = container.settings.database_url
        url = _checked(options.adresse) or ("" if chosen is None else chosen.get_secret_value())
        if not url:
            raise InvalidInput("Donnez l’adresse du serveur : postgresql://role@machine:5432/base")
        try:
            done = container.file_upkeep.transfer(
                url,
                progress=lambda rows, total: line.show(
                    lambda: _("{percent} %", percent=100 * rows // max(total, 1)),
                ),
            )
        finally:
            line.wipe()
        base = container.settings.database_path
    if options.json:
        say_json({**_as_json(done), "base_d_avant": str(base)})
        return Code.DONE
    _say(done)
    say(_("La base d’avant reste, et ne sert plus : {path}", path=base))
    say(
        _("Désormais, lancez cpf-tui avec CPF_TUI_DATABASE_URL et le rôle du programme (cpf-tui base preparer --role).")
    )
    return Code.DONE


def _checked(url: str | None) -> str:
    """Refuse a password that the list of processes would show."""
    try:
        password = urlsplit(url or "").password
    except ValueError:
        password = None  # the address will be refused with its own sentence
    if password:
        raise InvalidInput(
            "Le mot de passe se lirait dans la liste des processus : donnez l’adresse dans CPF_TUI_DATABASE_URL, ou le "
            "mot de passe dans ~/.pgpass."
        )
    return url or ""


def _say(done: Transferred) -> None:
    if done.already:
        say(_("Le transfert avait déjà été fait : tout est sur le serveur."))
    width = max(len(one.table) for one in done.tables)
    say(f"{_('table'):<{width}}  {_('lignes'):>10}")
    for one in done.tables:
        say(f"{one.table:<{width}}  {one.rows:>10}  {_('égale')}")
    say(
        _(
            "Soldes et chaînes refaits sur le serveur, égaux : comptes {accounts}, mouvements {entries}, "
            "audit {lines}.",
            accounts=done.report.accounts,
            entries=done.report.entries,
            lines=done.contents.audit_seq,
        )
    )


def _as_json(done: Transferred) -> dict[str, object]:
    return {
        "deja_fait": done.already,
        "tables": {one.table: one.rows for one in done.tables},
        "comptes": done.report.accounts,
        "mouvements": done.report.entries,
        "registre": done.contents.ledger,
        "audit": {"ligne": done.contents.audit_seq, "empreinte": done.contents.audit},
    }
