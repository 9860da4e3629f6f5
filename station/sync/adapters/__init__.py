"""Thin adapters to the Norwegian services: what each takes, and what its answers mean.

They are built to public documentation (docs/adapters.md) and none has met its real service.
"""
