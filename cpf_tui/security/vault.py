"""The protection of the NIR: a keyed index to find it, authenticated encryption to keep it.

A plain digest of a NIR is worthless: there are few enough numbers to try them all. The key makes the difference.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.nir import Nir
from cpf_tui.security.keys import Keys

_NONCE_BYTES = 12


class KeyedVault:
    """Implements `ports.Vault`. A sealed value is `key id : nonce, ciphertext and tag`, so that keys can be renewed."""

    def __init__(self, keys: Keys) -> None:
        self._index = keys.index
        self._current = keys.current
        self._sealing = {name: AESGCM(key) for name, key in keys.sealing.items()}

    def blind_index(self, nir: Nir) -> bytes:
        """Return the keyed fingerprint (HMAC-SHA256) under which a number is found."""
        return hmac.digest(self._index, nir.compact.encode(), hashlib.sha256)

    def seal(self, plain: str, *, owner_id: str, column: str) -> bytes:
        """Encrypt (AES-256-GCM) a value for one owner and one column; moved elsewhere, it no longer opens."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._sealing[self._current].encrypt(nonce, plain.encode(), _bound_to(owner_id, column))
        return self._current.encode() + b":" + nonce + sealed

    def open(self, sealed: bytes, *, owner_id: str, column: str) -> str:
        """Decrypt; raises `StorageError` if the value was altered or moved, or its key is gone."""
        name, _, content = sealed.partition(b":")
        key = self._sealing.get(name.decode("ascii", "replace"))
        if key is None:
            raise StorageError(
                "Un numéro chiffré ne peut pas être lu : sa clé n’est pas dans le fichier de clés. "
                "Remettez le fichier de clés complet."
            )
        nonce, ciphertext = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
        try:
            return key.decrypt(nonce, ciphertext, _bound_to(owner_id, column)).decode()
        except (InvalidTag, ValueError) as error:
            raise StorageError(
                "Un numéro chiffré a été modifié en dehors du programme. Lancez « cpf-tui verifier »."
            ) from error

    def fingerprint(self, kind: str, value: str) -> bytes:
        """Return the keyed fingerprint (HMAC-SHA256) of a value of one kind; a number alone has no kind before it."""
        return hmac.digest(self._index, f"{kind}\x00{value}".encode(), hashlib.sha256)


def _bound_to(owner_id: str, column: str) -> bytes:
    return f"{owner_id}|{column}".encode()
