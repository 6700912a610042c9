"""Make the demonstration tables again: lists, offers and places of advice.

    python -m catalog_data.rebuild.demonstration

They are drawn from `certifications.csv` and `communes.csv`, and always come out the same.
"""

from __future__ import annotations

import sys

from catalog_data.rebuild import interlocuteurs, listes, offres


def main() -> int:
    """Write the three files and say how many rows each has."""
    for name, make in (
        ("listes_exemple.csv", listes.main),
        ("offres_exemple.csv", offres.main),
        ("interlocuteurs_exemple.csv", interlocuteurs.main),
    ):
        sys.stdout.write(f"{name}: {make()} rows\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
