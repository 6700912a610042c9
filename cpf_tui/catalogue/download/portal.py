"""What data.gouv.fr says of a file that gets a new name and a new address every day."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from cpf_tui.catalogue.download.addresses import OfficialFile, is_web_address
from cpf_tui.catalogue.download.client import Client
from cpf_tui.catalogue.download.records import Target
from cpf_tui.domain.errors import Unreachable

_LARGEST = 20_000_000  # bytes of a description; the longest known has some hundred files
_SUMS = {"sha256": 64, "sha1": 40}  # the checksums of a portal we compute, and their length in letters


def find(wanted: OfficialFile, client: Client) -> Target:
    """Return the file of a wanted: its address, or the newest of its portal. Raises as `Client.open` does."""
    own = Target(wanted.adresse, wanted.octets, "sha256" if wanted.sha256 else "", wanted.sha256)
    if not wanted.ressource:
        return own
    matching = [
        one
        for one in _resources(wanted, client)
        if fnmatchcase(_text(one, "title"), wanted.ressource) and _leads_somewhere(_text(one, "url"), wanted)
    ]
    if not matching:
        raise Unreachable(
            "{title} : {page} ne donne plus de fichier « {pattern} ». Corrigez « ressource » dans une copie de la "
            "liste, avec « --adresses », ou prenez le fichier sur cette page.",
            title=wanted.titre,
            page=wanted.page,
            pattern=wanted.ressource,
        )
    newest = max(matching, key=lambda one: (_text(one, "last_modified"), _text(one, "title")))
    algorithm, digest = _checksum(newest)
    size = newest.get("filesize")
    return Target(
        _text(newest, "url"),
        own.size or (size if isinstance(size, int) and size > 0 else 0),
        own.algorithm or algorithm,
        own.digest or digest,
    )


def _resources(wanted: OfficialFile, client: Client) -> list[dict[str, Any]]:
    content = bytearray()
    with client.open(wanted.adresse, {"Accept": "application/json", "Accept-Encoding": "identity"}) as answer:
        if answer.status == 200:
            for chunk in answer.chunks():
                content += chunk
                if len(content) > _LARGEST:
                    break
    try:
        described = json.loads(content)["resources"]
        return [one for one in described if isinstance(one, dict)]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable(
            "{title} : {url} ne décrit plus ce jeu de données. Corrigez « adresse » dans une copie de la liste, avec "
            "« --adresses », ou prenez le fichier sur {page}.",
            title=wanted.titre,
            url=wanted.adresse,
            page=wanted.page,
        ) from error


def _leads_somewhere(url: str, wanted: OfficialFile) -> bool:
    """Whether an address may be followed from the portal: as for redirects, https never leads to http."""
    return is_web_address(url) and (url.startswith("https:") or wanted.adresse.startswith("http:"))


def _text(resource: dict[str, Any], key: str) -> str:
    value = resource.get(key)
    return value if isinstance(value, str) else ""


def _checksum(resource: dict[str, Any]) -> tuple[str, str]:
    told = resource.get("checksum")
    if isinstance(told, dict):
        kind, value = _text(told, "type").lower(), _text(told, "value").lower()
        if len(value) == _SUMS.get(kind):
            return kind, value
    return "", ""
