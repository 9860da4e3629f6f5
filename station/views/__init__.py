"""Everything the nurse sees: one package per screen, and the frame they stand in."""
