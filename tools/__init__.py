"""Small tools for the project itself; the program never imports them."""
