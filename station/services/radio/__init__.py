"""Listening for lent devices, and errands to them."""
