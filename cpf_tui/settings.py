"""Settings, from `CPF_TUI_*` variables; read by `load`, never at import."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cpf_tui.domain.access import Demand
from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.retention import Kept
from cpf_tui.domain.text import Text, text

_PREFIX = "CPF_TUI_"
_SCHEMES = ("postgresql://", "postgres://")
_SECRET = "database_url"
_withheld: dict[str, str] = {}


class Language(StrEnum):
    """The languages of the screens."""

    FRENCH = "fr"
    ENGLISH = "en"


class RegimeName(StrEnum):
    """The unit of the account; euros would be another regime."""

    HOURS = "heures"


def _default_data_dir() -> Path:
    return user_data_path("cpf-tui", appauthor=False)


class Settings(BaseSettings):
    """What an installation may choose. An empty variable counts as absent."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data_dir: Path = Field(default_factory=_default_data_dir)
    key_file: Path | None = None
    database_url: SecretStr | None = None
    """The address of a database on a PostgreSQL server, `postgresql://…`; none means the embedded file."""
    language: Language = Language.FRENCH
    regime: RegimeName = RegimeName.HOURS
    timezone: ZoneInfo = Field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    advisor_second_factor: Demand = Demand.DEMANDED
    """Whether advisors must set up a second factor, or may."""
    shared: bool = False
    """Whether other people use the same terminal (a kiosk, an account that many connect to)."""
    idle_seconds: int = Field(default=120, ge=20, le=3600)
    """On a shared terminal, seconds without a key after which a session is about to be closed."""

    @field_validator("data_dir", "key_file", mode="after")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        """Take `~` and relative paths as a shell would."""
        if value is None:
            return None
        try:
            return value.expanduser().absolute()
        except RuntimeError as error:
            raise PydanticCustomError("home", "no such home") from error

    @field_validator("database_url", mode="after")
    @classmethod
    def _address(cls, value: SecretStr | None) -> SecretStr | None:
        """Take the addresses that libpq takes; the rest of it is read by the persistence."""
        if value is not None and not value.get_secret_value().startswith(_SCHEMES):
            raise PydanticCustomError("address", "not the address of a PostgreSQL database")
        return value

    @property
    def database_path(self) -> Path:
        """The encrypted database, alone in its folder: it and its journal are what a backup copies."""
        return self.data_dir / "base" / "cpf.db"

    @property
    def key_path(self) -> Path:
        """The key file: outside the folder of the database, so that a backup of one does not take the other."""
        return self.key_file or self.data_dir / "cles" / "cles.json"

    @property
    def backup_dir(self) -> Path:
        """Where backups go unless told otherwise: on the same disk, so that copies of them must be kept elsewhere."""
        return self.data_dir / "sauvegardes"

    @property
    def take_away_dir(self) -> Path:
        """Where the files that people take away are written: calendars, certificates."""
        return self.data_dir / "emporter"

    @property
    def passing_folders(self) -> dict[Kept, Path]:
        """The folders whose files are kept for a time only, by the rule that says how long."""
        return {
            Kept.TAKE_AWAY: self.take_away_dir,
            Kept.INCIDENTS: self.data_dir / "incidents",
            Kept.DOWNLOADS: self.data_dir / "telechargements",
        }

    @property
    def catalogue_dir(self) -> Path:
        """The imported catalogue and its index: public data, that can be rebuilt."""
        return self.data_dir / "catalogue"


_EXPECTED: dict[str, Text] = {
    "data_dir": text("un dossier"),
    "key_file": text("un fichier"),
    "language": text("fr ou en"),
    "regime": text("le mot heures"),
    "timezone": text("un fuseau horaire, par exemple Europe/Paris"),
    "advisor_second_factor": text("exige ou propose"),
    "shared": text("1 (oui) ou 0 (non)"),
    "idle_seconds": text("un nombre de secondes entre 20 et 3600"),
}


def withhold() -> None:
    """Take what is secret out of the environment of this process, where its children would find it.

    `load` remembers it. Called once, by the command line.
    """
    _withheld.clear()
    value = os.environ.pop(_PREFIX + _SECRET.upper(), "")
    if value:
        _withheld[_SECRET] = value


def load() -> Settings:
    """Read the settings from the environment; raises `InvalidInput` with one sentence for the first bad one."""
    withheld = {} if _PREFIX + _SECRET.upper() in os.environ else _withheld
    try:
        return Settings(**withheld)  # type: ignore[arg-type]  # as text, which is what the environment holds
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        name = str(wrong["loc"][0])
        if name == _SECRET:  # may hold a password: not repeated
            raise InvalidInput(
                "CPF_TUI_DATABASE_URL n’est pas l’adresse d’une base PostgreSQL : écrivez "
                "postgresql://role@machine:5432/base, ou ne la définissez pas pour garder la base de ce dossier."
            ) from None
        raise InvalidInput(
            "{variable} vaut « {value} » ; il faut {expected}.",
            variable=_PREFIX + name.upper(),
            value=wrong["input"],
            expected=_EXPECTED.get(name, ""),
        ) from error
