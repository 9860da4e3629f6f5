"""The plan screens: all plans, one patient's versions, the draft, approval and the print."""
