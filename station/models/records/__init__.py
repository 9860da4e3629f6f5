"""Writes, one module per noun: each takes a Writer first and leaves its audit row."""
