"""«Hvorfor»: why an alert came, or why a reading gave none."""
