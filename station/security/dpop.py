"""Proofs of possession (DPoP, RFC 9449): a stolen token is worth nothing without its key."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from urllib.parse import urlsplit, urlunsplit

from station.security.jose import ServiceKey, make


class Prover:
    """Proves for one run of the program that requests come from whom the token was given to.

    Its key is made here, lives in memory only and is another than the client's own.
    """

    def __init__(self) -> None:
        """Make the key."""
        self._key: ServiceKey = make("ES256")

    @property
    def thumbprint(self) -> str:
        """Give what the token is bound to (`jkt`, RFC 7638)."""
        return self._key.kid

    def prove(self, method: str, url: str, now_ms: int, *, nonce: str = "", token: str = "") -> str:
        """Give the proof for one request; `nonce` as the server last asked for, `token` if sent."""
        claims: dict[str, object] = {
            "jti": secrets.token_urlsafe(24),
            "htm": method,
            "htu": _bare(url),
            "iat": now_ms // 1000,
        }
        if nonce:
            claims["nonce"] = nonce
        if token:
            digest = hashlib.sha256(token.encode("ascii")).digest()
            claims["ath"] = urlsafe_b64encode(digest).rstrip(b"=").decode()
        half = self._key.key.as_dict(private=False)
        bare = {name: half[name] for name in ("kty", "crv", "x", "y")}
        return self._key.sign({"typ": "dpop+jwt", "jwk": bare}, claims)


def _bare(url: str) -> str:
    """The address without what is asked for in it: what a proof names (RFC 9449, 4.2)."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
