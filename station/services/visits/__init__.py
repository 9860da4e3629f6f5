"""Visits: errands, rounds, driving."""
