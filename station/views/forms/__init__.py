"""Forms of one patient: what is due, answering, and what was answered."""
