"""Everything cryptographic, for all the layers above."""
