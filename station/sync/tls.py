"""TLS: whom to believe, and what to say when a server cannot be believed."""

import ssl

import truststore

from station.sync.address import SYSTEM, Address
from station.sync.lost import Refused

# What OpenSSL says; then Windows (winerror.h) and macOS (SecBase.h), where truststore asks these.
_CODES = {
    9: "certificate_time",  # not valid yet
    10: "certificate_time",
    62: "certificate_host",
    64: "certificate_host",  # an IP address
    18: "certificate_unknown",  # signed by itself
    19: "certificate_unknown",  # someone in the chain is
    20: "certificate_unknown",
    21: "certificate_unknown",
    0x800B0101: "certificate_time",
    0x800B010F: "certificate_host",
    0x800B0109: "certificate_unknown",
    0x800B010A: "certificate_unknown",
    -67818: "certificate_time",
    -67819: "certificate_time",
    -67602: "certificate_host",
    -67843: "certificate_unknown",
}
_OLD = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "NO_PROTOCOLS")
_WIDTH = 0xFFFFFFFF


def context_for(address: Address) -> ssl.SSLContext:
    """Make the settings of TLS for an address: always verified, never older than 1.2."""
    if address.trust == SYSTEM:
        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cafile=address.trust)
        except OSError as error:
            raise Refused("trust_missing") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def refusal(error: ssl.SSLError, host: str) -> Refused:
    """Give the trouble that a failed handshake with `host` means."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused(_certificate(error), host=host)
    reason = str(error.reason or "")
    return Refused("tls_old" if any(word in reason for word in _OLD) else "tls_none", host=host)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    code = getattr(error, "verify_code", 0)
    # Windows' codes come as they are or as negative numbers of 32 bits.
    return _CODES.get(code) or _CODES.get(code & _WIDTH) or "certificate_other"
