"""The colours, as two Textual themes from one set of variables; screens name the variables, never a colour.

`text-muted` is given: Textual's own is a share of the contrast, which a part of a line drawn as content loses, and it
would then be the brightest of all.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="cpf-dark",
    dark=True,
    primary="#6aa9ff",
    secondary="#9db7d5",
    accent="#ffd166",
    foreground="#e8ecf1",
    background="#0f1720",
    surface="#17222e",
    panel="#1d2a38",
    boost="#22344a",
    success="#6fd08c",
    warning="#ffb454",
    error="#ff7b72",
    variables={
        "border": "#6aa9ff",
        "border-blurred": "#52677f",
        "text-muted": "#a3b1c2",
        "block-cursor-background": "#6aa9ff",
        "block-cursor-foreground": "#0f1720",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#6aa9ff 40%",
    },
)

LIGHT = Theme(
    name="cpf-light",
    dark=False,
    primary="#0b57d0",
    secondary="#3a5a7a",
    accent="#8a4b00",
    foreground="#14202b",
    background="#fbfcfe",
    surface="#f0f4f9",
    panel="#e3eaf2",
    boost="#d5e3f5",
    success="#116329",
    warning="#8a4b00",
    error="#b3261e",
    variables={
        "border": "#0b57d0",
        "border-blurred": "#6b7f94",
        "text-muted": "#4a5b6c",
        "block-cursor-background": "#0b57d0",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#0b57d0 30%",
    },
)

THEMES = (DARK, LIGHT)
