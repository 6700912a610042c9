"""Files that hold secrets: private folders, files created whole or not at all, one creator at a time."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cpf_tui.domain.errors import StorageError
from cpf_tui.domain.text import text

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
# File systems where another machine may write without SQLite's locks being seen.
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs", "coda", "ceph", "gfs2", "ocfs2", "lustre"}
    | {"glusterfs", "beegfs", "davfs"}
    | {f"fuse.{name}" for name in ("sshfs", "glusterfs", "ceph-fuse", "s3fs", "rclone", "davfs2")}
)

# What a disk answers to an act it does not have: links and owners on a FAT disk.
_UNKNOWN_THERE = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})

_REASONS = {
    errno.EACCES: text("accès refusé"),
    errno.EPERM: text("accès refusé"),
    errno.ENOENT: text("il n’existe pas"),
    errno.ENOSPC: text("le disque est plein"),
    errno.EROFS: text("le disque est en lecture seule"),
    errno.ENOTDIR: text("un fichier est à la place d’un dossier"),
    errno.EEXIST: text("un fichier est à la place d’un dossier"),
    errno.EISDIR: text("un dossier est à la place du fichier"),
}


@contextmanager
def reachable(path: Path) -> Iterator[None]:
    """Turn the refusals of the system into `StorageError`: the path, why, and what to do."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            "{path} ne peut pas être utilisé : {reason}. Corrigez ses droits, ou choisissez un autre dossier avec "
            "CPF_TUI_DATA_DIR.",
            path=error.filename or path,
            reason=_REASONS.get(error.errno or 0, text("{reason}", reason=error.strerror)),
        ) from error


def make_folder(folder: Path) -> None:
    """Create a folder that only its owner may enter, parents included; one that exists is left as it is."""
    folder.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


def private_folder(folder: Path) -> None:
    """Create a folder that only its owner may enter; refuse one that others may enter."""
    make_folder(folder)
    refuse_shared(folder, "700")


def refuse_shared(path: Path, mode: str, *, forbidden: int = 0o077) -> None:
    """Refuse a file or folder that other users of the machine may read."""
    if os.name == "posix" and path.stat().st_mode & forbidden:
        raise StorageError(
            "D’autres personnes peuvent lire {path}. Réservez-le à son propriétaire : chmod {mode} {path}",
            path=path,
            mode=mode,
        )


def is_on_network(path: Path, mounts: str) -> bool:
    """Say whether a path is on a network file system, from the text of `/proc/mounts`."""
    target = str(path.resolve())
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        if len(point) >= len(best) and (target == point or target.startswith(point.rstrip("/") + "/")):
            best, kind = point, fields[2]
    return kind in _NETWORK


def refuse_network(folder: Path) -> None:
    """Refuse a folder shared over the network: SQLite's locks do not hold there, and hours would be lost."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # not Linux, or no /proc: nothing can be said
    if is_on_network(folder, mounts):
        raise StorageError(
            "Le dossier {folder} est sur un disque partagé en réseau, où la base ne serait pas sûre. "
            "Choisissez un dossier de cet ordinateur avec CPF_TUI_DATA_DIR.",
            folder=folder,
        )


@contextmanager
def only_one(folder: Path, name: str = ".verrou") -> Iterator[None]:
    """Let one process at a time create or upgrade what is in a folder; a killed one leaves no lock behind.

    Another `name` is another lock: that of the backups does not keep a program from starting.
    """
    if sys.platform == "win32":  # creation stays safe: `create_once` lets a single file take the name
        yield
        return
    import fcntl

    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def create_once(path: Path, fill: Callable[[Path], None], *, mode: int = _PRIVATE_FILE) -> bool:
    """Create a file under a passing name, then give it its real name in one step; False if somebody else was first.

    A kill at any moment leaves the real name absent or whole. What a killed creation left is cleared by the next one,
    which must hold `only_one`.
    """
    for leftover in path.parent.glob(f"{path.name}.nouveau-*"):
        leftover.unlink(missing_ok=True)
    passing = path.with_name(f"{path.name}.nouveau-{secrets.token_hex(4)}")
    try:
        os.close(os.open(passing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE))
        fill(passing)
        _refuse_half(passing, path)
        _reserve(passing, mode)
        flush(passing)
        _name(passing, path)
    except FileExistsError:
        return False
    finally:
        for one in (passing, *_beside(passing)):
            one.unlink(missing_ok=True)
    flush(path.parent)
    return True


def replace_whole(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file in the place of another in one step: a kill at any moment leaves the former or the new one, whole.

    The caller is the only one to replace it.
    """
    passing = path.with_name(f"{path.name}.remplacement")
    passing.unlink(missing_ok=True)
    try:
        descriptor = os.open(passing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.chmod(mode)
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)
    flush(path.parent)


def _beside(passing: Path) -> list[Path]:
    """Find what a database keeps beside its file: a journal, its index."""
    return list(passing.parent.glob(f"{passing.name}-*"))


def _refuse_half(passing: Path, path: Path) -> None:
    """Refuse a database whose journal could not be emptied into it when it was closed, which nothing else tells."""
    if any(one.stat().st_size for one in _beside(passing)):
        raise StorageError(
            "Le disque n’a pas tout écrit : {path} n’a pas été créé. Libérez de la place ou vérifiez le disque, "
            "puis recommencez.",
            path=path,
        )


def _reserve(path: Path, mode: int) -> None:
    """Set who may read a file, where the disk knows owners: a USB stick does not."""
    try:
        path.chmod(mode)
    except OSError as error:
        if error.errno not in _UNKNOWN_THERE:
            raise


def _name(passing: Path, path: Path) -> None:
    """Give a whole file its name, taken by nobody else; a disk without links checks the name, then renames."""
    try:
        os.link(passing, path)
    except OSError as error:
        if error.errno not in _UNKNOWN_THERE:
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        passing.rename(path)


def flush(path: Path) -> None:
    """Make a file, or the names in a folder, outlive a power cut."""
    if os.name != "posix":
        return  # Windows cannot open a folder, nor flush what it opened for reading
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
