"""Measurements against the goals: ratios to a bare baseline of the same run, never milliseconds."""
