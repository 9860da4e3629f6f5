"""The one door to software meters: off unless STATION_SIMULATOR names where they are."""

import importlib
from collections.abc import Mapping
from ipaddress import ip_address

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.devices.scanner import Backends

VARIABLE = "STATION_SIMULATOR"
_LARGEST_PORT = 65_535


def backends_from(environment: Mapping[str, str]) -> Backends | None:
    """Give what bleak is built on when STATION_SIMULATOR is set to host:port; None if it is not.

    Trouble `simulator_address` unless it is a loopback address and a port (127.0.0.1:9000 or
    [::1]:9000), Trouble `simulator_missing` if this installation has no software meters.
    """
    where = environment.get(VARIABLE, "").strip()
    if not where:
        return None
    host, port = _loopback(where)
    try:
        backend = importlib.import_module("simulator.backend")
    except ImportError as error:
        raise Trouble(
            "simulator_missing",
            N_("This installation has no software meters. Start Station without {variable}."),
            variable=VARIABLE,
        ) from error
    scanner, client, keywords = backend.backends_at(host, port)
    return Backends(scanner, client, keywords)


def _loopback(where: str) -> tuple[str, int]:
    host, _, port = where.rpartition(":")
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
        number = int(port) if port.isascii() and port.isdigit() else 0
    except ValueError:
        number = 0
        address = None
    if address is None or not address.is_loopback or not 0 < number <= _LARGEST_PORT:
        raise Trouble(
            "simulator_address",
            N_(
                "{variable} must name this PC itself and a port, such as 127.0.0.1:9000. "
                "Software meters are never read over a network."
            ),
            variable=VARIABLE,
        )
    return str(address), number
