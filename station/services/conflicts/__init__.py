"""What a machine may not decide: both sides of it, and what a person chooses."""
