"""`cpf-tui catalogue telecharger`: fetch the official files, and import them if asked to."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cpf_tui.cli.arguments import add_json
from cpf_tui.cli.codes import Code
from cpf_tui.cli.imported import show_progress
from cpf_tui.cli.output import complain, say_json
from cpf_tui.cli.progress import ProgressLine
from cpf_tui.domain.errors import DomainError, InvalidInput
from cpf_tui.i18n import _

if TYPE_CHECKING:
    from cpf_tui.catalogue.download import OfficialFile
    from cpf_tui.catalogue.importers import ImportReport
    from cpf_tui.cli.arguments import Commands
    from cpf_tui.cli.outcome import Outcome

FOLDER = "telechargements"
"""Where files are put, in the data directory, unless said otherwise."""

_MOST_TRIES = 20
_PATIENCE = (0.1, 600.0)  # seconds


def add(acts: Commands) -> None:
    """Add the command to those of the catalogue."""
    parser = acts.add_parser(
        "telecharger",
        help=_("prendre les fichiers officiels sur internet"),
        description=_(
            "Prend les fichiers officiels aux adresses de la liste, reprend ceux qui ont été coupés, et dit leur somme "
            "de contrôle. Sans connexion, le programme marche : déposez les fichiers vous-même, et importez-les."
        ),
    )
    parser.add_argument("noms", metavar=_("NOM"), nargs="*", help=_("les fichiers voulus ; tous si rien n’est dit"))
    parser.add_argument("--lister", action="store_true", help=_("montrer la liste, sans rien prendre"))
    parser.add_argument("--vers", metavar=_("DOSSIER"), type=Path, help=_("où les mettre"))
    parser.add_argument("--adresses", metavar=_("FICHIER"), type=Path, help=_("une autre liste d’adresses (TOML)"))
    parser.add_argument("--importer", action="store_true", help=_("importer ensuite chaque fichier"))
    parser.add_argument("--essais", type=_tries, default=5, metavar=_("NOMBRE"), help=_("essais par fichier (5)"))
    parser.add_argument(
        "--delai", type=_seconds, default=30.0, metavar=_("SECONDES"), help=_("silence accepté d’un serveur (30)")
    )
    parser.add_argument("--http", action="store_true", help=_("accepter aussi les adresses sans chiffrement"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fetch what is asked for; a file that fails does not keep the others from coming."""
    from cpf_tui.catalogue.download import read_addresses  # loaded by this command only
    from cpf_tui.cli.outcome import interrupted, outcomes_as_json, show_list, show_outcome
    from cpf_tui.settings import load

    wanted = _chosen(read_addresses(options.adresses), options.noms)
    if options.lister:
        show_list(wanted, as_json=options.json)
        return Code.DONE
    data_dir = load().data_dir
    folder = (options.vers or data_dir / FOLDER).expanduser().absolute()
    outcomes = []
    try:
        for outcome in _outcomes(wanted, folder, data_dir, options):
            outcomes.append(outcome)
            if not options.json:
                show_outcome(outcome)
    except KeyboardInterrupt:
        complain(interrupted(wanted, folder))
        return Code.INTERRUPTED
    if options.json:
        say_json(outcomes_as_json(outcomes))
    return Code.REFUSED if any(one.error for one in outcomes) else Code.DONE


def _chosen(known: tuple[OfficialFile, ...], names: list[str]) -> tuple[OfficialFile, ...]:
    by_name = {one.nom: one for one in known}
    if strange := next((name for name in names if name not in by_name), None):
        raise InvalidInput(
            "« {name} » n’est pas dans la liste. Noms connus : {known}.", name=strange, known=", ".join(by_name)
        )
    return tuple(by_name[name] for name in dict.fromkeys(names)) or known


def _outcomes(
    wanted: tuple[OfficialFile, ...], folder: Path, data_dir: Path, options: argparse.Namespace
) -> Iterator[Outcome]:
    """Fetch each file, import it if asked to, and give what came of it."""
    from cpf_tui.catalogue.download.client import Client, NoConnection  # HTTP is loaded when something is fetched
    from cpf_tui.catalogue.download.fetch import Fetching
    from cpf_tui.catalogue.download.partial import receiving
    from cpf_tui.cli.outcome import Outcome, transfer_words

    line = ProgressLine()
    client = Client(patience=options.delai, plain=options.http)
    fetching = Fetching(client, folder, options.essais, lambda where: line.show(lambda: transfer_words(where)))
    with receiving(folder):
        for one in wanted:
            fetched = report = error = None
            known = False
            try:
                fetched = fetching.fetch(one)
                known = _in_force(fetched.sha256, data_dir)
                if options.importer and not known:
                    line.wipe()
                    report = _import(fetched.path, one.format, data_dir, line)
            except DomainError as refused:
                error = refused
            finally:
                line.wipe()
            yield Outcome(one, fetched, report, error, known)
            if isinstance(error, NoConnection):
                return  # the others would only say it again


def _in_force(checksum: str, data_dir: Path) -> bool:
    """Say whether a file was read for the catalogue in force: it needs no second import."""
    from cpf_tui.catalogue.versions import VersionStore  # loaded once something was fetched

    version = VersionStore(data_dir).current()
    datasets = version.manifest.datasets.values() if version else ()
    return any(file.checksum == checksum for parts in datasets for part in parts for file in part.files)


def _import(path: Path, importer: str, data_dir: Path, line: ProgressLine) -> ImportReport:
    from cpf_tui.catalogue.build import import_file  # loaded only when something is imported

    return import_file(path, data_dir, importer=importer, progress=lambda where: show_progress(line, where))


def _tries(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= _MOST_TRIES:
        raise argparse.ArgumentTypeError(
            _("« {typed} » : écrivez un nombre de 1 à {most}", typed=typed, most=_MOST_TRIES)
        )
    return int(typed)


def _seconds(typed: str) -> float:
    seconds = 0.0
    with suppress(ValueError):
        seconds = float(typed.replace(",", "."))
    least, most = _PATIENCE
    if not least <= seconds <= most:
        raise argparse.ArgumentTypeError(
            _("« {typed} » : écrivez un nombre de secondes, de {least} à {most}", typed=typed, least="0,1", most=600)
        )
    return seconds
