"""Letting readings in: files, and what was held back from them."""
