"""Pins: the public key decides, not what a certificate says."""

import base64
import hashlib

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate

from station.security.pins import fits, is_pin, pin_of


def certificate() -> bytes:
    """A new server certificate in DER."""
    pem = trustme.CA().issue_cert("server.test").cert_chain_pems[0].bytes()
    return load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


ONE, OTHER = certificate(), certificate()


def test_a_pin_is_the_hash_of_the_public_key() -> None:
    pem = trustme.CA().issue_cert("server.test").cert_chain_pems[0].bytes()
    found = load_pem_x509_certificate(pem)
    spki = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    expected = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    assert pin_of(found.public_bytes(Encoding.DER)) == expected
    assert is_pin(expected)


def test_one_of_several_is_enough_and_another_key_does_not_fit() -> None:
    assert fits(ONE, [pin_of(OTHER), pin_of(ONE)])
    assert not fits(ONE, [pin_of(OTHER)])
    assert not fits(ONE, [])


@pytest.mark.parametrize("odd", [b"", b"nothing", ONE[:-20]], ids=["none", "odd", "cut"])
def test_what_is_no_certificate_fits_nothing(odd: bytes) -> None:
    assert not fits(odd, [pin_of(ONE)])


@pytest.mark.parametrize("text", ["", "AAAA", "å" * 44, "A" * 43, "!" + "A" * 42 + "="])
def test_what_is_no_pin(text: str) -> None:
    assert not is_pin(text)
