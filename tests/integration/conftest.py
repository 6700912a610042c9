"""What several integration tests start from."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.downloads import Receiver
from tests.support.web import Web, serving


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
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 kB; skips where it cannot be mounted."""
    place = tmp_path / "petit-disque"
    place.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k,mode=700", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mount.returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)
