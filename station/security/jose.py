"""Signed statements (JWS, RFC 7515) with keys of Station's own, and what is published of these.

ES256, ES384, RS256 and PS256, on joserfc; why these and no others stands in
docs/decisions/0132-keys-for-services-lie-with-the-system.md.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

ALGORITHMS = ("ES256", "ES384", "RS256", "PS256")
_CURVES = {"ES256": "P-256", "ES384": "P-384"}
_RSA_BITS = 3072
LONGEST_S = 60
"""For how many seconds a client's statement about itself holds at most; HelseID asks for this."""

Key = ECKey | RSAKey


class KeyFault(Exception):  # noqa: N818  (what was kept is not what was put there)
    """A kept key that cannot be read, or that is for something else."""


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A private key with the algorithm it signs by; `kid` is its thumbprint (RFC 7638)."""

    algorithm: str
    kid: str
    key: Key

    def public(self) -> dict[str, object]:
        """Give the public half as a JWK, as a service wants it for registration."""
        half = self.key.as_dict(private=False)
        return {**half, "kid": self.kid, "alg": self.algorithm, "use": "sig"}

    def private(self) -> dict[str, object]:
        """Give the whole key as a JWK: for the keyring only."""
        return {**self.key.as_dict(private=True), "alg": self.algorithm}

    def sign(self, header: Mapping[str, object], claims: Mapping[str, object]) -> str:
        """Give the claims signed, in the compact form."""
        named = {"alg": self.algorithm, **header}
        return jwt.encode(named, dict(claims), self.key, algorithms=[self.algorithm])


def make(algorithm: str) -> ServiceKey:
    """Make a new key; ValueError for an algorithm that is not one of ALGORITHMS."""
    if algorithm not in ALGORITHMS:
        raise ValueError("not an algorithm for services")
    curve = _CURVES.get(algorithm)
    key = ECKey.generate_key(curve) if curve else RSAKey.generate_key(_RSA_BITS)
    return ServiceKey(algorithm, key.thumbprint(), key)


def load(data: Mapping[str, object]) -> ServiceKey:
    """Take a key as `private` gave it; KeyFault for anything else."""
    algorithm = data.get("alg")
    if algorithm not in ALGORITHMS:
        raise KeyFault("algorithm")
    parts: dict[str, str | list[str]] = {
        name: str(value) for name, value in data.items() if name != "alg"
    }
    try:
        if algorithm in _CURVES:
            key: Key = ECKey.import_key(parts)
            fits = parts["kty"] == "EC" and parts["crv"] == _CURVES[algorithm]
        else:
            key, fits = RSAKey.import_key(parts), parts["kty"] == "RSA"
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise KeyFault("damaged") from error
    if not fits or not key.is_private:
        raise KeyFault("another")
    return ServiceKey(algorithm, key.thumbprint(), key)


def client_assertion(
    key: ServiceKey, client_id: str, audience: str, now_ms: int, lifetime_s: int = LONGEST_S
) -> str:
    """Give a client's statement about itself (private_key_jwt, RFC 7523), good for one use.

    `lifetime_s` is 1 to LONGEST_S; the header's `typ` is what HelseID asks for.
    """
    now = now_ms // 1000
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "iat": now,
        "nbf": now,
        "exp": now + max(1, min(lifetime_s, LONGEST_S)),
        "jti": secrets.token_urlsafe(24),
    }
    return key.sign({"typ": "client-authentication+jwt", "kid": key.kid}, claims)
