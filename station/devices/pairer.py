"""Who answers when the system asks something during pairing: on Linux we do, elsewhere it does."""

import sys

from station.devices.asking import Pairer

if sys.platform == "linux":
    from station.devices.agent import BluezPairer

    def system_pairer() -> Pairer | None:
        """Give the agent that BlueZ asks."""
        return BluezPairer()

else:

    def system_pairer() -> Pairer | None:
        """Give none: Windows and macOS ask in windows of their own."""
        return None
