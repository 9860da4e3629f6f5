"""Self-care plans, from the template to the version in force."""
