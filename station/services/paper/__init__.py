"""The GP's paper: which plan a sheet shows, and what was answered."""
