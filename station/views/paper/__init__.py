"""The GP's paper: found by its code, shown beside the plan, and registered."""
