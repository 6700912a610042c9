"""From what is typed to ranked offers: analyse, expand, match, score, rank."""
