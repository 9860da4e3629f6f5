"""Handing equipment out: to whom, what, what is missing first, and the receipt."""
