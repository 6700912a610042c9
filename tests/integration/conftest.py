"""What several integration tests start from."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.downloads import Receiver
from tests.support.postgresql import missing
from tests.support.server_storage import ServerInstallation, Servers, prepared
from tests.support.storage import Installation
from tests.support.web import Web, serving

DIALECTS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests marked `both_dialects` on the embedded file and on a server, the same body on both."""
    marked = metafunc.definition.get_closest_marker
    if marked("both_dialects") and not marked("sqlite_only") and "dialect" in metafunc.fixturenames:
        metafunc.parametrize("dialect", DIALECTS)


@pytest.fixture
def dialect() -> str:
    """Name the dialect of the database; a test that is not marked has the embedded file."""
    return "sqlite"


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A private PostgreSQL server, made by the first test that needs it; skips where there is none to run."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    with prepared(tmp_path_factory.mktemp("modele"), in_memory=True) as running:
        yield running


@pytest.fixture
def installation(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Installation | ServerInstallation:
    """An installation nobody has used yet, of the dialect of the test."""
    if dialect == "sqlite":
        return Installation(tmp_path / "etat")
    running: Servers = request.getfixturevalue("servers")
    return running.installation(tmp_path / "etat")


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the proxies of the machine that runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def web(no_proxy: None) -> Iterator[Web]:
    """A server of this machine."""
    with serving() as running:
        yield running


@pytest.fixture
def receiver(no_proxy: None, tmp_path: Path) -> Receiver:
    """A folder that receives."""
    return Receiver(tmp_path / "recus")


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of 128 kB, or of the size given; skips where it cannot be mounted."""
    size = getattr(request, "param", "128k")
    place = tmp_path / "petit-disque"
    place.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mount.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)
