"""The lent tablet: handed out, visited, returned, or reported lost."""
