"""Keys for services: statements hold under the public half, and a kept key comes back whole."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from station.security.jose import (
    ALGORITHMS,
    LONGEST_S,
    KeyFault,
    ServiceKey,
    client_assertion,
    load,
    make,
)

NOW = 1_795_161_600_000
KEYS = {algorithm: make(algorithm) for algorithm in ALGORITHMS}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_statement_holds_under_the_published_half(key: ServiceKey) -> None:
    known = KeySet.import_key_set({"keys": [key.public()]})  # type: ignore[list-item]
    token = jwt.decode(
        client_assertion(key, "me", "https://to", NOW), known, algorithms=[key.algorithm]
    )
    assert token.header == {
        "alg": key.algorithm,
        "typ": "client-authentication+jwt",
        "kid": key.kid,
    }
    jti = token.claims.pop("jti")
    assert len(jti) >= 24
    at = NOW // 1000
    whole = {"iss": "me", "sub": "me", "aud": "https://to", "iat": at, "nbf": at, "exp": at + 60}
    assert token.claims == whole


@pytest.mark.parametrize(("asked", "given"), [(600, LONGEST_S), (60, 60), (10, 10), (0, 1)])
def test_a_statement_never_holds_longer_than_allowed(asked: int, given: int) -> None:
    key = KEYS["ES256"]
    token = jwt.decode(client_assertion(key, "me", "to", NOW, asked), key.key, ["ES256"])
    assert token.claims["exp"] - token.claims["iat"] == given


def test_no_two_statements_are_the_same() -> None:
    key = KEYS["ES256"]
    made = [client_assertion(key, "me", "to", NOW) for _ in range(20)]
    assert len({jwt.decode(each, key.key, ["ES256"]).claims["jti"] for each in made}) == 20


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_what_is_published_has_nothing_private(key: ServiceKey) -> None:
    assert not set(key.public()) & {"d", "p", "q", "dp", "dq", "qi", "k"}
    assert key.public()["kid"] == key.kid
    assert key.public()["use"] == "sig"


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_kept_key_comes_back_whole(key: ServiceKey) -> None:
    again = load(key.private())
    assert (again.algorithm, again.kid) == (key.algorithm, key.kid)
    assert again.private() == key.private()


def test_an_rsa_key_is_long_enough() -> None:
    key = KEYS["PS256"].key
    assert isinstance(key, RSAKey)
    assert key.private_key
    assert key.private_key.key_size >= 3072


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS1", ""])
def test_other_algorithms_are_not_made_nor_loaded(algorithm: str) -> None:
    with pytest.raises(ValueError, match="not an algorithm"):
        make(algorithm)
    with pytest.raises(KeyFault, match="algorithm"):
        load({**KEYS["ES256"].private(), "alg": algorithm})


def test_only_the_half_of_a_key_is_not_a_key() -> None:
    half = {"alg": "ES256", **KEYS["ES256"].key.as_dict(private=False)}
    with pytest.raises(KeyFault, match="another"):
        load(half)


def test_a_key_of_another_curve_is_not_the_one() -> None:
    with pytest.raises(KeyFault, match="another"):
        load({**ECKey.generate_key("P-384").as_dict(private=True), "alg": "ES256"})


@pytest.mark.parametrize("name", ["kty", "x", "d"])
@pytest.mark.parametrize("value", [None, "", "?", "AAAA"])
def test_a_damaged_key_is_told(name: str, value: str | None) -> None:
    with pytest.raises(KeyFault):
        load({**KEYS["ES256"].private(), name: value})


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_is_no_key(algorithm: str) -> None:
    with pytest.raises(KeyFault):
        load({"alg": algorithm})
