"""Everything about the database, and all the SQL there is."""
