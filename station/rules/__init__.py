"""The clinical rules: pure functions over plain values, readable by a clinician."""
