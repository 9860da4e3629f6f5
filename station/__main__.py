"""Starts Station: `python -m station`, or the program `station`."""

import sys

from station.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
