"""Files to fetch, and a folder that receives them; every name is invented."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.catalogue.download import OfficialFile
from cpf_tui.catalogue.download.client import Client
from cpf_tui.catalogue.download.fetch import Fetching
from cpf_tui.catalogue.download.partial import receiving
from cpf_tui.catalogue.download.records import Fetched, Transfer
from cpf_tui.domain.errors import DomainError

CSV = ("id;intitulé\n" + "".join(f"{number};Formation n° {number}\n" for number in range(500))).encode()
_ENTRY = """
[[jeu]]
nom = "{name}"
titre = "Données {name}"
editeur = "Personne"
licence = "Licence Ouverte 2.0"
page = "https://exemple.fr/{name}"
adresse = "{root}/{name}.csv"
fichier = "{name}.csv"
format = "offres"
nature = "csv"
"""
PAGE = b"<!DOCTYPE html><html><body>Maintenance</body></html>"


def wanted(url: str, **more: Any) -> OfficialFile:
    said = {"nom": "essai", "titre": "Essai", "editeur": "Personne", "licence": "aucune", "page": "https://exemple.fr/"}
    return OfficialFile(**{**said, "adresse": url, "fichier": "essai.csv", "format": "offres", "nature": "csv"} | more)


def write_list(path: Path, root: str, *names: str) -> Path:
    """Write a list of addresses: for each name, the file of offers of that name on a server."""
    path.write_text("".join(_ENTRY.replace("{name}", name).replace("{root}", root) for name in names), "utf-8")
    return path


class Receiver:
    """A folder that receives, with the pauses it made and the progress it saw."""

    def __init__(self, folder: Path, tries: int = 4, **client: Any) -> None:
        self.folder, self.tries = folder, tries
        self.client = Client(**{"patience": 20.0} | client)
        self.pauses: list[float] = []
        self.seen: list[Transfer] = []

    def fetch(self, official: OfficialFile) -> Fetched:
        with receiving(self.folder):
            return Fetching(self.client, self.folder, self.tries, self.seen.append, self.pauses.append).fetch(official)

    def left(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()} - {".verrou"}


def refusal(receiver: Receiver, official: OfficialFile, kind: type[DomainError]) -> str:
    with pytest.raises(kind) as refused:
        receiver.fetch(official)
    assert "essai.csv" not in receiver.left()
    return str(refused.value)


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()
