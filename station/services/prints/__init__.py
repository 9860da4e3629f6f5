"""Every print: made, read back, saved, noted in the log."""
