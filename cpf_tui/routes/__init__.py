"""Which screen a route opens, and what that screen is given: the only place where screens meet services.

One module per part of the journey; each exposes `routes(services)`. Adding a screen is adding one line there.
"""

from __future__ import annotations

from cpf_tui.routes import account, advisor, dossier, project
from cpf_tui.routes.route import Route
from cpf_tui.services.registry import Services


def all_routes(services: Services) -> dict[str, Route]:
    """Gather every route of the program."""
    return {
        **account.routes(services),
        **project.routes(services),
        **dossier.routes(services),
        **advisor.routes(services),
    }
