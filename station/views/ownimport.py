"""Loads Qt and gives Python its own `import` back: first of all imports of the program.

PySide6 puts a function in its place that reads the source of every module imported later, in
search of `from __feature__ import`, and keeps it all in memory. Station has no use for that.
"""

import builtins
from importlib import import_module

_own = builtins.__import__
import_module("PySide6.QtCore")
builtins.__import__ = _own
