"""Station: the desktop program with which home-care nurses follow patients at home."""
