"""What a version of the catalogue says of itself: of each dataset, which files it came from, and what it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from cpf_tui.catalogue.datasets import Dataset

FORMAT = 6  # of the version's files; raised when the index or a dataset changes, so that an older one is rebuilt
EXAMPLE = "exemple"  # format of the demonstration rows, which come from no file


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file read: its name (in its zip, for a member of one), its encoding, the SHA-256 of the file on the disk."""

    name: str
    encoding: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file, or one set of files, brought to a dataset; its rows follow one another there.

    `created` is ISO 8601 in UTC. `rows` are stored; `read` counts the records, of which `repeated` were identical to
    an earlier row and `rejected` set aside.
    """

    format: str
    created: str
    files: tuple[ImportedFile, ...]
    rows: int
    read: int = 0
    repeated: int = 0
    rejected: int = 0

    @property
    def names(self) -> frozenset[str]:
        """The names of its files."""
        return frozenset(one.name for one in self.files)

    @property
    def example(self) -> bool:
        """Whether these are the demonstration rows, which give way to any real one."""
        return self.format == EXAMPLE


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one version: when it was made (ISO 8601, UTC), its datasets, what its index counts."""

    created: str
    datasets: Mapping[Dataset, tuple[Imported, ...]]
    index: Mapping[str, int] = field(default_factory=dict)
    format: int = FORMAT

    def rows(self, dataset: Dataset) -> int:
        """Return how many rows a dataset holds."""
        return sum(one.rows for one in self.datasets.get(dataset, ()))


def now() -> str:
    """Return the present moment as manifests write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def dump(manifest: Manifest) -> str:
    """Return the manifest as JSON."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1)


def load(written: str) -> Manifest:
    """Read what `dump` wrote, or the manifest of a version of format 1 or 2. Raises `ValueError` for anything else."""
    told = json.loads(written)
    try:
        if "datasets" not in told:
            return _single_file(told)
        datasets = {Dataset(name): tuple(map(_imported, them)) for name, them in told["datasets"].items()}
        return Manifest(told["created"], datasets, dict(told["index"]), int(told["format"]))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not a manifest") from error


def _imported(told: dict[str, Any]) -> Imported:
    return Imported(**{**told, "files": tuple(ImportedFile(**one) for one in told["files"])})


def _single_file(told: dict[str, Any]) -> Manifest:
    """Read a version of the formats that held offers only, from one file."""
    counts = told["counts"]
    example = told["source"] == EXAMPLE
    files = () if example else (ImportedFile(told["source"], "", told["checksum"]),)
    imported = Imported(
        EXAMPLE if example else told["importer"],
        told["created"],
        files,
        rows=counts["offers"],
        read=counts.get("read", counts["offers"]),
        repeated=counts.get("repeated", 0),
        rejected=counts.get("rejected", 0),
    )
    return Manifest(told["created"], {Dataset.OFFERS: (imported,)}, counts, format=told["format"])
