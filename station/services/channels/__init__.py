"""Channels to national services and the GP."""
