"""Taking equipment in: what came, how it is, and where it goes."""
