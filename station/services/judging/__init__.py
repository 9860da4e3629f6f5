"""What readings mean by the plan that is in force, written down as alerts."""
