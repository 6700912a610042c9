"""Versions of the catalogue on disk, swapped at once and only when whole.

    <data_dir>/catalogue/courant              name of the version in force, replaced by renaming
    <data_dir>/catalogue/v000007-5f3a09c1/    one version: a file for each dataset, index, manifest.json
    <data_dir>/catalogue/.chantier-…/         a version being built; left by a killed import, removed by the next one
    <data_dir>/catalogue/.retrait-…/          a version being removed; left by a kill, swept likewise
    <data_dir>/catalogue/verrou               held by the import under way

A reader never takes the lock: it reads `courant`, and notices by one `stat` per search that it was replaced. A kill at
any moment leaves either the former version or the new one in force, never a mixture.

Versions are numbered in the order they came into force; those above the one in force were undone, or killed before
they were. Files that a version shares with the one before it are the same ones on the disk (hard links).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cpf_tui.catalogue.locking import take
from cpf_tui.catalogue.manifest import Manifest, dump, load
from cpf_tui.domain.errors import Conflict, NotFound, StorageError

KEPT = 4  # the version in force and the three before it, which `revert` can put back

_POINTER = "courant"
_LOCK = "verrou"
_MANIFEST = "manifest.json"
_WORK = ".chantier-"
_GONE = ".retrait-"


@dataclass(frozen=True, slots=True)
class Version:
    """One whole version: its folder and its manifest."""

    path: Path
    manifest: Manifest


class VersionStore:
    """The folder of versions of one data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.root = Path(data_dir) / "catalogue"

    def stamp(self) -> tuple[int, int, int] | None:
        """Return what changes when another version comes into force; None while there is none. One `stat`."""
        try:
            stat = (self.root / _POINTER).stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino, stat.st_size

    def current(self) -> Version | None:
        """Return the version in force, None when nothing was imported yet.

        A pointer that names nothing readable (a restored backup, a full disk) gives way to the newest whole version.
        """
        with suppress(OSError, UnicodeDecodeError):
            name = (self.root / _POINTER).read_text("utf-8").strip()
            if name and name == Path(name).name and (version := _read(self.root / name)):
                return version
        return next(iter(self.versions()), None)

    def versions(self) -> list[Version]:
        """Return every whole version, newest first."""
        try:
            names = sorted((entry.name for entry in self.root.iterdir() if entry.name.startswith("v")), reverse=True)
        except OSError:
            return []
        return [version for name in names if (version := _read(self.root / name))]

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator[Path]:
        """Give an empty folder to build a version in, alone: a second import meanwhile raises `Conflict`, or waits.

        The folder disappears afterwards unless `publish` made it a version. Raises `StorageError` when the data
        directory cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / _LOCK).open("a+b")
        except OSError as error:
            raise _unwritable(self.root, error) from error
        with lock:
            if not take(lock.fileno(), wait=wait):
                raise Conflict(
                    "Un autre import du catalogue est en cours. Attendez qu’il se termine, puis recommencez."
                )
            self._clean()
            try:
                work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.root))
            except OSError as error:
                raise _unwritable(self.root, error) from error
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def publish(self, work: Path, manifest: Manifest, *, instead_of: Version | None = None) -> Version:
        """Make the folder given by `writing` the version in force; the one before it stays, unless it is replaced."""
        (work / _MANIFEST).write_text(dump(manifest), "utf-8")
        for file in work.iterdir():
            _sync(file)
        _sync(work)
        target = self.root / f"v{self._next_rank():06d}-{uuid.uuid4().hex[:8]}"
        work.rename(target)
        _sync(self.root)
        self.point(target.name)
        if instead_of:
            self._remove(instead_of.path)
        self._prune()
        return Version(target, manifest)

    def revert(self) -> tuple[Version, Version]:
        """Put the version before the one in force back in force; return the one undone and the one put back.

        The one undone is removed. Raises `NotFound` when there is nothing to go back to, `Conflict` during an import.
        """
        with self.writing():
            current = self.current()
            former = None if current is None else next((v for v in self.versions() if v.path < current.path), None)
            if current is None or former is None:
                raise NotFound("Aucune version du catalogue ne précède celle en service : il n’y a rien à défaire.")
            self.point(former.path.name)
            self._remove(current.path)
            return current, former

    def point(self, name: str) -> None:
        """Put the named version in force; atomic, and on the disk before it returns."""
        pointer = self.root / f".{_POINTER}-{uuid.uuid4().hex}"
        pointer.write_text(name + "\n", "utf-8")
        _sync(pointer)
        pointer.replace(self.root / _POINTER)
        _sync(self.root)

    def _next_rank(self) -> int:
        ranks = [int(entry.name[1:7]) for entry in self.root.glob("v[0-9]*-*") if entry.name[1:7].isdecimal()]
        return max(ranks, default=0) + 1

    def _clean(self) -> None:
        """Remove what killed imports and undoings left; called under the lock, so nobody is building."""
        current = self.current()
        for entry in self.root.iterdir():
            if entry.name.startswith((_WORK, _GONE)):
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name.startswith("v") and entry.is_dir():
                undone = current is not None and entry > current.path
                if undone or not (entry / _MANIFEST).exists():  # half removed
                    self._remove(entry)
            elif entry.name.startswith(f".{_POINTER}-"):
                entry.unlink(missing_ok=True)

    def _prune(self) -> None:
        current = self.current()
        others = [v for v in self.versions() if current is None or v.path != current.path]
        for version in others[KEPT - 1 :]:
            self._remove(version.path)

    def _remove(self, version: Path) -> None:
        """Remove a version at once for who looks: its files go one by one, under a name nobody reads.

        Where it cannot be renamed, because a program has its files open and the system minds, it stays for later.
        """
        aside = self.root / f"{_GONE}{version.name}"
        with suppress(OSError):
            version.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)


def _read(path: Path) -> Version | None:
    try:
        return Version(path, load((path / _MANIFEST).read_text("utf-8")))
    except (OSError, ValueError):
        return None


def _sync(path: Path) -> None:
    """Push a file or a folder to the disk, so that a power cut cannot leave the pointer ahead of what it names."""
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(root: Path, error: OSError) -> StorageError:
    return StorageError(
        "Le dossier « {root} » ne peut pas être écrit ({reason}). Choisissez-en un autre avec CPF_TUI_DATA_DIR.",
        root=root,
        reason=error.strerror or type(error).__name__,
    )
