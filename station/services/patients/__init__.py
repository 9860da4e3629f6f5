"""Patients: registered, found, changed; their consent, relatives, papers."""
