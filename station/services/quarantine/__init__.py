"""What was held back, in words, and what a person does about it."""
