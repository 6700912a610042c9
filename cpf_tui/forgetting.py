"""What is remembered of texts to go faster, forgotten when a person leaves.

The libraries of the screen keep the texts they measured and the lines they made, names among them; the search keeps
the words it was given.
"""

from __future__ import annotations

import contextvars
import functools
import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from textual.cache import FIFOCache, LRUCache

_REMEMBERING = (
    *("rich.", "textual.", "widgets.", "screens.", "cpf_tui.painting"),
    *("cpf_tui.catalogue.fold", "cpf_tui.catalogue.information", "cpf_tui.catalogue.query", "cpf_tui.catalogue.stems"),
)


def forget_texts() -> None:
    """Empty these caches, and give back to the system what nothing refers to."""
    for one in gc.get_objects():
        kind = type(one)
        if issubclass(kind, (LRUCache, FIFOCache)):
            one.clear()
        elif kind is functools._lru_cache_wrapper and str(getattr(one, "__module__", "")).startswith(_REMEMBERING):
            one.cache_clear()
    gc.collect()


class ForgetfulThreads(ThreadPoolExecutor):
    """Threads for the calls of services that keep nothing of the last one.

    Textual notes the call under way in the context of the thread, which would hold it, and the screen that asked, until
    the thread is used again.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a call in a context of its own."""
        return super().submit(contextvars.copy_context().run, fn, *args, **kwargs)
