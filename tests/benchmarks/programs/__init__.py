"""Programs that `parts.screen` starts in a terminal, each in a process of its own."""
