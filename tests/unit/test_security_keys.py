"""The key file: made once, private, never made again for a database that exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpf_tui.domain.errors import StorageError
from cpf_tui.security import keys
from cpf_tui.security.keys import Keys, load_or_create


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cles" / "cles.json"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "cpf.db"


def test_the_first_start_draws_keys_and_the_next_reads_them(path: Path, base: Path) -> None:
    drawn = load_or_create(path, base.exists)
    assert load_or_create(path, base.exists) == drawn
    assert len({drawn.database, drawn.index, drawn.sealing["k1"]}) == 3
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_keys_are_never_shown() -> None:
    drawn = Keys.new()
    assert repr(drawn) == "Keys(current='k1')"


def test_lost_keys_are_not_replaced(path: Path, base: Path) -> None:
    base.write_bytes(b"encrypted")
    with pytest.raises(StorageError, match=r"manque.*Remettez-le depuis sa sauvegarde"):
        load_or_create(path, base.exists)
    assert not path.exists()


def test_what_a_killed_start_left_is_cleared(path: Path, base: Path) -> None:
    path.parent.mkdir()
    half = path.with_name("cles.json.nouveau-dead")
    half.write_text("{", encoding="utf-8")
    load_or_create(path, base.exists)
    assert not half.exists()


def test_a_key_file_that_others_may_read_is_refused(path: Path, base: Path) -> None:
    load_or_create(path, base.exists)
    path.chmod(0o440)
    with pytest.raises(StorageError, match="chmod 400"):
        load_or_create(path, base.exists)


GOOD = json.loads(Keys.new().to_json())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        json.dumps({**GOOD, "format": 2}),
        json.dumps({**GOOD, "current": "k2"}),
        json.dumps({**GOOD, "database": "abcd"}),
        json.dumps({**GOOD, "index": None}),
        json.dumps({**GOOD, "sealing": ["k1"]}),
        json.dumps({key: value for key, value in GOOD.items() if key != "index"}),
    ],
    # Keys are drawn anew by each process: without names of their own, the tests would differ from one to the next.
    ids=["nothing", "cut", "list", "null", "format", "current", "short", "no-value", "not-a-table", "missing"],
)
def test_a_damaged_key_file_is_refused(path: Path, base: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    path.chmod(0o400)
    with pytest.raises(StorageError, match="abîmé"):
        load_or_create(path, base.exists)


def test_a_folder_in_place_of_the_file_is_refused(path: Path, base: Path) -> None:
    path.mkdir(parents=True, mode=0o700)
    with pytest.raises(StorageError, match="un dossier est à la place"):
        load_or_create(path, base.exists)


def test_a_credential_of_systemd_comes_first(
    path: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Keys.new()
    credential = tmp_path / keys.CREDENTIAL
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert load_or_create(path, base.exists) != given  # no such credential: the file serves
    credential.write_text(given.to_json(), encoding="utf-8")
    credential.chmod(0o440)  # as the access list of systemd shows
    assert load_or_create(path, base.exists) == given
