"""The first start: the municipality, the first person, the recovery sheet."""
