"""Reads, one module per screen or noun: each takes a Reader first and gives frozen rows."""
