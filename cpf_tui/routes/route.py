"""What a route is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cpf_tui.domain.people import Actor
from screens.base import BaseScreen

Route = Callable[[Actor, str], BaseScreen[Any]]
"""Makes a new screen for a person and an argument (an offer, a dossier, a page; empty when the route needs none)."""
