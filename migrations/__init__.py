"""The steps from one shape of the database to the next; they import no code of the program."""
