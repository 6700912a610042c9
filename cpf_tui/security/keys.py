"""The key file: made once, apart from the database and its backups, never made again for a database that exists."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.security.files import create_once, make_folder, only_one, reachable, refuse_shared, replace_whole

CREDENTIAL = "cpf-tui-cles"  # its name for systemd: LoadCredential=cpf-tui-cles:/etc/cpf-tui/cles.json
_READ_ONLY = 0o400
_KEY_BYTES = 32
# systemd opens a credential to its service by an access list, which shows as a group permission.
_OTHERS = 0o007


class KeyPart(StrEnum):
    """What can be drawn again: the key of the file, that of the sealed values, that of the blind index."""

    DATABASE = "base"
    SEALING = "numeros"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an installation, 32 bytes each; never shown.

    `sealing` holds every key that sealed a value still kept, by its id, and `current` names the one that seals now.
    `next` is there while the keys change: the base opens with these or with those, never with neither.
    """

    database: bytes = field(repr=False)
    index: bytes = field(repr=False)
    sealing: dict[str, bytes] = field(repr=False)
    current: str
    next: Keys | None = field(default=None, repr=False)

    @property
    def fingerprint(self) -> str:
        """What a server keeps to recognise the keys of its base: 32 hexadecimal digits that give nothing of them."""
        # Of the sealing keys too: a program left open after they changed would seal with one that nobody keeps.
        sealing = b"".join(name.encode() + b"\x00" + self.sealing[name] for name in sorted(self.sealing))
        return hmac.digest(self.index, b"cpf-tui: the keys of this base\x00" + sealing, hashlib.sha256).hex()[:32]

    @classmethod
    def new(cls) -> Keys:
        """Draw every key."""
        drawn = (secrets.token_bytes(_KEY_BYTES) for _ in range(3))
        return cls(database=next(drawn), index=next(drawn), sealing={"k1": next(drawn)}, current="k1")

    def renewed(self, parts: Collection[KeyPart]) -> Keys:
        """Draw some of the keys again; a new sealing key has a new id, and those before it are gone."""
        drawn = Keys.new()
        name = f"k{1 + max((int(one[1:]) for one in self.sealing if one[1:].isdecimal()), default=0)}"
        sealing, current = (
            (self.sealing, self.current)
            if KeyPart.SEALING not in parts
            else ({name: drawn.sealing[drawn.current]}, name)
        )
        return Keys(
            database=drawn.database if KeyPart.DATABASE in parts else self.database,
            index=drawn.index if KeyPart.INDEX in parts else self.index,
            sealing=sealing,
            current=current,
        )

    def to_json(self) -> str:
        """Write the file."""
        return json.dumps({"format": 1, **self._content()}, indent=2) + "\n"

    def _content(self) -> dict[str, object]:
        sealing = {name: key.hex() for name, key in self.sealing.items()}
        content = {"database": self.database.hex(), "index": self.index.hex(), "sealing": sealing}
        coming = {} if self.next is None else {"next": self.next._content()}
        return {"current": self.current, **content, **coming}

    @classmethod
    def from_json(cls, content: str) -> Keys:
        """Read the file; raises `ValueError` when anything in it is not as `to_json` writes it."""
        read = json.loads(content)
        if not isinstance(read, dict) or read.get("format") != 1:
            raise ValueError("format")
        try:
            return cls._read(read)
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("content") from error

    @classmethod
    def _read(cls, content: Mapping[str, Any]) -> Keys:
        sealing = {str(name): _key(value) for name, value in content["sealing"].items()}
        current = str(content["current"])
        if current not in sealing:
            raise ValueError("current")
        coming = cls._read(content["next"]) if "next" in content else None
        return cls(_key(content["database"]), _key(content["index"]), sealing, current, coming)


def _key(written: str) -> bytes:
    key = bytes.fromhex(written)
    if len(key) != _KEY_BYTES:
        raise ValueError("length")
    return key


def credential_path() -> Path | None:
    """Give the path of the key file handed over by systemd, or None."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder, CREDENTIAL) if folder else None
    return path if path is not None and path.exists() else None


def load_or_create(path: Path, in_use: Callable[[], bool]) -> Keys:
    """Read the keys, drawing them on the first start; `in_use` says whether there is a database already.

    Raises `StorageError` when the file is missing while the database exists: new keys would open nothing.
    """
    with reachable(path):
        credential = credential_path()
        if credential is not None:
            return _read(credential, forbidden=_OTHERS)
        if not path.exists():
            _create(path, in_use)
        return _read(path, forbidden=0o077)


def load(path: Path) -> Keys:
    """Read the keys of an installation that has some; raises `StorageError` when they are missing."""
    with reachable(path):
        credential = credential_path()
        if credential is not None:
            return _read(credential, forbidden=_OTHERS)
        if not path.exists():
            raise StorageError(_missing(path))
        return _read(path, forbidden=0o077)


def refuse_read_only(path: Path) -> None:
    """Refuse to change keys that this program may read and not write. Raises `StorageError` with what to do."""
    credential = credential_path()
    if credential is not None:
        raise StorageError(
            "Les clés sont prêtées par systemd (LoadCredential) et ne peuvent pas être changées d’ici. Arrêtez le "
            "service, puis lancez la commande hors de lui, avec CPF_TUI_KEY_FILE qui désigne le fichier que nomme "
            "LoadCredential."
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageError(
            "Le fichier de clés {path} ne peut pas être remplacé : le dossier {folder} ne s’écrit pas. Lancez la "
            "commande avec le compte de son propriétaire.",
            path=path,
            folder=path.parent,
        )


def save(path: Path, keys: Keys) -> None:
    """Replace the key file in one step: whatever happens, the former or the new one is there, whole."""
    with reachable(path):
        replace_whole(path, keys.to_json().encode(), mode=_READ_ONLY)


def save_apart(path: Path, keys: Keys) -> None:
    """Write keys in a file of their own, that does not exist yet. Raises `StorageError`."""
    with reachable(path):
        if not create_once(path, lambda passing: _write(passing, keys), mode=_READ_ONLY):
            raise StorageError("{path} existe déjà. Donnez un autre nom à l’ancien fichier de clés.", path=path)


def load_from(path: Path) -> Keys:
    """Read a key file named by the operator: that of another installation, or one kept with old backups."""
    with reachable(path):
        if not path.exists():
            raise StorageError("Le fichier de clés {path} n’existe pas.", path=path)
        return _read(path, forbidden=0o077)


def _missing(path: Path) -> Text:
    return text(
        "Le fichier de clés {path} manque : sans lui la base ne s’ouvre pas. Remettez-le depuis sa sauvegarde, "
        "ou indiquez où il est avec CPF_TUI_KEY_FILE.",
        path=path,
    )


def _create(path: Path, in_use: Callable[[], bool]) -> None:
    make_folder(path.parent)
    with only_one(path.parent):
        if path.exists():
            return
        if in_use():
            raise StorageError(_missing(path))
        create_once(path, _draw, mode=_READ_ONLY)


def _draw(path: Path) -> None:
    _write(path, Keys.new())


def _write(path: Path, keys: Keys) -> None:
    path.write_text(keys.to_json(), encoding="utf-8")


def _read(path: Path, *, forbidden: int) -> Keys:
    refuse_shared(path, "400", forbidden=forbidden)
    try:
        return Keys.from_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StorageError(
            "Le fichier de clés {path} est abîmé. Remettez-le depuis sa sauvegarde.", path=path
        ) from error
