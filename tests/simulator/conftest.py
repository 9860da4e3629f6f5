"""Which tests are for Linux alone: what they speak with is not even installed elsewhere."""

import sys

collect_ignore = [] if sys.platform == "linux" else ["test_bluez.py"]
