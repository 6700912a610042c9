"""The protection of the NIR."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.nir import Nir
from cpf_tui.security.keys import Keys
from cpf_tui.security.vault import KeyedVault

NIR = Nir("200999999900174")
KEYS = Keys.new()
VAULT = KeyedVault(KEYS)


def seal() -> bytes:
    return VAULT.seal(NIR.compact, owner_id="h1", column="nir")


def test_the_index_is_stable_keyed_and_tells_numbers_apart() -> None:
    assert VAULT.blind_index(NIR) == KeyedVault(KEYS).blind_index(NIR)
    assert VAULT.blind_index(NIR) != KeyedVault(Keys.new()).blind_index(NIR)
    assert VAULT.blind_index(NIR) != VAULT.blind_index(Nir("100999999900226"))
    assert len(VAULT.blind_index(NIR)) == 32


def test_a_sealed_value_opens_for_its_owner_and_column() -> None:
    assert VAULT.open(seal(), owner_id="h1", column="nir") == NIR.compact
    assert NIR.compact.encode() not in seal()
    assert seal() != seal()


@pytest.mark.parametrize(("owner", "column"), [("h2", "nir"), ("h1", "email")])
def test_a_moved_value_does_not_open(owner: str, column: str) -> None:
    with pytest.raises(StorageError, match="modifié"):
        VAULT.open(seal(), owner_id=owner, column=column)


@pytest.mark.parametrize(
    "altered",
    [b"k1:", b"k1:" + b"\0" * 40, seal()[:-1], seal()[:-1] + b"\0\0"],
    ids=["no-value", "zeros", "cut", "replaced"],
)
def test_an_altered_value_does_not_open(altered: bytes) -> None:
    with pytest.raises(StorageError, match="modifié"):
        VAULT.open(altered, owner_id="h1", column="nir")


@pytest.mark.parametrize("foreign", [b"", b"k9:abc", b"\xff:abc"])
def test_a_value_whose_key_is_gone_says_so(foreign: bytes) -> None:
    with pytest.raises(StorageError, match="fichier de clés"):
        VAULT.open(foreign, owner_id="h1", column="nir")


def test_after_a_renewal_old_values_still_open() -> None:
    renewed = replace(KEYS, sealing={**KEYS.sealing, "k2": Keys.new().sealing["k1"]}, current="k2")
    vault = KeyedVault(renewed)
    assert vault.open(seal(), owner_id="h1", column="nir") == NIR.compact
    assert vault.seal("x", owner_id="h1", column="nir").startswith(b"k2:")
