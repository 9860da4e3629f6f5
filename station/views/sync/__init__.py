"""The page of the exchange with the central service: status, conflicts, what stands still."""
