"""Settings come from the environment, when asked for."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cpf_tui import settings as settings_module
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.settings import Language, Settings, load, withhold


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    settings_module._withheld.clear()
    for name in ("DATA_DIR", "KEY_FILE", "LANGUAGE", "REGIME", "TIMEZONE", "SHARED", "IDLE_SECONDS", "DATABASE_URL"):
        monkeypatch.delenv(f"CPF_TUI_{name}", raising=False)


def test_defaults_are_french_and_in_the_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load()
    assert settings.data_dir == tmp_path / "cpf-tui"
    assert settings.language is Language.FRENCH
    assert settings.timezone == ZoneInfo("Europe/Paris")


def test_everything_lives_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(tmp_path))
    settings = load()
    assert settings.database_path == tmp_path / "base" / "cpf.db"
    assert settings.key_path == tmp_path / "cles" / "cles.json"


def test_the_key_file_may_be_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CPF_TUI_KEY_FILE", str(tmp_path / "k.json"))
    assert load().key_path == tmp_path / "k.json"


def test_paths_are_read_as_a_shell_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CPF_TUI_DATA_DIR", "~/etat")
    assert load().data_dir == tmp_path / "etat"
    monkeypatch.setenv("CPF_TUI_DATA_DIR", "etat")
    assert load().data_dir == tmp_path / "etat"


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPF_TUI_LANGUAGE", "")
    assert load().language is Language.FRENCH


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("CPF_TUI_SHARED", "peut-être", "CPF_TUI_SHARED vaut « peut-être » ; il faut 1 (oui) ou 0 (non)."),
        (
            "CPF_TUI_IDLE_SECONDS",
            "3",
            "CPF_TUI_IDLE_SECONDS vaut « 3 » ; il faut un nombre de secondes entre 20 et 3600.",
        ),
        ("CPF_TUI_LANGUAGE", "de", "CPF_TUI_LANGUAGE vaut « de » ; il faut fr ou en."),
        ("CPF_TUI_REGIME", "euros", "CPF_TUI_REGIME vaut « euros » ; il faut le mot heures."),
        (
            "CPF_TUI_TIMEZONE",
            "Paris",
            "CPF_TUI_TIMEZONE vaut « Paris » ; il faut un fuseau horaire, par exemple Europe/Paris.",
        ),
        ("CPF_TUI_DATA_DIR", "~nobody-here/x", "CPF_TUI_DATA_DIR vaut « ~nobody-here/x » ; il faut un dossier."),
    ],
)
def test_a_bad_value_is_one_sentence(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidInput) as caught:
        load()
    assert str(caught.value) == sentence


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().language = Language.ENGLISH  # type: ignore[misc]


URL = "postgresql://cpf:girafe-blanche@db.exemple.fr/droits"


def test_no_address_means_the_embedded_file() -> None:
    assert load().database_url is None


def test_the_address_of_a_server_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPF_TUI_DATABASE_URL", URL)
    settings = load()
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == URL
    assert "girafe" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_the_address_is_taken_out_of_the_environment_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPF_TUI_DATABASE_URL", URL)
    withhold()
    assert "CPF_TUI_DATABASE_URL" not in os.environ
    for _ in range(2):
        found = load().database_url
        assert found is not None
        assert found.get_secret_value() == URL
    withhold()  # another run, in an environment without it
    assert load().database_url is None


@pytest.mark.parametrize("url", ["mysql://cpf:girafe-blanche@h/b", "girafe-blanche", "postgresql:girafe-blanche"])
def test_a_bad_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CPF_TUI_DATABASE_URL", url)
    with pytest.raises(InvalidInput, match="CPF_TUI_DATABASE_URL n’est pas l’adresse") as refused:
        load()
    assert "girafe" not in "".join(traceback.format_exception(refused.value))
