"""«I dag»: the worklist, the card, what waits and what is held back."""
