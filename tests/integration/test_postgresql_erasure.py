"""Erasing on a server: the files of the tables hold nothing of it, and what the server keeps beside them is said."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from cpf_tui.domain.people import OPERATOR_ACTOR
from cpf_tui.services.support import new_id
from cpf_tui.settings import Settings
from tests.support.lives import Life
from tests.support.screen_stage import StageContainer
from tests.support.server_storage import ServerInstallation, Servers

_TOKEN = re.compile(r"[A-Za-z]{12,}")


def held(servers: Servers, made: ServerInstallation) -> bytes:
    """Read every file of the tables of a database, as they lie on the disk; the server has hundreds of others."""
    ((number,),) = servers.server.do("SELECT oid FROM pg_database WHERE datname = current_database()", made.url)
    folder = servers.server.folder / "d" / "base" / str(number)
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
def made(servers: Servers, tmp_path: Path) -> ServerInstallation:
    return servers.installation(tmp_path / "etat")


def reached(made: ServerInstallation, url: str = "") -> StageContainer:
    return StageContainer(Settings(data_dir=made.folder, database_url=SecretStr(url or made.url)))


def test_no_word_is_left_in_the_files_of_the_tables(servers: Servers, made: ServerInstallation) -> None:
    if not os.access(servers.server.folder / "d" / "base", os.R_OK | os.X_OK):
        pytest.skip("the files of the server cannot be read by who runs the tests")
    with reached(made) as container:
        life = Life(container, random.Random(14))  # noqa: S311 - drawn again alike
        erased, other = life.live(), life.live()
        words = {word.encode() for value in erased.words.values() for word in _TOKEN.findall(value)}
        servers.server.do("CHECKPOINT")
        before = held(servers, made)
        assert sum(word in before for word in words) > len(words) * 0.9
        assert container.services.erasures.erase(erased.actor, erased.secret, new_id()).entirely
        servers.server.do("CHECKPOINT")
        after = held(servers, made)
        assert [word for word in words if word in after] == []
        assert other.words["second last_name"].encode() in after
        assert container.verify().clean


def test_a_role_that_does_not_own_the_tables_says_that_bytes_remain(servers: Servers, made: ServerInstallation) -> None:
    servers.server.do("CREATE ROLE menage LOGIN")
    made.backend.grant("menage")
    with reached(made) as owner:
        lived = Life(owner, random.Random(15)).open()  # noqa: S311 - drawn again alike
        with reached(made, made.url.replace("essai@", "menage@")) as program:
            done = program.services.erasures.erase(lived.actor, lived.secret, new_id())
        assert not done.entirely
        assert "base purger" in str(done.words)
        assert owner.retention.settle(OPERATOR_ACTOR)
