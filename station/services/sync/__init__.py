"""Exchange with the central service: what waits, one run of it, how it stands."""
