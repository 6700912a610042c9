"""Two roles: the owner prepares, the program has only what it needs; and the whole journey is made with that."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors
from pydantic import SecretStr

from cpf_tui.bootstrap import build
from cpf_tui.cli import main as cli
from cpf_tui.demonstration.build import furnish
from cpf_tui.domain.errors import InvalidInput, StorageError
from cpf_tui.settings import Settings, withhold
from tests.support import storage
from tests.support.server_storage import Servers

OWNER, PROGRAM = "proprietaire", "programme"


@dataclass(frozen=True)
class Shared:
    """A database of the owner, not prepared yet, as an operator makes it with docs/postgresql.md."""

    owner_url: str
    program_url: str
    folder: Path

    def settings(self, url: str) -> Settings:
        return Settings(data_dir=self.folder, database_url=SecretStr(url))

    def prepare(self) -> None:
        with build(self.settings(self.owner_url)) as parts:
            parts.prepare_server(PROGRAM)


@pytest.fixture(scope="module", autouse=True)
def roles(servers: Servers) -> None:
    for name in (OWNER, PROGRAM):
        servers.server.do(f"CREATE ROLE {name} LOGIN PASSWORD 'secret-{name}'")


@pytest.fixture
def shared(servers: Servers, tmp_path: Path) -> Shared:
    url = servers.server.create(owner=OWNER)
    return Shared(url, url.replace(f"{OWNER}@", f"{PROGRAM}@"), tmp_path / "etat")


def test_the_program_does_not_prepare_what_is_not_its_own(shared: Shared) -> None:
    with build(shared.settings(shared.program_url)) as parts, pytest.raises(StorageError, match="base preparer"):
        _ = parts.database


def test_the_program_does_not_upgrade_what_is_not_its_own(shared: Shared) -> None:
    shared.prepare()
    with psycopg.connect(shared.owner_url, autocommit=True) as raw:
        raw.execute("UPDATE cpf_installation SET version = 1")
    with build(shared.settings(shared.program_url)) as parts, pytest.raises(StorageError, match="base preparer"):
        _ = parts.database


@pytest.mark.parametrize(
    ("role", "sentence"), [(OWNER, "celui du propriétaire"), ("personne", "n’existe pas"), ("essai", "propriétaire")]
)
def test_only_a_role_apart_is_given_the_rights_of_the_program(shared: Shared, role: str, sentence: str) -> None:
    with build(shared.settings(shared.owner_url)) as parts, pytest.raises(StorageError, match=sentence):
        parts.prepare_server(role)


def test_there_is_nothing_to_prepare_for_the_embedded_file(tmp_path: Path) -> None:
    with build(Settings(data_dir=tmp_path)) as parts, pytest.raises(InvalidInput, match="se prépare seule"):
        parts.prepare_server()


@pytest.fixture
def inside(shared: Shared) -> Iterator[psycopg.Connection[Any]]:
    """The role of the program, speaking SQL of its own."""
    shared.prepare()
    with psycopg.connect(shared.program_url, autocommit=True) as raw:
        yield raw


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET amount = 1",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "UPDATE account SET credits = 1",
        "DELETE FROM account",
        "UPDATE audit SET actor = ''",
        "DELETE FROM audit",
        "INSERT INTO audit_segment DEFAULT VALUES",
        "DELETE FROM dossier_event",
        "UPDATE dossier_event SET action = ''",
        "UPDATE numbering SET last = 0",
        "UPDATE cpf_installation SET version = 1",
        "DELETE FROM operation",
        "DELETE FROM holder",
        "ALTER TABLE entry DISABLE TRIGGER entry_no_update",
        "DROP TRIGGER entry_no_update ON entry",
        "DROP TABLE entry",
        "CREATE TABLE mine (x integer)",
        "SET session_replication_role = replica",
        "SELECT cpf_entry_apply()",
        "CREATE TEMP TABLE mine (x integer); "
        "CREATE TRIGGER t BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION public.cpf_entry_apply()",
    ],
)
def test_the_program_has_no_right_to_do_that(inside: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        inside.execute(statement.encode())


@pytest.mark.parametrize(
    ("table", "right"),
    [
        ("audit", "UPDATE"),
        ("audit_segment", "DELETE"),
        ("entry", "DELETE"),
        ("entry", "TRUNCATE"),
        ("account", "TRUNCATE"),
    ],
)
def test_the_owner_gives_up_what_it_never_needs(shared: Shared, table: str, right: str) -> None:
    shared.prepare()
    with psycopg.connect(shared.owner_url) as raw:
        asked = raw.execute("SELECT has_table_privilege(%s, %s)", (table, right))
        assert asked.fetchone() == (False,)


def test_the_whole_journey_is_made_with_the_rights_of_the_program(shared: Shared, tmp_path: Path) -> None:
    """Every use case of the demonstration, account to closed dossier, ends as it does on the embedded file."""
    shared.prepare()
    settings = shared.settings(shared.program_url)
    made = furnish(settings)
    embedded = Settings(data_dir=tmp_path / "embarquee")
    assert made == furnish(embedded)
    with build(settings) as served, build(embedded) as local:
        there, here = served.verify(), local.verify()
        assert there.clean
        assert (there.accounts, there.entries) == (here.accounts, here.entries)


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command line in this process, on the data folder and the address given."""

    def given(shared: Shared, url: str, *arguments: str) -> Said:
        monkeypatch.setenv("CPF_TUI_DATA_DIR", str(shared.folder))
        monkeypatch.setenv("CPF_TUI_DATABASE_URL", url)
        capsys.readouterr()
        code = cli.run(arguments)
        assert "CPF_TUI_DATABASE_URL" not in os.environ
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    yield given
    monkeypatch.delenv("CPF_TUI_DATABASE_URL", raising=False)
    withhold()  # what this process remembers of the address


def found(checked: Said) -> tuple[bool, int, int]:
    report = json.loads(checked.stdout)
    return report["sain"], report["comptes"], report["mouvements"]


def test_the_command_line_prepares_diagnoses_and_verifies(servers: Servers, shared: Shared, run: Run) -> None:
    asked = run(shared, shared.owner_url, "base", "preparer", "--role", PROGRAM)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "Le rôle programme a les droits du programme, et aucun autre." in asked.stdout
    with_password = servers.server.tcp(shared.program_url, user=PROGRAM, password=f"secret-{PROGRAM}")
    checked = run(shared, with_password, "verifier", "--json")
    assert found(checked) == (True, 0, 0)
    told = run(shared, with_password, "diagnostic", "--json")
    facts = {one["nom"]: one for one in json.loads(told.stdout)}
    assert (told.returncode, facts["base"]["etat"], facts["base"]["role"]) == (0, "bien", PROGRAM)
    assert "rôle" not in facts
    as_owner = run(shared, shared.owner_url, "diagnostic", "--json")
    assert {one["nom"]: one for one in json.loads(as_owner.stdout)}["rôle"]["role"] == OWNER
    for said in (asked, checked, told):
        assert "secret-" not in said.stdout + said.stderr


@pytest.mark.parametrize("url", ["mysql://cpf:girafe-blanche@h/b", "postgresql://cpf:girafe-blanche@h/b?foo=1"])
def test_a_bad_address_is_refused_without_repeating_it(shared: Shared, url: str, run: Run) -> None:
    said = run(shared, url, "verifier")
    assert said.returncode == 1
    assert "CPF_TUI_DATABASE_URL" in said.stderr
    assert "girafe" not in said.stdout + said.stderr


def test_a_server_that_does_not_answer_is_a_sentence(servers: Servers, shared: Shared, run: Run) -> None:
    said = run(shared, servers.server.tcp(shared.owner_url, port=1, password="girafe-blanche"), "verifier")
    assert said.returncode == 1
    assert "ne répond pas" in said.stderr
    assert "girafe" not in said.stdout + said.stderr


def documented() -> list[str]:
    """Give the statements that docs/postgresql.md tells an administrator to run."""
    page = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text(encoding="utf-8")
    block = page.partition("```sql\n")[2].partition("```")[0]
    bare = "\n".join(line.partition("--")[0] for line in block.splitlines())
    return [statement.strip() for statement in bare.split(";") if statement.strip()]


def test_the_steps_of_the_documentation_are_those_that_work(servers: Servers, tmp_path: Path, run: Run) -> None:
    """Roles, database, tables, use, a dump of the server put back in an empty database: as it is written."""
    server = servers.server
    for statement in documented():
        server.do(statement)
    made = Shared(server.url("cpf", "cpf_proprietaire"), server.url("cpf", "cpf_programme"), tmp_path / "etat")
    asked = run(made, made.owner_url, "base", "preparer", "--role", "cpf_programme")
    assert (asked.returncode, asked.stderr) == (0, "")
    with build(made.settings(made.program_url)) as parts:
        storage.furnish(parts.database)
    mark = len(server.log)
    with psycopg.connect(made.program_url) as raw, pytest.raises(errors.NotNullViolation):
        raw.execute("UPDATE holder SET employment = NULL, last_name = 'Discrète'")
    assert "Discrète" not in server.log[mark:]

    dump = tmp_path / "cpf.dump"
    given = ["--no-password", f"--dbname={made.owner_url}"]
    subprocess.run([server.programs / "pg_dump", "--format=custom", f"--file={dump}", *given], check=True)
    again = server.create(owner="cpf_proprietaire")
    subprocess.run([server.programs / "pg_restore", "--exit-on-error", f"--dbname={again}", dump], check=True)
    restored = Shared(again, again.replace("cpf_proprietaire@", "cpf_programme@"), made.folder)
    assert run(restored, restored.owner_url, "base", "preparer", "--role", "cpf_programme").returncode == 0
    checked = run(restored, restored.program_url, "verifier", "--json")
    assert found(checked) == (True, 1, 1)
