"""Acting on alerts, putting them off, and how many were right."""
