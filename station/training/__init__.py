"""The training municipality: invented people and two years of their readings, from one seed."""
