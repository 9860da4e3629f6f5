"""Proofs of possession: what RFC 9449 asks for, and the example that it gives."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from station.security.dpop import Prover

NOW = 1_795_161_600_000
URL = "https://fhir.example/r4/Patient?name=x#part"
PROVER = Prover()


def proof(**more: str) -> jwt.Token:
    """The proof of one request, checked by the key that it carries itself."""
    made = PROVER.prove("PUT", URL, NOW, **more)
    return jwt.decode(made, lambda found: ECKey.import_key(found.headers()["jwk"]), ["ES256"])


def test_it_names_the_request_without_what_is_asked() -> None:
    token = proof()
    assert set(token.claims) == {"jti", "htm", "htu", "iat"}
    assert token.claims["htm"] == "PUT"
    assert token.claims["htu"] == "https://fhir.example/r4/Patient"
    assert token.claims["iat"] == NOW // 1000


def test_its_header_has_the_public_key_and_no_more() -> None:
    header = proof().header
    assert header["typ"] == "dpop+jwt"
    assert set(header) == {"typ", "alg", "jwk"}
    assert set(header["jwk"]) == {"kty", "crv", "x", "y"}
    assert ECKey.import_key(header["jwk"]).thumbprint() == PROVER.thumbprint


def test_it_says_the_nonce_and_the_token_when_there_are_some() -> None:
    # RFC 9449, 7.1: this token has this hash.
    token = proof(nonce="eyJ7S_zG", token="Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")
    assert token.claims["nonce"] == "eyJ7S_zG"
    assert token.claims["ath"] == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"


def test_no_two_proofs_are_the_same() -> None:
    assert len({proof().claims["jti"] for _ in range(20)}) == 20


def test_every_run_has_a_key_of_its_own() -> None:
    assert Prover().thumbprint != PROVER.thumbprint


def test_a_token_is_plain_ascii() -> None:
    with pytest.raises(UnicodeEncodeError):
        PROVER.prove("GET", URL, NOW, token="ø")
