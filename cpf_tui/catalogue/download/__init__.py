"""Fetch the official files: a list of addresses, one file at a time, taken up again where it was cut.

`addresses` reads the list, shipped or given; `portal` asks data.gouv.fr for the newest file of a dataset; `client` is
HTTP, and alone loads a library for it; `fetch` repeats the tries of `attempt`, which goes on with the bytes of
`partial`; `content` and `whole` check what came.
"""

from __future__ import annotations

from cpf_tui.catalogue.download.addresses import OfficialFile, read_addresses
from cpf_tui.catalogue.download.partial import kept_bytes, origins

__all__ = ["OfficialFile", "kept_bytes", "origins", "read_addresses"]
