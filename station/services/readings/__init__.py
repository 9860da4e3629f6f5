"""Readings as people meet them: typed, read from files, moved, told of, drawn."""
