"""The trap of top-level packages: another distribution's `widgets` or `screens` may stand before ours."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import cpf_tui
from cpf_tui.domain.errors import StorageError

PACKAGES = ("screens", "widgets", "catalog_data")


def refuse_strangers() -> None:
    """Refuse to start when one of our packages is not the one installed beside `cpf_tui`. Raises `StorageError`."""
    beside = Path(cpf_tui.__file__).resolve().parents[1]
    for name in PACKAGES:
        found = find_spec(name)
        where = Path(found.origin).resolve().parents[1] if found is not None and found.origin else None
        if where != beside:
            raise StorageError(
                "Le module « {name} » n’est pas celui de cpf-tui mais celui de {where} : installez cpf-tui seul, "
                "avec pipx ou « uv tool install ».",
                name=name,
                where=where or "?",
            )
