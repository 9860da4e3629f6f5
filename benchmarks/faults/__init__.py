"""What devices can do wrong, done to them on purpose and counted; each module is one kind of it."""
