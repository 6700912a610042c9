"""A copy of the encrypted file taken while other programs read and write it.

SQLite's backup interface copies pages through both ciphers: the copy may have another key. The source is read inside
one transaction, so that writers neither wait nor make the copy start again, and everything acknowledged before is in
it. Copying the file itself would miss what is still in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cpf_tui.persistence.sqlite import engine

Progress = Callable[[int, int], None]
"""Told how many pages are copied, and of how many."""

_PAGES = 512  # 2 Mo between two reports of progress


def copy_file(
    source: Path,
    key: bytes,
    target: Path,
    target_key: bytes,
    progress: Progress | None = None,
    *,
    read_only: bool = False,
) -> None:
    """Copy a database into an existing empty file, encrypted with `target_key`; one file results, without a journal.

    The source may be in use; `read_only` leaves it and its folder untouched, as a backup must be. Raises the errors of
    the driver.
    """
    reading = engine.connect(source, key, mode="ro" if read_only else "rw")
    try:
        writing = engine.connect(target, target_key)
        try:
            writing.execute("PRAGMA synchronous = OFF")  # the whole file is flushed before it takes its name
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on, one state of the file
            reading.backup(
                writing,
                pages=_PAGES,
                progress=None if progress is None else lambda _status, left, total: progress(total - left, total),
            )
            # The copy says it has a journal, as its source does: on a disk that cannot be written, it would not open.
            writing.execute("PRAGMA journal_mode = DELETE")
        finally:
            writing.close()
    finally:
        reading.close()
