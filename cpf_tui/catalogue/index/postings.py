"""Lists of numbers by number (word → titles, title → offers…), as two arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cpf_tui.catalogue.index.arrays import Array


class Postings:
    """For each key, the sorted numbers it leads to: `numbers[starts[key]:starts[key + 1]]`."""

    def __init__(self, starts: Array, numbers: Array) -> None:
        self.starts, self.numbers = starts, numbers

    @classmethod
    def of(cls, arrays: Mapping[str, Array], name: str) -> Postings:
        """Open the postings stored under a name."""
        return cls(arrays[f"{name}.starts"], arrays[f"{name}.numbers"])

    @staticmethod
    def pack(name: str, keys: Array, numbers: Array, n_keys: int) -> dict[str, Array]:
        """Return the arrays that hold the pairs (key, number), each pair kept once."""
        if len(keys):
            # Sorting is several times faster than `np.unique`, which hashes.
            pairs = np.sort(keys.astype(np.int64) << 32 | numbers.astype(np.int64))
            pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]
            keys, numbers = pairs >> 32, pairs & 0xFFFFFFFF
        counts = np.bincount(keys, minlength=n_keys) if len(keys) else np.zeros(n_keys, np.int64)
        starts = np.concatenate(([0], np.cumsum(counts)))
        return {f"{name}.starts": starts.astype(np.uint32), f"{name}.numbers": numbers.astype(np.uint32)}

    def __len__(self) -> int:
        return len(self.starts) - 1

    def one(self, key: int) -> Array:
        """Return the numbers of one key, without copying."""
        return self.numbers[self.starts[key] : self.starts[key + 1]]

    def counts(self, keys: Array) -> Array:
        """Return how many numbers each key leads to."""
        counts: Array = self.starts[keys + 1].astype(np.int64) - self.starts[keys]
        return counts

    def gather(self, keys: Array | Sequence[int]) -> Array:
        """Return the numbers of all the keys, one key after the other."""
        keys = np.asarray(keys, np.int64)
        if len(keys) == 1:
            return self.one(int(keys[0]))
        begin = self.starts[keys].astype(np.int64)
        counts = self.starts[keys + 1].astype(np.int64) - begin
        total = int(counts.sum())
        if not total:
            return self.numbers[:0]
        shift = np.repeat(begin - (np.cumsum(counts) - counts), counts)
        return self.numbers[shift + np.arange(total)]
