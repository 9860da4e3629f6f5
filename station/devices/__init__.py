"""Meters and lent tablets: bytes into values, the radio, and what a tablet and we say."""
