"""The page of visits: what is to be driven to, and the rounds of a day."""
