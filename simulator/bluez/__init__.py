"""BlueZ's D-Bus interface (adapter, devices, attributes, agent) over a room of software devices.

An unmodified program that speaks with BlueZ on the system's bus finds what it looks for here.
"""

from simulator.bluez.service import BlueZ

__all__ = ["BlueZ"]
