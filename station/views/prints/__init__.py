"""What can be printed, in one place: for a patient, and for the day."""
