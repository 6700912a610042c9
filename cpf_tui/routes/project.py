"""Routes of the project part of the journey."""

from __future__ import annotations

from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services


def routes(services: Services) -> dict[str, Route]:
    """Return these routes."""
    return {}
