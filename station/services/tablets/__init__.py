"""Lent tablets, and what they bring."""
