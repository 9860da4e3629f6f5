"""Where a service is, whom to believe that it is the service, and the way to it."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from station.security.pins import is_pin
from station.sync.lost import Refused

SYSTEM = "system"
"""Trust whom the PC trusts; anything else is the path of a PEM file with whom to trust."""
DIRECT = "none"
"""Use no proxy, whatever the PC says."""
_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_PATH = re.compile(r"[!-~]*")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Address:
    """A service's address, checked; made by `parse`.

    `base_url` has no slash at its end. `pins` are none, or two or more. `proxy` is "" for what the
    PC says, DIRECT, or an http address. `connect_s` is how long a connection may take, `silence_s`
    how long the other side may say nothing, `largest` the most bytes of an unpacked answer.
    """

    base_url: str
    pins: tuple[str, ...] = ()
    proxy: str = ""
    trust: str = SYSTEM
    without_sign_in: bool = False
    connect_s: float = 10.0
    silence_s: float = 30.0
    largest: int = 32 * MEGABYTE

    @property
    def host(self) -> str:
        """Give the name of the server, without the port."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def loopback(self) -> bool:
        """Tell whether the service is on this very PC."""
        return is_loopback(self.host)

    def url(self, path: str) -> str:
        """Give the whole address of `path`: below the base, or whole already; Refused if elsewhere.

        "" is the base itself; a path that begins with a slash is below the base, too.
        """
        if not _PATH.fullmatch(path):
            raise ValueError("a path is plain ASCII without spaces")
        if "://" not in path.partition("?")[0]:
            below = path.lstrip("/")
            whole = self.base_url + (below if not below or below[0] == "?" else f"/{below}")
        else:
            whole = path
        if _origin(whole) != _origin(self.base_url):
            raise Refused("other_origin")
        return whole


def parse(
    base_url: str,
    *,
    pins: tuple[str, ...] = (),
    proxy: str = "",
    trust: str = SYSTEM,
    without_sign_in: bool = False,
) -> Address:
    """Check what was typed and give the address; Refused with what is wrong with it.

    `without_sign_in` allows a service elsewhere that asks for no sign-in (a closed test network).
    """
    parts = _split(base_url.strip(), "address_odd")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise Refused("address_http")
    if parts.username is not None or parts.password is not None:
        raise Refused("address_person")
    if parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
        raise Refused("address_odd")
    _check_pins(pins)
    _check_trust(trust)
    host, port = _origin(base_url.strip())[1:]
    shown = f"[{host}]" if ":" in host else host
    where = shown if port == _PORTS[parts.scheme] else f"{shown}:{port}"
    return Address(
        base_url=f"{parts.scheme}://{where}{parts.path.rstrip('/')}",
        pins=tuple(dict.fromkeys(pins)),
        proxy=_proxy(proxy.strip()),
        trust=trust,
        without_sign_in=without_sign_in,
    )


def proxy_for(address: Address) -> str:
    """Give the proxy to go through, "" for none: never for this PC, else as chosen or as PC says.

    Only what the PC itself says may carry a user name and password (it is not kept by Station).
    """
    if address.loopback or address.proxy == DIRECT:
        return ""
    if address.proxy:
        return address.proxy
    if proxy_bypass(address.host):
        return ""
    known = getproxies()
    found = known.get("https") or known.get("all") or ""
    if found and "://" not in found:
        found = f"http://{found}"
    if found and _split(found, "proxy_odd").scheme != "http":
        raise Refused("proxy_odd")
    return found


def is_loopback(host: str) -> bool:
    """Tell whether a host is this PC by its very name: localhost, 127.0.0.0/8 or ::1."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(text: str) -> tuple[str, str, int]:
    """The scheme, host (lower case, Punycode) and port that decide whose an address is."""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        return parts.scheme, host, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise Refused("other_origin") from error


def _split(text: str, code: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        known = parts.scheme in _PORTS and parts.port != 0 and _is_host(parts)
    except ValueError as error:
        raise Refused(code) from error
    if not known or any(sign.isspace() for sign in text):
        raise Refused(code)
    return parts


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return bool(ipaddress.IPv6Address(host))
    name = host.encode("idna").decode("ascii").rstrip(".")
    return all(_LABEL.fullmatch(label) for label in name.split("."))


def _check_pins(pins: tuple[str, ...]) -> None:
    if not all(map(is_pin, pins)):
        raise Refused("pins_odd")
    if len(set(pins)) == 1:
        raise Refused("pins_one")


def _check_trust(trust: str) -> None:
    if trust == SYSTEM:
        return
    try:
        content = Path(trust).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise Refused("trust_missing") from error
    if "-----BEGIN CERTIFICATE-----" not in content:
        raise Refused("trust_missing")


def _proxy(text: str) -> str:
    if text in {"", DIRECT}:
        return text
    parts = _split(text, "proxy_odd")
    odd = parts.scheme != "http" or parts.username is not None or parts.query or parts.fragment
    if odd or parts.path not in {"", "/"}:
        raise Refused("proxy_odd")
    return text.rstrip("/")
