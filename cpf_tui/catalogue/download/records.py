"""What is known of a file before, while and after it is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cpf_tui.catalogue.download.addresses import OfficialFile
from cpf_tui.domain.size import size_words
from cpf_tui.domain.text import Text, text


@dataclass(frozen=True, slots=True)
class Target:
    """A file to fetch: its address, and what is known of it beforehand; 0 or empty when nothing is.

    `algorithm` names the checksum `digest` in the words of `hashlib`.
    """

    url: str
    size: int = 0
    algorithm: str = ""
    digest: str = ""


class Transfer(NamedTuple):
    """How far a download is: bytes there, bytes there will be (0 when not said), bytes a former try left, seconds."""

    done: int
    total: int
    kept: int
    elapsed: float

    @property
    def rate(self) -> float:
        """Bytes per second of this try."""
        return (self.done - self.kept) / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds left, None while nothing can be said."""
        return (self.total - self.done) / self.rate if self.total and self.rate else None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file in its place: `resumed` when it went on from a former try, `unchanged` when it was there already."""

    wanted: OfficialFile
    path: Path
    url: str
    size: int
    sha256: str
    resumed: bool = False
    unchanged: bool = False


def too_large(largest: int) -> Text:
    """Say what a server gave when it gave more than a file may have."""
    return text("un fichier plus grand que {largest}", largest=size_words(largest))
