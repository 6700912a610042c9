"""What `bootstrap` builds, and what it does not load until it is asked."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest

from cpf_tui.bootstrap import build, open_database
from cpf_tui.domain.errors import StorageError
from cpf_tui.security.keys import KeyPart
from cpf_tui.settings import Settings
from tests.support.storage import furnish


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_the_parts_are_built_once_and_closed(settings: Settings) -> None:
    with build(settings) as parts:
        assert parts.database is parts.database
        furnish(parts.database)
        assert parts.hasher.verify(parts.hasher.hash("tournevis bleu lundi"), "tournevis bleu lundi")
    assert not settings.database_path.with_name("cpf.db-wal").exists()


def test_building_opens_nothing(settings: Settings) -> None:
    build(settings).close()
    assert list(settings.data_dir.iterdir()) == []


def test_the_clock_is_in_utc_and_its_day_in_the_zone(settings: Settings) -> None:
    clock = build(settings).clock
    before, day, after = (
        clock.now().astimezone(settings.timezone).date(),
        clock.today(),
        clock.now().astimezone(settings.timezone).date(),
    )
    assert clock.now().tzinfo == UTC
    assert before <= day <= after


def test_verifying_works_on_a_new_and_on_a_refused_database(settings: Settings) -> None:
    assert build(settings).verify().clean
    content = bytearray(settings.database_path.read_bytes())
    content[9_000] ^= 1
    settings.database_path.write_bytes(content)
    with pytest.raises(StorageError):
        open_database(settings)
    assert not build(settings).verify().clean


@pytest.mark.parametrize("part", KeyPart)
def test_keys_changed_while_the_program_starts_are_noticed(settings: Settings, part: KeyPart) -> None:
    open_database(settings).close()
    parts = build(settings)
    assert parts.vault  # it has read the keys
    build(settings).upkeep.change_keys([part])
    with pytest.raises(StorageError, match="Les clés viennent d’être changées"):
        _ = parts.database
    open_database(settings).close()


def test_the_key_file_may_be_given_apart(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "etat", key_file=tmp_path / "ailleurs" / "k.json")
    open_database(settings).close()
    assert settings.key_path.exists()
    assert not (tmp_path / "etat" / "cles").exists()


LOADED = """
import sys
from pathlib import Path
from cpf_tui.bootstrap import build
from cpf_tui.settings import Settings
with build(Settings(data_dir=Path(sys.argv[1]))) as parts:
    assert not {"sqlalchemy", "numpy", "textual", "cryptography"} & set(sys.modules)
    assert parts.verify().clean
    assert not {"sqlalchemy.orm", "numpy", "textual"} & set(sys.modules), "too much"
with build(Settings(data_dir=Path(sys.argv[1]))) as parts:
    parts.database
    # Alembic knows every dialect, and is loaded by the first start only.
    known = "alembic" in sys.modules
    assert known or not {"psycopg", "sqlalchemy.dialects.postgresql"} & set(sys.modules), "the server's driver"
"""


def test_a_command_loads_only_what_it_needs(settings: Settings) -> None:
    command = [sys.executable, "-c", LOADED, str(settings.data_dir)]
    for _ in ("first start", "next one"):
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, "")
