"""`make soak`: the fourteen promises of docs/trust.md, each shown by real processes, signals, files and servers.

`promises` holds one module per promise, `pNN_name.py`, which defines `PROMISE`; `harness` says what a promise is given
and gives back; `tests/integration/test_promises.py` runs the same modules in their reduced size.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The root of the project, from which every process is started."""
