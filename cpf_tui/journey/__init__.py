"""The journey as data: its fourteen steps, its forms, and the state a person has reached."""
