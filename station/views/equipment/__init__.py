"""Equipment: what is in range, what is lent, and one device in full."""
