"""Scripts that make the shipped data again; the program never imports them."""
