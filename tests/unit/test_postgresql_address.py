"""The address of a database: prudent where it says nothing, shown without its password, explained when refused."""

from __future__ import annotations

import pytest

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.persistence.postgresql.address import Address
from cpf_tui.persistence.postgresql.failures import refusal

PASSWORD = "girafe%3Ablanche"


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the machine that runs the tests says to libpq."""
    for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGSSLMODE", "PGCONNECT_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://cpf:{PASSWORD}@db.exemple.fr:5433/droits", "droits@db.exemple.fr:5433"),
        (f"postgres://cpf:{PASSWORD}@db.exemple.fr/droits?sslmode=verify-full", "droits@db.exemple.fr"),
        ("postgresql://cpf@/droits?host=/run/postgresql", "droits@/run/postgresql"),
        ("postgresql://cpf@", "cpf"),
        ("postgresql://?service=cpf", "cpf"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    address = Address.read(url)
    assert address.shown == shown
    assert "girafe" not in repr(address)


@pytest.mark.parametrize(
    ("url", "sslmode"),
    [
        ("postgresql://cpf@db.exemple.fr/droits", "require"),
        ("postgresql://cpf@/droits?host=db.exemple.fr,localhost", "require"),
        ("postgresql://cpf@/droits?hostaddr=192.0.2.7", "require"),
        ("postgresql://cpf@localhost/droits", "prefer"),
        ("postgresql://cpf@/droits", "prefer"),
        ("postgresql://cpf@/droits?host=/run/postgresql", "prefer"),
        ("postgresql://cpf@db.exemple.fr/droits?sslmode=verify-full", "verify-full"),
        ("postgresql://cpf@db.exemple.fr/droits?sslmode=disable", "disable"),
    ],
)
def test_a_network_is_crossed_encrypted_unless_the_address_says_otherwise(url: str, sslmode: str) -> None:
    assert Address.read(url).parameters["sslmode"] == sslmode


@pytest.mark.parametrize(
    ("url", "variables", "sslmode"),
    [
        ("postgresql://cpf@/droits", {"PGHOST": "db.exemple.fr"}, "require"),
        ("postgresql://cpf@db.exemple.fr/droits", {"PGSSLMODE": "verify-full"}, "verify-full"),
        ("postgresql://cpf@db.exemple.fr/droits?sslmode=require", {"PGSSLMODE": "verify-full"}, "require"),
        ("postgresql://?service=cpf", {}, None),
    ],
)
def test_what_the_environment_of_libpq_says_is_heard(
    monkeypatch: pytest.MonkeyPatch, url: str, variables: dict[str, str], sslmode: str | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Address.read(url).parameters.get("sslmode") == sslmode


def test_an_address_may_choose_its_timeouts_but_not_its_letters() -> None:
    parameters = Address.read("postgresql://h/b?connect_timeout=3&client_encoding=LATIN1").parameters
    assert parameters["connect_timeout"] == "3"
    assert parameters["client_encoding"] == "UTF8"
    assert parameters["tcp_user_timeout"] == 30_000


@pytest.mark.parametrize("rest", ["@h/b?foo=1", "@h:%zz/b", "@[::1/b", "@h/b?sslmode"])
def test_an_address_that_cannot_be_read_is_not_repeated(rest: str) -> None:
    with pytest.raises(InvalidInput, match="CPF_TUI_DATABASE_URL") as refused:
        Address.read(f"postgresql://cpf:{PASSWORD}{rest}")
    assert "girafe" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Connection refused\n\tIs the server running on that host?", "ne répond pas"),
        ("failed to resolve host 'nulle.part': [Errno -2] Name or service not known", "ne répond pas"),
        ("connection timeout expired", "ne répond pas"),
        ('FATAL:  password authentication failed for user "cpf"', "mot de passe"),
        ("FATAL:  authentification par mot de passe échouée pour l’utilisateur « cpf »", "mot de passe"),
        ("fe_sendauth: no password supplied", "mot de passe"),
        ('FATAL:  database "droits" does not exist', "n’y existe pas"),
        ("FATAL:  la base de données « droits » n'existe pas", "n’y existe pas"),
        ('FATAL:  role "cpf" does not exist', "ne connaît pas ce rôle"),
        ("FATAL:  le rôle « cpf » n'est pas autorisé à se connecter", "ne connaît pas ce rôle"),
        ('FATAL:  no pg_hba.conf entry for host "192.0.2.7", user "cpf", no encryption', "pg_hba.conf"),
        ("server does not support SSL, but SSL was required", "liaison chiffrée"),
        ("SSL error: certificate verify failed", "liaison chiffrée"),
        ("FATAL:  sorry, too many clients already", "plus de connexions"),
        ('FATAL:  too many connections for role "cpf"', "plus de connexions"),
        ("FATAL:  remaining connection slots are reserved for superusers", "plus de connexions"),
        ("FATAL:  the database system is starting up", "démarre ou s’arrête"),
        ("FATAL:  le système de bases de données se lance", "se lance"),
    ],
)
def test_a_refused_connection_says_what_to_do(message: str, said: str) -> None:
    sentence = str(refusal(f'connection failed: connection to server at "h" failed: {message}', "droits@h"))
    assert said in sentence
    assert "{" not in sentence
