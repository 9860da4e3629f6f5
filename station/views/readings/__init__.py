"""Typing readings in, and the newest ones beside the form."""
