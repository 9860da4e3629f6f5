"""Taking in the municipality's own list of equipment."""
