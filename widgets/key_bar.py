"""The last line of every screen: the keys that work here, in French, each a button for the mouse too."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from cpf_tui.domain.text import Text, text
from cpf_tui.i18n import _, render

KEY_NAMES = {
    "escape": text("Échap"),
    "enter": text("Entrée"),
    "space": text("Espace"),
    "delete": text("Suppr"),
    "up": Text("↑"),
    "down": Text("↓"),
    "left": Text("←"),
    "right": Text("→"),
    "slash": Text("/"),
    "question_mark": Text("?"),
    "comma": Text(","),
}


def key_name(key: str) -> str:
    """Say a key as it is engraved on a French keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    if key in KEY_NAMES:
        return render(KEY_NAMES[key])
    return key.upper()


class KeyBar(Widget):
    """The keys shown by the screen and its focused widget; those that do not fit stay reachable, and F1 tells them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._spots: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow what the screen can do."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def render(self) -> Content:
        """Draw the keys from left to right, and remember where each stands."""
        parts: list[Content] = []
        self._spots = []
        x = 0
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            part = Content.assemble(
                (f" {key_name(binding.key)} ", "bold $accent"), (f"{_(binding.description)} ", "$text")
            )
            if x + part.cell_length > self.size.width:
                break
            self._spots.append((x, x + part.cell_length, binding.key))
            parts.append(part)
            x += part.cell_length
        return Content("").join(parts)

    async def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        for start, end, key in self._spots:
            if start <= event.x < end:
                self.app.simulate_key(key)
