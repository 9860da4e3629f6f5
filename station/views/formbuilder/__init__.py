"""The forms of the service: their versions, and the builder for the municipality's own."""
