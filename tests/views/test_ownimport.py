"""Qt is loaded without its search through the source of every other module."""

import subprocess
import sys

ASKED = """
import builtins, linecache
own = builtins.__import__
import station.app
print(builtins.__import__ is own, any("station" in name for name in linecache.cache))
"""


def test_the_program_imports_in_pythons_own_way_and_reads_no_sources() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["True", "False"]
