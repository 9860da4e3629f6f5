"""The one way in for every reading."""
