"""The door: who signs in, what locks, and what is shown when Station cannot open."""
