"""Labels for devices: chosen, given, printed, and read from a picture."""
