"""Makes the program that is installed, and starts what was made."""
