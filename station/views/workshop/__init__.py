"""The threshold workshop: limits dragged over a patient's own readings."""
