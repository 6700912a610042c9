"""What a person takes away: documents made from what the services read."""
