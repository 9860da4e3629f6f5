"""«Hvorfor»: which rules were tried on a reading, with which numbers."""
