"""The key file: made once, apart from the database and its backups, never made again for a database that exists."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import Text, text
from cpf_tui.security.files import create_once, make_folder, only_one, reachable, refuse_shared

CREDENTIAL = "cpf-tui-cles"  # its name for systemd: LoadCredential=cpf-tui-cles:/etc/cpf-tui/cles.json
_READ_ONLY = 0o400
_KEY_BYTES = 32
# systemd opens a credential to its service by an access list, which shows as a group permission.
_OTHERS = 0o007


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an installation, 32 bytes each; never shown.

    `sealing` holds every key that ever sealed a value, by its id, and `current` names the one that seals now.
    """

    database: bytes = field(repr=False)
    index: bytes = field(repr=False)
    sealing: dict[str, bytes] = field(repr=False)
    current: str

    @property
    def fingerprint(self) -> str:
        """What a server keeps to recognise the keys of its base: 32 hexadecimal digits that give nothing of them."""
        return hmac.digest(self.index, b"cpf-tui: the keys of this base", hashlib.sha256).hex()[:32]

    @classmethod
    def new(cls) -> Keys:
        """Draw every key."""
        drawn = (secrets.token_bytes(_KEY_BYTES) for _ in range(3))
        return cls(database=next(drawn), index=next(drawn), sealing={"k1": next(drawn)}, current="k1")

    def to_json(self) -> str:
        """Write the file."""
        sealing = {name: key.hex() for name, key in self.sealing.items()}
        content = {"database": self.database.hex(), "index": self.index.hex(), "sealing": sealing}
        return json.dumps({"format": 1, "current": self.current, **content}, indent=2) + "\n"

    @classmethod
    def from_json(cls, content: str) -> Keys:
        """Read the file; raises `ValueError` when anything in it is not as `to_json` writes it."""
        read = json.loads(content)
        if not isinstance(read, dict) or read.get("format") != 1:
            raise ValueError("format")
        try:
            sealing = {str(name): _key(value) for name, value in read["sealing"].items()}
            keys = cls(_key(read["database"]), _key(read["index"]), sealing, str(read["current"]))
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("content") from error
        if keys.current not in sealing:
            raise ValueError("current")
        return keys


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
    path.write_text(Keys.new().to_json(), encoding="utf-8")


def _read(path: Path, *, forbidden: int) -> Keys:
    refuse_shared(path, "400", forbidden=forbidden)
    try:
        return Keys.from_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StorageError(
            "Le fichier de clés {path} est abîmé. Remettez-le depuis sa sauvegarde.", path=path
        ) from error
