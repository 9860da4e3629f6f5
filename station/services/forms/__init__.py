"""Forms, and the answers to them."""
