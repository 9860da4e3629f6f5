"""Handing equipment out and taking it back, and what that asks of borrower and home."""
