"""Starts Station: `python -m station`, or the program `station`."""

import sys

from station.cli.main import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # Installed, the processes that draw other people's PDFs are this program begun anew.
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
