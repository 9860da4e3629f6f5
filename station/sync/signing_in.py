"""Who Station is to a service: nobody, or a client with a key of its own (OAuth 2, HelseID's way).

How the clock is treated stands in docs/decisions/0133-a-wrong-clock-is-said-not-hidden.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlencode

from station.core.clock import Clock
from station.security.dpop import Prover
from station.security.jose import LONGEST_S, ServiceKey, client_assertion
from station.sync.address import Address
from station.sync.carrier import Carrier, Reply
from station.sync.http import MOST_SKEW_MS, clock_refusal
from station.sync.lost import Lost, Refused

_JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TRIES = 3
_OK, _TOO_MANY, _SERVER = 200, 429, 500
_SMALL_SKEW_MS = 2_000
_USUAL_S, _MARGIN_S, _LARGEST_TOKEN = 60, 30, 16_384


class NoSignIn:
    """Asks as nobody: for a service on this very PC, or where the address allows it expressly."""

    def __init__(self, address: Address) -> None:
        """Refused for an address elsewhere that does not allow it."""
        if not (address.loopback or address.without_sign_in):
            raise Refused("sign_in_missing", host=address.host)

    def sign(
        self,
        method: str,  # noqa: ARG002  (says the same of every request)
        url: str,  # noqa: ARG002
        now_ms: int,  # noqa: ARG002
    ) -> Mapping[str, str]:
        """Give no headers."""
        return {}

    def refused(self, reply: Reply) -> bool:  # noqa: ARG002  (there is nothing else to try)
        """Tell that asking once more would not help."""
        return False


@dataclass(frozen=True, slots=True)
class Client:
    """How Station is registered with a sign-in service.

    `audience` is whom its statements are for ("" is the token endpoint; HelseID wants its issuer);
    `lifetime_s` is how long one holds (at most 60); `dpop` binds tokens to a key.
    """

    client_id: str
    scope: str
    audience: str = ""
    dpop: bool = False
    lifetime_s: int = LONGEST_S


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    until: float  # on the clock's counter, which no one sets


class ClientCredentials:
    """Signs requests with a token got by private_key_jwt, with DPoP if the client is so registered.

    The token lives in memory only and goes to the one service this signer is for. May be used from
    any thread.
    """

    def __init__(self, carrier: Carrier, client: Client, key: ServiceKey, clock: Clock) -> None:
        """Ask for tokens at the address of `carrier` (the token endpoint) with `key`."""
        self._carrier = carrier
        self._client = client
        self._key = key
        self._clock = clock
        self._prover = Prover() if client.dpop else None
        self._lock = Lock()
        self._token: _Token | None = None
        self._sign_in_nonce = ""
        self._nonce = ""
        self._skew_ms = 0

    @property
    def skew_ms(self) -> int:
        """Give how far the PC's clock was found ahead of the services', 0 while it is small."""
        return self._skew_ms

    def sign(self, method: str, url: str, now_ms: int) -> Mapping[str, str]:
        """Give the token, fetched anew if it ends soon, and the proof that it is ours."""
        with self._lock:
            if self._token is None or self._clock.monotonic() >= self._token.until:
                self._token = self._fetch()
            token = self._token.text
            if self._prover is None:
                return {"authorization": f"Bearer {token}"}
            now = now_ms - self._skew_ms
            proof = self._prover.prove(method, url, now, nonce=self._nonce, token=token)
            return {"authorization": f"DPoP {token}", "dpop": proof}

    def refused(self, reply: Reply) -> bool:
        """Take the nonce the service asks for, or forget the token; True to try once more."""
        with self._lock:
            nonce = reply.headers.get("dpop-nonce", "")
            asked = "use_dpop_nonce" in reply.headers.get("www-authenticate", "")
            if self._prover and nonce and nonce != self._nonce:
                self._nonce = nonce
                if asked:
                    return True
            self._allow_for(reply)
            self._token = None
            return clock_refusal(reply, "") is None

    def close(self) -> None:
        """Hang up where tokens come from, and forget the last one."""
        self._carrier.close()
        self._token = None

    def _fetch(self) -> _Token:
        reply = self._ask()
        for _ in range(_TRIES - 1):
            if reply.status == _OK or not self._worth_another(reply):
                break
            reply = self._ask()
        if reply.status != _OK:
            raise self._why_not(reply)
        return self._taken(reply)

    def _ask(self) -> Reply:
        url, now = self._carrier.address.base_url, self._clock.now() - self._skew_ms
        client = self._client
        form = {
            "grant_type": "client_credentials",
            "client_id": client.client_id,
            "client_assertion_type": _JWT_BEARER,
            "client_assertion": client_assertion(
                self._key, client.client_id, client.audience or url, now, client.lifetime_s
            ),
            "scope": client.scope,
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if self._prover:
            headers["dpop"] = self._prover.prove("POST", url, now, nonce=self._sign_in_nonce)
        body = urlencode(form).encode()
        try:
            return self._carrier.ask("POST", url, body=body, headers=headers)
        except Lost as error:
            # What is lost is the sign-in: the request that waits for it was never sent.
            raise Lost(error.code, "before", self._carrier.address.host) from error

    def _worth_another(self, reply: Reply) -> bool:
        """Whether there is news that makes another try worth it: a nonce, or the right time."""
        nonce = reply.headers.get("dpop-nonce", "")
        if _error(reply) == "use_dpop_nonce" and nonce and nonce != self._sign_in_nonce:
            self._sign_in_nonce = nonce
            return True
        return reply.status < _SERVER and self._allow_for(reply)

    def _allow_for(self, reply: Reply) -> bool:
        """Allow for a clock that is a little wrong; True if that is news."""
        skew = reply.skew_ms
        if skew is None or abs(skew) > MOST_SKEW_MS:
            return False
        rightly = skew if abs(skew) >= _SMALL_SKEW_MS else 0
        news = abs(rightly - self._skew_ms) >= _SMALL_SKEW_MS
        if news:
            self._skew_ms = rightly
        return news

    def _taken(self, reply: Reply) -> _Token:
        data = _object(reply)
        token, kind, lasts = (data.get(n) for n in ("access_token", "token_type", "expires_in"))
        wanted = "dpop" if self._prover else "bearer"
        good = isinstance(token, str) and token.isascii() and token.isprintable()
        if not good or not 0 < len(str(token)) <= _LARGEST_TOKEN or str(kind).lower() != wanted:
            raise Refused("sign_in_odd", host=self._carrier.address.host)
        self._sign_in_nonce = reply.headers.get("dpop-nonce", self._sign_in_nonce)
        seconds = lasts if isinstance(lasts, int) and lasts > 0 else _USUAL_S
        margin = min(_MARGIN_S, seconds / 2)
        return _Token(str(token), self._clock.monotonic() + seconds - margin)

    def _why_not(self, reply: Reply) -> Lost | Refused:
        host = self._carrier.address.host
        if reply.status == _TOO_MANY or reply.status >= _SERVER:
            return Lost("sign_in_away", "before", host)
        told = _error(reply) or str(reply.status)
        return clock_refusal(reply, host) or Refused("sign_in", host=host, reason=told)


def _object(reply: Reply) -> Mapping[str, object]:
    try:
        data = json.loads(reply.body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _error(reply: Reply) -> str:
    """The code of the error (RFC 6749, 5.2), if it has the form of one: it is shown."""
    code = _object(reply).get("error")
    plain = isinstance(code, str) and code.replace("_", "").isalnum() and code.isascii()
    return str(code)[:60] if plain else ""
