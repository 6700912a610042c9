"""`make bench`: the search measured beside others, in one run, on the same offers and the same requests.

What is compared are ratios: figures of one run, on one machine, shared or not. `parts` holds one module per question
asked, `engines` one per search engine; `docs/performance.md` explains the method and keeps the last complete run.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The root of the project, from which the processes that are measured are started."""
