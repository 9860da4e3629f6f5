"""«I dag»: who needs somebody first, why, what her plan says, and what was done."""
