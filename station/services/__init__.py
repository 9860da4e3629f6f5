"""What a person can do, one module per thing; the only place where transactions begin."""
