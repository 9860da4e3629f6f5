"""Signing in: what is asked, and what is made of answers, also of those that none should give."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

import pytest
from joserfc import jws, jwt

from station.core.clock import Clock, FixedClock
from station.core.trouble import Trouble
from station.security.jose import make
from station.sync.address import parse
from station.sync.carrier import Carrier, Reply
from station.sync.lost import Lost, Phase
from station.sync.signing_in import Client, ClientCredentials, NoSignIn

NOW = 1_795_161_600_000
MINUTE = 60_000
KEY = make("ES256")


def told(job: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        job()
    assert "{" not in caught.value.sentence()
    return caught.value


GOOD: dict[str, object] = {"access_token": "abc", "token_type": "Bearer", "expires_in": 600}


@dataclass
class Saying(Carrier):
    """Gives these answers in turn, and keeps what it was asked."""

    answers: list[Reply | Lost]
    asked: list[tuple[dict[str, str], Mapping[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = parse("https://sts.example.no/connect/token")

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        form = {name: value for name, (value,) in parse_qs(body.decode()).items()}
        self.asked.append((form, headers or {}))
        answer = self.answers.pop(0)
        if isinstance(answer, Lost):
            raise answer
        return answer


def said(status: int = 200, skew_ms: int | None = None, nonce: str = "", **data: object) -> Reply:
    """An answer of the sign-in service."""
    return saying(data, status, skew_ms, nonce)


def token(nonce: str = "", **more: object) -> Reply:
    """A good answer, or one that is not quite."""
    return saying(GOOD | more, nonce=nonce)


def saying(
    data: Mapping[str, object], status: int = 200, skew_ms: int | None = None, nonce: str = ""
) -> Reply:
    headers = {"dpop-nonce": nonce} if nonce else {}
    return Reply(status, headers, json.dumps(data).encode(), skew_ms)


CLIENT = Client("me", "a b")


def asking(
    *answers: Reply | Lost, details: Client = CLIENT, clock: Clock | None = None
) -> tuple[ClientCredentials, Saying]:
    carrier = Saying(list(answers))
    return ClientCredentials(carrier, details, KEY, clock or FixedClock(NOW)), carrier


def signed(signer: ClientCredentials) -> Mapping[str, str]:
    return signer.sign("GET", "https://fhir.example.no/r4/Patient", NOW)


def claims_of(text: str) -> dict[str, object]:
    """What a statement says, without asking whose it is."""
    found: dict[str, object] = json.loads(jws.extract_compact(text.encode()).payload)
    return found


def test_what_is_asked_of_the_sign_in_service() -> None:
    signer, carrier = asking(token())
    assert signed(signer) == {"authorization": "Bearer abc"}
    ((form, headers),) = carrier.asked
    statement = jwt.decode(form.pop("client_assertion"), KEY.key, ["ES256"])
    assert statement.claims["aud"] == "https://sts.example.no/connect/token"
    assert form == {
        "grant_type": "client_credentials",
        "client_id": "me",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "scope": "a b",
    }
    assert headers == {"content-type": "application/x-www-form-urlencoded"}


def test_the_audience_and_the_time_are_as_registered() -> None:
    signer, carrier = asking(
        token(), details=Client("me", "a", "https://sts.example.no", False, 10)
    )
    signed(signer)
    claims = claims_of(carrier.asked[0][0]["client_assertion"])
    assert claims["aud"] == "https://sts.example.no"
    assert claims["exp"] == NOW // 1000 + 10


@pytest.mark.parametrize(
    "odd",
    [
        {"access_token": ""},
        {"access_token": None},
        {"access_token": "a\r\nb"},
        {"access_token": "ø"},
        {"access_token": "x" * 16_385},
        {"access_token": 7},
        {"token_type": "DPoP"},
        {"token_type": None},
    ],
)
def test_an_odd_token_is_not_used(odd: dict[str, object]) -> None:
    signer, _ = asking(saying(GOOD | odd))
    assert told(lambda: signed(signer)).code == "sign_in_odd"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"'])
def test_an_answer_that_is_no_object_is_odd(body: bytes) -> None:
    signer, _ = asking(Reply(200, {}, body))
    assert told(lambda: signed(signer)).code == "sign_in_odd"


def test_a_bound_client_takes_no_other_token() -> None:
    signer, _ = asking(token(), details=replace(CLIENT, dpop=True))
    assert told(lambda: signed(signer)).code == "sign_in_odd"


@pytest.mark.parametrize(
    ("lasts", "seconds"), [(600, 570), (40, 20), (None, 30), (0, 30), (-5, 30), ("9", 30)]
)
def test_a_token_is_left_in_time(lasts: object, seconds: int) -> None:
    clock = FixedClock(NOW)
    signer, carrier = asking(token(expires_in=lasts), token(), clock=clock)
    signed(signer)
    clock.advance(seconds * 1000 - 1)
    signed(signer)
    assert len(carrier.asked) == 1
    clock.advance(1)
    signed(signer)
    assert len(carrier.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_sign_in_service_that_is_away_is_tried_later(status: int) -> None:
    signer, carrier = asking(said(status, skew_ms=61 * MINUTE))
    trouble = told(lambda: signed(signer))
    assert isinstance(trouble, Lost)
    assert (trouble.code, trouble.phase) == ("sign_in_away", "before")
    assert len(carrier.asked) == 1


@pytest.mark.parametrize("phase", ["before", "during", "after"])
def test_a_lost_sign_in_means_that_nothing_was_sent(phase: Phase) -> None:
    signer, _ = asking(Lost("slow", phase, "x"), token())
    trouble = told(lambda: signed(signer))
    assert isinstance(trouble, Lost)
    assert (trouble.code, trouble.applied) == ("slow", False)
    assert trouble.values["host"] == "sts.example.no"
    assert signed(signer)  # and it goes on afterwards


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"error": "invalid_client"}, "invalid_client"),
        ({"error": "<b>odd</b>"}, "400"),
        ({"error": 7}, "400"),
        ({}, "400"),
        ({"error": "x" * 100}, "x" * 60),
    ],
)
def test_a_refusal_is_told_with_its_code(data: dict[str, object], reason: str) -> None:
    signer, _ = asking(saying(data, 400))
    assert told(lambda: signed(signer)).values["reason"] == reason


def test_a_nonce_of_the_sign_in_service_is_used_and_kept() -> None:
    bound = replace(CLIENT, dpop=True)
    first = said(400, nonce="one", error="use_dpop_nonce")
    good = token(token_type="DPoP", nonce="two", expires_in=2)
    clock = FixedClock(NOW)
    signer, carrier = asking(first, good, token(token_type="DPoP"), details=bound, clock=clock)
    signed(signer)
    clock.advance(1_000)
    signed(signer)
    proofs = [claims_of(headers["dpop"]) for _, headers in carrier.asked]
    assert [each.get("nonce") for each in proofs] == [None, "one", "two"]
    statements = {form["client_assertion"] for form, _ in carrier.asked}
    assert len(statements) == 3  # every try says a new one


@pytest.mark.parametrize(
    "answers",
    [
        [said(400, nonce="one", error="use_dpop_nonce")] * 2,
        [said(400, nonce=str(n), error="use_dpop_nonce") for n in range(3)],
        [said(400, error="use_dpop_nonce")],
    ],
)
def test_nonces_do_not_go_round(answers: list[Reply | Lost]) -> None:
    signer, carrier = asking(*answers, details=replace(CLIENT, dpop=True))
    assert told(lambda: signed(signer)).values["reason"] == "use_dpop_nonce"
    assert not carrier.answers


@pytest.mark.parametrize(
    ("skew", "tries"),
    [(None, 1), (0, 1), (1_999, 1), (2_000, 2), (-300_000, 2), (300_001, 1)],
)
def test_only_a_small_skew_is_allowed_for(skew: int | None, tries: int) -> None:
    answer = said(400, skew_ms=skew, error="invalid_client")
    signer, carrier = asking(answer, answer, answer)
    told(lambda: signed(signer))
    assert len(carrier.asked) == tries
    last = claims_of(carrier.asked[-1][0]["client_assertion"])
    allowed = skew if skew and tries == 2 else 0
    assert last["iat"] == (NOW - allowed) // 1000
    assert signer.skew_ms == allowed


def test_a_clock_that_was_set_right_is_seen() -> None:
    ahead, right = (said(400, skew_ms=skew, error="invalid_client") for skew in (60_000, 100))
    signer, _ = asking(ahead, token(), right, token())
    signed(signer)
    assert signer.skew_ms == 60_000
    signer._token = None
    signed(signer)
    assert signer.skew_ms == 0


def answered(www: str = "", nonce: str = "", skew: int | None = None) -> Reply:
    """A 401 of the service behind the sign-in."""
    headers = {"www-authenticate": www, "dpop-nonce": nonce}
    return Reply(401, {name: text for name, text in headers.items() if text}, b"", skew)


@pytest.mark.parametrize(
    ("reply", "again", "kept"),
    [
        (answered('DPoP error="use_dpop_nonce"', "one"), True, True),
        (answered('DPoP error="use_dpop_nonce"'), True, False),
        (answered('DPoP error="invalid_token"', "one"), True, False),
        (answered('DPoP error="invalid_token"'), True, False),
        (answered(skew=61 * MINUTE), False, False),
        (answered(skew=MINUTE), True, False),
    ],
)
def test_what_a_401_means_for_the_token(reply: Reply, again: bool, kept: bool) -> None:
    signer, _ = asking(token(token_type="DPoP"), details=replace(CLIENT, dpop=True))
    signed(signer)
    assert signer.refused(reply) == again
    assert (signer._token is not None) == kept
    assert signer.skew_ms == (MINUTE if reply.skew_ms == MINUTE else 0)


def test_the_same_nonce_twice_means_that_the_token_is_to_blame() -> None:
    signer, _ = asking(token(token_type="DPoP"), details=replace(CLIENT, dpop=True))
    signed(signer)
    asked_for = answered('DPoP error="use_dpop_nonce"', "one")
    assert signer.refused(asked_for)
    assert signer._token
    assert signer.refused(asked_for)
    assert signer._token is None


def test_without_a_sign_in_only_this_pc_is_talked_with() -> None:
    near, far = parse("http://localhost:8080"), parse("https://fhir.example.no")
    assert NoSignIn(near).sign("GET", "", NOW) == {}
    assert not NoSignIn(near).refused(answered())
    assert told(lambda: NoSignIn(far)).code == "sign_in_missing"
    assert NoSignIn(parse("https://fhir.example.no", without_sign_in=True)).sign("", "", 0) == {}
