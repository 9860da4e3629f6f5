"""Rows that several tests of the models begin from."""

from tests.paper_rows import draft, patient  # noqa: F401  (fixtures by name)
