"""What is left of a person in the memory of this process: every text that some object still refers to."""

from __future__ import annotations

import gc
import secrets
import sys
from types import FrameType, GeneratorType, ModuleType
from typing import Any

_MASK = 0x55
_TOGETHER = 2000  # objects looked at in one go: most hold nothing
_SHORTEST = 6  # letters of the words that are looked for
_CONTAINERS = {tuple, dict, frozenset}
_DEPTH = 30  # how many objects of a chain are told


class Word:
    """A word to look for, kept so that nothing finds it here."""

    def __init__(self, text: str = "") -> None:
        drawn = text or "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12)).capitalize()
        self._masked = bytes(byte ^ _MASK for byte in drawn.encode())

    @property
    def text(self) -> str:
        """The word, made anew each time."""
        return bytes(byte ^ _MASK for byte in self._masked).decode()


def remain(*words: Word) -> bool:
    """Say whether some object refers to a text that holds one of these words."""
    return bool(_search([word.text for word in words], told=False))


def remains(*words: Word) -> list[str]:
    """Return, for each object that refers to a text that holds one of these words, the chain that leads to it."""
    return _search([word.text for word in words], told=True)


def _search(needles: list[str], *, told: bool) -> list[str]:
    gc.collect()
    frames = _running()
    everything = gc.get_objects()
    found = []
    for start in range(0, len(everything), _TOGETHER):
        together = everything[start : start + _TOGETHER]
        if not _hold(together, needles):
            continue
        for one in together:
            ours = one is everything or one is needles or one is together or isinstance(one, FrameType)
            if not ours and _hold([one], needles):
                if not told:
                    return [_said(one)]
                found.append(_chain(one, [everything, together, *frames]))
    return found


def _running() -> list[Any]:
    frame: FrameType | None = sys._getframe()
    frames: list[Any] = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    return frames


def _hold(objects: list[Any], needles: list[str]) -> bool:
    """Say whether one refers to a text with one of these words.

    Also through containers so plain that the collector does not follow them.
    """
    waiting = gc.get_referents(*objects)
    while waiting:
        texts = [one for one in waiting if type(one) is str and len(one) >= _SHORTEST]
        texts += [bytes(one).decode("utf-8", "replace") for one in waiting if isinstance(one, bytes | bytearray)]
        if any(needle in text for needle in needles for text in texts):
            return True
        plain = [one for one in waiting if type(one) in _CONTAINERS and not gc.is_tracked(one)]
        waiting = gc.get_referents(*plain) if plain else []
    return False


def _chain(one: Any, ours: list[Any]) -> str:
    """Say what holds an object, and what holds that, some steps back."""
    told, seen = [_said(one)], {id(one), id(ours), *map(id, ours)}
    holder = _holder(one, seen)
    while holder is not None and len(told) < _DEPTH and not isinstance(holder, ModuleType):
        told.append(_said(holder))
        seen.add(id(holder))
        holder = _holder(holder, seen)
    return " < ".join(told)


def _holder(one: Any, seen: set[int]) -> Any:
    """Return something that refers to an object and was not told yet."""
    for holder in gc.get_referrers(one):
        if id(holder) not in seen and not isinstance(holder, FrameType | GeneratorType):
            return holder
    return None


def _said(one: Any) -> str:
    kind = type(one).__qualname__
    if isinstance(one, dict):
        return f"{kind}({', '.join(map(str, list(one)[:3]))})"[:90]
    return f"{kind} {getattr(one, '__qualname__', getattr(one, '__name__', ''))}".strip()
