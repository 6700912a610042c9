"""The list of addresses: shipped as `catalog_data/adresses.toml`, replaced whole by a file of the same form."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cpf_tui.catalogue.download.content import KINDS
from cpf_tui.domain.errors import InvalidInput

LARGEST = 2_000_000_000
"""Bytes a file may have when its entry says nothing."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_FILE = re.compile(r"[A-Za-z0-9][\w.-]{0,80}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """One official file: what the list says of it, under the names the list uses.

    With a `ressource`, `adresse` describes the dataset on data.gouv.fr and the newest file matching it is taken.
    `octets` and `sha256` are what the file must be, when known; `octets_max` is where one stops.
    """

    nom: str
    titre: str
    editeur: str
    licence: str
    page: str
    adresse: str
    fichier: str
    format: str
    nature: str
    ressource: str = ""
    sha256: str = ""
    octets: int = 0
    octets_max: int = LARGEST


def read_addresses(path: Path | None = None) -> tuple[OfficialFile, ...]:
    """Read a list of addresses, the shipped one unless given.

    Raises `InvalidInput`, one sentence that says which entry is wrong and how.
    """
    if path is None:
        from catalog_data import data_path  # a list given by hand needs no shipped data

        path = data_path("adresses.toml")
    entries = _entries(path)
    known = tuple(_official(path.name, rank, entry) for rank, entry in enumerate(entries, start=1))
    for what, values in (("nom", [one.nom for one in known]), ("fichier", [one.fichier for one in known])):
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice:
            raise InvalidInput(
                "« {file} » : « {twice} » sert deux fois de « {key} ».", file=path.name, twice=twice, key=what
            )
    return known


def _entries(path: Path) -> list[Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput(
            "La liste d’adresses « {path} » ne peut pas être lue : {reason}.",
            path=path,
            reason=error.strerror or type(error).__name__,
        ) from error
    except ValueError as error:  # of TOML, or of UTF-8
        raise InvalidInput(
            "« {file} » n’est pas une liste d’adresses en TOML : {reason}. Le modèle : {own}",
            file=path.name,
            reason=error,
            own=_own(),
        ) from error
    entries = content.get("jeu")
    if not isinstance(entries, list) or not entries:
        raise InvalidInput("« {file} » n’a aucun [[jeu]]. Le modèle : {own}", file=path.name, own=_own())
    return entries


def _own() -> Path:
    from catalog_data import data_path  # a sentence alone names it

    return data_path("adresses.toml")


def _official(file: str, rank: int, entry: object) -> OfficialFile:
    entry = entry if isinstance(entry, dict) else {}
    known = {one.name: one for one in fields(OfficialFile)}
    if strange := next((key for key in entry if key not in known), None):
        raise InvalidInput(
            "« {file} », jeu n° {rank} : « {key} » n’est pas connu. Ce qui l’est : {known}.",
            file=file,
            rank=rank,
            key=strange,
            known=", ".join(known),
        )
    for key, one in known.items():
        if key not in entry and one.default is MISSING:
            raise InvalidInput("« {file} », jeu n° {rank} : il manque « {key} ».", file=file, rank=rank, key=key)
        if key in entry and not _well_formed(key, entry[key], number=one.type == "int"):
            raise InvalidInput(
                "« {file} », jeu n° {rank} : « {key} » ne peut pas être « {value} ».",
                file=file,
                rank=rank,
                key=key,
                value=entry[key],
            )
    return OfficialFile(**entry)


def _well_formed(key: str, value: object, *, number: bool) -> bool:
    if number:
        return type(value) is int and value > 0
    if not isinstance(value, str) or not value or not value.isprintable():
        return False
    if key in {"adresse", "page"}:
        return is_web_address(value)
    if key == "nature":
        return value in KINDS
    pattern = {"nom": _NAME, "fichier": _FILE, "sha256": _SHA256}.get(key)
    return pattern is None or pattern.fullmatch(value) is not None


def is_web_address(typed: str) -> bool:
    """Say whether a text is an address of the web, whole: scheme, machine, and a port that is one."""
    try:
        parts = urlsplit(typed)
        if any(letter.isspace() for letter in typed):
            return False
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
