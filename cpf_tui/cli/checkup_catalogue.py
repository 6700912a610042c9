"""What `diagnostic` says of the catalogue in force: each of its datasets, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cpf_tui.cli.facts import Fact, Level
from cpf_tui.cli.telecharger import FOLDER
from cpf_tui.domain.text import text

if TYPE_CHECKING:
    from cpf_tui.bootstrap import Container
    from cpf_tui.catalogue.manifest import Imported


def look_at_catalogue(container: Container) -> Iterator[Fact]:
    """Say which version is in force, then one fact for each of its datasets."""
    from cpf_tui.catalogue.datasets import Dataset  # everything else must be said first
    from cpf_tui.catalogue.download import origins
    from cpf_tui.catalogue.versions import VersionStore

    version = VersionStore(container.settings.data_dir).current()
    if version is None:
        sentence = text("Pas encore d’index : celui des offres d’exemple sera fait à la première recherche.")
        yield Fact("catalogue", Level.NOTE, sentence)
        return
    manifest = version.manifest
    values: dict[str, object] = {
        "version": version.path.name,
        "cree": manifest.created,
        "jeux": {dataset.value: manifest.rows(dataset) for dataset in manifest.datasets},
    }
    if all(one.example for one in manifest.datasets.get(Dataset.OFFERS, ())):
        sentence = text("Offres d’exemple seulement. Pour de vraies offres : cpf-tui catalogue importer FICHIER")
        yield Fact("catalogue", Level.NOTE, sentence, values)
    else:
        sentence = text(
            "Version {version}, faite le {moment}.",
            version=version.path.name,
            moment=datetime.fromisoformat(manifest.created),
        )
        yield Fact("catalogue", Level.GOOD, sentence, values)
    known = origins(container.settings.data_dir / FOLDER)
    for dataset, parts in manifest.datasets.items():
        yield _dataset(dataset.value, parts, known)


def _dataset(name: str, parts: tuple[Imported, ...], known: Mapping[str, str]) -> Fact:
    """Say how many rows a dataset has, from which files (an archive rather than its members), fetched from where."""
    rows = sum(part.rows for part in parts)
    read = [one for part in parts for one in part.files]
    files = list(dict.fromkeys(one.name.partition("/")[0] for one in read))
    addresses = list(dict.fromkeys(known[one.checksum] for one in read if one.checksum in known))
    last = max(part.created for part in parts)
    values: dict[str, object] = {
        "lignes": rows,
        "formats": list(dict.fromkeys(part.format for part in parts)),
        "fichiers": files,
        "adresses": addresses,
        "importe": last,
    }
    if not files:
        return Fact(name, Level.NOTE, text("{rows} lignes d’exemple.", rows=rows), values)
    said = {"rows": rows, "files": ", ".join(files), "moment": datetime.fromisoformat(last)}
    sentence = text("{rows} lignes, lues dans {files}, importées le {moment}.", **said)
    if addresses:
        said["hosts"] = ", ".join(dict.fromkeys(urlsplit(one).hostname or one for one in addresses))
        sentence = text("{rows} lignes, lues dans {files}, importées le {moment}. Téléchargé de {hosts}.", **said)
    return Fact(name, Level.GOOD, sentence, values)
