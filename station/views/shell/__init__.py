"""The window around the pages: rail, top line, footer, banners and search."""
