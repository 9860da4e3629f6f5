"""Prints: frozen documents of ready strings in, checked PDF files that everyone can read out."""
